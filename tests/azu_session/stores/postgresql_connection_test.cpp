#include <azu_session/clear.hpp>
#include <azu_session/stores/postgresql.hpp>

#include "support/failure.hpp"
#include "support/postgresql_server.hpp"
#include "support/redis_server.hpp"
#include "support/sessions_in_postgresql.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <string>

namespace az = azu_session;
using support::failure_of;
using support::sessions_in_postgresql;

namespace {

/// What comes out of opening this URL and counting there; the password must never be part of it.
az::error failure_at(const std::string &url, const std::string &password = "secret") {
    auto failure = failure_of([&] {
        az::postgresql_store store(support::found_in_postgresql(url),
                                   {.connect_timeout = std::chrono::seconds(2)});
        return az::count(store);
    });
    CHECK(std::string(failure.what()).find(password) == std::string::npos);
    CHECK(failure.hint().find(password) == std::string::npos);
    CHECK(!failure.hint().empty());
    return failure;
}

} // namespace

TEST_CASE("PostgreSQL: a login that fails, and a database that is not there") {
    sessions_in_postgresql app;
    auto &server = app.server();
    CHECK(failure_at(server.url("azu", "wr'o%6Eg\\pass"), "wr'ong\\pass").code() == az::errc::authentication);
    CHECK(failure_at(server.url_of("azu", "")).code() == az::errc::authentication);
    CHECK(failure_at(server.url_of("nobody", "secret")).code() == az::errc::authentication);
    CHECK(failure_at(server.url("absent")).code() == az::errc::not_found);
    CHECK(failure_at(server.url() + "?sslmode=require").code() == az::errc::connection);
    CHECK(failure_at(server.url() + "?sslmode=nonsense").code() == az::errc::connection);
}

TEST_CASE("PostgreSQL: what the application's driver does not read leads to no other place") {
    sessions_in_postgresql app;
    app.create(3);
    app.sql("CREATE SCHEMA other; CREATE TABLE other.sessions AS SELECT * FROM sessions LIMIT 2;"
            "CREATE ROLE other LOGIN PASSWORD 'secret'");
    support::temporary_directory files;
    auto services = files.write("services", "[other]\nhost=127.0.0.1\nport=1\nuser=other\ndbname=postgres\n"
                                            "options=-csearch_path=other\n");
    std::map<std::string, std::string> variables = {{"PGOPTIONS", "-c search_path=other"},
                                                    {"PGHOSTADDR", "127.0.0.9"},
                                                    {"PGSERVICE", "other"},
                                                    {"PGSERVICEFILE", services.string()},
                                                    {"PGTARGETSESSIONATTRS", "read-only"},
                                                    {"PGPORT", "1"},
                                                    {"PGUSER", "other"},
                                                    {"PGDATABASE", "postgres"}};
    SUBCASE("in the environment") {}
    SUBCASE("a service that is not there") { variables = {{"PGSERVICE", "absent"}}; }
    std::string parameters;
    SUBCASE("in the URL") {
        variables = {};
        parameters =
            "?options=-csearch_path%3Dother&service=absent&hostaddr=127.0.0.9&user=other&dbname=postgres"
            "&port=1&target_session_attrs=read-only&schema=other&encoding=latin1&max_pool_size=25&ssl=true&"
            "sslnonsense=1";
    }
    for (const auto &[name, value] : variables)
        setenv(name.c_str(), value.c_str(), 1);
    {
        auto store = app.store_at(app.server().url() + parameters);
        CHECK(az::count(store).sessions == 3);
        CHECK(az::clear(store).sessions == 3);
    }
    for (const auto &[name, value] : variables) {
        CHECK(getenv(name.c_str()) == value);
        unsetenv(name.c_str());
    }
    CHECK(app.left() == "0");
    CHECK(app.left("other.sessions") == "2");
}

