#pragma once

#include "listener.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>
#include <utility>

namespace support {

/// A loopback port that answers whatever it is sent with the same bytes; with none, it hangs up.
class answering_server {
public:
    explicit answering_server(std::string answer) : answer_(std::move(answer)) {
        thread_ = std::thread([this] { serve(); });
    }
    answering_server(const answering_server &) = delete;
    answering_server &operator=(const answering_server &) = delete;
    ~answering_server() {
        shutdown(listener_.descriptor, SHUT_RDWR);
        thread_.join();
        close(listener_.descriptor);
    }

    int port() const { return listener_.port; }
    std::string url() const { return "redis://127.0.0.1:" + std::to_string(listener_.port); }

private:
    void serve() {
        std::array<char, 4096> buffer;
        for (int client; (client = accept4(listener_.descriptor, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;
             close(client))
            while (!answer_.empty() && read(client, buffer.data(), buffer.size()) > 0)
                if (send(client, answer_.data(), answer_.size(), MSG_NOSIGNAL) < 0) break;
    }

    std::string answer_;
    listener listener_;
    std::thread thread_;
};

} // namespace support
