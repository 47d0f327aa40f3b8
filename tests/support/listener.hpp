#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>

#include <stdexcept>

namespace support {

/// A socket that listens on a free loopback port.
struct listener {
    listener() : descriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *generic = reinterpret_cast<sockaddr *>(&address);
        if (descriptor < 0 || bind(descriptor, generic, size) || listen(descriptor, 16) ||
            getsockname(descriptor, generic, &size))
            throw std::runtime_error("no port");
        port = ntohs(address.sin_port);
    }

    int descriptor;
    int port = 0;
};

} // namespace support
