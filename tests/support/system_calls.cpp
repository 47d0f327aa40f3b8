#include "system_calls.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <utility>

namespace {

support::before_rename::hook asked;
support::before_call::hook asked_of_all;
std::atomic<bool> has_flock = true;
std::atomic<bool> has_random = true;

int fail_with(int reason) {
    errno = reason;
    return -1;
}

/// A hook may itself call. Where there is none, threads may call at once.
template <class Hook, class... Arguments>
int ask(Hook &asked_hook, Arguments... arguments) {
    if (!asked_hook) return 0;
    auto hook = std::exchange(asked_hook, {});
    int reason = hook(arguments...);
    asked_hook = std::move(hook);
    return reason;
}

int ask_rename(const char *source, const char *target, bool flags) {
    if (int reason = ask(asked, source, target, flags)) return reason;
    return ask(asked_of_all, "rename");
}

/// The call itself, unless the hook lets it fail.
template <class... Arguments>
int call(const char *name, long number, Arguments... arguments) {
    if (int reason = ask(asked_of_all, name)) return fail_with(reason);
    return static_cast<int>(syscall(number, arguments...));
}

} // namespace

namespace support {

before_rename::before_rename(hook wanted) { asked = std::move(wanted); }
before_rename::~before_rename() { asked = {}; }

before_call::before_call(hook wanted) { asked_of_all = std::move(wanted); }
before_call::~before_call() { asked_of_all = {}; }

no_flock::no_flock() { has_flock = false; }
no_flock::~no_flock() { has_flock = true; }

no_random::no_random() { has_random = false; }
no_random::~no_random() { has_random = true; }

} // namespace support

// In the place of the C library's own.
extern "C" {

int renameat2(int from, const char *source, int to, const char *target, unsigned flags) noexcept {
    if (int reason = ask_rename(source, target, flags != 0)) return fail_with(reason);
    return static_cast<int>(syscall(SYS_renameat2, from, source, to, target, flags));
}

int rename(const char *source, const char *target) noexcept {
    if (int reason = ask_rename(source, target, false)) return fail_with(reason);
    return static_cast<int>(syscall(SYS_renameat2, AT_FDCWD, source, AT_FDCWD, target, 0));
}

int flock(int descriptor, int operation) noexcept {
    if (!has_flock) return fail_with(ENOLCK);
    return static_cast<int>(syscall(SYS_flock, descriptor, operation));
}

ssize_t getrandom(void *bytes, std::size_t size, unsigned flags) {
    if (!has_random) return fail_with(ENOSYS);
    return syscall(SYS_getrandom, bytes, size, flags);
}

int open(const char *path, int flags, ...) {
    std::va_list more;
    va_start(more, flags);
    auto mode = flags & O_CREAT ? va_arg(more, unsigned) : 0;
    va_end(more);
    return call("open", SYS_openat, AT_FDCWD, path, flags, mode);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    int reason = ask(asked_of_all, "write");
    if (reason == support::before_call::short_count)
        count = (count + 1) / 2;
    else if (reason != 0)
        return fail_with(reason);
    return syscall(SYS_pwrite64, descriptor, bytes, count, offset);
}

/// The descriptor is gone, however it ends.
int close(int descriptor) {
    int reason = ask(asked_of_all, "close");
    auto result = static_cast<int>(syscall(SYS_close, descriptor));
    return reason != 0 ? fail_with(reason) : result;
}

/// Not waited for where calls are watched: no test cuts the power.
int fsync(int descriptor) {
    if (!asked_of_all) return static_cast<int>(syscall(SYS_fsync, descriptor));
    int reason = ask(asked_of_all, "fsync");
    return reason != 0 ? fail_with(reason) : 0;
}

int ftruncate(int descriptor, off_t size) noexcept {
    return call("ftruncate", SYS_ftruncate, descriptor, size);
}

int fchmod(int descriptor, mode_t mode) noexcept { return call("fchmod", SYS_fchmod, descriptor, mode); }

int fchown(int descriptor, uid_t user, gid_t group) noexcept {
    return call("fchown", SYS_fchown, descriptor, user, group);
}

int chmod(const char *path, mode_t mode) noexcept {
    return call("chmod", SYS_fchmodat, AT_FDCWD, path, mode);
}

int mkdir(const char *path, mode_t mode) noexcept { return call("mkdir", SYS_mkdirat, AT_FDCWD, path, mode); }

int unlink(const char *path) noexcept { return call("unlink", SYS_unlinkat, AT_FDCWD, path, 0); }

int rmdir(const char *path) noexcept { return call("rmdir", SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR); }

} // extern "C"
