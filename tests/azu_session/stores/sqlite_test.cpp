#include <azu_session/clear.hpp>
#include <azu_session/stores/sqlite.hpp>

#include "support/failure.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

namespace az = azu_session;
using support::failure_of;

namespace {

/// An application's directory with a database in it, made by the sqlite3 shell.
struct application {
    support::temporary_directory directory;

    az::database_settings found(const std::string &url = "sqlite3:./app.db",
                                const std::string &table = "sessions") const {
        return {.url = az::parse_database_url(url), .table = az::table_name(table), .root = directory.path()};
    }
    az::sqlite_store store(const std::string &table = "sessions", int milliseconds = 2000) const {
        return az::sqlite_store(found("sqlite3:./app.db", table),
                                {.command_timeout = std::chrono::milliseconds(milliseconds)});
    }
    support::command shell() const {
        return {.arguments = {"sqlite3", "-batch", "-bail", (directory.path() / "app.db").string()}};
    }
    std::string sql(const std::string &text) const {
        auto command = shell();
        command.input = text;
        auto done = support::run(command);
        if (done.status != 0) throw std::runtime_error("sqlite3 failed: " + done.err);
        while (done.out.ends_with('\n'))
            done.out.pop_back();
        return done.out;
    }
    /// A table as the migration makes it, with `count` sessions of users 0 to 9, every third of them expired.
    void create(int count, const std::string &table = "sessions") const {
        sql("CREATE TABLE \"" + table +
            "\" (session_id TEXT PRIMARY KEY, data TEXT NOT NULL, created_at TEXT, expires_at TEXT);"
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < " +
            std::to_string(count) + ") INSERT INTO \"" + table +
            "\" SELECT 'id-' || i, json_object('user_id', i % 10), datetime('now'),"
            " strftime('%Y-%m-%d %H:%M:%f', 'now', CASE WHEN i % 3 = 0 THEN '-1 second' ELSE '1 hour' END) "
            "FROM n"
            " WHERE i < " +
            std::to_string(count) + ";");
    }
    std::string left(const std::string &table = "sessions") const {
        return sql("SELECT count(*) FROM \"" + table + "\";");
    }
};

} // namespace

TEST_CASE("SQLite: every session is counted and removed") {
    application app;
    app.create(142);
    auto store = app.store();
    CHECK(az::count(store).sessions == 142);
    CHECK(app.left() == "142");
    CHECK(az::clear(store).sessions == 142);
    CHECK(app.left() == "0");
    CHECK(az::clear(store).sessions == 0);
}

TEST_CASE("SQLite: only expired sessions, only those of one user, only both") {
    application app;
    app.create(100);
    app.sql("INSERT INTO sessions VALUES ('bad', 'not JSON 5', '', 'not a time'), ('blob', x'7b', '', NULL),"
            "('text', '{\"user_id\":\"5\"}', '', '2020-01-01T00:00:00Z'), ('null', '', '', NULL);");
    auto store = app.store();
    auto of_user = [](bool expired) {
        return az::clear_options{.which = {.expired = expired, .where = {{"user_id", "5"}}}};
    };
    CHECK(az::count(store, of_user(false)).sessions == 11);
    CHECK(az::count(store, of_user(true)).sessions == 4);
    CHECK(az::clear(store, of_user(true)).sessions == 4);
    auto cleared = az::clear(store, of_user(false));
    CHECK(cleared.sessions == 7);
    CHECK(cleared.unread.count == 3);
    CHECK(cleared.unread.examples == std::vector<std::string>{"bad", "blob", "null"});
    CHECK(az::count(store, {.which = {.expired = true}}).sessions == 31);
    CHECK(az::clear(store, {.which = {.expired = true}}).sessions == 31);
    CHECK(app.left() == "62");
}

