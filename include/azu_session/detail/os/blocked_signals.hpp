#pragma once

#include <signal.h>
#include <time.h>

#include <initializer_list>

namespace azu_session::inline v0_1::detail {

/// Holds back, while it lives, the signals from outside that end this thread's process: one that comes
/// meanwhile takes effect at the end. In a program of several threads another thread may take it at once.
/// Writing past RLIMIT_FSIZE fails with EFBIG, and its SIGXFSZ is forgotten.
class blocked_signals {
public:
    blocked_signals() {
        ::sigset_t ending, pending;
        sigfillset(&ending);
        // The program's own faults, what stops and continues it, and what is ignored unless it is waited for.
        for (int other : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS, SIGTSTP, SIGTTIN,
                          SIGTTOU, SIGCONT, SIGCHLD, SIGURG, SIGWINCH})
            sigdelset(&ending, other);
        had_one_ = ::sigpending(&pending) == 0 && sigismember(&pending, SIGXFSZ) == 1;
        blocked_ = ::pthread_sigmask(SIG_BLOCK, &ending, &before_) == 0;
    }
    blocked_signals(const blocked_signals &) = delete;
    blocked_signals &operator=(const blocked_signals &) = delete;
    ~blocked_signals() {
        if (!blocked_) return;
        ::sigset_t own;
        sigemptyset(&own);
        sigaddset(&own, SIGXFSZ);
        ::timespec at_once{};
        if (!had_one_) ::sigtimedwait(&own, nullptr, &at_once);
        ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }

private:
    ::sigset_t before_ = {};
    bool had_one_ = false;
    bool blocked_ = false;
};

} // namespace azu_session::inline v0_1::detail
