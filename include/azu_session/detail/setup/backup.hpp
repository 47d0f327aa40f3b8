#pragma once

#include <filesystem>
#include <string>
#include <system_error>

namespace azu_session::inline v0_1::detail {

/// The first of `path.bak`, `path.bak.2`, `path.bak.3` … that nothing has for its name, a link to nothing
/// included. Both paths are relative to the root.
inline std::filesystem::path free_backup_path(const std::filesystem::path &root,
                                              const std::filesystem::path &path) {
    auto candidate = path;
    candidate += ".bak";
    auto taken = [&] {
        std::error_code none;
        return std::filesystem::exists(std::filesystem::symlink_status(root / candidate, none));
    };
    for (int number = 2; taken(); ++number) {
        candidate = path;
        candidate += ".bak." + std::to_string(number);
    }
    return candidate;
}

/// Whether it is closed to those who are neither its owner nor in its group.
inline bool is_private(const std::filesystem::path &path) {
    std::error_code failure;
    auto permissions = std::filesystem::status(path, failure).permissions();
    return !failure && (permissions & std::filesystem::perms::others_read) == std::filesystem::perms::none;
}

} // namespace azu_session::inline v0_1::detail
