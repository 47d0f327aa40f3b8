#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/error.hpp>
#include <azu_session/url.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace azu_session::inline v0_1 {

/// The literal start that the keys of an application's sessions share, as `myapp:session:`. A value, which
/// threads may share as they may a std::string.
class key_prefix {
public:
    /// Throws errc::invalid for a prefix that would select other keys than sessions: an empty one, and one
    /// that is all wildcards and white space. Glob characters beside others are meant literally. `origin`
    /// names where the prefix stands.
    explicit key_prefix(std::string text, std::string_view origin = "the settings") : text_(std::move(text)) {
        if (text_.empty()) refuse(origin, "is empty");
        if (text_.find_first_not_of("*?[]^\\- \t\r\n") == std::string::npos)
            refuse(origin, "consists of nothing but wildcards");
    }

    const std::string &text() const noexcept { return text_; } ///< as it is written

    /// The glob that matches exactly the keys that begin with it, for SCAN's MATCH.
    std::string pattern() const {
        std::string pattern;
        for (char byte : text_) {
            if (std::string_view("*?[]\\").find(byte) != std::string_view::npos) pattern += '\\';
            pattern += byte;
        }
        return pattern + '*';
    }

    bool operator==(const key_prefix &) const = default; ///< to the byte

private:
    [[noreturn]] static void refuse(std::string_view origin, std::string_view reason) {
        throw error(errc::invalid, {"The prefix from ", origin, " ", reason, "."},
                    "Name the start that all of the application's session keys share, like myapp:session:.",
                    {setting::prefix});
    }

    std::string text_;
};

/// The name of a table in its parts, as they are quoted: everything but a NUL can stand in them. A
/// value, which threads may share as they may a std::string.
class table_name {
public:
    /// Reads `name` or `schema.name`, each of 1 to 63 bytes. Throws errc::invalid for what cannot be the name
    /// of a table. `origin` names where it stands.
    explicit table_name(std::string_view text, std::string_view origin = "the settings") {
        if (text.find('\0') != std::string_view::npos) refuse(origin, "contains a NUL byte");
        if (text.find("://") != std::string_view::npos) refuse(origin, "is a URL");
        auto dot = text.find('.');
        if (dot != std::string_view::npos) schema_ = part(text.substr(0, dot), origin);
        if (dot != std::string_view::npos) text.remove_prefix(dot + 1);
        if (text.find('.') != std::string_view::npos) refuse(origin, "has more than two parts");
        table_ = part(text, origin);
    }

    const std::string &schema() const noexcept { return schema_; } ///< empty leaves it to the database
    const std::string &table() const noexcept { return table_; }   ///< without the schema
    /// `name`, or `schema.name`.
    std::string text() const { return schema_.empty() ? table_ : schema_ + "." + table_; }
    bool operator==(const table_name &) const = default; ///< of both parts, to the byte

private:
    static std::string part(std::string_view text, std::string_view origin) {
        if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) refuse(origin, "is empty");
        if (text.size() > 63) refuse(origin, "is longer than 63 bytes");
        return std::string(text);
    }

    [[noreturn]] static void refuse(std::string_view origin, std::string_view reason) {
        throw error(errc::invalid, {"The table name from ", origin, " ", reason, "."},
                    "Name the sessions table, as name or schema.name.", {setting::table});
    }

    std::string schema_, table_;
};

/// Settings of sessions kept in Redis.
struct redis_settings {
    redis_url url;     ///< of the server, a Sentinel, or a node of the cluster
    key_prefix prefix; ///< that the sessions' keys begin with
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
    std::optional<database_url> url; ///< nothing where DATABASE_URL is not set
    table_name table;                ///< that holds the sessions
    std::string root = {};           ///< where relative SQLite paths start; empty for the working directory
    std::string sealed = {};         ///< as in `redis_settings`
};

/// Sessions kept in the application's process have no settings.
struct memory_settings {};

/// An argument of a store class that is written out in the initializer.
struct store_argument {
    std::string name;  ///< empty for a positional one
    std::string value; ///< as Crystal would print it
};

/// Settings of sessions in a store of a class that this library does not know, such as an application's own.
struct custom_settings {
    std::string class_name;                     ///< as the initializer names it
    std::vector<store_argument> arguments = {}; ///< in the initializer's order
};

/// Where sessions are, and how they are found there.
using store_settings = std::variant<memory_settings, redis_settings, database_settings, custom_settings>;

/// The kind of store that settings are for.
[[nodiscard]] inline backend backend_of(const store_settings &settings) {
    if (std::holds_alternative<redis_settings>(settings)) return backend::redis;
    if (std::holds_alternative<database_settings>(settings)) return backend::database;
    if (std::holds_alternative<custom_settings>(settings)) return backend::custom;
    return backend::memory;
}

} // namespace azu_session::inline v0_1
