#pragma once

#include <azu_session/detail/text/url_mask.hpp>
#include <azu_session/detail/text/url_parts.hpp>
#include <azu_session/error.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace azu_session::inline v0_1 {

/// A password or another text that is shown to nobody: only `reveal`, for the server that it is for, gives
/// it. A value, which threads may share as they may a std::string.
class secret {
public:
    /// None.
    secret() = default;
    /// This text.
    explicit secret(std::string text) : text_(std::move(text)) {}

    bool empty() const noexcept { return text_.empty(); } ///< whether there is none
    /// The text: for the server alone, never for a message.
    const std::string &reveal() const noexcept { return text_; }
    bool operator==(const secret &) const = default; ///< to the byte

private:
    std::string text_;
};

/// A Redis server: `redis://[[user]:password@]host[:port][/database]`, `rediss://…` with TLS, either with
/// `?sentinel_master=NAME` where a Sentinel is there, or
/// `unix:[//]/path/to.sock[?db=N&user=…&password=…]`. An IPv6 host stands in brackets in the URL, bare here.
struct redis_url {
    std::string host = "localhost";   ///< a name or an address
    int port = 6379;                  ///< 1 to 65535; a Sentinel's is 26379 where the URL has none
    std::string socket = {};          ///< path of a unix socket; host and port are ignored where it is set
    std::string username = {};        ///< empty for the server's default user
    secret password = {};             ///< empty for none
    int database = 0;                 ///< its number, for SELECT
    bool tls = false;                 ///< rediss://
    std::string sentinel_master = {}; ///< where it is set, host and port are a Sentinel's, to be asked for it
    std::string shown = {};           ///< as it was written, masked; messages name the server so
    bool operator==(const redis_url &) const = default; ///< of all members
};

/// A parameter of a URL, handed on to the driver.
struct url_parameter {
    std::string name;                                       ///< as libpq knows it
    secret value;                                           ///< it may be the password of a key
    bool operator==(const url_parameter &) const = default; ///< of both members
};

/// A PostgreSQL server: `postgres://` or `postgresql://`.
struct postgresql_url {
    std::string host = {};                      ///< a name, an address, or the directory of a unix socket
    int port = 0;                               ///< 1 to 65535, or 0 where the URL has none
    std::string username = {};                  ///< empty where the URL has none
    secret password = {};                       ///< empty for none
    std::string database = {};                  ///< its name; empty where the URL has none
    std::vector<url_parameter> parameters = {}; ///< for libpq: TLS and the like, and application_name
    std::string shown = {};                     ///< as it was written, masked
    /// Whether what is empty or 0 was asked for already, in the application's variables; where not, a store
    /// takes it from the process's, as the Crystal driver would.
    bool complete = false;
    bool operator==(const postgresql_url &) const = default; ///< of all members
};

/// An SQLite database file: `sqlite3:./app.db`, `sqlite3://./app.db`, `sqlite3:///var/app.db`.
struct sqlite_url {
    std::string filename;                                ///< relative to the application's root, or absolute
    std::string shown = {};                              ///< as it was written
    bool operator==(const sqlite_url &) const = default; ///< of both members
};

/// A database of either kind.
using database_url = std::variant<postgresql_url, sqlite_url>;

/// Parses a Redis URL. `origin` names where it stands, for the message. Throws errc::invalid.
[[nodiscard]] redis_url parse_redis_url(std::string_view url, std::string_view origin = "REDIS_URL");

/// Parses a database URL as the Crystal drivers do: a SQLite file name is the URL's host and path joined and
/// decoded as a form value. Throws errc::invalid for a malformed URL, errc::unsupported for MySQL's.
[[nodiscard]] database_url parse_database_url(std::string_view url, std::string_view origin = "DATABASE_URL");

/// The URL as it was written, masked.
[[nodiscard]] inline const std::string &shown(const database_url &url) {
    const auto *postgresql = std::get_if<postgresql_url>(&url);
    return postgresql ? postgresql->shown : std::get<sqlite_url>(url).shown;
}

/// The text with the passwords of a URL in it replaced by `***`, for messages. Takes any text, a malformed
/// URL included, and rather hides too much of that.
[[nodiscard]] inline std::string mask_url(std::string_view url) { return detail::masked(url); }

