#pragma once

#include <azu_session/detail/database/table.hpp>
#include <azu_session/detail/sqlite/connection.hpp>
#include <azu_session/detail/text/json_match.hpp>
#include <azu_session/error.hpp>
#include <azu_session/store.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// What the SQL function azu_session_matches works with.
struct sqlite_search {
    explicit sqlite_search(const data_condition &wanted) : condition(wanted) {}

    const data_condition &condition;
    unread_sessions unread = {};
};

/// azu_session_matches(data, session_id): whether the data matches; notes the sessions whose data is
/// unreadable.
inline void sqlite_matches(sqlite3_context *context, int, sqlite3_value **arguments) {
    auto &search = *static_cast<sqlite_search *>(sqlite3_user_data(context));
    auto text_of = [](sqlite3_value *value) {
        const auto *bytes = static_cast<const char *>(sqlite3_value_blob(value));
        return std::string_view(bytes ? bytes : "", static_cast<std::size_t>(sqlite3_value_bytes(value)));
    };
    auto verdict = sqlite3_value_type(arguments[0]) == SQLITE_NULL
                       ? data_verdict::differs
                       : judge(text_of(arguments[0]), search.condition);
    if (verdict == data_verdict::unreadable) search.unread.add(text_of(arguments[1]));
    sqlite3_result_int(context, verdict == data_verdict::matches);
}

/// The table that holds the sessions of an SQLite database.
class sqlite_sessions_table {
public:
    /// Works on the rows that `which` selects; it must live as long.
    sqlite_sessions_table(const sqlite_connection &connection, const table_name &name, const selection &which)
        : connection_(connection), name_(name), which_(which) {}

    /// Removes the selected rows in one statement and gives their number. Notes up to 1,000 of them before.
    std::uint64_t remove() {
        std::uint64_t removed = 0;
        connection_.use([&](SQLite::Database &database) {
            connection_.must_be_writable();
            // Taking the write lock at once, not at the first write, is what the busy timeout works for.
            SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
            check(database);
            note(database);
            removed = static_cast<std::uint64_t>(
                database.exec(joined({"DELETE FROM ", quoted(), condition(database)})));
            transaction.commit();
            keep_unread();
        });
        return removed;
    }

    /// How many of the rows that were noted are still there, and still selected.
    noted_sessions look_again() {
        noted_sessions seen;
        connection_.use([&](SQLite::Database &database) {
            seen.noted = number(database, {"SELECT count(*) FROM ", noted});
            seen.left = number(database, {"SELECT count(*) FROM ", quoted(), condition(database),
                                          " AND session_id IN (SELECT session_id FROM ", noted, ")"});
        });
        return seen;
    }

    /// Counts the selected rows.
    std::uint64_t count() {
        std::uint64_t found = 0;
        connection_.use([&](SQLite::Database &database) {
            check(database);
            found = number(database, {"SELECT count(*) FROM ", quoted(), condition(database)});
            keep_unread();
        });
        return found;
    }

    /// The rows whose data could not be read when they were removed or counted.
    const unread_sessions &unread() const { return unread_; }

private:
    /// A table of this connection alone, in memory.
    static constexpr auto noted = "temp.azu_session_noted";

    std::string quoted() const { return "main." + quote_identifier(name_.table()); }

    static std::uint64_t number(SQLite::Database &database, std::initializer_list<std::string_view> query) {
        return static_cast<std::uint64_t>(database.execAndGet(joined(query)).getInt64());
    }

    void note(SQLite::Database &database) {
        database.exec(joined({"DROP TABLE IF EXISTS ", noted, "; CREATE TABLE ", noted,
                              " AS SELECT session_id FROM ", quoted(), condition(database), " LIMIT 1000"}));
    }

    /// Throws where there is no such table, or it does not hold sessions as the selection needs them.
    void check(SQLite::Database &database) const {
        SQLite::Statement found(database, "SELECT type FROM sqlite_master WHERE name = ? COLLATE NOCASE "
                                          "AND type IN ('table', 'view')");
        found.bind(1, name_.table());
        bool here = name_.schema().empty() || name_.schema() == "main";
        if (!here || !found.executeStep())
            throw error(errc::not_found, {connection_.name(), " has no table ", name_.text(), "."},
                        "Run the application's migrations.");
        if (found.getColumn(0).getString() != "table")
            throw error(errc::invalid, {name_.text(), " in ", connection_.name(), " is a view, not a table."},
                        "Name the table that holds the sessions in src/initializers/session.cr.");
        must_hold_sessions(name_, connection_.name(), which_,
                           {.session_id = has(database, "session_id"),
                            .expires_at = has(database, "expires_at"),
                            .data = has(database, "data")});
    }

    bool has(SQLite::Database &database, const std::string &column) const {
        SQLite::Statement found(database, "SELECT 1 FROM pragma_table_info(?) WHERE name = ? COLLATE NOCASE");
        found.bind(1, name_.table());
        found.bind(2, column);
        return found.executeStep();
    }

    /// The WHERE clause; the search for matching data begins anew.
    std::string condition(SQLite::Database &database) {
        std::string clause = " WHERE 1";
        // julianday reads every form of a time that SQLite knows, and takes what has no zone for UTC.
        if (which_.expired) clause += " AND julianday(expires_at) <= julianday('now')";
        if (!which_.where) return clause;
        search_.emplace(*which_.where);
        database.createFunction("azu_session_matches", 2, false, &*search_, sqlite_matches);
        return clause + " AND azu_session_matches(data, session_id)";
    }

    void keep_unread() {
        if (search_) unread_ = search_->unread;
    }

    const sqlite_connection &connection_;
    table_name name_;
    const selection &which_;
    std::optional<sqlite_search> search_;
    unread_sessions unread_;
};

} // namespace azu_session::inline v0_1::detail
