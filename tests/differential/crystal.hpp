#pragma once

#include "answer.hpp"
#include "program.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace differential {

/// What Crystal says of many programs.
struct crystal_verdicts {
    std::map<std::size_t, answers> said;             ///< by the program's index; `detected` is left open
    std::map<std::size_t, std::string> not_compiled; ///< the compiler's message, by the program's index
};

/// Compiles the programs, as many in one build as can be, runs them in every environment, and tells what they
/// configure. The names in the programs are unique already. `work` is a directory for what is built.
crystal_verdicts run_with_crystal(const std::vector<program> &programs,
                                  const std::vector<surroundings> &environments,
                                  const std::filesystem::path &sources, const std::filesystem::path &work);

} // namespace differential
