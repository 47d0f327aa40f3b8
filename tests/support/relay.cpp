#include "relay.hpp"

#include "listener.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <deque>
#include <list>
#include <string>
#include <vector>

namespace support {

namespace {

using clock = std::chrono::steady_clock;

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// One direction of a connection: what was read from one side and is due on the other.
struct pipe_line {
    int from, to;
    bool from_client;
    std::deque<std::pair<clock::time_point, std::string>> late = {};
    bool closed = false;

    void read(std::chrono::microseconds delay, std::vector<char> &piece) {
        auto count = ::read(from, piece.data(), piece.size());
        if (count > 0)
            late.emplace_back(clock::now() + delay,
                              std::string(piece.data(), static_cast<std::size_t>(count)));
        else
            closed = true;
    }

    void write_due() {
        for (; !late.empty() && late.front().first <= clock::now(); late.pop_front())
            for (std::string_view rest = late.front().second; !rest.empty();) {
                auto count = send(to, rest.data(), rest.size(), MSG_NOSIGNAL);
                if (count <= 0) break;
                rest.remove_prefix(static_cast<std::size_t>(count));
            }
    }
};

void replace_in(std::string &text, const std::string &bytes, const std::string &others) {
    for (auto at = text.find(bytes); at != text.npos; at = text.find(bytes, at + bytes.size()))
        text.replace(at, bytes.size(), others);
}

void serve_soon(int descriptor) {
    int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

} // namespace

relay::relay(int target, std::chrono::microseconds delay, std::size_t piece)
    : target_(target), delay_(delay), piece_(piece) {
    listener made;
    listener_ = made.descriptor;
    port_ = made.port;
    thread_ = std::thread([this] { serve(); });
}

relay::~relay() {
    ended_ = true;
    thread_.join();
    close(listener_);
}

void relay::serve() {
    prctl(PR_SET_TIMERSLACK, 1); // nanosecond; waits are 50 microseconds longer otherwise
    std::list<pipe_line> lines, abandoned;
    std::vector<char> piece(piece_);
    while (!ended_) {
        std::vector<pollfd> watched = {{listener_, POLLIN, 0}};
        auto due = clock::now() + std::chrono::milliseconds(20);
        for (auto &line : lines) {
            watched.push_back({line.closed ? -1 : line.from, POLLIN, 0});
            if (!line.late.empty()) due = std::min(due, line.late.front().first);
        }
        auto wait = std::max(clock::duration::zero(), due - clock::now());
        timespec limit{0, static_cast<long>(std::chrono::nanoseconds(wait).count())};
        ppoll(watched.data(), watched.size(), &limit, nullptr);
        if (cut_.exchange(false)) {
            for (auto &line : lines)
                if (line.from_client) shutdown(line.from, SHUT_RDWR);
            abandoned.splice(abandoned.end(), lines);
            continue;
        }
        std::size_t index = 1;
        for (auto &line : lines) {
            if (watched[index++].revents) line.read(delay_, piece);
            if (!bytes_.empty() && line.from_client && !line.late.empty() &&
                line.late.back().second.find(except_) == std::string::npos)
                replace_in(line.late.back().second, bytes_, others_);
            line.write_due();
            if (line.closed && line.late.empty()) shutdown(line.to, SHUT_WR);
        }
        if (!watched[0].revents) continue;
        int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        auto address = loopback(target_);
        if (connect(server, reinterpret_cast<sockaddr *>(&address), sizeof address)) {
            close(client), close(server);
            continue;
        }
        serve_soon(client), serve_soon(server);
        lines.push_back({client, server, true});
        lines.push_back({server, client, false});
    }
    lines.splice(lines.end(), abandoned);
    for (auto &line : lines)
        close(line.from);
}

} // namespace support
