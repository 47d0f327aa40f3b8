#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

namespace azu_session::inline v0_1::detail {

/// Whether a rename with flags failed because it cannot be had, neither from this file system (EINVAL,
/// EOPNOTSUPP) nor from this kernel or sandbox (ENOSYS, EPERM).
inline bool lacks_rename_flags(int reason) {
    return reason == EINVAL || reason == EOPNOTSUPP || reason == ENOSYS || reason == EPERM;
}

/// Moves `source` to `target` in two steps, for systems and file systems that cannot do it in one: an empty
/// file takes the name, and is replaced. Returns 0, or the errno; EEXIST where the name is taken. The empty
/// file stays where it cannot be removed either, and when the process is killed in between: it has the mode
/// of any new file.
inline int move_to_claimed_name(const std::filesystem::path &source, const std::filesystem::path &target) {
    int descriptor = ::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0) return errno;
    ::close(descriptor);
    if (::rename(source.c_str(), target.c_str()) == 0) return 0;
    int reason = errno;
    ::unlink(target.c_str());
    return reason;
}

/// Moves `source` to `target`, which it never replaces: a plain rename would replace a file that came into
/// being meanwhile, and a hard link is not possible on every file system. Returns 0, or the errno.
inline int move_to_new_name(const std::filesystem::path &source, const std::filesystem::path &target) {
#ifdef RENAME_NOREPLACE
    if (::renameat2(AT_FDCWD, source.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (int reason = errno; !lacks_rename_flags(reason)) return reason;
#endif
    return move_to_claimed_name(source, target);
}

} // namespace azu_session::inline v0_1::detail
