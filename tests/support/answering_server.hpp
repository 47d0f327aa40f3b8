#pragma once

#include "redis_server.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace support {

/// A loopback port that answers whatever it is sent with the same bytes; with none, it hangs up.
class answering_server {
public:
    explicit answering_server(std::string answer) : answer_(std::move(answer)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *generic = reinterpret_cast<sockaddr *>(&address);
        listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (listener_ < 0 || bind(listener_, generic, size) || listen(listener_, 16) ||
            getsockname(listener_, generic, &size))
            throw std::runtime_error("no port");
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    answering_server(const answering_server &) = delete;
    answering_server &operator=(const answering_server &) = delete;
    ~answering_server() {
        shutdown(listener_, SHUT_RDWR);
        thread_.join();
        close(listener_);
    }

    int port() const { return port_; }
    std::string url() const { return "redis://127.0.0.1:" + std::to_string(port_); }

private:
    void serve() {
        std::array<char, 4096> buffer;
        for (int client; (client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; close(client))
            while (!answer_.empty() && read(client, buffer.data(), buffer.size()) > 0)
                if (send(client, answer_.data(), answer_.size(), MSG_NOSIGNAL) < 0) break;
    }

    std::string answer_;
    int listener_ = -1, port_ = 0;
    std::thread thread_;
};

} // namespace support
