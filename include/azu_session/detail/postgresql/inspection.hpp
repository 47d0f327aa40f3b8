#pragma once

#include <azu_session/detail/postgresql/connection.hpp>
#include <azu_session/detail/postgresql/sessions_table.hpp>
#include <azu_session/error.hpp>
#include <azu_session/inspection.hpp>
#include <azu_session/settings.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// What an empty statement takes: the shortest of five.
inline std::chrono::duration<double> round_trip(postgresql_transaction &transaction) {
    using clock = std::chrono::steady_clock;
    auto shortest = clock::duration::max();
    for (int i = 0; i < 5; ++i) {
        auto start = clock::now();
        transaction.exec("SELECT 1");
        shortest = std::min(shortest, clock::now() - start);
    }
    return shortest;
}

/// The sessions' remaining seconds, in SQL; NULL where they never end.
inline std::string remaining_in_sql(bool has_expires_at) {
    // The difference of the times themselves fails on infinite ones.
    return has_expires_at ? "CASE WHEN isfinite(expires_at) THEN (extract(epoch FROM expires_at) - "
                            "extract(epoch FROM now()))::float8 END"
                          : "NULL::float8";
}

/// One row a bucket: how many sessions, and the sum, least and greatest of their remaining seconds.
inline std::string histogram_query(std::string_view source, bool has_expires_at) {
    std::string bounds = "0";
    for (auto bound : lifetimes::bounds)
        bounds += "," + std::to_string(bound);
    return joined({"SELECT count(*), avg(remaining), min(remaining), max(remaining) FROM (SELECT ",
                   remaining_in_sql(has_expires_at), " AS remaining FROM ", source,
                   ") sessions GROUP BY width_bucket(remaining, ARRAY[", bounds, "]::float8[])"});
}

inline lifetimes take_histogram(const pqxx::result &rows) {
    lifetimes remaining;
    for (const auto &row : rows) {
        auto sessions = row[0].as<std::uint64_t>();
        if (row[1].is_null()) {
            remaining.add_endless(sessions);
            continue;
        }
        auto number = [&row](int column) { return std::strtod(row[column].c_str(), nullptr); };
        remaining.add(number(1), sessions);
        remaining.add(number(2), 0);
        remaining.add(number(3), 0);
    }
    return remaining;
}

/// What the table's indexes begin with, and what it takes on disk.
inline void describe_table(postgresql_transaction &transaction, const postgresql_table &table,
                           store_facts &facts) {
    auto oid = joined({transaction.quote(table.quoted), "::regclass"});
    table_facts about;
    about.has_expires_at =
        !transaction
             .exec({"SELECT FROM pg_attribute WHERE attname = 'expires_at' AND NOT attisdropped AND attrelid "
                    "= ",
                    oid, " AND atttypid IN ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype)"})
             .empty();
    for (const auto &row : transaction.exec(
             {"SELECT c.relname, a.attname, i.indpred IS NULL FROM pg_index i JOIN pg_class c ON c.oid = "
              "i.indexrelid LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
              " WHERE i.indisvalid AND i.indrelid = ",
              oid, " ORDER BY c.relname"})) {
        about.indexes.emplace_back(row[0].c_str());
        std::string_view column = row[1].c_str();
        bool of_all_rows = *row[2].c_str() == 't';
        about.finds_by_id |= of_all_rows && column == "session_id";
        about.finds_expired |= of_all_rows && column == "expires_at";
    }
    auto sizes = transaction.exec(
        {"SELECT sum(pg_total_relation_size(oid))::bigint, sum(pg_stat_get_dead_tuples(oid))::bigint,"
         " current_setting('transaction_read_only') = 'on' FROM (SELECT ",
         oid, "::oid AS oid UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = ", oid, ") parts"});
    facts.bytes = sizes[0][0].as<std::uint64_t>(0);
    about.dead_rows = sizes[0][1].as<std::uint64_t>(0);
    about.read_only = *sizes[0][2].c_str() == 't';
    facts.table = std::move(about);
}

inline void describe_server(postgresql_transaction &transaction, store_facts &facts) {
    facts.server = "PostgreSQL";
    facts.round_trip = round_trip(transaction);
    std::string version = transaction.exec("SHOW server_version")[0][0].c_str();
    facts.version = version.substr(0, version.find(' '));
}

/// Counts some pages of the table, spread over it, and extrapolates. False where there are none to choose
/// from, or nothing is on them.
inline bool estimate_by_sample(postgresql_transaction &transaction, const postgresql_table &table,
                               store_facts &facts) {
    constexpr std::uint64_t pages = 50;
    if (table.sampled_pages == 0) return false;
    facts.counted = std::min(1.0, static_cast<double>(pages) / static_cast<double>(table.sampled_pages));
    auto source = joined({table.quoted, " TABLESAMPLE SYSTEM (", std::to_string(100 * facts.counted), ")"});
    auto sample = take_histogram(transaction.exec(histogram_query(source, facts.table->has_expires_at)));
    facts.sample = static_cast<std::size_t>(sample.sessions());
    facts.sessions =
        static_cast<std::uint64_t>(std::llround(static_cast<double>(facts.sample) / facts.counted));
    if (facts.table->has_expires_at) facts.lifetimes = sample.scaled_to(facts.sessions);
    return facts.sample > 0;
}

/// The planner's own number, which autovacuum keeps.
inline void estimate_by_statistics(postgresql_transaction &transaction, const postgresql_table &table,
                                   store_facts &facts) {
    auto estimated = transaction.exec({"SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = ",
                                       transaction.quote(table.quoted), "::regclass"});
    facts.sessions = estimated[0][0].as<std::uint64_t>();
    facts.counted = 0;
    facts.lifetimes.reset();
}

/// What is known of the sessions: by one statement over all rows, where the time is enough.
inline store_facts inspect_postgresql(postgresql_connection &connection, const table_name &name,
                                      const inspection_limits &limits) {
    store_facts facts;
    postgresql_table table;
    connection.transaction([&](postgresql_transaction &transaction) {
        describe_server(transaction, facts);
        table = find_table(transaction, name, {}, connection.name());
        describe_table(transaction, table, facts);
    });
    try {
        connection.transaction([&](postgresql_transaction &transaction) {
            auto time = std::to_string(std::max<std::int64_t>(1, limits.time.count()));
            transaction.exec({"SELECT set_config('statement_timeout', '", time, "', true)"});
            auto all =
                take_histogram(transaction.exec(histogram_query(table.quoted, facts.table->has_expires_at)));
            facts.sessions = all.sessions();
            facts.sample = static_cast<std::size_t>(facts.sessions);
            if (facts.table->has_expires_at) facts.lifetimes = all;
        });
    } catch (const error &failure) {
        if (failure.code() != errc::timeout) throw;
        facts.exact = false;
        connection.transaction([&](postgresql_transaction &transaction) {
            if (!estimate_by_sample(transaction, table, facts))
                estimate_by_statistics(transaction, table, facts);
        });
    }
    return facts;
}

} // namespace azu_session::inline v0_1::detail
