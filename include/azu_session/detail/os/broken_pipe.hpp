#pragma once

#include <signal.h>
#include <time.h>

namespace azu_session::inline v0_1::detail {

/// While it lives, writing to a connection that the server closed fails with EPIPE and raises no SIGPIPE,
/// which would end the process: hiredis writes without MSG_NOSIGNAL. The signal is held back in this thread
/// only, and the process's handlers stay as they are.
class broken_pipe_guard {
public:
    broken_pipe_guard() {
        sigset_t pending;
        sigpending(&pending);
        was_pending_ = sigismember(&pending, SIGPIPE);
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    broken_pipe_guard(const broken_pipe_guard &) = delete;
    broken_pipe_guard &operator=(const broken_pipe_guard &) = delete;
    ~broken_pipe_guard() {
        timespec at_once{};
        if (!was_pending_) sigtimedwait(&pipe_, nullptr, &at_once);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }

private:
    sigset_t pipe_, before_;
    bool was_pending_;
};

} // namespace azu_session::inline v0_1::detail
