#include "support/azu.hpp"
#include "support/postgresql_server.hpp"
#include "support/redis_server.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <string>
#include <tuple>

using support::azu_application;

namespace {

const std::string question =
    "Are you sure you want to clear all sessions? This will log out all users. [y/N]:";

support::redis_server &redis() {
    static support::redis_server server;
    return server;
}

support::postgresql_server &postgresql() {
    static support::postgresql_server server;
    return server;
}

/// An application whose sessions are in the Redis server, with `count` of them and one key of somebody
/// else's.
struct redis_application : azu_application {
    explicit redis_application(int count = 3) {
        configure("RedisStore.new(\n    url: ENV[\"REDIS_URL\"],\n    prefix: \"my_app:session:\",\n    ttl: "
                  "1.hour\n  )");
        write(".env", "REDIS_URL=" + redis().url() + "\n");
        redis().cli({"FLUSHALL"});
        redis().cli({"SET", "other", "kept"});
        for (int i = 0; i < count; ++i)
            redis().cli(
                {"SET", "my_app:session:" + std::to_string(i), "{\"user_id\":" + std::to_string(i) + "}"});
    }
    static std::string left() { return redis().cli({"DBSIZE"}); }
};

/// What stands on standard error before the question.
std::string target_of(const redis_application &app) {
    return "Application: my_app in " + app.path().string() + "\n" +
           "Backend:  redis  (src/initializers/session.cr:2)\n"
           "URL:      " +
           redis().url() +
           "  (REDIS_URL (.env:1))\n"
           "Pattern:  my_app:session:*  (src/initializers/session.cr:4)\n";
}

struct sqlite_application : azu_application {
    sqlite_application() {
        configure("DatabaseStore.new(\n    table: \"sessions\",\n    ttl: 1.hour\n  )");
        write(".env", "DATABASE_URL=sqlite3:./app.db\n");
        sql("CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT NOT NULL, expires_at TEXT NOT "
            "NULL);"
            "INSERT INTO sessions VALUES ('a', '{\"user_id\":1}', '2999-01-01 00:00:00'),"
            "('b', '{\"user_id\":2}', '2000-01-01 00:00:00');");
    }
    std::string sql(const std::string &text) const {
        return support::run({.arguments = {"sqlite3", (path() / "app.db").string(), text}}).out;
    }
};

} // namespace

TEST_CASE("session:clear on Redis prints the documented lines") {
    redis_application app;
    auto done = app.run({"session:clear", "--force"});
    CHECK(done.out == "Clearing sessions...\nBackend: redis\nRedis URL: " + redis().url() +
                          "\nClearing Redis sessions with pattern: my_app:session:*\n"
                          "Cleared 3 session(s)\n✓ Sessions cleared successfully\n");
    CHECK(done.err == "");
    CHECK(done.status == 0);
    CHECK(redis_application::left() == "1");
    CHECK(app.run({"session:clear", "-f"}).out.find("Cleared 0 session(s)\n✓") != std::string::npos);
}

TEST_CASE("session:clear on a database prints the documented lines") {
    std::string lines = "Clearing sessions...\nBackend: database\nClearing database sessions...\n"
                        "Cleared 2 session(s)\n✓ Sessions cleared successfully\n";
    sqlite_application app;
    auto done = app.run({"session:clear", "--force"});
    CHECK(done.out == lines);
    CHECK(done.err == "");
    CHECK(app.sql("SELECT count(*) FROM sessions") == "0\n");

    postgresql().sql("CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT, expires_at TIMESTAMPTZ);"
                     "INSERT INTO sessions VALUES ('a', '{}', now()), ('b', '{}', now())");
    app.write(".env", "DATABASE_URL=" + postgresql().url() + "\n");
    CHECK(app.run({"session:clear", "--force"}).out == lines);
    CHECK(postgresql().sql("SELECT count(*) FROM sessions") == "0");
    postgresql().sql("DROP TABLE sessions");
}

TEST_CASE("session:clear on memory never asks and says what to do") {
    azu_application app;
    app.configure("MemoryStore.new(ttl: 1.hour)");
    auto done = app.run({"session:clear"});
    CHECK(done.out ==
          "Clearing sessions...\nBackend: memory\n⚠️  Memory sessions cannot be cleared remotely\n"
          "Restart the application to clear memory sessions\n");
    CHECK(done.err == "");
    CHECK(done.status == 0);
    CHECK(app.run({"session:clear", "--backend", "memory", "--force"}).out == done.out);
}

