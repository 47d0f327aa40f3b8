#pragma once

#include <azu_session/detail/redis/connection.hpp>
#include <azu_session/store.hpp>
#include <azu_session/url.hpp>

#include <memory>
#include <string>
#include <vector>

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

    /// A connection that is signed in, has its database selected and a server that answers.
    std::unique_ptr<redis_connection> connect() const {
        auto server = std::make_unique<redis_connection>(url, name, options, secure);
        sign_in(*server, url);
        if (url.database != 0) server->command({"SELECT", std::to_string(url.database)});
        auto answer = server->ask({"PING"});
        if (is_error(*answer) && !text_of(*answer).starts_with("NOPERM"))
            throw failure_of(text_of(*answer), "PING", name);
        return server;
    }
};

} // namespace azu_session::inline v0_1::detail
