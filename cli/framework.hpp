#pragma once

#include <filesystem>
#include <optional>

namespace cli {

/// The framework's own `azu`: the next one on PATH, behind this program first, that is neither this nor
/// another copy of it. Nothing where there is none, and where this program was called by the one that it
/// would call.
std::optional<std::filesystem::path> find_framework();

/// Runs it in the place of this process, with the same arguments, environment, streams and signals. Throws
/// errc::io where it cannot be run.
[[noreturn]] void run_framework(const std::filesystem::path &program, char **arguments);

} // namespace cli
