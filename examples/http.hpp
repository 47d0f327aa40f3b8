// As much HTTP as a scrape needs, in place of a real program's own server: GET of one path, a client after
// the other.
#pragma once

#include <azu_session/error.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <iostream>
#include <string>

namespace az = azu_session;

/// A socket that this machine alone can reach. Port 0 stands for any that is free.
inline int listen_on(const std::string &port) {
    in_port_t number = 0;
    auto [end, failure] = std::from_chars(port.data(), port.data() + port.size(), number);
    sockaddr_in here{AF_INET, htons(number), {htonl(INADDR_LOOPBACK)}, {}};
    auto *address = reinterpret_cast<sockaddr *>(&here);
    socklen_t size = sizeof here;
    int server = ::socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    ::setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (*end || failure != std::errc() || ::bind(server, address, size) || ::listen(server, 16))
        throw az::error(az::errc::io, {"Cannot listen on port ", port, "."}, "Name a free one, or 0.");
    ::getsockname(server, address, &size);
    std::cout << "Listening on 127.0.0.1:" << ntohs(here.sin_port) << std::endl;
    return server;
}

/// The head of a request; empty where it is not there after some seconds, or longer than it may be.
inline std::string head_from(int client) {
    timeval patience{2, 0};
    ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    auto end = std::chrono::steady_clock::now() + std::chrono::seconds(2);
    std::string head;
    char part[1024];
    while (head.find("\r\n\r\n") == head.npos) {
        auto size = ::recv(client, part, sizeof part, 0);
        if (size <= 0 || head.size() > 8192 || std::chrono::steady_clock::now() > end) return {};
        head.append(part, static_cast<std::size_t>(size));
    }
    return head;
}

/// Gives the server's next client what `page` makes, where it asks for that path.
void answer_one(int server, const std::string &path, std::string_view type, auto page) {
    int client = ::accept(server, nullptr, nullptr);
    auto head = head_from(client);
    std::string answer = "HTTP/1.0 404 Not Found\r\n\r\n";
    if (!head.starts_with("GET ")) answer = "HTTP/1.0 405 Method Not Allowed\r\nAllow: GET\r\n\r\n";
    if (head.starts_with("GET " + path + " "))
        answer = "HTTP/1.0 200 OK\r\nContent-Type: " + std::string(type) + "\r\n\r\n" + page();
    ::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
    ::close(client);
}
