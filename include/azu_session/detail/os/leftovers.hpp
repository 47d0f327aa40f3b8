#pragma once

#include <azu_session/detail/os/file_state.hpp>
#include <azu_session/detail/os/overwrite_file.hpp>
#include <azu_session/detail/os/refusal.hpp>
#include <azu_session/detail/os/temporary_name.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// What a killed setup left in the directory. A file that nobody may write was kept on purpose.
inline std::vector<std::filesystem::path> leftovers_in(const std::filesystem::path &directory) {
    std::vector<std::filesystem::path> found;
    std::error_code failure;
    std::filesystem::directory_iterator entry(directory, failure), end;
    for (; !failure && entry != end; entry.increment(failure)) {
        struct ::stat status {};
        if (is_temporary_name(entry->path().filename().string()) &&
            ::lstat(entry->path().c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
            (status.st_mode & 0222) != 0)
            found.push_back(entry->path());
    }
    return found;
}

/// The file of several hard links in the directory that was being overwritten when its setup was killed.
inline std::optional<std::filesystem::path> half_way_file(const std::filesystem::path &directory,
                                                          const file_state &before, const file_state &after) {
    std::error_code failure;
    std::filesystem::directory_iterator entry(directory, failure), end;
    for (; !failure && entry != end; entry.increment(failure)) {
        struct ::stat status {};
        if (::lstat(entry->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_nlink < 2)
            continue;
        auto found = state_of(entry->path());
        if (found && is_half_way(found->bytes, before.bytes, after.bytes)) return entry->path();
    }
    return std::nullopt;
}

/// Gives a file that a killed setup left half way its old contents back, and throws, as the plan was made
/// from the half of it.
inline void mend(const std::filesystem::path &temporary) {
    auto before = state_of(backup_of(temporary)), after = state_of(temporary);
    if (!before || !after) return;
    auto path = half_way_file(temporary.parent_path(), *before, *after);
    if (!path) return;
    auto present = state_of(*path);
    struct ::stat status {};
    if (!present || ::lstat(path->c_str(), &status) != 0) refuse(changed_meanwhile(*path));
    if (int reason = overwrite_file(*path, *present, before->bytes, status.st_mode & 07777))
        refuse(cannot_write(*path, reason));
    refuse(mended(*path));
}

/// The directory and all below it, but for links and other applications.
inline void add_directories(const std::filesystem::path &top, std::set<std::filesystem::path> &into) {
    std::error_code failure;
    if (std::filesystem::is_symlink(top, failure) || !std::filesystem::is_directory(top, failure)) return;
    into.insert(top);
    std::filesystem::recursive_directory_iterator entry(
        top, std::filesystem::directory_options::skip_permission_denied, failure),
        end;
    for (; !failure && entry != end; entry.increment(failure)) {
        std::error_code none;
        if (entry->is_symlink(none) || !entry->is_directory(none)) continue;
        if (std::filesystem::exists(entry->path() / "shard.yml", none))
            entry.disable_recursion_pending();
        else
            into.insert(entry->path());
    }
}

/// Whether the path is `top`, or below it.
inline bool is_within(const std::filesystem::path &top, const std::filesystem::path &path) {
    return std::mismatch(top.begin(), top.end(), path.begin(), path.end()).first == top.end();
}

/// Where setup writes in the application at `top`, when it changes `files`.
inline std::set<std::filesystem::path> written_directories(const std::filesystem::path &top,
                                                           const std::vector<std::filesystem::path> &files) {
    std::set<std::filesystem::path> directories = {top};
    add_directories(top / "src", directories);
    add_directories(top / "config", directories);
    std::error_code failure;
    for (const auto &file : files)
        // That of a link, and that of the file behind it.
        for (const auto &directory : {std::filesystem::weakly_canonical(top / file.parent_path(), failure),
                                      std::filesystem::weakly_canonical(top / file, failure).parent_path()})
            if (is_within(top, directory)) directories.insert(directory);
    return directories;
}

/// Removes what a killed setup of the application at `root` left, there and beside `files`. Only for the
/// holder of the application's lock, and only within `root`: elsewhere it could be of a setup under way.
inline void remove_leftovers(const std::filesystem::path &root,
                             const std::vector<std::filesystem::path> &files) {
    std::error_code failure;
    auto top = std::filesystem::canonical(root, failure);
    if (failure) return;
    std::vector<std::filesystem::path> leftovers;
    for (const auto &directory : written_directories(top, files))
        for (const auto &leftover : leftovers_in(directory))
            leftovers.push_back(leftover);
    for (const auto &leftover : leftovers)
        mend(leftover);
    for (const auto &leftover : leftovers)
        ::unlink(leftover.c_str());
}

} // namespace azu_session::inline v0_1::detail
