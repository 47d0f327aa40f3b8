#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <utility>

namespace support {

/// Visitors who log in, 500 a second, until it ends: `login` is called with a number that grows.
class logins {
public:
    explicit logins(std::function<void(int)> login) : login_(std::move(login)), thread_([this] { run(); }) {}
    logins(const logins &) = delete;
    logins &operator=(const logins &) = delete;
    ~logins() {
        ended_ = true;
        thread_.join();
    }

    int count() const { return count_; }

private:
    void run() {
        auto next = std::chrono::steady_clock::now();
        for (; !ended_; std::this_thread::sleep_until(next)) {
            login_(count_++);
            next += std::chrono::milliseconds(2);
        }
    }

    std::function<void(int)> login_;
    std::atomic<bool> ended_ = false;
    std::atomic<int> count_ = 0;
    std::thread thread_; // last: it uses all of the above
};

} // namespace support
