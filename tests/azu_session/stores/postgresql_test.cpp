#include <azu_session/clear.hpp>
#include <azu_session/stores/postgresql.hpp>

#include "support/failure.hpp"
#include "support/postgresql_server.hpp"
#include "support/sessions_in_postgresql.hpp"

#include <doctest/doctest.h>

namespace az = azu_session;
using support::failure_of;
using support::sessions_in_postgresql;

TEST_CASE("PostgreSQL: every session is counted and removed") {
    sessions_in_postgresql app;
    app.create(142);
    auto store = app.store();
    CHECK(az::count(store).sessions == 142);
    CHECK(app.left() == "142");
    CHECK(az::clear(store).sessions == 142);
    CHECK(app.left() == "0");
    CHECK(az::clear(store).sessions == 0);
}

TEST_CASE("PostgreSQL: only expired sessions, only those of one user, only both") {
    sessions_in_postgresql app;
    app.create(100);
    app.sql("INSERT INTO sessions VALUES ('bad', 'not JSON 5', now(), now() + '1 h'),"
            "('escaped', '{\"user\\u005fid\":\"5\"}', now(), now() - interval '1 h'),"
            "('half', '{\"user_id\":5', now(), now() - interval '1 h')");
    auto store = app.store();
    auto of_user = [](bool expired) {
        return az::clear_options{.which = {.expired = expired, .where = az::data_condition{"user_id", "5"}}};
    };
    CHECK(az::count(store, of_user(false)).sessions == 11);
    CHECK(az::count(store, of_user(true)).sessions == 4);
    CHECK(az::clear(store, of_user(true)).sessions == 4);
    CHECK(az::clear(store, of_user(false)).sessions == 7);
    CHECK(az::count(store, {.which = {.expired = true}}).sessions == 32);
    CHECK(az::clear(store, {.which = {.expired = true}}).sessions == 32);
    CHECK(app.left() == "60");
}

TEST_CASE("PostgreSQL: a value with characters that mean something in SQL, JSON or patterns") {
    sessions_in_postgresql app;
    app.create(0);
    for (std::string value : {R"(a'b"c\d)", "100%.*[x]{2}^$|(y)?+", "Jürgen 😀", "", "line\nbreak"}) {
        app.sql("INSERT INTO sessions SELECT 'a', json_build_object('k.e''y\"', $text$" + value +
                "$text$::text)::text, now(), now()");
        app.sql("INSERT INTO sessions VALUES ('b', '{\"k.e''y\\\"\":\"other\"}', now(), now())");
        auto store = app.store();
        CHECK(az::clear(store, {.which = {.where = az::data_condition{"k.e'y\"", value}}}).sessions == 1);
        CHECK(app.sql("DELETE FROM sessions RETURNING session_id") == "b");
    }
}

TEST_CASE("PostgreSQL: data of the types json and jsonb") {
    sessions_in_postgresql app;
    for (std::string type : {"json", "jsonb"}) {
        app.sql("DROP TABLE IF EXISTS sessions; CREATE TABLE sessions (session_id TEXT, data " + type +
                "); INSERT INTO sessions VALUES ('a', '{\"user_id\":42}'), ('b', '{\"user_id\":421}')");
        auto store = app.store();
        CHECK(az::clear(store, {.which = {.where = az::data_condition{"user_id", "42"}}}).sessions == 1);
        CHECK(app.left() == "1");
    }
}

TEST_CASE("PostgreSQL: expiry in a column without a zone is UTC, whatever the server's zone") {
    sessions_in_postgresql app;
    app.sql("ALTER DATABASE azu SET TimeZone = 'Pacific/Auckland'");
    app.sql("CREATE TABLE sessions (session_id TEXT, expires_at TIMESTAMP);"
            "INSERT INTO sessions VALUES ('over', (now() - interval '1 min') AT TIME ZONE 'UTC'),"
            " ('valid', (now() + interval '1 min') AT TIME ZONE 'UTC')");
    auto store = app.store();
    CHECK(az::clear(store, {.which = {.expired = true}}).sessions == 1);
    CHECK(app.sql("SELECT session_id FROM sessions") == "valid");
}

