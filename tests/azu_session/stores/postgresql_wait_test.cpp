#include <azu_session/clear.hpp>
#include <azu_session/stores/postgresql.hpp>

#include "support/failure.hpp"
#include "support/process.hpp"
#include "support/sessions_in_postgresql.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace az = azu_session;
using namespace std::chrono_literals;
using support::failure_of;
using support::sessions_in_postgresql;

namespace {

std::string running_deletes(const sessions_in_postgresql &app) {
    return app.sql("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DELETE%'");
}

} // namespace

TEST_CASE("PostgreSQL: what runs on the server when it is cancelled is cancelled there, and undone") {
    sessions_in_postgresql app;
    app.create(100);
    app.sql("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN PERFORM pg_sleep(1); RETURN OLD; END';"
            "CREATE TRIGGER slow BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION slow()");
    std::atomic<bool> cancelled = false;
    std::vector<std::string> told;
    auto store =
        app.store("sessions", {.atomic = true,
                               .patience = {.cancelled = [&] { return cancelled.load(); },
                                            .waiting = [&](auto what) { told.emplace_back(what); }}});
    std::chrono::steady_clock::time_point asked;
    std::thread impatient([&] {
        support::wait_until("the wait to be told", [&] { return running_deletes(app) == "1"; });
        std::this_thread::sleep_for(2500ms); // beyond which a wait is told
        asked = std::chrono::steady_clock::now();
        cancelled = true;
    });
    auto stopped = az::clear(store);
    auto took = std::chrono::steady_clock::now() - asked;
    impatient.join();
    CHECK(stopped.cancelled);
    CHECK(stopped.sessions == 0);
    CHECK(stopped.exact);
    CHECK(took < 1s);
    REQUIRE(told.size() == 1);
    CHECK(told.front().starts_with("PostgreSQL at "));
    CHECK(running_deletes(app) == "0");
    CHECK(app.left() == "100");
}

TEST_CASE("PostgreSQL: a server that stands still is left within a second") {
    sessions_in_postgresql app;
    app.create(100);
    std::atomic<bool> cancelled = false;
    auto store = app.store("sessions", {.patience = {.cancelled = [&] { return cancelled.load(); }}});
    app.server().pause();
    std::thread impatient([&] {
        std::this_thread::sleep_for(200ms);
        cancelled = true;
    });
    auto begin = std::chrono::steady_clock::now();
    auto stopped = az::clear(store);
    CHECK(std::chrono::steady_clock::now() - begin < 1500ms);
    impatient.join();
    CHECK(stopped.cancelled);
    auto refused =
        failure_of([&] { app.store("sessions", {.patience = {.cancelled = [] { return true; }}}); });
    CHECK(refused.code() == az::errc::interrupted);
    app.server().resume();
    CHECK(app.left() == "100");
}

TEST_CASE("PostgreSQL: what a trigger raises is told in its own words") {
    sessions_in_postgresql app;
    app.create(10);
    app.sql("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN RAISE EXCEPTION ''sessions of % are kept'', OLD.session_id; END';"
            "CREATE TRIGGER refuse BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION refuse()");
    auto store = app.store();
    auto failure = failure_of([&] { az::clear(store); });
    CHECK(failure.code() == az::errc::server);
    CHECK(std::string(failure.what()).ends_with("answered: sessions of id-0 are kept."));
    CHECK(failure.hint().starts_with("A trigger of the sessions table says so"));
}

TEST_CASE("PostgreSQL: a role without connections, and one that only reads, are told") {
    sessions_in_postgresql app;
    app.create(10);
    app.sql("CREATE ROLE few LOGIN PASSWORD 'secret' CONNECTION LIMIT 0;"
            "CREATE ROLE reader LOGIN PASSWORD 'secret'; GRANT ALL ON sessions TO reader;"
            "ALTER ROLE reader SET default_transaction_read_only = on");
    auto at = [&](const std::string &user) {
        auto url = app.server().url();
        auto begin = url.find("//") + 2;
        return url.replace(begin, url.find(':', begin) - begin, user);
    };
    auto few = failure_of([&] { app.store_at(at("few")); });
    CHECK(few.code() == az::errc::connection);
    CHECK(std::string(few.what()).find("accepts no more connections of this role or database") !=
          std::string::npos);
    auto reader = app.store_at(at("reader"));
    for (auto *work : {&az::clear, &az::rehearse}) {
        auto refused = failure_of([&] { (void)work(reader, {}); });
        CHECK(refused.code() == az::errc::read_only);
        CHECK(std::string(refused.what()).find("Transactions of reader on ") == 0);
    }
    CHECK(app.left() == "10");
}

TEST_CASE("PostgreSQL: a key that includes further columns, with NULLs in them, is no obstacle") {
    sessions_in_postgresql app;
    app.sql("CREATE TABLE sessions (session_id TEXT, tenant TEXT, data TEXT, expires_at TIMESTAMPTZ,"
            " PRIMARY KEY (session_id) INCLUDE (tenant)) PARTITION BY HASH (session_id);"
            "CREATE TABLE s0 PARTITION OF sessions FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
            "CREATE TABLE s1 PARTITION OF sessions FOR VALUES WITH (MODULUS 2, REMAINDER 1);"
            "INSERT INTO sessions SELECT 'id-' || i, NULL, '{}', now() FROM generate_series(1, 5000) i");
    auto store = app.store();
    auto cleared = az::clear(store);
    CHECK(cleared.sessions == 5000);
    CHECK(cleared.proven());
    CHECK(cleared.noted.noted == 1000);
}
