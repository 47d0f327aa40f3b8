#pragma once

#include <azu_session/detail/sqlite/connection.hpp>
#include <azu_session/detail/sqlite/sessions_table.hpp>
#include <azu_session/inspection.hpp>
#include <azu_session/settings.hpp>
#include <azu_session/store.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// Looks at the rows of an SQLite sessions table one after the other, since they live in this process, and
/// stops when the time is over.
class sqlite_inspection {
public:
    /// The table is one that holds sessions.
    sqlite_inspection(SQLite::Database &database, const sqlite_sessions_table &table)
        : database_(database), table_(table), has_expires_at_(table.has(database, "expires_at")),
          has_rowid_(table.has_rowid(database)) {}

    store_facts look(const inspection_limits &limits) {
        facts_.server = "SQLite";
        facts_.version = sqlite3_libversion();
        describe();
        if (!count_all(limits)) sample(limits);
        if (has_expires_at_) facts_.lifetimes = remaining_.scaled_to(facts_.sessions);
        facts_.sample = static_cast<std::size_t>(remaining_.sessions());
        return facts_;
    }

private:
    std::int64_t number(const std::string &query) const { return database_.execAndGet(query).getInt64(); }

    void describe() {
        facts_.bytes = static_cast<std::uint64_t>(number("PRAGMA page_count") * number("PRAGMA page_size"));
        table_facts about{.has_expires_at = has_expires_at_};
        about.journal_mode = database_.execAndGet("PRAGMA journal_mode").getString();
        about.read_only = sqlite3_db_readonly(database_.getHandle(), "main") == 1;
        SQLite::Statement indexes(database_, "SELECT l.name, i.name, l.partial FROM pragma_index_list(?) l, "
                                             "pragma_index_info(l.name) i WHERE i.seqno = 0 ORDER BY l.name");
        indexes.bind(1, table_.name().table());
        while (indexes.executeStep()) {
            about.indexes.push_back(indexes.getColumn(0).getString());
            auto column = indexes.getColumn(1).getString();
            bool of_all_rows = indexes.getColumn(2).getInt() == 0;
            about.finds_by_id |= of_all_rows && column == "session_id";
            about.finds_expired |= of_all_rows && column == "expires_at";
        }
        // An INTEGER PRIMARY KEY needs no index.
        SQLite::Statement key(database_,
                              "SELECT 1 FROM pragma_table_info(?) WHERE name = 'session_id' AND pk = 1");
        key.bind(1, table_.name().table());
        about.finds_by_id |= key.executeStep();
        facts_.table = std::move(about);
    }

    /// What is left of a row's time, in seconds, and where the row is.
    std::string rows() const {
        return joined({"SELECT ",
                       has_expires_at_ ? "(julianday(expires_at) - julianday('now')) * 86400" : "NULL", ", ",
                       has_rowid_ ? "rowid" : "0", " FROM ", table_.quoted()});
    }

    void take(SQLite::Statement &row) {
        if (row.getColumn(0).isNull())
            remaining_.add_endless();
        else
            remaining_.add(row.getColumn(0).getDouble());
    }

    /// Goes through all rows. False when the time is over; how far it came then tells their number.
    bool count_all(const inspection_limits &limits) {
        constexpr std::uint64_t between = 256; // rows between two looks at the clock
        inspection_clock clock(limits);
        SQLite::Statement row(database_, rows() + (has_rowid_ ? " ORDER BY rowid" : ""));
        std::uint64_t seen = 0;
        std::int64_t place = 0;
        while (row.executeStep()) {
            take(row);
            place = row.getColumn(1).getInt64();
            if (++seen % between == 0 && clock.over()) {
                facts_.exact = false;
                break;
            }
        }
        facts_.sessions = seen;
        if (!facts_.exact) extrapolate(seen, place);
        return facts_.exact;
    }

    void extrapolate(std::uint64_t seen, std::int64_t place) {
        facts_.counted = 0;
        if (!has_rowid_) return;
        auto first = static_cast<double>(number("SELECT min(rowid) FROM " + table_.quoted()));
        auto last = static_cast<double>(number("SELECT max(rowid) FROM " + table_.quoted()));
        facts_.counted = std::clamp((static_cast<double>(place) - first + 1) / (last - first + 1), 1e-9, 1.0);
        facts_.sessions = static_cast<std::uint64_t>(static_cast<double>(seen) / facts_.counted);
    }

    /// The first rows are the oldest: their lifetimes do not stand for all. So rows are looked at in places
    /// spread over the table.
    void sample(const inspection_limits &limits) {
        constexpr int places = 64, rows_each = 100;
        constexpr int fewest = 8; // however little time is left: one place alone would be the oldest rows
        if (!has_rowid_) return;
        inspection_clock clock(limits);
        auto first = number("SELECT min(rowid) FROM " + table_.quoted());
        auto last = number("SELECT max(rowid) FROM " + table_.quoted());
        remaining_ = {};
        SQLite::Statement some(database_, rows() + " WHERE rowid >= ? ORDER BY rowid LIMIT ?");
        for (int i = 0; i < places && (i < fewest || !clock.over()); ++i) {
            auto step = i * 37 % places; // so that those that are reached in time are spread, too
            some.reset();
            some.bind(1, first + (last / places - first / places) * step);
            some.bind(2, rows_each);
            while (some.executeStep())
                take(some);
        }
    }

    SQLite::Database &database_;
    const sqlite_sessions_table &table_;
    bool has_expires_at_, has_rowid_;
    store_facts facts_;
    lifetimes remaining_;
};

inline store_facts inspect_sqlite(sqlite_connection &connection, const table_name &name,
                                  const inspection_limits &limits) {
    store_facts facts;
    selection all;
    sqlite_sessions_table table(connection, name, all);
    connection.use([&](SQLite::Database &database) {
        table.check(database);
        facts = sqlite_inspection(database, table).look(limits);
    });
    return facts;
}

} // namespace azu_session::inline v0_1::detail