TEST_CASE("session:clear asks, and takes only y and yes for a yes") {
    for (std::string answer : {"y", "Y", "yes", "YES", " Yes "}) {
        CAPTURE(answer);
        redis_application app;
        auto done = app.run({"session:clear"}, {}, answer + "\n");
        CHECK(done.out.starts_with(question + " \nClearing sessions...\n"));
        CHECK(done.status == 0);
        CHECK(redis_application::left() == "1");
    }
    for (std::string answer : {"", "n", "no", "yikes", "ye", "yess", "y y", "1", "true"}) {
        CAPTURE(answer);
        redis_application app;
        auto refused = app.run({"session:clear"}, {}, answer + "\n");
        CHECK(refused.out == question + " \n");
        CHECK(refused.err == target_of(app) + "Operation cancelled\n");
        CHECK(refused.status == 1);
        CHECK(redis_application::left() == "4");
    }
}

TEST_CASE("session:clear takes the end of input for a no and names --force") {
    redis_application app;
    auto refused = app.run({"session:clear"});
    CHECK(refused.status == 1);
    CHECK(refused.err.starts_with(target_of(app) + "Operation cancelled\n"));
    CHECK(refused.err.find("--force") != std::string::npos);
    CHECK(redis_application::left() == "4");
}

TEST_CASE("session:clear does not wait for ever where nobody can answer") {
    redis_application app;
    support::process child(app.azu({"session:clear"})); // its input stays open and empty
    auto refused = child.finish();
    CHECK(refused.status == 1);
    CHECK(refused.err.find("--force") != std::string::npos);
    CHECK(redis_application::left() == "4");
}

TEST_CASE("session:clear takes an endless line for no answer") {
    redis_application app;
    auto what = app.azu({"session:clear"});
    what.arguments.insert(what.arguments.begin(), {"sh", "-c", "\"$@\" </dev/zero", "sh"});
    CHECK(support::run(what).status == 1);
    CHECK(redis_application::left() == "4");
}

TEST_CASE("session:clear with closed standard streams clears all the same") {
    redis_application app(300);
    auto what = app.azu({"session:clear", "--force", "--progress=bar"});
    what.arguments.insert(what.arguments.begin(), {"sh", "-c", "\"$@\" <&- >&- 2>&-", "sh"});
    CHECK(support::run(what).status == 1);
    CHECK(redis_application::left() == "1");
}

TEST_CASE("session:clear lets nothing that it prints act on the terminal or forge a line") {
    redis_application app;
    auto asked = app.run({"session:clear", "--where", "a=1? [y/N]: y\nCleared 3\x1b[2J\xc2\x9b\xe2\x80\xae"},
                         {}, "n\n");
    CHECK(asked.out == "Are you sure you want to clear the sessions with a=1? [y/N]: y\\nCleared "
                       "3\\u{1b}[2J\\u{9b}\\u{202e}? [y/N]: \n");
    auto prefix = app.run({"session:clear", "--prefix", "a\n✓ \xc2\x9b:", "--dry-run"});
    CHECK(prefix.out.find("pattern: a\\n✓ \\u{9b}:*\n") != std::string::npos);
    auto table =
        app.run({"session:clear", "-f", "-b", "database", "--table", "a\nb", "--url", postgresql().url()});
    CHECK(table.err.find("a\\nb") != std::string::npos);
}

TEST_CASE("session:clear ends at Ctrl-C, says how far it came, and can be run again") {
    redis_application app(0);
    redis().cli({"EVAL", "for i = 1, 200000 do redis.call('set', 'my_app:session:' .. i, '{}') end", "0"});
    support::process child(app.azu({"session:clear", "--force"}));
    support::wait_until("the first sessions to be gone",
                        [] { return redis_application::left() != "200001"; });
    child.signal(SIGINT);
    auto stopped = child.finish();
    CAPTURE(stopped.out);
    CAPTURE(stopped.err);
    // A machine that is fast enough may have come to the end by then.
    if (stopped.status != 0) {
        CHECK(stopped.status == 130);
        CHECK(stopped.out.find("✓") == std::string::npos);
        auto left = std::stoul(redis_application::left()) - 1;
        CHECK(stopped.out.find("Cleared " + std::to_string(200000 - left) + " session(s)\nInterrupted") !=
              std::string::npos);
    }
    CHECK(app.run({"session:clear", "--force"}).status == 0);
    CHECK(redis_application::left() == "1");
}

