#pragma once

#include "options.hpp"

#include <string>
#include <vector>

namespace cli {

/// The numbers that an option takes: "0.001 to 86400".
std::string range_of(const option &one);

/// Throws errc::usage where one of the given values is none that its option can take, and errc::not_found for
/// a directory that does not exist.
void check_values(const std::vector<option> &known, const given_options &given);

} // namespace cli