namespace detail {

struct login {
    std::string username;
    secret password;
};

/// Either may be empty.
inline login login_of(const url_parts &parts) {
    auto [username, password] = split_at(parts.userinfo, ':');
    return {decoded(username, parts), secret(decoded(password, parts))};
}

inline redis_url parse_socket_url(url_parts parts) {
    redis_url result;
    result.socket = decoded(joined({parts.host, parts.path}), parts);
    if (result.socket.empty()) bad_url(parts.origin, "it names no socket");
    auto login = login_of(parts);
    result.username = std::move(login.username);
    result.password = std::move(login.password);
    for (std::string name, value; take_parameter(parts, name, value);) {
        if (name == "user")
            result.username = value;
        else if (name == "password")
            result.password = secret(value);
        else if (name == "db")
            result.database = parse_number(value, 0, 1 << 20, parts.origin, "the database number");
        else
            bad_url(parts.origin, "a socket's parameters are db, user and password");
    }
    return result;
}

/// Parameters of libpq 13 and later that make a connection safer or refuse it, and never lead to another
/// place. Of those that crystal-pg ignores, the others would: `options`, `service`, `hostaddr`, `dbname` …
inline bool is_security_parameter(std::string_view name) {
    constexpr std::string_view known[] = {"sslmode",
                                          "sslcert",
                                          "sslkey",
                                          "sslrootcert",
                                          "sslcrl",
                                          "sslpassword",
                                          "channel_binding",
                                          "gssencmode",
                                          "krbsrvname",
                                          "requirepeer",
                                          "ssl_min_protocol_version",
                                          "ssl_max_protocol_version"};
    return std::find(std::begin(known), std::end(known), name) != std::end(known);
}

/// crystal-pg names a socket's file, libpq its directory and port.
inline void split_socket_file(postgresql_url &url, const url_parts &parts) {
    constexpr std::string_view file = "/.s.PGSQL.";
    auto at = url.host.rfind(file);
    if (!url.host.starts_with('/') || at == std::string::npos) return;
    url.port = parse_number(std::string_view(url.host).substr(at + file.size()), 1, 65535, parts.origin,
                            "the socket's port");
    url.host.resize(at);
}

/// As crystal-pg reads it (its src/pq/conninfo.cr): the path is not decoded, and of the query `host` counts
/// where the URL has none before it. Of a parameter that stands twice, the last counts.
inline postgresql_url parse_postgresql_url(url_parts parts) {
    auto login = login_of(parts);
    postgresql_url result{.host = decoded(parts.host, parts),
                          .port = parse_port(parts, 0),
                          .username = std::move(login.username),
                          .password = std::move(login.password),
                          .database = std::string(parts.path.substr(parts.path.empty() ? 0 : 1))};
    std::string host;
    for (std::string name, value; take_parameter(parts, name, value);) {
        if (name == "host") host = value;
        if (name == "application_name" || is_security_parameter(name))
            result.parameters.push_back({name, secret(value)});
    }
    if (result.host.empty()) result.host = host;
    split_socket_file(result, parts);
    return result;
}

inline sqlite_url parse_sqlite_url(const url_parts &parts) {
    auto encoded = joined({parts.host, parts.path});
    std::replace(encoded.begin(), encoded.end(), '+', ' ');
    auto filename = decoded(encoded, parts);
    if (filename.empty()) bad_url(parts.origin, "it names no database file");
    return {filename};
}

/// What programs that take a Sentinel's URL call the name of its master.
inline bool is_sentinel_master(std::string_view parameter) {
    constexpr std::string_view names[] = {"sentinel_master", "sentinel_master_id", "sentinelMasterId",
                                          "sentinelMaster",  "master_name",        "masterName",
                                          "service_name"};
    return std::find(std::begin(names), std::end(names), parameter) != std::end(names);
}

inline redis_url parse_server_url(url_parts parts) {
    redis_url result;
    if (!parts.path.empty() && !parts.path.starts_with('/'))
        bad_url(parts.origin, "two slashes are expected behind its scheme, as in redis://host");
    for (std::string name, value; take_parameter(parts, name, value);) {
        if (!is_sentinel_master(name) || value.empty())
            bad_url(parts.origin, "it has parameters, where the database is the path, as in redis://host/3");
        result.sentinel_master = value;
    }
    if (!result.sentinel_master.empty()) result.port = 26379;
    auto login = login_of(parts);
    result.tls = parts.scheme == "rediss";
    if (!parts.host.empty()) result.host = decoded(parts.host, parts);
    result.port = parse_port(parts, result.port);
    result.username = std::move(login.username);
    result.password = std::move(login.password);
    if (parts.path.size() > 1)
        result.database = parse_number(parts.path.substr(1), 0, 1 << 20, parts.origin, "the database number");
    return result;
}

} // namespace detail

inline redis_url parse_redis_url(std::string_view url, std::string_view origin) {
    auto parts = detail::split_url(url, origin);
    if (url.find('#') != std::string_view::npos) detail::bad_url(origin, "it has a # that is not encoded");
    if (parts.scheme != "unix" && parts.scheme != "redis" && parts.scheme != "rediss")
        detail::bad_url(origin, "a Redis URL begins with redis://, rediss:// or unix:");
    auto result = parts.scheme == "unix" ? detail::parse_socket_url(parts) : detail::parse_server_url(parts);
    result.shown = mask_url(url);
    return result;
}

inline database_url parse_database_url(std::string_view url, std::string_view origin) {
    auto parts = detail::split_url(url, origin);
    if (parts.scheme == "postgres" || parts.scheme == "postgresql") {
        auto result = detail::parse_postgresql_url(parts);
        result.shown = mask_url(url);
        return result;
    }
    if (parts.scheme == "sqlite3") {
        auto result = detail::parse_sqlite_url(parts);
        result.shown = mask_url(url);
        return result;
    }
    if (parts.scheme == "mysql")
        throw error(errc::unsupported, {origin, " names a MySQL database, which is not supported."},
                    "Keep the sessions in PostgreSQL, SQLite or Redis.");
    detail::bad_url(origin, "a database URL begins with postgresql://, postgres:// or sqlite3:");
}

} // namespace azu_session::inline v0_1
