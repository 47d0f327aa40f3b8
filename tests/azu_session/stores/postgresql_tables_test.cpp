#include <azu_session/clear.hpp>
#include <azu_session/stores/postgresql.hpp>

#include "support/failure.hpp"
#include "support/sessions_in_postgresql.hpp"

#include <doctest/doctest.h>

namespace az = azu_session;
using support::sessions_in_postgresql;

namespace {

/// How a clear went, batch by batch.
struct course {
    std::uint64_t sessions = 0;
    int batches = 0;
    double progress = 0;
    bool fell = false;
};

course run(az::store &store, const az::selection &which = {}) {
    course seen;
    auto note = [&](const az::clear_progress &now) {
        seen.fell = seen.fell || now.fraction < seen.progress;
        seen.progress = now.fraction;
        ++seen.batches;
    };
    seen.sessions = az::clear(store, {.which = which, .progress = note}).sessions;
    CHECK_FALSE(seen.fell);
    CHECK(seen.progress == 1);
    return seen;
}

constexpr auto columns = "(session_id TEXT, data TEXT, created_at TIMESTAMPTZ, expires_at TIMESTAMPTZ";

/// 2,000 sessions in that table, of which first the expired ones are removed, then one user's, then the rest.
void clear_in_parts(sessions_in_postgresql &app, int least_batches, int most_batches) {
    app.fill(2000);
    auto store = app.store();
    auto expired = run(store, {.expired = true});
    CHECK(expired.sessions == 667);
    CHECK(expired.batches >= least_batches);
    CHECK(expired.batches <= most_batches);
    CHECK(run(store, {.where = {{"user_id", "7"}}}).sessions == 134);
    CHECK(run(store).sessions == 1199);
    CHECK(app.left() == "0");
}

} // namespace

TEST_CASE("PostgreSQL: an ordinary table is done by pages, with a key or without") {
    sessions_in_postgresql app;
    app.sql("CREATE TABLE sessions " + std::string(columns) + ") WITH (fillfactor = 10)");
    clear_in_parts(app, 5, 400);
}

TEST_CASE("PostgreSQL: a partitioned table with a primary key is done by the key") {
    sessions_in_postgresql app;
    std::string key, by;
    SUBCASE("of one column") { key = "session_id", by = "HASH (session_id)"; }
    SUBCASE("of two columns") { key = "data, session_id", by = "HASH (session_id)"; }
    app.sql("CREATE TABLE sessions " + std::string(columns) + ", PRIMARY KEY (" + key + ")) PARTITION BY " +
            by +
            "; CREATE TABLE part_0 PARTITION OF sessions FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
            "CREATE TABLE part_1 PARTITION OF sessions FOR VALUES WITH (MODULUS 2, REMAINDER 1)");
    clear_in_parts(app, 5, 2000);
}

TEST_CASE("PostgreSQL: a partitioned table without a primary key, and one that others inherit from, are done "
          "at once") {
    sessions_in_postgresql app;
    SUBCASE("partitioned") {
        app.sql("CREATE TABLE sessions " + std::string(columns) +
                ") PARTITION BY LIST ((length(session_id) % 2));"
                "CREATE TABLE part_0 PARTITION OF sessions FOR VALUES IN (0);"
                "CREATE TABLE part_1 PARTITION OF sessions FOR VALUES IN (1)");
    }
    SUBCASE("inherited from") {
        app.sql("CREATE TABLE sessions " + std::string(columns) +
                "); CREATE TABLE child () INHERITS (sessions);"
                "CREATE FUNCTION divert() RETURNS trigger LANGUAGE plpgsql AS"
                " 'BEGIN IF length(NEW.session_id) < 6 THEN RETURN NEW; END IF;"
                " INSERT INTO child VALUES (NEW.*); RETURN NULL; END';"
                "CREATE TRIGGER divert BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION divert()");
    }
    clear_in_parts(app, 1, 2);
}

TEST_CASE("PostgreSQL: a foreign table is done at once") {
    sessions_in_postgresql app;
    app.sql("CREATE EXTENSION postgres_fdw; CREATE TABLE real_sessions " + std::string(columns) +
            ");"
            "CREATE SERVER itself FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '" +
            std::to_string(app.server().port()) +
            "', dbname 'azu');"
            "CREATE USER MAPPING FOR azu SERVER itself OPTIONS (user 'azu', password 'secret');"
            "CREATE FOREIGN TABLE sessions " +
            columns + ") SERVER itself OPTIONS (table_name 'real_sessions')");
    clear_in_parts(app, 1, 2);
}

TEST_CASE("PostgreSQL: asked to, it is one statement") {
    sessions_in_postgresql app;
    app.create(2000);
    auto store = app.store("sessions", {.atomic = true});
    auto seen = run(store);
    CHECK(seen.sessions == 2000);
    CHECK(seen.batches == 2); // the statement, and waiting for the disk
}

TEST_CASE("PostgreSQL: stopping between two batches leaves the rest, which the next run clears") {
    sessions_in_postgresql app;
    app.create(20'000);
    auto store = app.store();
    bool begun = false;
    auto stopped = az::clear(store, {.progress = [&](const az::clear_progress &) { begun = true; },
                                     .cancelled = [&] { return begun; }});
    CHECK(stopped.cancelled);
    CHECK(stopped.sessions > 0);
    CHECK(app.left() == std::to_string(20'000 - stopped.sessions));
    CHECK(run(store).sessions == 20'000 - stopped.sessions);
}
