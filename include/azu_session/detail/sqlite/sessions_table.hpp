#pragma once

#include <azu_session/detail/database/table.hpp>
#include <azu_session/detail/sqlite/connection.hpp>
#include <azu_session/detail/store/json_match.hpp>
#include <azu_session/detail/store/noted_ids.hpp>
#include <azu_session/detail/store/random.hpp>
#include <azu_session/error.hpp>
#include <azu_session/store.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// What the SQL function azu_session_matches works with.
struct sqlite_search {
    const std::vector<data_condition> &conditions;
    unread_sessions unread = {};
    noted_ids met = noted_ids(); ///< sessions that meet the conditions
};

/// azu_session_matches(data, session_id): whether the data matches; notes the sessions for which it does, and
/// those whose data is unreadable.
inline void sqlite_matches(sqlite3_context *context, int, sqlite3_value **arguments) {
    auto &search = *static_cast<sqlite_search *>(sqlite3_user_data(context));
    auto text_of = [](sqlite3_value *value) {
        const auto *bytes = static_cast<const char *>(sqlite3_value_blob(value));
        return std::string_view(bytes ? bytes : "", static_cast<std::size_t>(sqlite3_value_bytes(value)));
    };
    auto verdict = sqlite3_value_type(arguments[0]) == SQLITE_NULL
                       ? data_verdict::differs
                       : judge(text_of(arguments[0]), search.conditions);
    if (verdict == data_verdict::unreadable) search.unread.add(text_of(arguments[1]));
    if (verdict == data_verdict::matches && sqlite3_value_type(arguments[1]) != SQLITE_NULL)
        search.met.offer(text_of(arguments[1]));
    sqlite3_result_int(context, verdict == data_verdict::matches);
}

/// The table that holds the sessions of an SQLite database.
class sqlite_sessions_table {
public:
    /// Works on the rows that `which` selects; it must live as long.
    sqlite_sessions_table(sqlite_connection &connection, const table_name &name, const selection &which)
        : connection_(connection), name_(name), which_(which) {}

    /// Removes the selected rows in one statement and gives their number. Notes up to 1,000 of them before.
    std::uint64_t remove() {
        std::uint64_t removed = 0;
        connection_.use([&](SQLite::Database &database) {
            connection_.must_be_writable();
            // Taking the write lock at once, not at the first write, is what the wait for a lock works for.
            SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
            check(database);
            if (which_.where.empty()) noted_ = note(database);
            removed = static_cast<std::uint64_t>(
                database.exec(joined({"DELETE FROM ", quoted(), condition(database)})));
            if (search_) noted_ = search_->met;
            transaction.commit();
            keep_unread();
        });
        return removed;
    }

    /// How many of the rows that were noted are still there, and still selected.
    noted_sessions look_again() {
        noted_sessions seen{noted_.all().size()};
        connection_.use([&](SQLite::Database &database) {
            SQLite::Statement find(database, joined({"SELECT count(*) FROM ", quoted(), condition(database),
                                                     " AND session_id = ?"}));
            for (const auto &id : noted_.all()) {
                find.bind(1, id);
                if (find.executeStep() && find.getColumn(0).getInt64() > 0) ++seen.left;
                find.reset();
            }
            if (seen.left > 0) seen.likely = keeper(database);
        });
        return seen;
    }

    /// Counts the selected rows.
    std::uint64_t count() {
        std::uint64_t found = 0;
        connection_.use([&](SQLite::Database &database) {
            check(database);
            found = static_cast<std::uint64_t>(
                number(database, {"SELECT count(*) FROM ", quoted(), condition(database)}));
            keep_unread();
        });
        return found;
    }

    /// The rows whose data could not be read when they were removed or counted.
    const unread_sessions &unread() const { return unread_; }

    const table_name &name() const { return name_; }
    std::string quoted() const { return "main." + quote_identifier(name_.table()); }

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

    /// Whether it has a column of this name.
    bool has(SQLite::Database &database, const std::string &column) const {
        SQLite::Statement found(database, "SELECT 1 FROM pragma_table_info(?) WHERE name = ? COLLATE NOCASE");
        found.bind(1, name_.table());
        found.bind(2, column);
        return found.executeStep();
    }

