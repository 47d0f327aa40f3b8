#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <thread>
#include <utility>

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

    /// From now on these bytes of the clients reach the server as others, as many, but not in a piece with
    /// this word. Called before the first connection.
    void replace(std::string bytes, std::string others, std::string except) {
        bytes_ = std::move(bytes);
        others_ = std::move(others);
        except_ = std::move(except);
    }

private:
    void serve();

    int target_, port_ = 0, listener_ = -1;
    std::chrono::microseconds delay_;
    std::size_t piece_;
    std::string bytes_, others_, except_;
    std::atomic<bool> ended_ = false, cut_ = false;
    std::thread thread_;
};

} // namespace support
