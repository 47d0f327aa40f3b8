#include <azu_session/stores/postgresql.hpp>

#include "support/failure.hpp"
#include "support/sessions_in_postgresql.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

namespace az = azu_session;

namespace {

/// One server for all of these, each with a table of its own.
support::sessions_in_postgresql &database() {
    static support::sessions_in_postgresql shared;
    return shared;
}

std::string table_of(const std::string &name, const std::string &type = "TIMESTAMPTZ") {
    return "CREATE TABLE " + name + " (session_id TEXT PRIMARY KEY, data TEXT, expires_at " + type + ");";
}

} // namespace

TEST_CASE("PostgreSQL: what is known of a few sessions is exact") {
    for (const std::string type : {"TIMESTAMPTZ", "TIMESTAMP"}) {
        database().sql("DROP TABLE IF EXISTS few; SET TIME ZONE 'UTC';" + table_of("few", type) +
                       "CREATE INDEX few_ends ON few (expires_at);"
                       "INSERT INTO few VALUES ('a', '{}', now() + interval '30 s'),"
                       " ('b', '{}', now() + interval '2 h'), ('c', '{}', now() - interval '1 s'),"
                       " ('d', '{}', NULL), ('e', '{}', 'infinity')");
        auto facts = database().store("few").inspect();
        CHECK(facts.server == "PostgreSQL");
        CHECK(facts.version.find_first_not_of("0123456789.") == std::string::npos);
        CHECK(facts.round_trip.value().count() > 0);
        CHECK(facts.sessions == 5);
        CHECK(facts.exact);
        REQUIRE(facts.lifetimes);
        CHECK(facts.lifetimes->expired() == 1);
        CHECK(facts.lifetimes->endless() == 2);
        CHECK(facts.lifetimes->buckets() == std::array<std::uint64_t, 9>{1, 0, 0, 0, 1, 0, 0, 0, 0});
        CHECK(facts.lifetimes->next().value() == doctest::Approx(30).epsilon(0.5));
        CHECK(facts.lifetimes->last().value() == doctest::Approx(7200).epsilon(0.01));
        CHECK(facts.bytes.value() >= 8192);
        REQUIRE(facts.table);
        CHECK(facts.table->indexes == std::vector<std::string>{"few_ends", "few_pkey"});
        CHECK(facts.table->finds_by_id);
        CHECK(facts.table->finds_expired);
        CHECK(!facts.table->read_only);
    }
}

TEST_CASE("PostgreSQL: where the time is over a part of the table stands for all") {
    database().sql(table_of("many") + "INSERT INTO many SELECT 'id-' || i, repeat('x', 100),"
                                      " now() + interval '1 h' FROM generate_series(1, 200000) i");
    auto facts = database().store("many").inspect({.time = std::chrono::milliseconds(1)});
    CHECK(!facts.exact);
    CHECK(facts.counted > 0);
    CHECK(facts.counted < 0.1);
    CHECK(facts.sessions > 100'000);
    CHECK(facts.sessions < 400'000);
    CHECK(facts.sample < 20'000);
    REQUIRE(facts.lifetimes);
    CHECK(facts.lifetimes->sessions() == facts.sessions);
    CHECK(facts.lifetimes->buckets()[3] == facts.sessions);
    CHECK(database().store("many").inspect({.time = std::chrono::minutes(1)}).sessions == 200'000);
}

TEST_CASE("PostgreSQL: a table without ends has no lifetimes, one without indexes none of them") {
    database().sql("CREATE TABLE bare (session_id TEXT, data TEXT); INSERT INTO bare VALUES ('a', '{}')");
    auto facts = database().store("bare").inspect();
    CHECK(facts.sessions == 1);
    CHECK(!facts.lifetimes);
    CHECK(!facts.table->finds_by_id);
    CHECK(!facts.table->has_expires_at);
    CHECK(facts.table->indexes.empty());
}

TEST_CASE("PostgreSQL: ends that are no times are left alone") {
    database().sql(table_of("numbers", "BIGINT") + "INSERT INTO numbers VALUES ('a', '{}', 5)");
    auto facts = database().store("numbers").inspect();
    CHECK(facts.sessions == 1);
    CHECK(!facts.lifetimes);
}

TEST_CASE("PostgreSQL: the partitions of a table are taken together") {
    database().sql(
        "CREATE TABLE parts (session_id TEXT, data TEXT, expires_at TIMESTAMPTZ) PARTITION BY "
        "RANGE (expires_at);"
        "CREATE TABLE parts_a PARTITION OF parts FOR VALUES FROM ('2000-01-01') TO ('2500-01-01');"
        "INSERT INTO parts SELECT i, '{}', now() + interval '1 h' FROM generate_series(1, 1000) i");
    auto facts = database().store("parts").inspect();
    CHECK(facts.sessions == 1000);
    CHECK(facts.bytes.value() > 8192);
}

TEST_CASE("PostgreSQL: what is no table of sessions is refused") {
    CHECK(support::failure_of([] { (void)database().store("nowhere").inspect(); }).code() ==
          az::errc::not_found);
}
