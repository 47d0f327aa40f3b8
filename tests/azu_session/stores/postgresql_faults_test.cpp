#include <azu_session/clear.hpp>
#include <azu_session/stores/postgresql.hpp>

#include "support/commit_cutter.hpp"
#include "support/failure.hpp"
#include "support/relay.hpp"
#include "support/sessions_in_postgresql.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <pqxx/pqxx>
#include <thread>

namespace az = azu_session;
using support::failure_of;
using support::sessions_in_postgresql;

namespace {

/// Another client of the database, in a thread of its own: does `visit`, with a number that goes up, until it
/// is destroyed.
class visitor {
public:
    template <class Visit>
    visitor(const std::string &url, Visit visit)
        : thread_([this, url, visit] {
              pqxx::connection connection(url);
              for (int i = 0; !ended_; ++i) {
                  pqxx::work work(connection);
                  visit(work, i);
                  work.commit();
                  ++visits_;
              }
          }) {
        support::wait_until("the first visits", [this] { return visits_ > 100; });
    }
    ~visitor() {
        ended_ = true;
        thread_.join();
    }

private:
    std::atomic<bool> ended_ = false;
    std::atomic<int> visits_ = 0;
    std::thread thread_;
};

/// Another client's transaction, left open until it is destroyed, with the locks that `sql` takes.
class open_transaction {
public:
    open_transaction(const std::string &url, const std::string &sql) : connection_(url), work_(connection_) {
        work_.exec("SET LOCAL lock_timeout = '60s'");
        work_.exec(sql);
    }

private:
    pqxx::connection connection_;
    pqxx::work work_;
};

/// The most connections of this library that the server had at a time, until it is asked.
class connection_counter {
public:
    explicit connection_counter(const std::string &url)
        : thread_([this, url] {
              pqxx::connection connection(url);
              while (!ended_) {
                  pqxx::work work(connection);
                  auto now =
                      work.exec("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'azu'");
                  most_ = std::max(most_, now[0][0].as<int>());
              }
          }) {}
    ~connection_counter() { most(); }

    int most() {
        ended_ = true;
        if (thread_.joinable()) thread_.join();
        return most_;
    }

private:
    std::atomic<bool> ended_ = false;
    int most_ = 0;
    std::thread thread_;
};

std::string own_connections(const sessions_in_postgresql &app) {
    return app.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'azu'");
}

/// Does something once, after the first batch that is not the last.
template <class Action>
auto after_first_batch(Action action) {
    return [action, done = false](const az::clear_progress &now) mutable {
        if (!done && now.fraction < 1) {
            done = true;
            action();
        }
    };
}

} // namespace

