#pragma once

#include <azu_session/detect.hpp>
#include <azu_session/detect/names.hpp>
#include <azu_session/error.hpp>
#include <azu_session/url.hpp>

#include <string>
#include <utility>
#include <variant>

namespace azu_session::detail {

/// The name of a table in its parts, as they are quoted: everything but a NUL can stand in them.
struct table_name {
    std::string schema; ///< empty leaves the choice to the database
    std::string table;

    std::string text() const { return schema.empty() ? table : schema + "." + table; }
};

/// Reads a name, or schema.name. Throws like check_table: which table is emptied is never a guess.
inline table_name parse_table_name(const std::string &name) {
    check_table(name, "the settings");
    auto dot = name.find('.');
    if (dot == std::string::npos) return {{}, name};
    return {name.substr(0, dot), name.substr(dot + 1)};
}

/// An identifier in SQL.
inline std::string quote_identifier(const std::string &name) {
    std::string quoted = "\"";
    for (char byte : name)
        quoted.append(byte == '"' ? 2 : 1, byte);
    return quoted + '"';
}

inline std::string quote_table(const table_name &name) {
    auto table = quote_identifier(name.table);
    return name.schema.empty() ? table : quote_identifier(name.schema) + "." + table;
}

/// Whether sessions are in a database of this kind. Throws errc::not_found where DATABASE_URL is not set, and
/// what parse_database_url throws: then no driver can say whether it serves.
template <class Url>
bool is_database(const detection &found) {
    const auto *settings = std::get_if<database_settings>(&found.settings);
    if (!settings) return false;
    if (settings->url.empty())
        throw error(errc::not_found, "The sessions are in a database, and DATABASE_URL is not set.",
                    "Set DATABASE_URL in the environment or in .env, such as "
                    "postgresql://user:password@localhost/myapp or sqlite3:./app.db.");
    return std::holds_alternative<Url>(parse_database_url(settings->url));
}

/// The sessions' settings and URL. Throws like is_database, and errc::unsupported for another backend.
template <class Url>
std::pair<database_settings, Url> database_of(const detection &found) {
    if (!is_database<Url>(found))
        throw error(errc::unsupported, "The sessions are not in the kind of database that this store is for.",
                    "Open it with open_store, which chooses the driver.");
    const auto &settings = std::get<database_settings>(found.settings);
    return {settings, std::get<Url>(parse_database_url(settings.url))};
}

} // namespace azu_session::detail
