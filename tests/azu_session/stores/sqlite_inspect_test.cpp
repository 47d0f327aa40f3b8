#include <azu_session/stores/sqlite.hpp>

#include "support/failure.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

namespace az = azu_session;

namespace {

/// A database of an application's, made by the sqlite3 shell.
struct database {
    support::temporary_directory directory;

    explicit database(const std::string &sql) {
        support::command shell{
            .arguments = {"sqlite3", "-batch", "-bail", (directory.path() / "app.db").string()}};
        shell.input = sql;
        if (auto done = support::run(shell); done.status != 0) throw std::runtime_error(done.err);
    }
    az::store_facts inspect(const az::inspection_limits &limits = {}) const {
        return az::sqlite_store({.url = az::parse_database_url("sqlite3:./app.db"),
                                 .table = az::table_name("sessions"),
                                 .root = directory.path()})
            .inspect(limits);
    }
};

constexpr const char *table =
    "CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT, expires_at TEXT);";

/// Rows whose first half has expired, as old ones have.
std::string rows(int count) {
    auto number = std::to_string(count);
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + number +
           ") INSERT INTO sessions SELECT 'id-' || i, '{}', datetime('now', CASE WHEN i * 2 > " + number +
           " THEN '2 hours' ELSE '-1 hour' END) FROM n;";
}

} // namespace

TEST_CASE("SQLite: what is known of a few sessions is exact") {
    database sessions(std::string("PRAGMA journal_mode=WAL;") + table +
                      "CREATE INDEX ends ON sessions (expires_at);"
                      "INSERT INTO sessions VALUES ('a', '{}', datetime('now', '30 seconds')),"
                      " ('b', '{}', datetime('now', '2 hours')), ('c', '{}', datetime('now', '-1 second')),"
                      " ('d', '{}', NULL);");
    auto facts = sessions.inspect();
    CHECK(facts.server == "SQLite");
    CHECK(facts.version.starts_with("3."));
    CHECK(facts.sessions == 4);
    CHECK(facts.exact);
    REQUIRE(facts.lifetimes);
    CHECK(facts.lifetimes->expired() == 1);
    CHECK(facts.lifetimes->endless() == 1);
    CHECK(facts.lifetimes->buckets() == std::array<std::uint64_t, 9>{1, 0, 0, 0, 1, 0, 0, 0, 0});
    CHECK(facts.lifetimes->next().value() == doctest::Approx(30).epsilon(0.5));
    CHECK(facts.bytes.value() >= 4096);
    REQUIRE(facts.table);
    CHECK(facts.table->finds_by_id);
    CHECK(facts.table->finds_expired);
    CHECK(facts.table->journal_mode == "wal");
    CHECK(!facts.table->read_only);
}

TEST_CASE("SQLite: where the time is over a part of the table stands for all, not its oldest rows") {
    database sessions(table + rows(200'000));
    auto facts = sessions.inspect({.time = std::chrono::milliseconds(1)});
    CHECK(!facts.exact);
    CHECK(facts.counted < 1);
    CHECK(facts.sessions > 190'000);
    CHECK(facts.sessions < 210'000);
    REQUIRE(facts.lifetimes);
    CHECK(facts.lifetimes->expired() > 60'000);
    CHECK(facts.lifetimes->expired() < 140'000);
    auto all = sessions.inspect({.time = std::chrono::minutes(1)});
    CHECK(all.exact);
    CHECK(all.sessions == 200'000);
    CHECK(all.lifetimes->expired() == 100'000);
}

TEST_CASE("SQLite: an inspection ends when somebody wants that") {
    database sessions(table + rows(10'000));
    auto facts = sessions.inspect({.time = std::chrono::minutes(1), .cancelled = [] { return true; }});
    CHECK(!facts.exact);
    CHECK(facts.sessions > 0);
}

TEST_CASE("SQLite: tables without ends, indexes or rowids") {
    auto bare = database("CREATE TABLE sessions (session_id TEXT, data TEXT);").inspect();
    CHECK(bare.sessions == 0);
    CHECK(bare.exact);
    CHECK(!bare.lifetimes);
    CHECK(!bare.table->finds_by_id);
    auto integer = database("CREATE TABLE sessions (session_id INTEGER PRIMARY KEY, data TEXT);").inspect();
    CHECK(integer.table->finds_by_id);
    auto packed =
        database("CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT, expires_at TEXT) WITHOUT "
                 "ROWID; INSERT INTO sessions VALUES ('a', '', '')")
            .inspect();
    CHECK(packed.sessions == 1);
    CHECK(packed.table->finds_by_id);
    CHECK(support::failure_of([] { (void)database("CREATE TABLE other (x)").inspect(); }).code() ==
          az::errc::not_found);
}
