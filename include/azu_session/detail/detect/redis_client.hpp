#pragma once

#include <azu_session/detail/crystal/evaluator.hpp>
#include <azu_session/detail/text/percent.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// Where Redis is when nobody says otherwise.
inline const std::string default_redis_url = "redis://localhost:6379";

/// The arguments of a Redis client or of a pool's configuration, by the names that a URL is made of.
struct client_arguments {
    const crystal::value &client;
    bool pool_configuration;

    /// Null where there is none, or nil.
    const crystal::value *find(std::string_view name) const {
        constexpr std::string_view order[] = {"host",     "port", "unixsocket", "password",
                                              "database", "url",  "ssl"};
        auto *found = client.find(pool_configuration ? "redis_" + std::string(name) : std::string(name));
        for (std::size_t i = 0;
             !found && !pool_configuration && i < client.items().size() && i < std::size(order); ++i)
            if (client.names()[i].empty() && order[i] == name) found = &client.items()[i];
        bool nothing = found && found->is(crystal::value_kind::nil) && found->variables.empty();
        return nothing ? nullptr : found;
    }
};

/// The URL of a Redis client that is given host, port and so on. An argument that cannot be told is returned
/// as it is.
inline crystal::value assemble_url(const client_arguments &given) {
    auto url = crystal::make_value(crystal::value_kind::text, given.client.where);
    std::string parts[5];
    constexpr std::string_view names[] = {"host", "port", "unixsocket", "password", "database"};
    for (std::size_t i = 0; i < std::size(names); ++i) {
        auto *part = given.find(names[i]);
        if (!part || part->is(crystal::value_kind::nil)) continue;
        auto text = crystal::to_text(*part);
        if (!text) return *part;
        parts[i] = *text;
        url.depend_on(*part);
    }
    auto &[host, port, socket, password, database] = parts;
    auto secret = password.empty() ? std::string() : ":" + percent_encode(password) + "@";
    if (!socket.empty()) {
        url.text =
            "unix://" + secret + percent_encode(socket, "/") + (database.empty() ? "" : "?db=" + database);
        return url;
    }
    auto *ssl = given.find("ssl");
    bool encrypted = ssl && crystal::truth_of(*ssl).value_or(false);
    bool ipv6 = host.find(':') != std::string::npos && !host.starts_with('[');
    url.text = (encrypted ? "rediss://" : "redis://") + secret +
               (host.empty() ? "localhost"
                : ipv6       ? "[" + host + "]"
                             : host) +
               ":" + (port.empty() ? "6379" : port) + (database.empty() ? "" : "/" + database);
    return url;
}

/// The URL that a Redis client, a connection pool or a pool's configuration connects to; an unknown value
/// where that cannot be told.
inline crystal::value client_url(const crystal::evaluator &run, const crystal::value &client, int depth = 0) {
    using crystal::value_kind;
    if (client.is(value_kind::text) || client.is(value_kind::nil)) return client;
    if (!client.is(value_kind::object) || depth > 4) return crystal::made_unknown(client);
    auto name = std::string_view(client.text).substr(client.text.rfind(':') + 1);
    bool redis = name == "Redis" || client.text.find("Redis::") != std::string::npos;
    if (name == "ConnectionPoolConfig") return assemble_url({client, true});
    if (!redis && name == "ConnectionPool") {
        for (auto &inner : client.items())
            return client_url(run, inner, depth + 1);
        return crystal::make_value(value_kind::text, client.where, default_redis_url);
    }
    if (!redis) return crystal::made_unknown(client);
    client_arguments given{client, false};
    if (auto *url = given.find("url")) return *url;
    auto *host = given.find("host");
    if (host && host->is(value_kind::text) && host->text.find("://") != std::string::npos) return *host;
    return assemble_url(given);
}

} // namespace azu_session::inline v0_1::detail