TEST_CASE("session:clear says what it waits for, and any of three signals ends the wait") {
    redis_application app;
    for (int signal : {SIGINT, SIGTERM, SIGHUP}) {
        redis().process().signal(SIGSTOP);
        support::process child(app.azu({"session:clear", "--force"}));
        child.expect("pattern: my_app:session:*");
        if (signal == SIGINT)
            support::wait_until("a word", [&] { return child.peek().err.find("Waiting for ") == 0; });
        auto begin = std::chrono::steady_clock::now();
        child.signal(signal);
        auto stopped = child.finish();
        redis().process().signal(SIGCONT);
        CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(1500));
        CHECK(stopped.status == 130);
        CHECK(stopped.out.find("✓") == std::string::npos);
        if (signal == SIGINT)
            CHECK(stopped.err.starts_with("Waiting for Redis at " + redis().url() + " to answer.\n"));
    }
    CHECK(redis_application::left() == "4");
}

TEST_CASE("session:clear of a database that is locked, or in one statement, is ended by a signal") {
    sqlite_application app;
    support::process writer({.arguments = {"sqlite3", "-batch", (app.path() / "app.db").string()}});
    writer.write("BEGIN IMMEDIATE; UPDATE sessions SET data = '{}'; SELECT 'locked';\n");
    writer.expect("locked");
    auto late = app.run({"session:clear", "--force", "--timeout", "0.2"});
    CHECK(late.status == 1);
    CHECK(late.err.find("stayed locked by another program") != std::string::npos);
    support::process child(app.azu({"session:clear", "--force"}));
    child.expect("Clearing database sessions...");
    support::wait_until("a word", [&] { return child.peek().err.find("Waiting for another program") == 0; });
    child.signal(SIGTERM);
    auto stopped = child.finish();
    CHECK(stopped.status == 130);
    CHECK(stopped.out.ends_with(
        "Cleared 0 session(s)\nInterrupted; the unfinished statement was rolled back\n"));
}

TEST_CASE("session:clear says where nothing was there and the store was only assumed") {
    azu_application app;
    redis().cli({"FLUSHALL"});
    auto cleared = app.run({"session:clear", "--force"}, {{"REDIS_URL", redis().url()}});
    CHECK(cleared.status == 0);
    CHECK(cleared.err.find("Warning: There were no sessions, and that they are there was only assumed") !=
          std::string::npos);
    auto told =
        app.run({"session:clear", "--force", "--prefix", "my_app:session:"}, {{"REDIS_URL", redis().url()}});
    CHECK(told.err.empty());
    azu_application nowhere("version: 0.1.0\n");
    auto refused = nowhere.run({"session:clear", "--force"}, {{"REDIS_URL", redis().url()}});
    CHECK(refused.status == 1);
    CHECK(refused.err.find("There is no shard.yml with a name in ") != std::string::npos);
    CHECK(refused.err.find("Options: --directory, --prefix.") != std::string::npos);
}

TEST_CASE("session:clear --json tells what was proven, and each failure's code") {
    sqlite_application app;
    app.sql("CREATE TRIGGER keep BEFORE DELETE ON sessions WHEN OLD.session_id = 'a'"
            " BEGIN SELECT RAISE(IGNORE); END;");
    auto kept = app.run({"session:clear", "--force", "--json"});
    CHECK(kept.status == 1);
    CHECK(kept.out.find(
              "\"cleared\":1,\"interrupted\":false,\"unread\":0,\"exact\":true,\"noted\":2,\"left\":1,"
              "\"error\":{\"message\":\"1 of 2 sessions") != std::string::npos);
    CHECK(kept.out.ends_with("\"code\":\"incomplete\"},\"version\":1}\n"));
    CHECK(kept.err.find("What may keep them: the table's triggers (keep).") != std::string::npos);
    for (auto &[option, value, code] : {std::tuple("--table", "none", "not_found"),
                                        {"--prefix", "x:", "usage"},
                                        {"--url", "mysql://h/d", "unsupported"}}) {
        auto failed = app.run({"session:clear", "--force", "--json", option, value});
        CHECK(failed.out.find("\"code\":\"" + std::string(code) + "\"") != std::string::npos);
    }
}

