#pragma once

#include "process.hpp"
#include "temporary_directory.hpp"

#include <memory>
#include <string>
#include <vector>

namespace support {

/// A loopback port that nobody listens on at the moment.
int free_port();

/// A private redis-server on a free loopback port; stopped by its process id at the end.
class redis_server {
public:
    /// `options` are further redis-server arguments, such as {"--requirepass", "secret"}.
    explicit redis_server(std::vector<std::string> options = {});

    int port() const { return port_; }
    std::string url() const { return "redis://127.0.0.1:" + std::to_string(port_); }
    std::string socket() const { return (directory_.path() / "redis.sock").string(); }
    support::process &process() { return *process_; }

    /// Starts it again on the same port and directory after it was killed.
    void start();
    void kill();

    /// Runs one command through redis-cli and gives what it prints, without the last line ending.
    std::string cli(std::vector<std::string> arguments) const;
    /// Makes the next snapshot fail, after which the server refuses writes.
    void break_snapshots() const;
    /// Feeds text to redis-cli --pipe: one inline command a line, for loading many keys.
    void load(const std::string &commands) const;

private:
    temporary_directory directory_;
    int port_;
    std::vector<std::string> options_;
    std::unique_ptr<support::process> process_;
};

} // namespace support
