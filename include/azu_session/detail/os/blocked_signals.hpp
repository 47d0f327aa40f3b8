#pragma once

#include <signal.h>

#include <initializer_list>

namespace azu_session::inline v0_1::detail {

/// Holds back, while it lives, the signals that ask this thread's process to end: one that comes meanwhile
/// takes effect at the end. In a program of several threads another thread may take it at once.
class blocked_signals {
public:
    blocked_signals() {
        ::sigset_t ending;
        sigemptyset(&ending);
        for (int one : {SIGINT, SIGTERM, SIGHUP})
            sigaddset(&ending, one);
        blocked_ = ::pthread_sigmask(SIG_BLOCK, &ending, &before_) == 0;
    }
    blocked_signals(const blocked_signals &) = delete;
    blocked_signals &operator=(const blocked_signals &) = delete;
    ~blocked_signals() {
        if (blocked_) ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }

private:
    ::sigset_t before_ = {};
    bool blocked_ = false;
};

} // namespace azu_session::inline v0_1::detail
