#pragma once

#include <azu_session/detail/os/new_file.hpp>

#include <fcntl.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

namespace azu_session::inline v0_1::detail {

/// What `replace_file` returns where another file stands at the target than is to be replaced.
inline constexpr int not_replaced = -1;

/// What it returns where `source` took the place of another file than was to be replaced, which could not be
/// put back and has the name `source` now.
inline constexpr int not_put_back = -2;

/// Lets `source` and `target` trade places in one step. Returns 0, or the errno.
inline int exchange_files(const std::filesystem::path &source, const std::filesystem::path &target) {
#ifdef RENAME_EXCHANGE
    return ::renameat2(AT_FDCWD, source.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0 ? 0 : errno;
#else
    return ENOSYS;
#endif
}

/// Puts `source` in the place of `target` if that is `expected`, a predicate on a path. What stood there
/// takes the name `source`, or is gone where the file system cannot exchange names. Returns 0, an errno,
/// `not_replaced` or `not_put_back`.
template <class Predicate>
int replace_file(const std::filesystem::path &source, const std::filesystem::path &target,
                 Predicate expected) {
    if (!expected(target)) return not_replaced;
    int reason = exchange_files(source, target);
    if (lacks_rename_flags(reason)) return ::rename(source.c_str(), target.c_str()) == 0 ? 0 : errno;
    if (reason != 0 || expected(source)) return reason;
    // Another program saved the file after the first look at it.
    return exchange_files(source, target) == 0 ? not_replaced : not_put_back;
}

} // namespace azu_session::inline v0_1::detail
