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
        return az::clear_options{.which = {.expired = expired, .where = {{"user_id", "5"}}}};
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
        CHECK(az::clear(store, {.which = {.where = {{"k.e'y\"", value}}}}).sessions == 1);
        CHECK(app.sql("DELETE FROM sessions RETURNING session_id") == "b");
    }
}

TEST_CASE("PostgreSQL: data of the types json and jsonb") {
    sessions_in_postgresql app;
    for (std::string type : {"json", "jsonb"}) {
        app.sql("DROP TABLE IF EXISTS sessions; CREATE TABLE sessions (session_id TEXT, data " + type +
                "); INSERT INTO sessions VALUES ('a', '{\"user_id\":42}'), ('b', '{\"user_id\":421}')");
        auto store = app.store();
        CHECK(az::clear(store, {.which = {.where = {{"user_id", "42"}}}}).sessions == 1);
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
    app.sql(R"(CREATE SCHEMA "we""ird"; CREATE TABLE "we""ird"."na me'; --" (session_id TEXT, data TEXT);)"
            R"(INSERT INTO "we""ird"."na me'; --" VALUES ('a', '{}');)"
            R"(CREATE TABLE "Sessions" (session_id TEXT, expires_at TIMESTAMP))");
    auto odd = app.store("we\"ird.na me'; --");
    CHECK(az::clear(odd).sessions == 1);
    auto mixed = app.store("Sessions"), lower = app.store("sessions");
    CHECK(az::clear(mixed).sessions == 0);
    CHECK(failure_of([&] { az::clear(lower); }).code() == az::errc::not_found);
    CHECK(failure_of([&] { app.store("a.b.c"); }).code() == az::errc::invalid);
    CHECK(failure_of([&] { app.store(""); }).code() == az::errc::invalid);
    CHECK(failure_of([&] { app.store(".sessions"); }).code() == az::errc::invalid);
}

TEST_CASE("PostgreSQL: a missing table, and a view") {
    sessions_in_postgresql app;
    app.sql("CREATE TABLE bare (session_id TEXT, data TEXT); CREATE VIEW seen AS SELECT * FROM bare;"
            "CREATE MATERIALIZED VIEW kept AS SELECT * FROM bare");
    auto seen = app.store("seen"), kept = app.store("kept"), absent = app.store("absent");
    CHECK(failure_of([&] { az::clear(absent); }).code() == az::errc::not_found);
    CHECK(failure_of([&] { return az::count(absent); }).hint().find("migrations") != std::string::npos);
    CHECK(failure_of([&] { az::clear(seen); }).code() == az::errc::invalid);
    CHECK(failure_of([&] { az::clear(kept); }).code() == az::errc::invalid);
}

TEST_CASE("PostgreSQL: only a table that has the columns of sessions, and is no system's, is cleared or "
          "counted") {
    sessions_in_postgresql app;
    app.sql("CREATE TABLE users (id INT, data TEXT); INSERT INTO users VALUES (1, '');"
            "CREATE TABLE visits (session_id TEXT, page TEXT); INSERT INTO visits VALUES ('a', '/');"
            "CREATE TABLE sly (\"a session_id data\" TEXT); INSERT INTO sly VALUES ('a');"
            "CREATE TABLE dropped (session_id TEXT, data TEXT); INSERT INTO dropped VALUES ('a', '');"
            "ALTER TABLE dropped DROP COLUMN session_id;"
            "CREATE TABLE small (session_id TEXT, data TEXT); INSERT INTO small VALUES ('a', '{}');"
            "CREATE TABLE timed (session_id TEXT, expires_at TIMESTAMPTZ);"
            "SET allow_system_table_mods = on;"
            "CREATE TABLE information_schema.sessions (session_id TEXT, data TEXT);"
            "CREATE TABLE pg_catalog.sessions (session_id TEXT, data TEXT)");
    for (std::string table : {"users", "public.users", "visits", "sly", "dropped", "pg_catalog.pg_authid",
                              "pg_authid", "pg_catalog.sessions", "information_schema.sessions"}) {
        CAPTURE(table);
        auto store = app.store(table);
        auto refused = failure_of([&] { az::clear(store); });
        CHECK(refused.code() == az::errc::invalid);
        CHECK_FALSE(refused.hint().empty());
        CHECK(failure_of([&] { return az::count(store); }).code() == az::errc::invalid);
    }
    for (auto table : {"users", "visits", "sly", "dropped"})
        CHECK(app.left(table) == "1");
    auto small = app.store("small"), timed = app.store("timed");
    CHECK(failure_of([&] { az::clear(small, {.which = {.expired = true}}); }).code() == az::errc::invalid);
    CHECK(failure_of([&] {
              az::clear(timed, {.which = {.where = {{"a", "b"}}}});
          }).code() == az::errc::invalid);
    CHECK(az::clear(small).sessions == 1);
    CHECK(az::clear(timed).sessions == 0);
}

TEST_CASE("PostgreSQL: a rule that does something else in place of removing is refused") {
    sessions_in_postgresql app;
    app.create(3);
    std::string rule;
    SUBCASE("nothing") { rule = "DO INSTEAD NOTHING"; }
    SUBCASE("an update, for some") { rule = "WHERE OLD.data <> '' DO INSTEAD UPDATE sessions SET data = ''"; }
    app.sql("CREATE RULE keep AS ON DELETE TO sessions " + rule);
    for (bool atomic : {false, true}) {
        auto store = app.store("sessions", {.atomic = atomic});
        auto refused = failure_of([&] { az::clear(store); });
        CHECK(refused.code() == az::errc::invalid);
        CHECK(std::string(refused.what()).find("keep") != std::string::npos);
        CHECK(failure_of([&] { return az::rehearse(store); }).code() == az::errc::invalid);
        CHECK(az::count(store).sessions == 3);
    }
    CHECK(app.left() == "3");
    app.sql("ALTER TABLE sessions DISABLE RULE keep;"
            "CREATE TABLE log (id TEXT); CREATE RULE log AS ON DELETE TO sessions DO ALSO"
            " INSERT INTO log VALUES (OLD.session_id)");
    auto store = app.store();
    CHECK(az::clear(store).sessions == 3);
}

TEST_CASE("PostgreSQL: sessions that a trigger keeps are no success, and are told") {
    sessions_in_postgresql app;
    std::string type = "TEXT", id = "'id-' || i";
    SUBCASE("ids of text, with odd characters") { id = "'i\"d\\,{}''-' || i"; }
    SUBCASE("ids of numbers") { type = "BIGINT", id = "i"; }
    SUBCASE("ids of uuid") { type = "UUID", id = "md5(i::text)::uuid"; }
    app.sql("CREATE TABLE sessions (session_id " + type +
            " PRIMARY KEY, data TEXT, expires_at TIMESTAMPTZ); INSERT INTO sessions SELECT " + id +
            ", json_build_object('user_id', i % 10), now() - interval '1 s' FROM generate_series(0, 1499) i;"
            "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN RETURN CASE WHEN OLD.data LIKE ''%7%'' THEN NULL ELSE OLD END; END';"
            "CREATE TRIGGER keep BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION keep()");
    auto store = app.store(), atomic = app.store("sessions", {.atomic = true});
    auto of_user = az::clear(store, {.which = {.where = {{"user_id", "7"}}}});
    CHECK_FALSE(of_user.proven());
    CHECK(of_user.noted.noted == 150);
    CHECK(of_user.noted.left == 150);
    CHECK(of_user.noted.likely == "What may keep them: the trigger keep.");
    auto other = az::clear(store, {.which = {.where = {{"user_id", "8"}}}});
    CHECK(other.sessions == 150);
    CHECK(other.proven());
    CHECK(az::clear(atomic, {.which = {.expired = true}}).noted.left > 0);
    CHECK(az::clear(store).noted.left == 150);
    CHECK(app.left() == "150");
}

TEST_CASE("PostgreSQL: sessions are noted all over the table, not where it begins") {
    sessions_in_postgresql app;
    app.create(60'000);
    app.sql("CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN RETURN CASE WHEN substr(OLD.session_id, 4)::int > 50000 THEN NULL ELSE OLD END; END';"
            "CREATE TRIGGER keep BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION keep()");
    auto store = app.store();
    auto kept = az::clear(store);
    CHECK(kept.noted.noted == 1000);
    CHECK(kept.noted.left > 80);
    CHECK(kept.noted.left < 250);
}

TEST_CASE("PostgreSQL: readable data of any shape is searched, and none of it is told as unread") {
    sessions_in_postgresql app;
    app.create(1);
    app.sql("INSERT INTO sessions SELECT 'odd-' || i, d, now(), now() FROM unnest(ARRAY["
            "'{}', ' { } ', E'{\"a\":\\t[ ] ,\\n\"user_id\" : 3 }', '{\"user_id\":\"3\"}', "
            "'{\"a\":{\"b\":[1,2,{\"c\":[]}]},\"user_id\":3}', '{\"u\":-1.5e+3,\"v\":true,\"w\":null}',"
            "'{\"user\\u005fid\":3}', '{\"text\":\"ä \\\\ \\\" {\"}', '{\"a\":{\"user_id\":3}}', "
            "'{\"user_id\":[3]}'])"
            " WITH ORDINALITY odd(d, i)");
    auto store = app.store();
    auto counted = az::count(store, {.which = {.where = {{"user_id", "3"}}}});
    CHECK(counted.sessions == 4);
    CHECK(counted.unread.count == 0);
}

TEST_CASE("PostgreSQL: with a condition, the sessions noted are those that match it") {
    sessions_in_postgresql app;
    app.sql("CREATE TABLE sessions (session_id TEXT, data TEXT);"
            "INSERT INTO sessions SELECT 'other-' || i, '{\"user_id\":7,\"flash\":\"a\\nb\"}' FROM"
            " generate_series(1, 1500) i;"
            "INSERT INTO sessions SELECT 'id-' || i, '{\"user_id\":42}' FROM generate_series(1, 10) i;"
            "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
            "CREATE TRIGGER keep BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION keep()");
    auto store = app.store();
    auto kept = az::clear(store, {.which = {.where = {{"user_id", "42"}}}});
    CHECK(kept.noted.noted == 10);
    CHECK(kept.noted.left == 10);
}

TEST_CASE("PostgreSQL: sessions whose data cannot be read are told, whatever else is cleared") {
    sessions_in_postgresql app;
    app.create(20'000);
    app.sql(
        "INSERT INTO sessions SELECT 'odd-' || i, d, now(), now() + interval '1 h' FROM unnest(ARRAY["
        "'', 'BAhJ', E'{\"encrypted\":\\n\"x\"}', '[{\"user_id\":3}]', '{\"user_id\":3', '{\"user_id\":3,}',"
        "'{\"user_id\" => 3}', '{:user_id=>3}', '{\"a\":1} {\"b\":2}', '{\"a\":01}', '{\"a\":\"b}', "
        "'{\"a\":1,}'])"
        " WITH ORDINALITY odd(d, i)");
    auto store = app.store();
    az::clear_options of_user = {.which = {.where = {{"user_id", "3"}}}};
    CHECK(az::count(store, of_user).unread.count == 12);
    auto cleared = az::clear(store, of_user);
    CHECK(cleared.sessions == 2'000);
    CHECK(cleared.unread.count == 12);
    CHECK(cleared.unread.examples.size() == 3);
    auto atomic = app.store("sessions", {.atomic = true});
    CHECK(az::clear(atomic, of_user).unread.count == 12);
    of_user.which.expired = true;
    CHECK(az::clear(store, of_user).unread.count == 0);
    app.sql("ALTER TABLE sessions ALTER data DROP NOT NULL; UPDATE sessions SET data = NULL");
    of_user.which.expired = false;
    CHECK(az::clear(store, of_user).unread.count == 0);
    auto found = support::found_in_postgresql(app.server().url());
    found.sealed = "config.encrypt_data at session.cr:3";
    az::postgresql_store sealed(found);
    CHECK(failure_of([&] { az::clear(sealed, of_user); }).code() == az::errc::unsupported);
    CHECK(failure_of([&] { return az::count(sealed, of_user); }).code() == az::errc::unsupported);
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
    CHECK(failure_of([&] { return az::count(store); }).code() == az::errc::permission);
    CHECK(app.left() == "3");
}