TEST_CASE("session:clear asks on a terminal") {
    using streams = support::process::streams;
    redis_application app;
    {
        support::process child(app.azu({"session:clear", "--no-color"}), streams::terminal);
        child.expect(question);
        child.write("n\n");
        auto refused = child.finish();
        CHECK(refused.out.starts_with("Application: my_app in "));
        CHECK(refused.out.ends_with(question + " n\r\nOperation cancelled\r\n"));
        CHECK(refused.status == 1);
        CHECK(redis_application::left() == "4");
    }
    {
        support::process child(app.azu({"session:clear"}), streams::terminal);
        child.expect(question);
        child.write("\x04"); // the end of input
        CHECK(child.finish().status == 1);
        CHECK(redis_application::left() == "4");
    }
    {
        support::process child(app.azu({"session:clear"}), streams::terminal);
        child.expect(question);
        child.write("\x03"); // Ctrl-C
        CHECK(child.finish().status == 130);
        CHECK(redis_application::left() == "4");
    }
    support::process child(app.azu({"session:clear", "--no-color"}), streams::terminal);
    child.expect(question);
    child.write("yes\n");
    auto done = child.finish();
    CHECK(done.out.find("Cleared 3 session(s)\r\n✓ Sessions cleared successfully\r\n") != std::string::npos);
    CHECK(done.status == 0);
    CHECK(redis_application::left() == "1");
}

TEST_CASE("session:clear detects in the documented order") {
    redis_application app;
    CHECK(
        app.run({"session:clear", "--dry-run"}, {{"SESSION_BACKEND", "memory"}}).out.find("Backend: redis") !=
        std::string::npos);
    CHECK(app.run({"session:clear", "-b", "memory"}).out.find("Backend: memory") != std::string::npos);
    std::filesystem::remove_all(app.path() / "src");
    CHECK(app.run({"session:clear"}, {{"SESSION_BACKEND", "memory"}}).out.find("Backend: memory") !=
          std::string::npos);
    CHECK(app.run({"session:clear", "--force"}).out.find("pattern: my_app:session:*\nCleared 3") !=
          std::string::npos);
}

TEST_CASE("session:clear --dry-run counts, asks nothing and removes nothing") {
    redis_application app;
    auto counted = app.run({"session:clear", "--dry-run"});
    CHECK(counted.out.find("Would clear 3 session(s)\n") != std::string::npos);
    CHECK(counted.out.find("✓") == std::string::npos);
    CHECK(redis_application::left() == "4");
    sqlite_application database;
    CHECK(database.run({"session:clear", "--dry-run"}).out.find("Would clear 2 session(s)\n") !=
          std::string::npos);
    CHECK(database.sql("SELECT count(*) FROM sessions") == "2\n");
}

TEST_CASE("session:clear --expired and --where clear only those") {
    sqlite_application app;
    auto asked = app.run({"session:clear", "--where", "user_id=1"}, {}, "n\n");
    CHECK(asked.out == "Are you sure you want to clear the sessions with user_id=1? [y/N]: \n");
    CHECK(app.run({"session:clear", "--force", "--expired"}).out.find("Cleared 1 session(s)") !=
          std::string::npos);
    CHECK(app.sql("SELECT session_id FROM sessions") == "a\n");
    CHECK(app.run({"session:clear", "--force", "--where", "user_id=2"}).out.find("Cleared 0 session(s)") !=
          std::string::npos);
    CHECK(app.run({"session:clear", "--force", "--where", "user_id=1"}).out.find("Cleared 1 session(s)") !=
          std::string::npos);

    redis_application in_redis;
    CHECK(in_redis.run({"session:clear", "--force", "--where=user_id=2"}).out.find("Cleared 1 session(s)") !=
          std::string::npos);
    CHECK(redis_application::left() == "3");
    auto expired = in_redis.run({"session:clear", "--expired"}); // without a question
    CHECK(expired.status == 0);
    CHECK(expired.out.ends_with("Redis removes expired sessions by itself: there is nothing to clear\n"));
    CHECK(in_redis.run({"session:clear", "--expired", "--json"}).out.find("\"cleared\":0") !=
          std::string::npos);
    CHECK(redis_application::left() == "3");
    CHECK(in_redis.run({"session:clear", "--force", "--where=user_id=7", "--where=user_id=1", "--where=x=y"})
              .out.find("Cleared 0 session(s)") != std::string::npos);
    CHECK(in_redis.run({"session:clear", "--force", "--where=user_id=7", "--where=user_id=1"})
              .out.find("Cleared 1 session(s)") != std::string::npos);
}

