#include <azu_session/clear.hpp>
#include <azu_session/stores/all.hpp>

#include "support/logins.hpp"
#include "support/redis_server.hpp"
#include "support/relay.hpp"
#include "support/sessions_in_postgresql.hpp"
#include "support/temporary_directory.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <hiredis/hiredis.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <pqxx/pqxx>
#include <string>

namespace az = azu_session;

// People log in all the while, and for some time one removal in ten does not last: that is never a success,
// and the new sessions are never a failure.

namespace {

constexpr int sessions = 50'000;

/// One connection to a Redis server, for what the command line would be too slow for.
struct redis_client {
    explicit redis_client(int port) : context(redisConnect("127.0.0.1", port), redisFree) {}
    void set(const std::string &key) const {
        freeReplyObject(redisCommand(context.get(), "SET %s {}", key.c_str()));
    }
    std::unique_ptr<redisContext, void (*)(redisContext *)> context;
};

az::redis_settings at(const std::string &url) {
    return {.url = az::parse_redis_url(url), .prefix = az::key_prefix("app:session:")};
}

void check_kept(const az::clear_result &result) {
    CHECK_FALSE(result.proven());
    CHECK(result.noted.noted == 1'000);
    CHECK(result.noted.left > 40);
    CHECK(result.noted.left < 250);
    CHECK_FALSE(result.noted.likely.empty());
}

void check_proven(const az::clear_result &result, int at_least) {
    CHECK(result.proven());
    CHECK(result.exact);
    CHECK(result.noted.noted > 0);
    CHECK(result.sessions >= static_cast<std::uint64_t>(at_least));
}

} // namespace

TEST_CASE("Redis: while people log in, a clear is proven or it says what is left") {
    support::redis_server server;
    auto fill = [&] {
        server.cli(
            {"EVAL",
             "for i = 1, 50000 do redis.call('set', 'app:session:' .. (i % 10 == 3 and 'keep-' or 'plain-')"
             " .. i, '{}') end",
             "0"});
    };
    fill();
    redis_client visitor(server.port());
    support::logins people([&](int i) { visitor.set("app:session:new-" + std::to_string(i)); });
    {
        support::relay between(server.port(), std::chrono::microseconds(0));
        between.replace("keep-", "lost-", "EXISTS"); // so that a removal is answered, and was of nothing
        az::redis_store store(at("redis://127.0.0.1:" + std::to_string(between.port())));
        check_kept(az::clear(store));
    }
    fill();
    az::redis_store store(at(server.url()));
    check_proven(az::clear(store), sessions);
    CHECK(people.count() > 0);
}

TEST_CASE("PostgreSQL: while people log in, a clear is proven or it says what is left") {
    support::sessions_in_postgresql app;
    app.create(sessions);
    app.sql("CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN RETURN CASE WHEN hashtext(OLD.session_id) % 10 = 0 THEN NULL ELSE OLD END; END';"
            "CREATE TRIGGER keep BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION keep()");
    pqxx::connection visitor(app.server().url());
    support::logins people([&](int i) {
        pqxx::work transaction(visitor);
        transaction.exec("INSERT INTO sessions VALUES ('new-" + std::to_string(i) + "', '{}', now(), now())");
        transaction.commit();
    });
    auto store = app.store();
    check_kept(az::clear(store));
    app.sql("DROP TRIGGER keep ON sessions; TRUNCATE sessions");
    app.fill(sessions, "sessions");
    check_proven(az::clear(store), sessions);
    CHECK(people.count() > 0);
}

TEST_CASE("SQLite: while people log in, a clear is proven or it says what is left") {
    support::temporary_directory directory;
    auto file = (directory.path() / "app.db").string();
    SQLite::Database visitor(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 10'000);
    visitor.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
                 "CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT, expires_at TEXT)");
    auto fill = [&] {
        SQLite::Database(file, SQLite::OPEN_READWRITE, 10'000)
            .exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
                  " INSERT OR IGNORE INTO sessions SELECT 'id-' || i, '{}', '' FROM n");
    };
    fill();
    visitor.exec("CREATE TRIGGER keep BEFORE DELETE ON sessions WHEN OLD.session_id LIKE 'id-%3'"
                 " BEGIN SELECT RAISE(IGNORE); END");
    support::logins people([&](int i) {
        visitor.exec("INSERT INTO sessions VALUES ('new-" + std::to_string(i) + "', '{}', '')");
    });
    az::sqlite_store store(
        {.url = az::parse_database_url("sqlite3:" + file), .table = az::table_name("sessions")});
    check_kept(az::clear(store));
    SQLite::Database(file, SQLite::OPEN_READWRITE, 10'000).exec("DROP TRIGGER keep");
    fill();
    check_proven(az::clear(store), sessions);
    CHECK(people.count() > 0);
}
