#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>

namespace support {

/// A loopback port that passes connections on to another one, each byte late by `delay` in each direction, in
/// pieces of up to so many bytes.
class relay {
public:
    relay(int target, std::chrono::microseconds delay, std::size_t piece = 65'536);
    relay(const relay &) = delete;
    relay &operator=(const relay &) = delete;
    ~relay();

    int port() const { return port_; }

    /// Ends the connections there are for the clients, and not for the server, which hears nothing of it.
    void cut() { cut_ = true; }

private:
    void serve();

    int target_, port_ = 0, listener_ = -1;
    std::chrono::microseconds delay_;
    std::size_t piece_;
    std::atomic<bool> ended_ = false, cut_ = false;
    std::thread thread_;
};

} // namespace support
