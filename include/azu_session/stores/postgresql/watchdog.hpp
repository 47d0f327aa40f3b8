#pragma once

#include <sys/socket.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace azu_session::detail {

/// Ends the wait for a server that says nothing any more. libpq waits without a limit for an answer, and a
/// server that hangs cannot keep its own statement_timeout; so the socket is shut down from beside, which
/// libpq takes for a lost connection.
class watchdog {
public:
    explicit watchdog(int socket) : socket_(socket), thread_([this] { watch(); }) {}
    watchdog(const watchdog &) = delete;
    watchdog &operator=(const watchdog &) = delete;
    ~watchdog() {
        set(std::nullopt, true);
        thread_.join();
    }

    /// Allows this much time from now on.
    void start(std::chrono::milliseconds limit) { set(std::chrono::steady_clock::now() + limit, false); }
    void stop() { set(std::nullopt, false); }

    /// Whether it has ended the wait.
    bool fired() const {
        std::lock_guard lock(mutex_);
        return fired_;
    }

private:
    using time_point = std::chrono::steady_clock::time_point;

    void set(std::optional<time_point> deadline, bool end) {
        std::lock_guard lock(mutex_);
        deadline_ = deadline;
        end_ = end;
        changed_.notify_one();
    }

    void watch() {
        std::unique_lock lock(mutex_);
        while (!end_) {
            if (!deadline_) {
                changed_.wait(lock);
            } else if (std::chrono::steady_clock::now() < *deadline_) {
                changed_.wait_until(lock, *deadline_);
            } else {
                fired_ = true;
                deadline_.reset();
                ::shutdown(socket_, SHUT_RDWR);
            }
        }
    }

    int socket_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<time_point> deadline_;
    bool fired_ = false;
    bool end_ = false;
    std::thread thread_; // last: it uses all of the above
};

} // namespace azu_session::detail