TEST_CASE("SQLite: names with odd characters") {
    application app;
    std::string table = "we\"ird'na me; --";
    app.sql("CREATE TABLE \"we\"\"ird'na me; --\" (session_id TEXT, data TEXT);"
            "INSERT INTO \"we\"\"ird'na me; --\" VALUES ('a', '{}');");
    auto odd = app.store(table);
    CHECK(az::clear(odd).sessions == 1);
    app.create(3, "Sessions");
    auto qualified = app.store("main.sessions");
    CHECK(az::clear(qualified).sessions == 3);
    CHECK(failure_of([&] { app.store("a.b.c"); }).code() == az::errc::invalid);
    CHECK(failure_of([&] { app.store(""); }).code() == az::errc::invalid);
    auto elsewhere = app.store("other.sessions");
    CHECK(failure_of([&] { az::clear(elsewhere); }).code() == az::errc::not_found);
}

TEST_CASE("SQLite: relative names start at the application's root, absolute ones do not") {
    application app;
    app.create(2);
    auto absolute = "sqlite3://" + (app.directory.path() / "app.db").string();
    az::sqlite_store store(app.found(absolute));
    CHECK(az::count(store).sessions == 2);
}

TEST_CASE("SQLite: a path means what it means to the kernel") {
    application app;
    support::temporary_directory elsewhere;
    std::filesystem::create_directories(elsewhere.path() / "data");
    app.create(2);
    std::filesystem::copy_file(app.directory.path() / "app.db", elsewhere.path() / "app.db");
    std::filesystem::create_directory_symlink(elsewhere.path() / "data", app.directory.path() / "data");
    std::filesystem::create_symlink(elsewhere.path() / "app.db", app.directory.path() / "link.db");
    app.sql("INSERT INTO sessions VALUES ('third', '{}', '', '');");
    for (std::string path :
         {"./data/../app.db", "data/../app.db", "./data/.././app.db", "./link.db", ".//data//..//app.db"}) {
        CAPTURE(path);
        az::sqlite_store store(app.found("sqlite3://" + path));
        CHECK(az::count(store).sessions == 2);
    }
    az::sqlite_store store(app.found("sqlite3://./data/../app.db"));
    CHECK(az::clear(store).sessions == 2);
    CHECK(app.left() == "3");
}

TEST_CASE("SQLite: what is not a database is named and never made") {
    application app;
    auto opening = [&](const std::string &url) {
        return failure_of([&] {
            az::sqlite_store store(app.found(url));
            az::clear(store);
        });
    };
    CHECK(opening("sqlite3:./absent.db").code() == az::errc::not_found);
    CHECK(!std::filesystem::exists(app.directory.path() / "absent.db"));
    CHECK(opening("sqlite3:./absent/app.db").code() == az::errc::not_found);
    std::filesystem::create_directory(app.directory.path() / "directory");
    CHECK(opening("sqlite3:./directory").code() == az::errc::invalid);
    app.directory.write("text", "This is not a database, however long it is made to be for SQLite.");
    CHECK(opening("sqlite3:./text").code() == az::errc::invalid);
    app.directory.write("empty", "");
    CHECK(opening("sqlite3:./empty").code() == az::errc::not_found);
    CHECK(opening("sqlite3::memory:").code() == az::errc::unsupported);
    CHECK(opening("sqlite3://%3Amemory%3A").code() == az::errc::unsupported);
    az::database_settings not_set{.url = {}, .table = az::table_name("sessions")};
    auto unknown = failure_of([&] { az::sqlite_store store(not_set); });
    CHECK(unknown.code() == az::errc::not_found);
    CHECK(unknown.hint().find("DATABASE_URL") != std::string::npos);
    CHECK(opening("mysql://localhost/app").code() == az::errc::unsupported);
    CHECK(opening("sqlite4:./app.db").code() == az::errc::invalid);
    CHECK(opening("postgresql://localhost/app").code() == az::errc::unsupported);
}

TEST_CASE("SQLite: a missing table, and a view") {
    application app;
    app.sql("CREATE TABLE bare (session_id TEXT, data TEXT); CREATE VIEW sessions AS SELECT * FROM bare;");
    auto view = app.store(), absent = app.store("absent");
    CHECK(failure_of([&] { az::clear(view); }).code() == az::errc::invalid);
    CHECK(failure_of([&] { az::clear(absent); }).code() == az::errc::not_found);
    CHECK(failure_of([&] { return az::count(absent); }).hint().find("migrations") != std::string::npos);
}

