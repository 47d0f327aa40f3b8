#pragma once

#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// Ends the wait for a server that says nothing any more. libpq waits without a limit for an answer, and a
/// server that hangs, or that waits itself, cannot keep its own statement_timeout. So the server is asked to
/// cancel, and where that gives no answer either, the socket is shut down from beside, which libpq takes for
/// a lost connection.
class watchdog {
public:
    /// `cancel` is called from another thread, and must not wait.
    watchdog(int socket, std::function<void()> cancel)
        : socket_(socket), cancel_(std::move(cancel)), thread_([this] { watch(); }) {}
    watchdog(const watchdog &) = delete;
    watchdog &operator=(const watchdog &) = delete;
    ~watchdog() {
        set(std::nullopt, true);
        thread_.join();
    }

    /// Allows this much time from now on.
    void start(std::chrono::milliseconds limit) {
        fired_ = false;
        set(std::chrono::steady_clock::now() + limit, false);
    }
    void stop() { set(std::nullopt, false); }

    /// Whether the time was over since it was started last.
    bool fired() const { return fired_; }

private:
    using time_point = std::chrono::steady_clock::time_point;

    /// How long a cancelled server may take to say so.
    static constexpr std::chrono::seconds time_to_cancel{2};

    void set(std::optional<time_point> deadline, bool end) {
        std::lock_guard lock(mutex_);
        deadline_ = deadline;
        cancelled_ = false;
        end_ = end;
        changed_.notify_one();
    }

    void watch() {
        std::unique_lock lock(mutex_);
        while (!end_) {
            if (!deadline_)
                changed_.wait(lock);
            else if (std::chrono::steady_clock::now() < *deadline_)
                changed_.wait_until(lock, *deadline_);
            else
                interfere();
        }
    }

    void interfere() {
        fired_ = true;
        if (cancelled_) {
            deadline_.reset();
            ::shutdown(socket_, SHUT_RDWR);
        } else {
            cancelled_ = true;
            deadline_ = std::chrono::steady_clock::now() + time_to_cancel;
            cancel_();
        }
    }

    int socket_;
    std::function<void()> cancel_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<time_point> deadline_;
    bool cancelled_ = false;
    bool end_ = false;
    std::atomic<bool> fired_ = false;
    std::thread thread_; // last: it uses all of the above
};

} // namespace azu_session::inline v0_1::detail
