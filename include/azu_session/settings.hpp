#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/error.hpp>
#include <azu_session/url.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace azu_session::inline v0_1 {

/// Settings of sessions kept in Redis.
struct redis_settings {
    std::string url;    ///< as configured, password included; see `mask_url`
    std::string prefix; ///< literal start of every session's key; never empty
    /// Where the prefix was learnt, such as "src/initializers/session.cr:6"; empty where a person gave it.
    /// One that was learnt is not relied on: before the first key is removed, some are looked at.
    std::string prefix_origin = {};
    /// What makes the sessions' data unreadable from outside, such as "config.encrypt_data at
    /// src/initializers/session.cr:9"; empty where nothing is known to.
    std::string sealed = {};
    bool local_caches = false; ///< the application's nodes cache sessions (ClusteredRedisStore)
};

/// Settings of sessions kept in a database.
struct database_settings {
    std::string url;                 ///< as configured, password included; empty when DATABASE_URL is not set
    std::string table;               ///< a name, or schema.name
    std::filesystem::path root = {}; ///< where relative SQLite paths start; empty for the working directory
    /// What the URL means with the application's variables, where it is PostgreSQL's; without it the
    /// process's variables count.
    std::optional<postgresql_url> server = {};
    std::string sealed = {}; ///< as in `redis_settings`
};

/// Sessions kept in the application's process have no settings.
struct memory_settings {};

/// Where sessions are, and how they are found there.
using store_settings = std::variant<redis_settings, database_settings, memory_settings>;

/// The kind of store that settings are for.
inline backend backend_of(const store_settings &settings) {
    struct kind {
        backend operator()(const redis_settings &) const { return backend::redis; }
        backend operator()(const database_settings &) const { return backend::database; }
        backend operator()(const memory_settings &) const { return backend::memory; }
    };
    return std::visit(kind(), settings);
}

namespace detail {

[[noreturn]] inline void refuse_name(std::string_view what, std::string_view origin, std::string_view reason,
                                     std::string hint, setting given) {
    throw error(errc::invalid,
                "The " + std::string(what) + " from " + std::string(origin) + " " + std::string(reason) + ".",
                std::move(hint), {given});
}

} // namespace detail

/// Refuses a prefix that would select other keys than an application's sessions: an empty one, and one that
/// is all wildcards and white space. Glob characters beside others are meant literally.
/// `origin` names where the prefix stands. Throws errc::invalid.
inline void check_prefix(std::string_view prefix, std::string_view origin = "the options") {
    constexpr std::string_view hint =
        "Name the start that all of the application's session keys share, like myapp:session:.";
    if (prefix.empty()) detail::refuse_name("prefix", origin, "is empty", std::string(hint), setting::prefix);
    if (prefix.find_first_not_of("*?[]^\\- \t\r\n") == std::string_view::npos)
        detail::refuse_name("prefix", origin, "consists of nothing but wildcards", std::string(hint),
                            setting::prefix);
}

/// Refuses what cannot be the name of a table: `name` or `schema.name`, each of 1 to 63 bytes without NUL.
/// Stores quote names, so that all other characters are safe. `origin` names where the name stands.
/// Throws errc::invalid.
inline void check_table(std::string_view table, std::string_view origin = "the options") {
    constexpr std::string_view hint = "Name the sessions table, as name or schema.name.";
    if (table.find('\0') != std::string_view::npos)
        detail::refuse_name("table name", origin, "contains a NUL byte", std::string(hint), setting::table);
    std::size_t parts = 0;
    for (bool last = false; !last; ++parts) {
        auto dot = table.find('.');
        auto part = table.substr(0, dot);
        last = dot == std::string_view::npos;
        if (part.find_first_not_of(" \t\r\n") == std::string_view::npos)
            detail::refuse_name("table name", origin, "is empty", std::string(hint), setting::table);
        if (part.size() > 63)
            detail::refuse_name("table name", origin, "is longer than 63 bytes", std::string(hint),
                                setting::table);
        if (!last) table.remove_prefix(dot + 1);
    }
    if (parts > 2)
        detail::refuse_name("table name", origin, "has more than two parts", std::string(hint),
                            setting::table);
}

/// The glob that matches exactly the keys that begin with `prefix`, for SCAN's MATCH.
inline std::string key_pattern(std::string_view prefix) {
    std::string pattern;
    for (char byte : prefix) {
        if (std::string_view("*?[]\\").find(byte) != std::string_view::npos) pattern += '\\';
        pattern += byte;
    }
    return pattern + '*';
}

} // namespace azu_session::inline v0_1
