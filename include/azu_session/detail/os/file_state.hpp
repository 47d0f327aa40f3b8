#pragma once

#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <string>

namespace azu_session::inline v0_1::detail {

/// A file as it stood at one time: which one it was, and its bytes.
struct file_state {
    ::dev_t device = 0;
    ::ino_t number = 0;
    std::string bytes = {};

    bool operator==(const file_state &) const = default;
};

/// Nothing where no regular file stands that can be read; a link is none.
inline std::optional<file_state> state_of(const std::filesystem::path &path) {
    struct ::stat found {};
    if (::lstat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
    try {
        auto bytes = read_file(path);
        if (!bytes) return std::nullopt;
        return file_state{found.st_dev, found.st_ino, *bytes};
    } catch (const error &) {
        return std::nullopt;
    }
}

/// Whether this user may not write the file, or nobody may, which alone would not keep root from it.
inline bool is_read_only(const std::filesystem::path &path) {
    struct ::stat found {};
    if (::stat(path.c_str(), &found) != 0) return false;
    return (found.st_mode & 0222) == 0 || ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0;
}

} // namespace azu_session::inline v0_1::detail
