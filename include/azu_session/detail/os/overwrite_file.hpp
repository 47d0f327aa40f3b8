#pragma once

#include <azu_session/detail/os/file_state.hpp>
#include <azu_session/detail/os/write_file.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// Whether a file of these bytes is one of `one` that is being overwritten with `other`, or the reverse:
/// neither as yet, and made of nothing else.
inline bool is_half_way(std::string_view bytes, std::string_view one, std::string_view other) {
    auto shorter = std::min(one.size(), other.size()), longer = std::max(one.size(), other.size());
    if (bytes == one || bytes == other || bytes.size() < shorter || bytes.size() > longer) return false;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        if (!(i < one.size() && bytes[i] == one[i]) && !(i < other.size() && bytes[i] == other[i]))
            return false;
    return true;
}

/// Makes `bytes` of the present ones. What the file grows by comes first: nothing else needs space, so that
/// a full disk is met, and can be undone, before any byte is lost. Returns 0, or the errno.
inline int rewrite(int descriptor, std::string_view present, std::string_view bytes) {
    auto common = std::min(present.size(), bytes.size());
    int reason = write_at(descriptor, bytes.substr(common), common);
    if (reason == 0 && bytes.substr(0, common) != present.substr(0, common))
        reason = write_at(descriptor, bytes.substr(0, common), 0);
    if (reason == 0 && present.size() > common && ::ftruncate(descriptor, static_cast<::off_t>(common)) != 0)
        reason = errno;
    if (reason == 0 && ::fsync(descriptor) != 0) reason = errno;
    return reason;
}

/// Writes `bytes` over the file at `path`, whose state was `present`, and gives it the mode: the file stays
/// itself, with all its hard links. Returns 0, or the errno; the file may then be half way.
inline int overwrite_file(const std::filesystem::path &path, const file_state &present,
                          std::string_view bytes, ::mode_t mode) {
    int descriptor = ::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) return errno;
    struct ::stat found {};
    int reason = ::fstat(descriptor, &found) == 0 ? 0 : errno;
    if (reason == 0 && (found.st_dev != present.device || found.st_ino != present.number)) reason = ESTALE;
    if (reason == 0 && (found.st_mode & 07777) != mode && ::fchmod(descriptor, mode) != 0) reason = errno;
    if (reason == 0 && bytes != present.bytes) reason = rewrite(descriptor, present.bytes, bytes);
    if (::close(descriptor) != 0 && reason == 0) reason = errno;
    return reason;
}

} // namespace azu_session::inline v0_1::detail
