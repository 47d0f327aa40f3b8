#pragma once

#include <azu_session/error.hpp>
#include <azu_session/settings.hpp>
#include <azu_session/store.hpp>
#include <azu_session/url.hpp>

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace azu_session::inline v0_1::detail {

/// An identifier in SQL.
inline std::string quote_identifier(const std::string &name) {
    std::string quoted = "\"";
    for (char byte : name)
        quoted.append(byte == '"' ? 2 : 1, byte);
    return quoted + '"';
}

inline std::string quote_table(const table_name &name) {
    auto table = quote_identifier(name.table());
    return name.schema().empty() ? table : quote_identifier(name.schema()) + "." + table;
}

/// The columns that sessions are known by, as the migration of `azu session:setup` names them.
struct session_columns {
    bool session_id = false, expires_at = false, data = false;
};

/// Refuses a table that may well hold something else than sessions: one without `session_id`, and one that
/// has neither `expires_at` nor `data`; and one that lacks what the selection looks at. Throws errc::invalid.
inline void must_hold_sessions(const table_name &name, const std::string &database, const selection &which,
                               const session_columns &has) {
    auto refuse = [&](const std::string &lack) {
        throw error(errc::invalid, {"Table ", name.text(), " in ", database, " has ", lack, "."},
                    "Name the table that holds the sessions: it has session_id, and expires_at or data.");
    };
    if (!has.session_id) refuse("no column session_id");
    if (!has.expires_at && !has.data) refuse("neither a column expires_at nor one data");
    if (which.expired && !has.expires_at) refuse("no column expires_at, which tells the expired sessions");
    if (!which.where.empty() && !has.data) refuse("no column data, which the condition is about");
}

/// Whether the URL is one of a database of this kind. Throws errc::not_found where it is not set: then no
/// driver can say whether it serves.
template <class Url>
bool is_at(const database_settings &settings) {
    if (!settings.url)
        throw error(errc::not_found, "The sessions are in a database, and DATABASE_URL is not set.",
                    "Set DATABASE_URL in the environment or in .env, such as "
                    "postgresql://user:password@localhost/myapp or sqlite3:./app.db.");
    return std::holds_alternative<Url>(*settings.url);
}

/// The URL. Throws errc::unsupported for another database.
template <class Url>
const Url &url_of(const database_settings &settings) {
    if (is_at<Url>(settings)) return std::get<Url>(*settings.url);
    throw error(errc::unsupported, "The sessions are not in the kind of database that this store is for.",
                "Open it with open_store, which chooses the driver.");
}

} // namespace azu_session::inline v0_1::detail
