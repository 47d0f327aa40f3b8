#pragma once

#include "redis_server.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <string_view>
#include <thread>

namespace support {

/// A loopback port that passes one connection after the other on to a PostgreSQL server, and cuts every third
/// COMMIT in two, four in all: the server gets it, the client never hears of it.
class commit_cutter {
public:
    explicit commit_cutter(int target) : target_(target), port_(free_port()) {
        listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        auto here = loopback(port_);
        if (bind(listener_, reinterpret_cast<sockaddr *>(&here), sizeof here) || listen(listener_, 8))
            throw std::runtime_error("the cutter cannot listen");
        thread_ = std::thread([this] { serve(); });
    }
    commit_cutter(const commit_cutter &) = delete;
    commit_cutter &operator=(const commit_cutter &) = delete;
    ~commit_cutter() {
        ended_ = true;
        thread_.join();
        close(listener_);
    }

    int port() const { return port_; }
    int cuts() const { return cuts_; }

private:
    static sockaddr_in loopback(int port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }

    void serve() {
        while (!ended_) {
            pollfd waiting{listener_, POLLIN, 0};
            if (poll(&waiting, 1, 20) <= 0) continue;
            int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            auto there = loopback(target_);
            if (connect(server, reinterpret_cast<sockaddr *>(&there), sizeof there) == 0)
                pass_on(client, server);
            close(client);
            close(server);
        }
    }

    void pass_on(int client, int server) {
        bool cut = false;
        while (!ended_) {
            std::array<pollfd, 2> both = {pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
            poll(both.data(), 2, 20);
            if (both[0].revents) {
                auto sent = move(client, server);
                if (sent.empty()) return;
                if (sent.find("COMMIT") != std::string_view::npos) cut = ++commits_ % 3 == 0 && cuts_ < 4;
            }
            if (both[1].revents && cut) {
                ++cuts_;
                return;
            }
            if (both[1].revents && move(server, client).empty()) return;
        }
    }

    /// What was read from one side and written to the other; empty at the end.
    std::string_view move(int from, int to) {
        auto size = recv(from, buffer_.data(), buffer_.size(), 0);
        if (size <= 0 || send(to, buffer_.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL) != size)
            return {};
        return {buffer_.data(), static_cast<std::size_t>(size)};
    }

    int target_, port_, listener_ = -1;
    int commits_ = 0;
    std::array<char, 65536> buffer_{};
    std::atomic<int> cuts_ = 0;
    std::atomic<bool> ended_ = false;
    std::thread thread_;
};

} // namespace support