TEST_CASE("PostgreSQL: names with odd characters, and schemas") {
    sessions_in_postgresql app;
    app.sql(R"(CREATE SCHEMA "we""ird"; CREATE TABLE "we""ird"."na me'; --" (session_id TEXT);)"
            R"(INSERT INTO "we""ird"."na me'; --" VALUES ('a'); CREATE TABLE "Sessions" (session_id TEXT))");
    auto odd = app.store("we\"ird.na me'; --");
    CHECK(az::clear(odd).sessions == 1);
    auto mixed = app.store("Sessions"), lower = app.store("sessions");
    CHECK(az::clear(mixed).sessions == 0);
    CHECK(failure_of([&] { az::clear(lower); }).code() == az::errc::not_found);
    CHECK(failure_of([&] { app.store("a.b.c"); }).code() == az::errc::invalid);
    CHECK(failure_of([&] { app.store(""); }).code() == az::errc::invalid);
    CHECK(failure_of([&] { app.store(".sessions"); }).code() == az::errc::invalid);
}

TEST_CASE("PostgreSQL: a missing table, a view and missing columns") {
    sessions_in_postgresql app;
    app.sql("CREATE TABLE bare (id TEXT); CREATE VIEW seen AS SELECT * FROM bare;"
            "CREATE MATERIALIZED VIEW kept AS SELECT * FROM bare");
    auto bare = app.store("bare"), seen = app.store("seen"), kept = app.store("kept"),
         absent = app.store("absent");
    CHECK(failure_of([&] { az::clear(absent); }).code() == az::errc::not_found);
    CHECK(failure_of([&] { az::count(absent); }).hint().find("db:migrate") != std::string::npos);
    CHECK(failure_of([&] { az::clear(seen); }).code() == az::errc::invalid);
    CHECK(failure_of([&] { az::clear(kept); }).code() == az::errc::invalid);
    CHECK(failure_of([&] { az::clear(bare, {.which = {.expired = true}}); }).code() == az::errc::invalid);
    CHECK(failure_of([&] {
              az::clear(bare, {.which = {.where = az::data_condition{"a", "b"}}});
          }).code() == az::errc::invalid);
    CHECK(az::clear(bare).sessions == 0);
}

TEST_CASE("PostgreSQL: rows that refer to a session follow their rule") {
    sessions_in_postgresql app;
    app.create(3);
    app.sql("CREATE TABLE carts (session_id TEXT REFERENCES sessions ON DELETE CASCADE);"
            "INSERT INTO carts VALUES ('id-1'), ('id-2')");
    auto store = app.store();
    CHECK(az::clear(store).sessions == 3);
    CHECK(app.sql("SELECT count(*) FROM carts") == "0");
    app.sql("CREATE TABLE logs (session_id TEXT REFERENCES sessions);"
            "INSERT INTO sessions VALUES ('a', '', now(), now()); INSERT INTO logs VALUES ('a')");
    auto refused = failure_of([&] { az::clear(store); });
    CHECK(refused.code() == az::errc::server);
    CHECK(refused.hint().find("ON DELETE") != std::string::npos);
    CHECK(app.left() == "1");
}

TEST_CASE("PostgreSQL: an account that may not remove rows, and one that may not see all of them") {
    sessions_in_postgresql app;
    app.create(3);
    app.sql("CREATE ROLE limited LOGIN PASSWORD 'secret'; GRANT SELECT ON sessions TO limited");
    auto store = app.store_at(app.server().url_of("limited", "secret"));
    CHECK(az::count(store).sessions == 3);
    CHECK(failure_of([&] { az::clear(store); }).code() == az::errc::permission);
    app.sql("GRANT DELETE ON sessions TO limited; ALTER TABLE sessions ENABLE ROW LEVEL SECURITY");
    CHECK(failure_of([&] { az::clear(store); }).code() == az::errc::permission);
    CHECK(failure_of([&] { az::count(store); }).code() == az::errc::permission);
    CHECK(app.left() == "3");
}
