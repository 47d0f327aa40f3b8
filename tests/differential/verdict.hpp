#pragma once

#include "answer.hpp"

namespace differential {

enum class verdict { agree, refused, wrong };

/// Judges what detection says against what Crystal says, in the environment with this number. That neither
/// has an answer is agreement. A program that stops after it has configured a store may be refused as well.
verdict judge(const answers &given, std::size_t number, const surroundings &environment);

/// What Crystal says, with what the program leaves open completed as the README has it.
answer completed(answer said, const surroundings &environment);

} // namespace differential
