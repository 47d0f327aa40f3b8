#pragma once

#include <azu_session/error.hpp>
#include <azu_session/url_mask.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace azu_session::inline v0_1 {

/// A Redis server: `redis://[[user]:password@]host[:port][/database]`, `rediss://…` with TLS, or
/// `unix:[//]/path/to.sock[?db=N&user=…&password=…]`. An IPv6 host stands in brackets in the URL, bare here.
struct redis_url {
    std::string host = "localhost";
    int port = 6379;
    std::string socket; ///< path of a unix socket; host and port are ignored where it is set
    std::string username;
    std::string password;
    int database = 0;
    bool tls = false;
};

/// A PostgreSQL server: `postgres://` or `postgresql://`. What is empty or 0 is left open; see
/// `complete_postgresql_url`.
struct postgresql_url {
    std::string host; ///< a name, an address, or the directory of a unix socket
    int port = 0;
    std::string username;
    std::string password;
    std::string database;
    std::map<std::string, std::string> parameters; ///< for libpq: TLS and the like, and application_name
};

/// An SQLite database file: `sqlite3:./app.db`, `sqlite3://./app.db`, `sqlite3:///var/app.db`.
struct sqlite_url {
    std::string filename; ///< relative to the application's root, or absolute
};

using database_url = std::variant<postgresql_url, sqlite_url>;

/// `origin` names where the URL stands, for the message. All three throw errc::invalid for a malformed URL.
redis_url parse_redis_url(std::string_view url, std::string_view origin = "REDIS_URL");

/// Follows crystal-db: a SQLite file name is the URL's host and path joined and decoded as a form value.
/// Throws errc::unsupported for a MySQL URL.
database_url parse_database_url(std::string_view url, std::string_view origin = "DATABASE_URL");

/// Decodes %XX. Throws errc::invalid for an incomplete sequence and for an encoded NUL.
std::string percent_decode(std::string_view text, std::string_view origin = "URL");

namespace detail {

/// A URL in its parts, still encoded (RFC 3986, 3). `origin` is kept for messages.
struct url_parts {
    std::string_view origin, scheme, userinfo, host, port, path, query;
};

[[noreturn]] inline void bad_url(std::string_view origin, const std::string &reason) {
    throw error(errc::invalid, std::string(origin) + " is not a usable URL: " + reason + ".",
                "Write it like redis://:password@host:6379/0, postgresql://user:password@host/name or "
                "sqlite3:./app.db, with any of @ : / ? # % in a password percent-encoded.");
}

inline void split_authority(std::string_view authority, url_parts &parts) {
    if (auto at = authority.rfind('@'); at != std::string_view::npos) {
        parts.userinfo = authority.substr(0, at);
        authority.remove_prefix(at + 1);
    }
    if (authority.starts_with('[')) {
        auto close = authority.find(']');
        if (close == std::string_view::npos) bad_url(parts.origin, "the IPv6 address has no closing bracket");
        parts.host = authority.substr(1, close - 1);
        authority.remove_prefix(close + 1);
        if (!authority.empty() && authority.front() != ':')
            bad_url(parts.origin, "after the IPv6 address a port is expected");
    } else {
        parts.host = authority.substr(0, authority.find(':'));
        authority.remove_prefix(parts.host.size());
    }
    if (!authority.empty()) parts.port = authority.substr(1);
}

inline url_parts split_url(std::string_view url, std::string_view origin) {
    url_parts parts{
        .origin = origin, .scheme = {}, .userinfo = {}, .host = {}, .port = {}, .path = {}, .query = {}};
    auto colon = url.find(':');
    if (colon == std::string_view::npos || colon == 0) bad_url(origin, "it has no scheme, such as redis://");
    for (char byte : url)
        if ((byte >= 0 && byte <= 0x20) || byte == 0x7f)
            bad_url(origin, "it contains white space or a control character");
    parts.scheme = url.substr(0, colon);
    url.remove_prefix(colon + 1);
    url = url.substr(0, url.find('#'));
    if (auto mark = url.find('?'); mark != std::string_view::npos) {
        parts.query = url.substr(mark + 1);
        url = url.substr(0, mark);
    }
    if (url.starts_with("//")) {
        url.remove_prefix(2);
        auto authority = url.substr(0, url.find('/'));
        split_authority(authority, parts);
        url.remove_prefix(authority.size());
    }
    parts.path = url;
    return parts;
}

inline int parse_number(std::string_view digits, int least, int most, std::string_view origin,
                        const std::string &what) {
    int value = 0;
    auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failure != std::errc() || end != digits.data() + digits.size() || value < least || value > most)
        bad_url(origin,
                what + " is not a number from " + std::to_string(least) + " to " + std::to_string(most));
    return value;
}

inline int parse_port(const url_parts &parts, int fallback) {
    return parts.port.empty() ? fallback : parse_number(parts.port, 1, 65535, parts.origin, "the port");
}

/// User name and password, decoded; either may be empty.
inline std::array<std::string, 2> credentials(const url_parts &parts) {
    auto colon = parts.userinfo.find(':');
    auto password = colon == std::string_view::npos ? std::string_view() : parts.userinfo.substr(colon + 1);
    return {percent_decode(parts.userinfo.substr(0, colon), parts.origin),
            percent_decode(password, parts.origin)};
}

