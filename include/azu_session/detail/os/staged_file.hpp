#pragma once

#include <azu_session/detail/os/file_state.hpp>
#include <azu_session/detail/os/new_file.hpp>
#include <azu_session/detail/os/overwrite_file.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/os/replace_file.hpp>
#include <azu_session/detail/os/write_file.hpp>
#include <azu_session/error.hpp>

#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// How a file is put into place.
enum class placing {
    create,    ///< the temporary takes a name that nothing has
    replace,   ///< the temporary takes the place of the old file, which becomes the backup
    overwrite, ///< the old file, which has several hard links, gets the new bytes; the backup is a copy
    remove,    ///< the old file becomes the backup
};

/// A file that is ready to be put into place.
struct staged_file {
    placing how = placing::create;
    std::filesystem::path target, temporary, backup;
    std::string previous = {};       ///< the bytes to replace
    file_state written = {};         ///< what stands there when it is placed
    ::mode_t mode = 0, old_mode = 0; ///< of what is overwritten
    bool placed = false;             ///< there is something to undo
};

/// The bytes of what stands at the path, also behind a link; nothing where they cannot be had.
inline std::optional<std::string> bytes_at(const std::filesystem::path &path) {
    try {
        return read_file(path);
    } catch (const error &) {
        return std::nullopt;
    }
}

inline int place_new(staged_file &file) {
    int reason = move_to_new_name(file.temporary, file.target);
    file.placed = reason == 0;
    if (reason == 0 || reason == EEXIST) return reason;
    // The name was claimed and could not be given up again.
    if (auto claim = state_of(file.target); claim && claim->bytes.empty()) {
        file.written = *claim;
        file.placed = true;
    }
    return reason;
}

inline int place_instead(staged_file &file) {
    int reason = replace_file(file.temporary, file.target, [&](const std::filesystem::path &path) {
        auto found = state_of(path);
        return found && found->bytes == file.previous;
    });
    file.placed = reason == 0 || reason == not_put_back;
    struct ::stat old {};
    bool has_traded = file.placed && ::lstat(file.temporary.c_str(), &old) == 0;
    // The file itself is a better backup than its copy: it has all its attributes.
    if (has_traded && ::rename(file.temporary.c_str(), file.backup.c_str()) != 0)
        std::swap(file.temporary, file.backup);
    return reason == not_put_back ? not_replaced : reason;
}

inline int place_over(staged_file &file) {
    auto found = state_of(file.target);
    if (!found || found->bytes != file.previous || found->number != file.written.number ||
        found->device != file.written.device)
        return not_replaced;
    file.placed = true;
    synchronize_directory(file.target.parent_path()); // the backup's name has to outlast what follows
    return overwrite_file(file.target, *found, file.written.bytes, file.mode);
}

inline int take_away(staged_file &file) {
    int reason = move_to_new_name(file.target, file.backup);
    file.placed = reason == 0;
    if (reason == ENOENT) return not_replaced;
    if (reason != 0 || bytes_at(file.backup) == file.previous) return reason;
    // Another program saved the file after it was looked at.
    file.placed = move_to_new_name(file.backup, file.target) != 0;
    return not_replaced;
}

/// Puts the file into place. Returns 0, an errno, or `not_replaced`.
inline int place(staged_file &file) {
    switch (file.how) {
    case placing::create:
        return place_new(file);
    case placing::replace:
        return place_instead(file);
    case placing::overwrite:
        return place_over(file);
    case placing::remove:
        return take_away(file);
    }
    return 0;
}

inline int remove_again(const staged_file &file) {
    struct ::stat found {};
    if (::lstat(file.target.c_str(), &found) != 0 && errno == ENOENT) return 0;
    if (state_of(file.target) != file.written) return not_replaced;
    return ::unlink(file.target.c_str()) == 0 ? 0 : errno;
}

inline bool is_as_before(const staged_file &file, const file_state &found) {
    struct ::stat status {};
    return found.bytes == file.previous && ::stat(file.target.c_str(), &status) == 0 &&
           (status.st_mode & 07777) == file.old_mode;
}

inline int overwrite_again(const staged_file &file) {
    auto found = state_of(file.target);
    if (!found || found->number != file.written.number || found->device != file.written.device)
        return not_replaced;
    if (is_as_before(file, *found)) return 0;
    bool own = found->bytes == file.written.bytes || found->bytes == file.previous ||
               is_half_way(found->bytes, file.previous, file.written.bytes);
    if (!own) return not_replaced;
    int reason = overwrite_file(file.target, *found, file.previous, file.old_mode);
    found = state_of(file.target);
    return reason != 0 && found && is_as_before(file, *found) ? 0 : reason;
}

/// Undoes the placing of a file that is still this setup's own. Returns 0, an errno, `not_replaced` or
/// `not_put_back`.
inline int take_back(const staged_file &file) {
    switch (file.how) {
    case placing::create:
        return remove_again(file);
    case placing::replace:
        return replace_file(file.backup, file.target, [&](const std::filesystem::path &path) {
            return state_of(path) == file.written;
        });
    case placing::overwrite:
        return overwrite_again(file);
    case placing::remove:
        int reason = move_to_new_name(file.backup, file.target);
        return reason == EEXIST ? not_replaced : reason;
    }
    return 0;
}

} // namespace azu_session::inline v0_1::detail
