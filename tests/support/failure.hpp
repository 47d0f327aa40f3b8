#pragma once

#include <azu_session/error.hpp>

#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace support {

/// The error that `action` throws; fails the test when it throws none.
template <class Action>
azu_session::error failure_of(Action action) {
    try {
        action();
    } catch (const azu_session::error &failure) {
        return failure;
    }
    throw std::runtime_error("no error was thrown");
}

/// File permissions as those of user nobody, where the test runs as root, who passes them all.
class unprivileged {
public:
    unprivileged() : user_(geteuid()) { become(user_ == 0 ? 65534 : user_); }
    unprivileged(const unprivileged &) = delete;
    unprivileged &operator=(const unprivileged &) = delete;
    ~unprivileged() { become(user_); }

private:
    static void become(uid_t user) {
        if (seteuid(user)) std::abort();
    }

    uid_t user_;
};

} // namespace support