TEST_CASE("session:clear --where names the sessions that it could not look into, and fails") {
    redis_application app;
    redis().cli({"HSET", "my_app:session:hash", "user_id", "2"});
    redis().cli({"SET", "my_app:session:sealed", "{\"encrypted\":\"x\"}"});
    auto counted = app.run({"session:clear", "--dry-run", "--where=user_id=2"});
    CHECK(counted.status == 1);
    auto cleared = app.run({"session:clear", "--force", "--where=user_id=2"});
    CHECK(cleared.out.ends_with("Cleared 1 session(s)\n"));
    CHECK(cleared.err.starts_with(
        "Error: 2 session(s) were left alone, since their data cannot be read: my_app:"));
    CHECK(cleared.status == 1);
    auto json = app.run({"session:clear", "--force", "--json", "--where=user_id=9"});
    CHECK(json.out.find("\"cleared\":0,\"interrupted\":false,\"unread\":2") != std::string::npos);
    CHECK(json.status == 1);
    app.write("src/initializers/session.cr",
              app.read("src/initializers/session.cr") + "Session.configure { |c| c.encrypt_data = true }\n");
    auto refused = app.run({"session:clear", "--force", "--where=user_id=1"});
    CHECK(refused.status == 1);
    CHECK(refused.err.find("config.encrypt_data at src/initializers/session.cr:9") != std::string::npos);
    CHECK(app.run({"session:clear", "--force"}).status == 0);
}

TEST_CASE("session:clear fails where a trigger keeps sessions") {
    sqlite_application app;
    app.sql("CREATE TRIGGER keep BEFORE DELETE ON sessions BEGIN SELECT RAISE(IGNORE); END;");
    auto kept = app.run({"session:clear", "--force"});
    CHECK(kept.status == 1);
    CHECK(kept.out.find("✓") == std::string::npos);
    CHECK(kept.err.starts_with("Error: 2 of 2 sessions that were noted before"));
}

TEST_CASE("session:clear refuses a learnt prefix that other keys begin with, and takes a given one") {
    redis_application app;
    app.configure("RedisStore.new(url: ENV[\"REDIS_URL\"], prefix: \"my_app\", ttl: 1.hour)");
    redis().cli({"SET", "my_app:cache:1", "x"});
    redis().cli({"SET", "my_application:z", "x"});
    auto refused = app.run({"session:clear", "--force"});
    CHECK(refused.status == 1);
    CHECK(refused.err.find("Most keys that begin with my_app (src/initializers/session.cr:2)") !=
          std::string::npos);
    CHECK(refused.err.find("--prefix") != std::string::npos);
    CHECK(app.run({"session:clear", "--dry-run"}).err == refused.err);
    CHECK(redis_application::left() == "6");
    CHECK(app.run({"session:clear", "--force", "--prefix", "my_app:session:"}).status == 0);
    CHECK(redis_application::left() == "3");
}

TEST_CASE("session:clear warns where the environment decides which PostgreSQL server it is") {
    azu_application app;
    app.configure("DatabaseStore.new(table: \"sessions\")");
    auto warned =
        app.run({"session:detect"}, {{"DATABASE_URL", "postgres://u@/d"}, {"PGHOST", "db.example"}});
    CHECK(warned.err ==
          "Warning: The database URL leaves open the host (db.example, PGHOST): where the application "
          "runs, they may differ.\n");
    CHECK(warned.status == 0);
}

TEST_CASE("session:clear --json prints one object and asks on standard error") {
    redis_application app;
    auto done = app.run({"session:clear", "--json"}, {}, "y\n");
    CHECK(done.out.starts_with("{\"backend\":\"redis\","));
    CHECK(done.out.find("\"cleared\":3") != std::string::npos);
    CHECK(done.out.find('\n') == done.out.size() - 1);
    CHECK(done.err == target_of(app) + question + " \n");
    auto failed = app.run({"session:clear", "--json", "--force", "--url", "redis://127.0.0.1:1"});
    CHECK(failed.status == 1);
    CHECK(failed.out.starts_with("{\"error\":{\"message\":"));
}