    bool has_rowid(SQLite::Database &database) const {
        try {
            SQLite::Statement(database, joined({"SELECT rowid FROM ", quoted()}));
            return !has(database, "rowid");
        } catch (const SQLite::Exception &) { // a table WITHOUT ROWID
            return false;
        }
    }

private:
    static std::int64_t number(SQLite::Database &database, std::initializer_list<std::string_view> query) {
        return database.execAndGet(joined(query)).getInt64();
    }

    /// Up to 1,000 of the rows, spread over the whole table.
    noted_ids note(SQLite::Database &database) {
        auto rows =
            joined({"SELECT session_id FROM ", quoted(), condition(database), " AND session_id IS NOT NULL"});
        auto first = first_rows(database, rows);
        noted_ids noted;
        if (first.size() > most_noted && has_rowid(database)) noted = note_spread(database, rows);
        // All where they are few; and where most lie close together, most parts have none.
        for (const auto &id : first)
            if (!noted.full()) noted.offer(id);
        return noted;
    }

    static std::vector<std::string> first_rows(SQLite::Database &database, const std::string &rows) {
        std::vector<std::string> found;
        SQLite::Statement first(database, rows + " LIMIT " + std::to_string(most_noted + 1));
        while (first.executeStep())
            found.push_back(first.getColumn(0).getString());
        return found;
    }

    /// One row from each of as many parts of the table as there may be notes, at a random place of it, since
    /// ids may follow a pattern: to choose among all would cost as much as the removal.
    noted_ids note_spread(SQLite::Database &database, const std::string &rows) {
        noted_ids noted;
        random_numbers random;
        auto first = number(database, {"SELECT min(rowid) FROM ", quoted()});
        auto last = number(database, {"SELECT max(rowid) FROM ", quoted()});
        auto part =
            std::max<std::int64_t>(1, last / std::int64_t(most_noted) - first / std::int64_t(most_noted));
        SQLite::Statement next(database, rows + " AND rowid BETWEEN ? AND ? ORDER BY rowid LIMIT 1");
        for (auto begin = first;; begin += part) {
            bool at_end = begin > last - part;
            auto length = static_cast<std::uint64_t>(at_end ? last - begin + 1 : part);
            next.bind(1, begin + static_cast<std::int64_t>(random.below(length)));
            next.bind(2, at_end ? last : begin + (part - 1));
            if (next.executeStep()) noted.offer(next.getColumn(0).getString());
            next.reset();
            if (at_end) break;
        }
        return noted;
    }

    /// What may keep rows in the table although they were removed.
    std::string keeper(SQLite::Database &database) const {
        SQLite::Statement triggers(database,
                                   "SELECT group_concat(name, ', ') FROM sqlite_master WHERE type = 'trigger'"
                                   " AND tbl_name = ? COLLATE NOCASE");
        triggers.bind(1, name_.table());
        triggers.executeStep();
        auto names = triggers.getColumn(0).getString();
        if (names.empty()) return "Something writes them anew, such as a request that was under way.";
        return "What may keep them: the table's triggers (" + names + ").";
    }

    /// The WHERE clause; the search for matching data begins anew.
    std::string condition(SQLite::Database &database) {
        std::string clause = " WHERE 1";
        // julianday reads every form of a time that SQLite knows, and takes what has no zone for UTC.
        if (which_.expired) clause += " AND julianday(expires_at) <= julianday('now')";
        if (which_.where.empty()) return clause;
        search_.emplace(sqlite_search{which_.where});
        database.createFunction("azu_session_matches", 2, false, &*search_, sqlite_matches);
        return clause + " AND azu_session_matches(data, session_id)";
    }

    void keep_unread() {
        if (search_) unread_ = search_->unread;
    }

    sqlite_connection &connection_;
    table_name name_;
    const selection &which_;
    std::optional<sqlite_search> search_;
    unread_sessions unread_;
    noted_ids noted_;
};

} // namespace azu_session::inline v0_1::detail
