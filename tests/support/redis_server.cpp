#include "redis_server.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

namespace support {

int free_port() {
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (listener < 0 || bind(listener, generic, size) || getsockname(listener, generic, &size))
        throw std::runtime_error("no free port");
    close(listener);
    return ntohs(address.sin_port);
}

redis_server::redis_server(std::vector<std::string> options)
    : port_(free_port()), options_(std::move(options)) {
    start();
}

void redis_server::start() {
    command what{.arguments = {"redis-server", "--port", std::to_string(port_), "--bind", "127.0.0.1",
                               "--dir", directory_.path().string(), "--unixsocket", socket(), "--save", "",
                               "--daemonize", "no", "--logfile", (directory_.path() / "log").string()}};
    what.arguments.insert(what.arguments.end(), options_.begin(), options_.end());
    process_ = std::make_unique<support::process>(what);
    wait_until("redis-server on port " + std::to_string(port_), [&] {
        if (!process_->running()) throw std::runtime_error("redis-server ended: " + directory_.read("log"));
        auto answer = cli({"PING"});
        return answer == "PONG" || answer.starts_with("NOAUTH") || answer.starts_with("ERR unknown command");
    });
}

void redis_server::kill() {
    process_->signal(SIGKILL);
    process_->finish();
}

std::string redis_server::cli(std::vector<std::string> arguments) const {
    command what{.arguments = {"redis-cli", "-h", "127.0.0.1", "-p", std::to_string(port_)}};
    what.arguments.insert(what.arguments.end(), arguments.begin(), arguments.end());
    auto answer = run(what).out;
    while (answer.ends_with('\n'))
        answer.pop_back();
    return answer;
}

void redis_server::break_snapshots() const {
    std::filesystem::create_directory(directory_.path() / "dump.rdb"); // in the way of the file
    cli({"BGSAVE"});
    wait_until("the failed snapshot", [&] {
        return cli({"INFO", "persistence"}).find("last_bgsave_status:err") != std::string::npos;
    });
}

void redis_server::load(const std::string &commands) const {
    auto file = directory_.write("load", commands);
    auto done = run({.arguments = {"sh", "-c", "redis-cli -p \"$0\" --pipe < \"$1\"", std::to_string(port_),
                                   file.string()}});
    if (done.status != 0) throw std::runtime_error("redis-cli --pipe failed: " + done.out + done.err);
}

} // namespace support