TEST_CASE("SQLite: only a table that has the columns of sessions is cleared or counted") {
    application app;
    app.sql("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, data TEXT);"
            "CREATE TABLE visits (session_id TEXT, page TEXT);"
            "INSERT INTO users VALUES (1, 'a', ''); INSERT INTO visits VALUES ('a', '/');"
            "CREATE TABLE small (SESSION_ID TEXT, Data TEXT); INSERT INTO small VALUES ('a', '{}');"
            "CREATE TABLE timed (session_id TEXT, expires_at TEXT); INSERT INTO timed VALUES ('a', '');");
    for (std::string table : {"users", "visits", "sqlite_master", "sqlite_schema", "main.users"}) {
        CAPTURE(table);
        auto store = app.store(table);
        auto refused = failure_of([&] { az::clear(store); });
        CHECK((refused.code() == az::errc::invalid || refused.code() == az::errc::not_found));
        CHECK_FALSE(refused.hint().empty());
        CHECK(failure_of([&] { return az::count(store); }).code() == refused.code());
    }
    CHECK(app.left("users") + app.left("visits") == "11");
    auto small = app.store("small"), timed = app.store("timed");
    CHECK(failure_of([&] { az::clear(small, {.which = {.expired = true}}); }).code() == az::errc::invalid);
    CHECK(failure_of([&] {
              az::clear(timed, {.which = {.where = {{"a", "b"}}}});
          }).code() == az::errc::invalid);
    CHECK(az::clear(small).sessions == 1);
    CHECK(az::clear(timed).sessions == 1);
}

TEST_CASE("SQLite: a file that may not be written to") {
    application app;
    app.create(5);
    chmod((app.directory.path() / "app.db").c_str(), 0444);
    chmod(app.directory.path().c_str(), 0755);
    support::unprivileged as_nobody;
    auto store = app.store();
    CHECK(az::count(store).sessions == 5);
    CHECK(failure_of([&] { az::clear(store); }).code() == az::errc::read_only);
}

TEST_CASE("SQLite: a file that may not be read") {
    application app;
    app.create(5);
    chmod((app.directory.path() / "app.db").c_str(), 0);
    chmod(app.directory.path().c_str(), 0755);
    support::unprivileged as_nobody;
    CHECK(failure_of([&] { app.store(); }).code() == az::errc::permission);
}