TEST_CASE("PostgreSQL: TLS settings stay in force, wherever they stand") {
    sessions_in_postgresql app;
    setenv("PGSSLMODE", "require", 1);
    CHECK(failure_at(app.server().url()).code() == az::errc::connection);
    unsetenv("PGSSLMODE");
    CHECK(failure_at(app.server().url() + "?sslmode=verify-full").code() == az::errc::connection);
}

TEST_CASE("PostgreSQL: nobody listens, or someone else does") {
    auto at = [](int port) { return "postgresql://azu:secret@127.0.0.1:" + std::to_string(port) + "/azu"; };
    CHECK(failure_at(at(support::free_port())).code() == az::errc::connection);
    support::redis_server redis;
    auto other = failure_at(at(redis.port()));
    CHECK((other.code() == az::errc::connection || other.code() == az::errc::timeout));
    CHECK(failure_at("postgresql://azu:secret@no-such-host.invalid/azu").code() == az::errc::connection);
}

TEST_CASE("PostgreSQL: which URLs it serves") {
    auto serves = [](const std::string &url) {
        return az::postgresql_store::serves(support::found_in_postgresql(url));
    };
    CHECK(serves("postgresql://localhost/app"));
    CHECK(serves("postgres:///app"));
    CHECK_FALSE(serves("sqlite3:./app.db"));
    az::database_settings not_set{.url = {}, .table = az::table_name("sessions")};
    CHECK(failure_of([&] { az::postgresql_store::serves(not_set); }).code() == az::errc::not_found);
    CHECK(failure_of([&] { serves("mysql://localhost/app"); }).code() == az::errc::unsupported);
    CHECK(failure_of([&] { serves("nonsense"); }).code() == az::errc::invalid);
}

TEST_CASE("PostgreSQL: a server that stops answering is given up after the timeout") {
    sessions_in_postgresql app;
    app.create(10);
    auto store = app.store("sessions", {.command_timeout = std::chrono::milliseconds(300)});
    app.server().pause();
    auto failure = failure_of([&] { return az::count(store, {.attempts = 1}); });
    CHECK(failure.code() == az::errc::timeout);
    CHECK(failure_of([&] { app.store("sessions", {.connect_timeout = std::chrono::seconds(1)}); }).code() ==
          az::errc::timeout);
    app.server().resume();
    CHECK(az::count(store).sessions == 10);
}

TEST_CASE("PostgreSQL: a statement that takes too long is cancelled") {
    sessions_in_postgresql app;
    app.create(10);
    app.sql("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN "
            "OLD; END';"
            "CREATE TRIGGER slow BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION slow()");
    auto store = app.store("sessions", {.command_timeout = std::chrono::milliseconds(200)});
    CHECK(failure_of([&] { az::clear(store, {.attempts = 1}); }).code() == az::errc::timeout);
    CHECK(app.left() == "10");
}

TEST_CASE("PostgreSQL: a connection that was lost is made anew") {
    sessions_in_postgresql app;
    app.create(10);
    auto store = app.store();
    CHECK(az::count(store).sessions == 10);
    app.server().kill();
    CHECK(failure_of([&] { return az::count(store, {.attempts = 2}); }).code() == az::errc::connection);
    app.server().start();
    CHECK(az::clear(store).sessions == 10);
}

TEST_CASE("PostgreSQL: a standby is counted in, and not written to") {
    sessions_in_postgresql app;
    app.create(10);
    support::postgresql_server standby(app.server());
    support::wait_until("the standby to have the rows", [&] {
        return standby.sql("SELECT count(*) FROM pg_class WHERE relname = 'sessions'") == "1" &&
               standby.sql("SELECT count(*) FROM sessions") == "10";
    });
    auto store = app.store_at(standby.url());
    CHECK(az::count(store).sessions == 10);
    CHECK(failure_of([&] { az::clear(store); }).code() == az::errc::read_only);
    app.sql("ALTER ROLE azu SET default_transaction_read_only = on");
    auto reader = app.store();
    CHECK(failure_of([&] { az::clear(reader); }).code() == az::errc::read_only);
}
