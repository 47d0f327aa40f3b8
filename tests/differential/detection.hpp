#pragma once

#include "answer.hpp"
#include "program.hpp"

#include <vector>

namespace differential {

/// What `azu_session::detect` says of a program, in each environment. It runs in a process of its own, so
/// that a crash is an answer, too.
std::vector<answer> run_detection(const program &given, const std::vector<surroundings> &environments);

/// Whether sessions could be cleared there: detection refuses an empty prefix, a URL that is none, and
/// cookies.
bool is_usable(const place &given);

/// Whether both are the same place, however their URLs are written.
bool same(const place &a, const place &b);

} // namespace differential
