#pragma once

#include "program.hpp"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace differential {

/// `count` different programs of the grammar in `file`, always the same for a seed. A program's paragraphs
/// are independent: each but the first and the last can be left out.
std::vector<program> generate(const std::filesystem::path &file, std::size_t count, std::uint64_t seed);

/// The programs that lack one paragraph of the given one, and those that lack half of them.
std::vector<program> smaller(const program &given);

} // namespace differential
