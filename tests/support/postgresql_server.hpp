#pragma once

#include "process.hpp"
#include "redis_server.hpp"
#include "temporary_directory.hpp"

#include <memory>
#include <string>
#include <vector>

namespace support {

/// A private PostgreSQL server on a free loopback port, database and user `azu`, password `secret`; stopped
/// by its process id at the end. Started as user `postgres` where the test runs as root, which the server
/// refuses.
class postgresql_server {
public:
    /// `settings` are further lines of postgresql.conf.
    explicit postgresql_server(const std::string &settings = {});

    /// A streaming standby of another server.
    explicit postgresql_server(const postgresql_server &primary);
    ~postgresql_server();

    int port() const { return port_; }
    std::string url(const std::string &database = "azu", const std::string &password = "secret") const {
        return "postgresql://azu:" + password + "@127.0.0.1:" + std::to_string(port_) + "/" + database;
    }
    std::string url_of(const std::string &user, const std::string &password) const {
        return "postgresql://" + user + ":" + password + "@127.0.0.1:" + std::to_string(port_) + "/azu";
    }
    support::process &process() { return *process_; }
    const temporary_directory &directory() const { return directory_; }

    /// Starts it again on the same port and directory after it was killed.
    void start();
    void kill();

    /// The server's own process, first, and its children.
    std::vector<pid_t> processes() const;

    /// Stops every process of the server where it is (SIGSTOP), and lets them go on.
    void pause();
    void resume();

    /// Runs SQL through psql and gives the rows, unaligned, without the last line ending. Throws when it
    /// fails.
    std::string sql(const std::string &text, const std::string &database = "azu") const;

private:
    std::string program(const std::string &name) const;
    const std::filesystem::path &new_cluster() const;
    void create_cluster(const std::string &settings);
    void own(const std::filesystem::path &path) const;

    temporary_directory directory_;
    int port_;
    std::unique_ptr<support::process> process_;
};

} // namespace support
