#pragma once

#include <azu_session/detail/redis/connection.hpp>
#include <azu_session/detail/redis/failure.hpp>
#include <azu_session/detail/redis/reply.hpp>
#include <azu_session/detail/redis/sentinel.hpp>
#include <azu_session/error.hpp>
#include <azu_session/store.hpp>
#include <azu_session/url.hpp>

#include <memory>
#include <string>
#include <tuple>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// Signs in. An older server takes no user name, and the application's driver (stefanwille/crystal-redis)
/// never sends the one in the URL, so that it may be anything: then the password alone decides.
inline void sign_in(redis_connection &server, const redis_url &url) {
    if (url.username.empty() && url.password.empty()) return;
    const auto &password = url.password.reveal();
    if (!url.username.empty() && !is_error(*server.ask({"AUTH", url.username, password}))) return;
    server.command({"AUTH", password});
}

/// The server as messages name it.
inline std::string name_of(const redis_url &url) {
    return url.shown.empty() ? url.host + ":" + std::to_string(url.port) : url.shown;
}

/// Where a Redis server is and how to connect to it.
struct redis_endpoint {
    redis_url url;
    std::string name; ///< the URL, masked
    store_options options;
    redis_security secure = nullptr;

    /// A connection that is signed in, has its database selected and a server that answers. Where the URL
    /// names a Sentinel, it is one to the master of the moment.
    std::unique_ptr<redis_connection> connect() const {
        return url.sentinel_master.empty() ? connect_here() : connect_to_master();
    }

private:
    std::unique_ptr<redis_connection> connect_here() const {
        auto server = std::make_unique<redis_connection>(url, name, options, secure);
        sign_in(*server, url);
        // Where PING has another name, the commands that follow tell what is wrong.
        auto answer = server->ask({"PING"});
        auto text = text_of(*answer);
        if (is_error(*answer) && !text.starts_with("NOPERM") && !text.starts_with("ERR unknown command"))
            throw failure_of(text, "PING", name);
        if (url.database != 0) select(*server);
        return server;
    }

    void select(redis_connection &server) const {
        auto answer = server.ask({"SELECT", std::to_string(url.database)});
        if (!is_error(*answer)) return;
        refuse_sentinel(server);
        throw failure_of(text_of(*answer), "SELECT", name);
    }

    std::unique_ptr<redis_connection> connect_to_master() const {
        auto master = *this;
        std::tie(master.url.host, master.url.port) = master_address();
        master.url.sentinel_master.clear();
        auto address = joined({master.url.host, ":", std::to_string(master.url.port)});
        master.name = joined({address, " (", url.sentinel_master, " of ", name, ")"});
        try {
            return master.connect_here();
        } catch (const error &failure) {
            if (failure.code() != errc::connection && failure.code() != errc::timeout) throw;
            throw error(failure.code(),
                        {"The master ", url.sentinel_master, ", which the Sentinel at ", name, " says is at ",
                         address, ", cannot be reached from here: ", failure.what()},
                        "Wait for the failover, or run it where that address can be reached.");
        }
    }

    /// The password may be the Sentinel's as well, or the master's alone.
    std::pair<std::string, int> master_address() const {
        redis_connection sentinel(url, name, options, secure);
        auto answer = sentinel.ask({"SENTINEL", "MASTERS"});
        if (text_of(*answer).starts_with("NOAUTH")) sign_in(sentinel, url);
        return master_named_by(sentinel, url.sentinel_master);
    }
};

} // namespace azu_session::inline v0_1::detail