inline std::map<std::string, std::string> query_parameters(const url_parts &parts) {
    std::map<std::string, std::string> found;
    for (auto rest = parts.query; !rest.empty();) {
        auto pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        auto equals = pair.find('=');
        auto value = equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
        found[percent_decode(pair.substr(0, equals), parts.origin)] = percent_decode(value, parts.origin);
    }
    return found;
}

inline redis_url parse_socket_url(const url_parts &parts) {
    redis_url result;
    result.socket = percent_decode(std::string(parts.host) + std::string(parts.path), parts.origin);
    if (result.socket.empty()) bad_url(parts.origin, "it names no socket");
    auto login = credentials(parts);
    auto query = query_parameters(parts);
    for (const auto &[name, value] : query)
        if (name != "db" && name != "user" && name != "password")
            bad_url(parts.origin, "a socket's parameters are db, user and password");
    result.username = query.count("user") ? query["user"] : login[0];
    result.password = query.count("password") ? query["password"] : login[1];
    if (query.count("db"))
        result.database = parse_number(query["db"], 0, 1 << 20, parts.origin, "the database number");
    return result;
}

/// Parameters of libpq 13 and later that make a connection safer or refuse it, and never lead to another
/// place. Of those that crystal-pg ignores, the others would: `options`, `service`, `hostaddr`, `dbname` …
inline bool is_security_parameter(std::string_view name) {
    constexpr std::array<std::string_view, 12> known = {"sslmode",
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
    return std::find(known.begin(), known.end(), name) != known.end();
}

/// crystal-pg names a socket's file, libpq its directory and port.
inline void split_socket_file(postgresql_url &url) {
    constexpr std::string_view file = "/.s.PGSQL.";
    auto at = url.host.rfind(file);
    if (!url.host.starts_with('/') || at == std::string::npos) return;
    url.port = parse_number(std::string_view(url.host).substr(at + file.size()), 1, 65535, "DATABASE_URL",
                            "the socket's port");
    url.host.resize(at);
}

/// As crystal-pg reads it (its src/pq/conninfo.cr): the path is not decoded, and of the query `host` counts
/// where the URL has none before it.
inline postgresql_url parse_postgresql_url(const url_parts &parts) {
    auto login = credentials(parts);
    postgresql_url result{.host = percent_decode(parts.host, parts.origin),
                          .port = parse_port(parts, 0),
                          .username = login[0],
                          .password = login[1],
                          .database = std::string(parts.path.substr(parts.path.empty() ? 0 : 1)),
                          .parameters = {}};
    for (const auto &[name, value] : query_parameters(parts)) {
        if (name == "host" && result.host.empty()) result.host = value;
        if (name == "application_name" || is_security_parameter(name)) result.parameters[name] = value;
    }
    split_socket_file(result);
    return result;
}

inline sqlite_url parse_sqlite_url(const url_parts &parts) {
    auto encoded = std::string(parts.host) + std::string(parts.path);
    for (char &c : encoded)
        if (c == '+') c = ' ';
    auto filename = percent_decode(encoded, parts.origin);
    if (filename.empty()) bad_url(parts.origin, "it names no database file");
    return {filename};
}

} // namespace detail

inline std::string percent_decode(std::string_view text, std::string_view origin) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        unsigned value = 0;
        auto digits = text.substr(i + 1, 2);
        auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (digits.size() != 2 || failure != std::errc() || end != digits.data() + 2 || value == 0)
            detail::bad_url(origin, "a % is not followed by two hexadecimal digits of a character");
        decoded += static_cast<char>(value);
        i += 2;
    }
    return decoded;
}

inline redis_url parse_redis_url(std::string_view url, std::string_view origin) {
    auto parts = detail::split_url(url, origin);
    if (url.find('#') != std::string_view::npos) detail::bad_url(origin, "it has a # that is not encoded");
    if (parts.scheme == "unix") return detail::parse_socket_url(parts);
    if (parts.scheme != "redis" && parts.scheme != "rediss")
        detail::bad_url(origin, "a Redis URL begins with redis://, rediss:// or unix:");
    if (!parts.query.empty())
        detail::bad_url(origin, "it has parameters, where the database is the path, as in redis://host/3");
    redis_url result;
    auto login = detail::credentials(parts);
    result.tls = parts.scheme == "rediss";
    if (!parts.host.empty()) result.host = percent_decode(parts.host, origin);
    result.port = detail::parse_port(parts, result.port);
    result.username = login[0];
    result.password = login[1];
    if (parts.path.size() > 1)
        result.database =
            detail::parse_number(parts.path.substr(1), 0, 1 << 20, origin, "the database number");
    return result;
}

inline database_url parse_database_url(std::string_view url, std::string_view origin) {
    auto parts = detail::split_url(url, origin);
    if (parts.scheme == "postgres" || parts.scheme == "postgresql")
        return detail::parse_postgresql_url(parts);
    if (parts.scheme == "sqlite3") return detail::parse_sqlite_url(parts);
    if (parts.scheme == "mysql")
        throw error(errc::unsupported,
                    std::string(origin) + " names a MySQL database, which is not supported.",
                    "Keep the sessions in PostgreSQL, SQLite or Redis.");
    detail::bad_url(origin, "a database URL begins with postgresql://, postgres:// or sqlite3:");
}

} // namespace azu_session::inline v0_1
