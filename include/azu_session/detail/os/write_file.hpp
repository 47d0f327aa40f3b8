#pragma once

#include <azu_session/detail/os/file_state.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// Whom a file that holds secrets is for.
inline constexpr ::mode_t owner_only = 0600;

/// Writes all of `bytes`, from `offset` on. Returns 0, or the errno.
inline int write_at(int descriptor, std::string_view bytes, std::size_t offset) {
    while (!bytes.empty()) {
        auto written = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<::off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        bytes.remove_prefix(static_cast<std::size_t>(written));
        offset += static_cast<std::size_t>(written);
    }
    return 0;
}

/// Gives a file that is to replace another its owner, as far as this user may give it away, and its mode, or
/// that of a secret. Returns 0, or the errno.
inline int take_over_attributes(int descriptor, const struct ::stat &existing, bool secret) {
    bool same_owner = ::fchown(descriptor, existing.st_uid, existing.st_gid) == 0;
    struct ::stat own {};
    if (::fstat(descriptor, &own) != 0) return errno;
    // For its owner alone, it would be lost to whom it belonged to.
    if (secret && own.st_uid != existing.st_uid) return EPERM;
    auto mode = secret ? owner_only : existing.st_mode & (same_owner ? 07777 : 0777);
    return ::fchmod(descriptor, mode) == 0 ? 0 : errno;
}

/// Makes the new names in the directory last. Not every file system knows this, so failures mean nothing.
inline void synchronize_directory(const std::filesystem::path &directory) {
    int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

/// A file to be written.
struct new_contents {
    std::string_view bytes;
    bool secret = false; ///< for its owner alone
};

/// Writes a file to `path`, where nothing may be, as it is to stand in the place of `target`: with its owner
/// and mode, if there is one. Sets `made` to what it is then. Leaves nothing behind when it fails. Returns 0,
/// or the errno.
inline int write_new(const std::filesystem::path &path, const std::filesystem::path &target,
                     const new_contents &contents, file_state &made) {
    struct ::stat existing {
    }, own{};
    bool replaces = ::stat(target.c_str(), &existing) == 0;
    // Not mkstemp: the kernel applies the umask to this mode. What replaces another file may be as secret.
    auto mode = contents.secret || replaces ? owner_only : 0666;
    int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0) return errno;
    int reason = write_at(descriptor, contents.bytes, 0);
    if (reason == 0 && replaces) reason = take_over_attributes(descriptor, existing, contents.secret);
    if (reason == 0 && (::fsync(descriptor) != 0 || ::fstat(descriptor, &own) != 0)) reason = errno;
    if (::close(descriptor) != 0 && reason == 0) reason = errno;
    if (reason != 0)
        ::unlink(path.c_str());
    else
        made = {own.st_dev, own.st_ino, std::string(contents.bytes)};
    return reason;
}

} // namespace azu_session::inline v0_1::detail
