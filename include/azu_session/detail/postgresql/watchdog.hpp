#pragma once

#include <azu_session/detail/os/waiter.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// Ends the wait for a server that says nothing any more, or when somebody wants that. libpq waits without a
/// limit for an answer, and a server that hangs, or that waits itself, cannot keep its own statement_timeout.
/// So the server is asked to cancel, and where that gives no answer either, the socket is shut down from
/// beside, which libpq takes for a lost connection.
class watchdog {
public:
    /// `cancel` is called from another thread, as `wait` is, and must not wait.
    watchdog(int socket, waiter wait, std::function<void()> cancel)
        : socket_(socket), wait_(std::move(wait)), cancel_(std::move(cancel)), thread_([this] { watch(); }) {}
    watchdog(const watchdog &) = delete;
    watchdog &operator=(const watchdog &) = delete;
    ~watchdog() {
        set(std::nullopt, true);
        thread_.join();
    }

    /// Allows this much time from now on.
    void start(std::chrono::milliseconds limit) { set(clock::now() + limit, false); }
    void stop() { set(std::nullopt, false); }

    /// Whether the time was over since it was started last.
    bool fired() const { return fired_; }

    /// Whether somebody wanted the wait to end since then.
    bool interrupted() const { return interrupted_; }

private:
    using clock = waiter::clock;

    /// How long a cancelled server may take to say so.
    static constexpr std::chrono::milliseconds time_to_cancel{2'000}, time_when_interrupted{300};

    void set(std::optional<clock::time_point> deadline, bool end) {
        std::lock_guard lock(mutex_);
        if (deadline) fired_ = interrupted_ = false;
        deadline_ = deadline;
        wait_.begin();
        cancelled_ = false;
        end_ = end;
        changed_.notify_one();
    }

    void watch() {
        std::unique_lock lock(mutex_);
        while (!end_) {
            if (!deadline_)
                changed_.wait(lock);
            else if (clock::now() >= *deadline_)
                interfere(time_to_cancel);
            else if (changed_.wait_until(lock, std::min(*deadline_, clock::now() + waiter::step)) ==
                     std::cv_status::timeout)
                go_on();
        }
    }

    /// With the mutex held, so that the thread that waits cannot be in anything else meanwhile.
    void go_on() {
        if (!deadline_ || cancelled_) return;
        wait_.tell();
        if (!wait_.cancelled()) return;
        interrupted_ = true;
        interfere(time_when_interrupted);
    }

    void interfere(std::chrono::milliseconds patience) {
        fired_ = !interrupted_;
        if (cancelled_) {
            deadline_.reset();
            ::shutdown(socket_, SHUT_RDWR);
        } else {
            cancelled_ = true;
            deadline_ = clock::now() + patience;
            cancel_();
        }
    }

    int socket_;
    waiter wait_;
    std::function<void()> cancel_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<clock::time_point> deadline_;
    bool cancelled_ = false;
    bool end_ = false;
    std::atomic<bool> fired_ = false, interrupted_ = false;
    std::thread thread_; // last: it uses all of the above
};

} // namespace azu_session::inline v0_1::detail
