#pragma once

#include "support/listener.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <functional>
#include <list>
#include <string>
#include <thread>
#include <utility>

namespace support {

/// A loopback port that speaks Redis' protocol and answers each command as the test says.
class scripted_server {
public:
    /// Sends text to the client; false when that is gone.
    using sender = std::function<bool(const std::string &)>;
    /// Answers a command, given as its name.
    using script = std::function<void(const std::string &, const sender &)>;

    /// Sent, it ends the connection.
    static inline const std::string hang_up = "hang up";

    explicit scripted_server(script answer) : answer_(std::move(answer)) {
        accepting_ = std::thread([this] { accept_all(); });
    }
    scripted_server(const scripted_server &) = delete;
    scripted_server &operator=(const scripted_server &) = delete;
    ~scripted_server() {
        shutdown(listener_.descriptor, SHUT_RDWR);
        accepting_.join();
        for (auto &each : clients_)
            shutdown(each.descriptor, SHUT_RDWR);
        for (auto &each : clients_) {
            each.thread.join();
            close(each.descriptor);
        }
        close(listener_.descriptor);
    }

    std::string url() const { return "redis://127.0.0.1:" + std::to_string(listener_.port); }

private:
    struct client {
        int descriptor;
        std::thread thread = {};
    };

    void accept_all() {
        for (int next; (next = accept4(listener_.descriptor, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
            auto &here = clients_.emplace_back(client{next});
            here.thread = std::thread([this, next] { serve(next); });
        }
    }

    void serve(int descriptor) const {
        std::array<char, 4096> buffer;
        std::string text;
        auto send_text = [&](const std::string &some) {
            if (some == hang_up) return shutdown(descriptor, SHUT_RDWR) != 0;
            return send(descriptor, some.data(), some.size(), MSG_NOSIGNAL) >= 0;
        };
        for (ssize_t count; (count = read(descriptor, buffer.data(), buffer.size())) > 0;) {
            text.append(buffer.data(), static_cast<std::size_t>(count));
            for (std::string name; take_command(text, name);)
                answer_(name, send_text);
        }
    }

    /// Takes a whole command off the front: `*2\r\n$4\r\nNAME\r\n$1\r\nx\r\n`.
    static bool take_command(std::string &text, std::string &name) {
        auto number = [&](std::size_t at) { return std::stoul(text.substr(at + 1)); };
        auto end = text.find("\r\n");
        if (end == text.npos) return false;
        auto words = number(0), at = end + 2;
        for (std::size_t i = 0; i < words; ++i) {
            end = text.find("\r\n", at);
            if (end == text.npos) return false;
            auto size = number(at);
            if (text.size() < end + 2 + size + 2) return false;
            if (i == 0) name = text.substr(end + 2, size);
            at = end + 2 + size + 2;
        }
        text.erase(0, at);
        return true;
    }

    script answer_;
    listener listener_;
    std::list<client> clients_;
    std::thread accepting_;
};

} // namespace support