TEST_CASE("session:clear names what failed and what to do, in one sentence each, without a password") {
    support::redis_server locked({"--requirepass", "hidden"});
    auto refused_port = "redis://:hidden@127.0.0.1:" + std::to_string(support::free_port());
    auto wrong = "postgresql://azu:hidden@127.0.0.1:" + std::to_string(postgresql().port()) + "/azu";
    struct bad {
        std::string store;
        std::map<std::string, std::string> variables;
    };
    std::string in_redis = "RedisStore.new(url: ENV[\"REDIS_URL\"], prefix: \"a:\", ttl: 1.hour)";
    std::string in_database = "DatabaseStore.new(table: \"sessions\", ttl: 1.hour)";
    for (const auto &[store, variables] : std::vector<bad>{
             {in_redis, {{"REDIS_URL", refused_port}}},
             {in_redis, {{"REDIS_URL", "redis://:hidden-wrong@127.0.0.1:" + std::to_string(locked.port())}}},
             {in_redis, {{"REDIS_URL", locked.url()}}},
             {in_redis, {{"REDIS_URL", "redis://:hidden@127.0.0.1:" + std::to_string(postgresql().port())}}},
             {in_redis, {{"REDIS_URL", "nonsense"}}},
             {in_database, {}},
             {in_database, {{"DATABASE_URL", wrong}}},
             {in_database, {{"DATABASE_URL", postgresql().url()}}},
             {in_database,
              {{"DATABASE_URL", "postgres://azu:hidden@127.0.0.1:" + std::to_string(redis().port()) + "/a"}}},
             {in_database,
              {{"DATABASE_URL",
                "postgres://azu:hidden@127.0.0.1:" + std::to_string(support::free_port()) + "/a"}}},
             {in_database, {{"DATABASE_URL", "sqlite3:./missing.db"}}},
             {in_database, {{"DATABASE_URL", "mysql://root:hidden@localhost/a"}}}}) {
        azu_application app;
        app.configure(store);
        auto failed = app.run({"session:clear", "--force", "--timeout", "1"}, variables);
        CAPTURE(failed.err);
        CAPTURE(failed.out);
        CHECK(failed.status == 1);
        CHECK(failed.out.find("✓") == std::string::npos);
        CHECK((failed.out + failed.err).find("hidden") == std::string::npos);
        // libpq waits for two seconds at least, which may be long enough to be told.
        auto told = failed.err.starts_with("Waiting for ") ? failed.err.find('\n') + 1 : 0;
        CHECK(failed.err.substr(told).starts_with("Error: "));
        CHECK(std::count(failed.err.begin(), failed.err.end(), '\n') == (told > 0 ? 3 : 2));
    }
}

TEST_CASE("session:clear refuses bad options before it touches anything") {
    redis_application app;
    for (std::vector<std::string> options : {std::vector<std::string>{"--backend", "nonsense"},
                                             {"--where", "user_id"},
                                             {"--where", "=1"},
                                             {"--where", "user_id=1", "--where", "role"},
                                             {"--prefix", "a:", "--prefix", "b:"},
                                             {"--atomic"},
                                             {"--timeout", "soon"},
                                             {"--timeout", "0"},
                                             {"--timeout", "nan"},
                                             {"--progress", "loud"},
                                             {"extra"}}) {
        std::vector<std::string> arguments = {"session:clear", "--force"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        auto refused = app.run(arguments);
        CAPTURE(options[0]);
        CHECK(refused.status == 2);
        CHECK_FALSE(refused.err.empty());
    }
    for (std::string prefix : {"*", "", " "})
        CHECK(app.run({"session:clear", "-f", "--prefix=" + prefix}).status != 0);
    CHECK(redis_application::left() == "4");
}

TEST_CASE("--atomic claims nothing of a database whose URL is not set") {
    azu_application app;
    app.configure("DatabaseStore.new(table: \"sessions\")");
    auto refused = app.run({"session:clear", "--force", "--atomic"});
    CHECK(refused.status == 1);
    CHECK(refused.err.find("DATABASE_URL is not set") != std::string::npos);
}
