#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace differential {

/// A configuration program: the files of an application that it consists of, by their paths.
struct program {
    std::string group;
    std::string name;
    std::map<std::string, std::string> files;
    bool alone = false; ///< reopens what others use, so that it needs a build of its own
};

inline constexpr auto initializer_path = "src/initializers/session.cr";

/// The hand-written programs of a file: each begins with a line `# --- NAME`; what follows is its
/// initializer, or behind a line `# +++ PATH` another file of the application.
std::vector<program> read_programs(const std::filesystem::path &file);

/// Gives what the program defines at the top level names that no other program of a build has. Both judges
/// are given the same text. A program that defines a name that others rely on is left as it is, for a build
/// of its own.
program with_unique_names(program given, std::size_t number);

/// What Crystal compiles: the files that the initializer requires stand in place of the requires. Without an
/// initializer, all files in the compiler's order.
std::string joined_source(const program &given);

/// The program as it is shown to people.
std::string shown(const program &given);

} // namespace differential