TEST_CASE("SQLite: another writer is waited for, and not longer than asked") {
    application app;
    app.create(5);
    SUBCASE("rollback journal") { app.sql("PRAGMA journal_mode = delete;"); }
    SUBCASE("write-ahead log") { app.sql("PRAGMA journal_mode = wal;"); }
    support::process writer(app.shell());
    // Its COMMIT may come upon our looking whether the lock is free.
    writer.write(".timeout 10000\nBEGIN IMMEDIATE; INSERT INTO sessions VALUES ('new', '{}', '', ''); SELECT "
                 "'locked';\n");
    writer.expect("locked");
    auto impatient = app.store("sessions", 50);
    CHECK(failure_of([&] { az::clear(impatient); }).code() == az::errc::locked);

    std::thread later([&] { writer.write("COMMIT; SELECT 'ended';\n"); });
    auto patient = app.store("sessions", 10'000);
    CHECK(az::clear(patient).sessions == 6);
    later.join();
    CHECK(app.left() == "0");
}

TEST_CASE("SQLite: rows that refer to a session follow their rule") {
    application app;
    app.create(3);
    app.sql("CREATE TABLE carts (session_id TEXT REFERENCES sessions ON DELETE CASCADE);"
            "INSERT INTO carts VALUES ('id-1'), ('id-2');");
    auto store = app.store();
    CHECK(az::clear(store).sessions == 3);
    CHECK(app.left("carts") == "0");
    app.sql("CREATE TABLE logs (session_id TEXT REFERENCES sessions); INSERT INTO sessions VALUES ('a', '', "
            "'', '');"
            "INSERT INTO logs VALUES ('a');");
    auto refused = failure_of([&] { az::clear(store); });
    CHECK(refused.code() == az::errc::server);
    CHECK(refused.hint().find("ON DELETE") != std::string::npos);
    CHECK(app.left() == "1");
}

TEST_CASE("SQLite: sessions that a trigger keeps are no success, and are told") {
    application app;
    app.create(1500);
    app.sql("CREATE TRIGGER keep BEFORE DELETE ON sessions WHEN OLD.session_id IN ('id-0', 'id-3', 'id-7')"
            " BEGIN SELECT RAISE(IGNORE); END;");
    auto store = app.store();
    auto kept = az::clear(store, {.which = {.expired = true}});
    CHECK_FALSE(kept.proven());
    CHECK(kept.noted.noted == 500);
    CHECK(kept.noted.left == 2);
    CHECK(kept.noted.likely == "What may keep them: the table's triggers (keep).");
    kept = az::clear(store, {.which = {.where = {{"user_id", "7"}}}});
    CHECK(kept.noted.noted == 100);
    CHECK(kept.noted.left == 1);
    CHECK(az::clear(store).noted.left == 3);
    CHECK(app.left() == "3");
    app.sql("DROP TRIGGER keep;");
    CHECK(az::clear(store).sessions == 3);
    CHECK(az::clear(store).proven());
}

TEST_CASE("SQLite: sessions are noted where they are, however far apart their rows") {
    application app;
    app.create(5000);
    app.sql("UPDATE sessions SET rowid = rowid + 1000000000 WHERE rowid > 1;"
            "CREATE TRIGGER keep BEFORE DELETE ON sessions WHEN OLD.session_id LIKE '%5'"
            " BEGIN SELECT RAISE(IGNORE); END;");
    auto store = app.store();
    auto kept = az::clear(store);
    CHECK(kept.noted.noted == 1000);
    CHECK(kept.noted.left > 50);
    app.sql("DROP TRIGGER keep; DROP TABLE sessions;"
            "CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT, expires_at TEXT) WITHOUT ROWID;"
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
            " INSERT INTO sessions SELECT 'id-' || i, '{}', '' FROM n;");
    auto without = az::clear(store);
    CHECK(without.sessions == 3000);
    CHECK(without.proven());
    CHECK(without.noted.noted == 1000);
}

TEST_CASE("SQLite: what a trigger makes of removed sessions is no failure") {
    application app;
    app.create(5);
    app.sql("CREATE TRIGGER renew AFTER DELETE ON sessions WHEN OLD.session_id LIKE 'id-%' BEGIN"
            " INSERT INTO sessions VALUES ('new-' || OLD.session_id, '{}', '', ''); END;");
    auto store = app.store();
    CHECK(az::clear(store).sessions == 5);
    CHECK(app.left() == "5");
}

TEST_CASE("SQLite: sessions whose data cannot be read are told, whatever else is cleared") {
    application app;
    app.create(20);
    app.sql("UPDATE sessions SET data = '{\"encrypted\":\"x\"}' WHERE session_id >= 'id-5';"
            "INSERT INTO sessions VALUES ('compressed', x'1f8b08', '', '2000-01-01');");
    auto store = app.store();
    az::clear_options of_user = {.which = {.where = {{"user_id", "3"}}}};
    CHECK(az::count(store, of_user).unread.count == 6);
    auto cleared = az::clear(store, of_user);
    CHECK(cleared.sessions == 2);
    CHECK(cleared.unread.count == 6);
    CHECK(cleared.unread.examples.size() == 3);
    of_user.which.expired = true;
    CHECK(az::clear(store, of_user).unread.count == 3);
    CHECK(az::clear(store).unread.count == 0);
}

TEST_CASE("SQLite: a condition on data that the application encrypts is refused") {
    application app;
    app.create(3);
    auto found = app.found();
    found.sealed = "config.encrypt_data at session.cr:3";
    az::sqlite_store store(found);
    az::clear_options of_user = {.which = {.where = {{"user_id", "1"}}}};
    CHECK(failure_of([&] { az::clear(store, of_user); }).code() == az::errc::unsupported);
    CHECK(failure_of([&] { return az::count(store, of_user); }).code() == az::errc::unsupported);
    CHECK(az::clear(store).sessions == 3);
}