TEST_CASE("PostgreSQL: while the application works on, no session that was there at the start is left") {
    sessions_in_postgresql app;
    app.create(50'000);
    std::uint64_t cleared = 0;
    {
        visitor busy(app.server().url(), [](pqxx::work &work, int i) {
            auto number = std::to_string(i), old = std::to_string(i * 7919 % 50'000);
            work.exec("UPDATE sessions SET expires_at = now(), data = '{\"padding\":\"" +
                      std::string(i % 500, 'x') + "\"}' WHERE session_id = 'id-" + old + "'");
            work.exec("UPDATE sessions SET session_id = 'id-changed-" + number + "' WHERE session_id = 'id-" +
                      old + "'");
            work.exec("INSERT INTO sessions VALUES ('new-" + number + "', '{}', now(), now())");
        });
        auto store = app.store();
        cleared = az::clear(store).sessions;
    }
    CHECK(cleared >= 50'000);
    CHECK(app.sql("SELECT count(*) FROM sessions WHERE session_id LIKE 'id-%'") == "0");
}

TEST_CASE("PostgreSQL: only expired sessions, while the application extends some") {
    sessions_in_postgresql app;
    app.create(20'000);
    app.sql("UPDATE sessions SET expires_at = now() - interval '1 min'");
    {
        visitor busy(app.server().url(), [](pqxx::work &work, int i) {
            work.exec("UPDATE sessions SET expires_at = now() + interval '1 h' WHERE session_id = 'id-" +
                      std::to_string(i * 7919 % 20'000) + "'");
        });
        auto store = app.store();
        az::clear(store, {.which = {.expired = true}});
    }
    CHECK(app.sql("SELECT count(*) FROM sessions WHERE expires_at < now()") == "0");
    CHECK(app.left() != "0");
}

TEST_CASE("PostgreSQL: two that clear at the same time share the work") {
    sessions_in_postgresql app;
    app.create(50'000);
    auto store = app.store(), other = app.store();
    std::uint64_t others = 0;
    std::thread beside([&] { others = az::clear(other).sessions; });
    auto own = az::clear(store).sessions;
    beside.join();
    CHECK(own + others == 50'000);
    CHECK(app.left() == "0");
}

TEST_CASE("PostgreSQL: a server that crashes and comes back in mid-run costs nothing and is counted once") {
    sessions_in_postgresql app;
    app.create(50'000);
    auto store = app.store();
    SUBCASE("between two batches") {
        auto crash = [&] {
            app.server().kill();
            app.server().start();
        };
        CHECK(az::clear(store, {.progress = after_first_batch(crash)}).sessions == 50'000);
    }
    SUBCASE("in the middle of one") {
        std::thread crash;
        auto begin = [&] {
            crash = std::thread([&] {
                app.server().kill();
                app.server().start();
            });
        };
        CHECK(az::clear(store, {.progress = after_first_batch(begin), .attempts = 10}).sessions == 50'000);
        crash.join();
    }
    CHECK(app.left() == "0");
}

TEST_CASE("PostgreSQL: a connection that is cut again and again costs nothing and is counted once") {
    sessions_in_postgresql app;
    app.create(50'000);
    auto store = app.store();
    int cuts = 0;
    auto cut = [&](const az::clear_progress &) {
        if (++cuts < 6)
            app.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'azu'");
    };
    CHECK(az::clear(store, {.progress = cut, .backoff = std::chrono::milliseconds(10)}).sessions == 50'000);
    CHECK(cuts >= 6);
    CHECK(app.left() == "0");
}

TEST_CASE("PostgreSQL: a COMMIT whose answer is lost is looked up, and counted once") {
    sessions_in_postgresql app;
    app.create(50'000);
    support::commit_cutter cutter(app.server().port());
    auto store = app.store_at("postgresql://azu:secret@127.0.0.1:" + std::to_string(cutter.port()) + "/azu");
    CHECK(az::clear(store).sessions == 50'000);
    CHECK(cutter.cuts() > 1);
    CHECK(app.left() == "0");
}

TEST_CASE("PostgreSQL: a server that does not come back ends the run, which says how far it came") {
    sessions_in_postgresql app;
    app.create(50'000);
    auto store = app.store();
    std::uint64_t before = 0;
    auto failure = failure_of([&] {
        az::clear(store, {.progress = after_first_batch([&] { app.server().kill(); }), .attempts = 2});
    });
    CHECK(failure.code() == az::errc::connection);
    CHECK(failure.hint().find("session(s) had been cleared") != std::string::npos);
    app.server().start();
    before = std::stoul(app.left());
    CHECK(az::clear(store).sessions == before);
}

TEST_CASE("PostgreSQL: a server that is paused in mid-run is given up after the timeout, or waited for") {
    sessions_in_postgresql app;
    app.create(50'000);
    auto store = app.store("sessions", {.connect_timeout = std::chrono::seconds(2),
                                        .command_timeout = std::chrono::milliseconds(300)});
    auto pause = after_first_batch([&] { app.server().pause(); });
    CHECK(failure_of([&] { az::clear(store, {.progress = pause, .attempts = 1}); }).code() ==
          az::errc::timeout);
    app.server().resume();
    auto left = std::stoul(app.left());
    CHECK(left > 0);

    std::thread resumed;
    auto pause_a_while = after_first_batch([&] {
        app.server().pause();
        resumed = std::thread([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(1000));
            app.server().resume();
        });
    });
    CHECK(az::clear(store, {.progress = pause_a_while}).sessions == left);
    resumed.join();
    CHECK(app.left() == "0");
}

TEST_CASE(
    "PostgreSQL: a lock of another transaction is waited for, but not for ever, and not while holding much") {
    sessions_in_postgresql app;
    app.create(50'000);
    auto store = app.store();
    std::string locking;
    SUBCASE("on a row") { locking = "UPDATE sessions SET data = '' WHERE session_id = 'id-30000'"; }
    SUBCASE("on the table") { locking = "LOCK TABLE sessions IN SHARE MODE"; }
    {
        open_transaction other(app.server().url(), locking);
        auto failure = failure_of([&] { az::clear(store, {.attempts = 2}); });
        CHECK(failure.code() == az::errc::timeout);
        CHECK(std::string(failure.what()).find("Another transaction") != std::string::npos);
    }
    auto left = std::stoul(app.left());
    CHECK(az::clear(store).sessions == left);
}

TEST_CASE("PostgreSQL: when the primary becomes read-only in mid-run, that is said at once") {
    sessions_in_postgresql app;
    app.create(50'000);
    auto store = app.store();
    auto turn = after_first_batch([&] {
        app.sql("ALTER ROLE azu SET default_transaction_read_only = on;"
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'azu'");
    });
    CHECK(failure_of([&] { az::clear(store, {.progress = turn}); }).code() == az::errc::read_only);
}

TEST_CASE(
    "PostgreSQL: a standby that never confirms ends the run, and holds none of the server's connections") {
    sessions_in_postgresql app;
    app.create(20'000);
    app.sql("ALTER SYSTEM SET synchronous_standby_names = 'absent'; SELECT pg_reload_conf()");
    connection_counter counter(app.server().url());
    {
        auto store = app.store("sessions", {.command_timeout = std::chrono::milliseconds(200)});
        auto failure =
            failure_of([&] { az::clear(store, {.attempts = 4, .backoff = std::chrono::milliseconds(10)}); });
        CHECK(failure.code() == az::errc::timeout);
        CHECK(failure.hint().find("synchronous_standby_names") != std::string::npos);
        CHECK(own_connections(app) == "1");
        CHECK(app.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") == "0");
    }
    CHECK(counter.most() == 1);
    support::wait_until("the connection to end", [&] { return own_connections(app) == "0"; });
}

TEST_CASE("PostgreSQL: what a lost connection still does on the server is ended before it goes on") {
    sessions_in_postgresql app;
    app.create(1'000);
    app.sql("CREATE TABLE slow (on_ BOOLEAN); INSERT INTO slow VALUES (true);"
            "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF EXISTS (SELECT FROM slow)"
            " THEN PERFORM pg_sleep(60); END IF; RETURN OLD; END';"
            "CREATE TRIGGER slow BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION slow()");
    support::relay path(app.server().port(), std::chrono::microseconds(0));
    auto store = app.store_at("postgresql://azu:secret@127.0.0.1:" + std::to_string(path.port()) + "/azu");
    connection_counter counter(app.server().url());
    std::thread cut([&] {
        support::wait_until("the slow statement", [&] {
            return app.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "1";
        });
        app.sql("DELETE FROM slow");
        path.cut();
    });
    CHECK(az::clear(store).sessions == 1'000);
    cut.join();
    CHECK(counter.most() == 2);
    CHECK(own_connections(app) == "1");
    CHECK(app.left() == "0");
}
