#include "system_calls.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <utility>

namespace {

support::before_rename::hook asked;
std::atomic<bool> has_flock = true;
std::atomic<bool> has_random = true;

int fail_with(int reason) {
    errno = reason;
    return -1;
}

/// A hook may itself rename.
int ask(const char *source, const char *target, bool flags) {
    auto hook = std::exchange(asked, {});
    int reason = hook ? hook(source, target, flags) : 0;
    if (hook) asked = std::move(hook);
    return reason;
}

} // namespace

namespace support {

before_rename::before_rename(hook wanted) { asked = std::move(wanted); }
before_rename::~before_rename() { asked = {}; }

no_flock::no_flock() { has_flock = false; }
no_flock::~no_flock() { has_flock = true; }

no_random::no_random() { has_random = false; }
no_random::~no_random() { has_random = true; }

} // namespace support

// In the place of the C library's own.
extern "C" {

int renameat2(int from, const char *source, int to, const char *target, unsigned flags) noexcept {
    if (int reason = ask(source, target, flags != 0)) return fail_with(reason);
    return static_cast<int>(syscall(SYS_renameat2, from, source, to, target, flags));
}

int rename(const char *source, const char *target) noexcept {
    if (int reason = ask(source, target, false)) return fail_with(reason);
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

} // extern "C"
