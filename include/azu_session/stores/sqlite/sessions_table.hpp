#pragma once

#include <azu_session/error.hpp>
#include <azu_session/store.hpp>
#include <azu_session/stores/database.hpp>
#include <azu_session/stores/json_match.hpp>
#include <azu_session/stores/sqlite/connection.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <cstdint>
#include <string>

namespace azu_session::detail {

/// The SQL function azu_session_matches(data): `matches` with the condition that it was registered with.
inline void sqlite_matches(sqlite3_context *context, int, sqlite3_value **arguments) {
    const auto *condition = static_cast<const data_condition *>(sqlite3_user_data(context));
    const auto *bytes = static_cast<const char *>(sqlite3_value_blob(arguments[0]));
    auto size = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
    sqlite3_result_int(context, bytes && matches({bytes, size}, *condition));
}

/// The table that holds the sessions of an SQLite database.
class sqlite_sessions_table {
public:
    sqlite_sessions_table(const sqlite_connection &connection, table_name name)
        : connection_(connection), name_(std::move(name)) {}

    /// Removes the selected rows in one statement and gives their number. Notes up to 1,000 of them before.
    std::uint64_t remove(const selection &which) const {
        return connection_.wrapped([&](SQLite::Database &database) {
            connection_.must_be_writable();
            // Taking the write lock at once, not at the first write, is what the busy timeout works for.
            SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
            check(database, which);
            note(database, which);
            auto removed = database.exec("DELETE FROM " + quoted() + condition(database, which));
            transaction.commit();
            return static_cast<std::uint64_t>(removed);
        });
    }

    /// How many of the rows that were noted are still there, and still selected.
    noted_sessions look_again(const selection &which) const {
        return connection_.wrapped([&](SQLite::Database &database) -> noted_sessions {
            auto of_noted =
                condition(database, which) + " AND session_id IN (SELECT session_id FROM " + noted + ")";
            return {number(database, "SELECT count(*) FROM " + std::string(noted)),
                    number(database, "SELECT count(*) FROM " + quoted() + of_noted)};
        });
    }

    /// Counts the selected rows.
    std::uint64_t count(const selection &which) const {
        return connection_.wrapped([&](SQLite::Database &database) {
            check(database, which);
            return number(database, "SELECT count(*) FROM " + quoted() + condition(database, which));
        });
    }

private:
    /// A table of this connection alone, in memory.
    static constexpr auto noted = "temp.azu_session_noted";

    std::string quoted() const { return "main." + quote_identifier(name_.table); }

    static std::uint64_t number(SQLite::Database &database, const std::string &query) {
        return static_cast<std::uint64_t>(database.execAndGet(query).getInt64());
    }

    void note(SQLite::Database &database, const selection &which) const {
        database.exec("DROP TABLE IF EXISTS " + std::string(noted) + "; CREATE TABLE " + noted +
                      " AS SELECT session_id FROM " + quoted() + condition(database, which) + " LIMIT 1000");
    }

    /// Throws where there is no such table, or it does not hold sessions as the selection needs them.
    void check(SQLite::Database &database, const selection &which) const {
        SQLite::Statement found(database, "SELECT type FROM sqlite_master WHERE name = ? COLLATE NOCASE "
                                          "AND type IN ('table', 'view')");
        found.bind(1, name_.table);
        bool here = name_.schema.empty() || name_.schema == "main";
        if (!here || !found.executeStep())
            throw error(errc::not_found, connection_.name() + " has no table " + name_.text() + ".",
                        "Run the application's migrations: azu db:migrate.");
        if (found.getColumn(0).getString() != "table")
            throw error(errc::invalid,
                        name_.text() + " in " + connection_.name() + " is a view, not a table.",
                        "Name the table that holds the sessions in src/initializers/session.cr.");
        must_hold_sessions(name_, connection_.name(), which,
                           {.session_id = has(database, "session_id"),
                            .expires_at = has(database, "expires_at"),
                            .data = has(database, "data")});
    }

    bool has(SQLite::Database &database, const std::string &column) const {
        SQLite::Statement found(database, "SELECT 1 FROM pragma_table_info(?) WHERE name = ? COLLATE NOCASE");
        found.bind(1, name_.table);
        found.bind(2, column);
        return found.executeStep();
    }

    /// The WHERE clause. `which` must live until the statement was executed.
    static std::string condition(SQLite::Database &database, const selection &which) {
        std::string clause = " WHERE 1";
        // julianday reads every form of a time that SQLite knows, and takes what has no zone for UTC.
        if (which.expired) clause += " AND julianday(expires_at) <= julianday('now')";
        if (!which.where) return clause;
        auto *condition = const_cast<data_condition *>(&*which.where);
        database.createFunction("azu_session_matches", 1, true, condition, sqlite_matches);
        return clause + " AND azu_session_matches(data)";
    }

    const sqlite_connection &connection_;
    table_name name_;
};

} // namespace azu_session::detail
