#include "support/azu.hpp"
#include "support/redis_server.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

using support::azu_application;

namespace {

const std::string strong = "8f14e45fceea167a5a36dedd4bea2543c9f0f895fb98ab9159f51fd0297e236d";

bool has(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

/// An application that keeps its sessions in this server, and has a strong secret.
struct in_redis : azu_application {
    explicit in_redis(const support::redis_server &server) {
        configure("RedisStore.new(url: ENV[\"REDIS_URL\"], prefix: \"my_app:session:\")");
        write("src/my_app.cr", "require \"./initializers/session\"\nMyApp.start [SessionHandler.new]\n");
        variables = {{"REDIS_URL", server.url()}, {"SESSION_SECRET", strong}, {"LC_ALL", "C"}};
    }
    support::outcome status(std::vector<std::string> options = {}) const {
        options.insert(options.begin(), "session:status");
        return run(options, variables);
    }
    std::map<std::string, std::string> variables;
};

/// Sets so many sessions that end in two hours.
void load(const support::redis_server &redis, int count) {
    std::string commands;
    for (int i = 0; i < count; ++i)
        commands += "SET my_app:session:" + std::to_string(i) + " x EX 7200\r\n";
    redis.load(commands);
}

/// What the sqlite3 shell makes of it.
void make_database(const azu_application &app, const std::string &sql) {
    support::command shell{.arguments = {"sqlite3", "-bail", (app.path() / "app.db").string()}};
    shell.input = sql;
    REQUIRE(support::run(shell).status == 0);
}

std::size_t count_of(const std::string &text, const std::string &part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

std::string contents(const std::filesystem::path &path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

} // namespace

TEST_CASE("session:status shows the sessions and what is wrong with them, and changes nothing") {
    support::redis_server redis(
        {"--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru", "--save", "60 1"});
    in_redis app(redis);
    redis.cli({"SET", "my_app:session:1", "{\"user_id\":42}", "EX", "7000"});
    redis.cli({"SET", "my_app:session:2", "{}", "EX", "7000"});
    redis.cli({"SET", "other", "x"});
    auto shown = app.status();
    CHECK(shown.status == 0);
    CHECK(shown.err == "");
    CHECK(shown.out.starts_with("Backend:  redis  (src/initializers/session.cr:2)\nURL:      " + redis.url() +
                                "  (REDIS_URL (environment))\n"));
    CHECK(has(shown.out, "\nSessions: 2\nExpiry:   0 expired, next in 117 min, last in 117 min\nSize:     "));
    CHECK(has(shown.out,
              "\nRemaining lifetime:\n  1 to 6 h     ############################################# 2\n"));
    for (std::string line :
         {"  ok       connection    ",
          "  ok       eviction      allkeys-lru: ", "  ok       persistence   Snapshots (save 60 1)",
          "  ok       initializer   src/initializers/session.cr is", "  ok       handler       ",
          "  warning  dependencies  shard.yml lacks session, redis.",
          "  ok       secret        SESSION_SECRET is set (environment) and strong.", "  ok       cookie "})
        CHECK_MESSAGE(has(shown.out, "\n" + line), line);
    CHECK(redis.cli({"DBSIZE"}) == "3");

    auto selected = app.status({"--where", "user_id=42"});
    CHECK(has(selected.out, "\nSelected: 1 with user_id=42\n"));
    CHECK(has(app.status({"--expired"}).out,
              "\nSelected: 0 expired: Redis removes expired sessions by itself\n"));
}

TEST_CASE("session:status draws in blocks where the terminal shows UTF-8") {
    support::redis_server redis;
    in_redis app(redis);
    load(redis, 1);
    app.variables["LC_ALL"] = "C.UTF-8";
    CHECK(has(app.status().out, "1 to 6 h     ████"));
}

TEST_CASE("session:status --json is one object") {
    support::redis_server redis;
    in_redis app(redis);
    load(redis, 3);
    auto object = app.status({"--json"}).out;
    CHECK(object.ends_with("\"version\":1}\n"));
    for (std::string member :
         {"\"reachable\":true", "\"sessions\":3", "\"exact\":true", "\"expired\":0", "\"endless\":0",
          "{\"up_to\":21600,\"sessions\":3}", "{\"up_to\":null,\"sessions\":0}", "\"interrupted\":false",
          "\"round_trip\":", "\"eviction_policy\":\"noeviction\"",
          "{\"name\":\"secret\",\"result\":\"ok\",\"finding\":\"SESSION_SECRET is set (environment) and "
          "strong.\",\"advice\":null}"})
        CHECK_MESSAGE(has(object, member), member);
    CHECK((has(object, "\"server\":\"Redis\"") || has(object, "\"server\":\"Valkey\"")));
    CHECK(has(app.status({"--json", "--where", "user_id=1"}).out, "\"selected\":0,\"unread\":3"));
}

TEST_CASE("session:status gives a number within the time, and says that it is none of all sessions") {
    support::redis_server redis;
    in_redis app(redis);
    load(redis, 20'000);
    auto shown = app.status({"--within", "0.001"});
    CHECK(has(shown.out, "\nSessions: about "));
    CHECK(has(shown.out, "(--within gives more time)\n"));
    CHECK(has(app.status({"--within", "0.001", "--json"}).out, "\"exact\":false"));
    CHECK(has(app.status({"--within", "600", "--json"}).out, "\"sessions\":20000,\"exact\":true"));
}

TEST_CASE("session:status fails where a check finds a problem, and shows no secret") {
    support::redis_server redis;
    in_redis app(redis);
    app.variables["SESSION_SECRET"] = "hunter2";
    auto weak = app.status();
    CHECK(weak.status == 1);
    CHECK(has(weak.out, "  problem  secret        SESSION_SECRET (environment) can be guessed: it is"));
    CHECK(!has(weak.out + weak.err, "hunter2"));
    app.variables["SESSION_SECRET"] = "";
    CHECK(app.status().status == 1);
    app.variables["SESSION_SECRET"] = strong;
    app.write("src/initializers/session.cr", contents(app.path() / "src/initializers/session.cr") +
                                                 "Session.configure { |config| config.secure = false }\n");
    CHECK(app.status().status == 0);
    app.variables["AZU_ENV"] = "production";
    auto open = app.status();
    CHECK(open.status == 1);
    CHECK(has(open.out, "  problem  cookie        secure is false at src/initializers/session.cr:5"));
    app.write("src/my_app.cr", "MyApp.start [SessionHandler.new]\n");
    CHECK(has(app.status().out, "  problem  initializer   src/my_app.cr does not require"));
}

TEST_CASE("session:status says that memory cannot be counted from outside") {
    azu_application app;
    app.configure("MemoryStore.new");
    auto shown = app.run({"session:status"}, {{"SESSION_SECRET", strong}});
    CHECK(has(shown.out, "Backend:  memory  (src/initializers/session.cr:2)\n"
                         "Sessions: in the application's memory, which cannot be counted from outside\n"));
    CHECK(shown.status == 0);
    auto object = app.run({"session:status", "--json"}).out;
    CHECK(has(object, "\"reachable\":null,\"sessions\":null"));
    CHECK(app.run({"session:status", "--format", "openmetrics"}).status == 1);
}

TEST_CASE("session:status of a server that is not there shows all the rest, and is a problem") {
    azu_application app;
    app.configure("RedisStore.new(url: \"redis://:hidden@127.0.0.1:1\", prefix: \"a:\")");
    auto refused = app.run({"session:status"}, {{"SESSION_SECRET", strong}});
    CHECK(refused.status == 1);
    CHECK(has(refused.out, "\nServer:   not reachable\n"));
    CHECK(has(refused.out, "  problem  connection    Cannot connect to Redis at redis://:***@127.0.0.1:1"));
    CHECK(has(refused.out, "  ok       secret "));
    CHECK(!has(refused.out, "Sessions:"));
    auto object = app.run({"session:status", "--json"});
    CHECK(object.status == 1);
    CHECK(has(object.out, "\"reachable\":false,\"sessions\":null"));
    CHECK(has(object.out, "\"error\":{\"message\":\"Cannot connect"));
    CHECK(has(object.out, "\"code\":\"connection\""));
}

TEST_CASE("session:status of a database counts, samples and judges the table") {
    azu_application app;
    app.configure("DatabaseStore.new(table: \"sessions\", ttl: 1.hour)");
    make_database(app, "CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT, expires_at TEXT);"
                       "INSERT INTO sessions VALUES ('a', '{}', datetime('now', '-1 hour')),"
                       " ('b', '{\"user_id\": 7}', datetime('now', '2 hours'));");
    std::map<std::string, std::string> variables = {{"SESSION_SECRET", strong},
                                                    {"DATABASE_URL", "sqlite3:./app.db"}};
    auto shown = app.run({"session:status"}, variables);
    CHECK(shown.status == 0);
    CHECK(has(shown.out, "\nServer:   SQLite 3."));
    CHECK(has(shown.out, "\nSessions: 2\nExpiry:   1 expired, next in "));
    CHECK(has(shown.out, "  warning  indexes       No index begins with expires_at"));
    CHECK(has(app.run({"session:status", "--expired"}, variables).out, "\nSelected: 1 expired\n"));
    CHECK(has(app.run({"session:status", "--where", "user_id=7"}, variables).out,
              "\nSelected: 1 with user_id=7\n"));
    make_database(app, "DROP TABLE sessions;");
    auto gone = app.run({"session:status"}, variables);
    CHECK(gone.status == 1);
    CHECK(has(gone.out, "\nServer:   reachable\n"));
    CHECK(has(gone.out, "Run the application's migrations."));
}

TEST_CASE("metrics are what Prometheus reads") {
    support::redis_server redis;
    in_redis app(redis);
    app.write("shard.yml", "name: 'my \"app'\n");
    redis.cli({"SET", "my_app:session:a", "x", "EX", "50"});
    redis.cli({"SET", "my_app:session:b", "x", "EX", "8000"});
    auto metrics = app.status({"--format", "openmetrics"});
    CHECK(metrics.status == 0);
    CHECK(metrics.out.ends_with("# EOF\n"));
    const std::string labels = "app=\"my \\\"app\",backend=\"redis\"";
    for (std::string line : {"azu_session_store_up{" + labels + "} 1", "azu_sessions{" + labels + "} 2",
                             "azu_sessions_exact{" + labels + "} 1", "azu_sessions_expired{" + labels + "} 0",
                             "azu_session_ttl_seconds_bucket{" + labels + ",le=\"60.0\"} 1",
                             "azu_session_ttl_seconds_bucket{" + labels + ",le=\"3600.0\"} 1",
                             "azu_session_ttl_seconds_bucket{" + labels + ",le=\"21600.0\"} 2",
                             "azu_session_ttl_seconds_bucket{" + labels + ",le=\"+Inf\"} 2",
                             "azu_session_ttl_seconds_count{" + labels + "} 2",
                             std::string("# TYPE azu_session_ttl_seconds histogram"),
                             std::string("# UNIT azu_session_store_bytes bytes")})
        CHECK_MESSAGE(has(metrics.out, line + "\n"), line);
    // One family each, with its help and its type before its samples.
    CHECK(count_of(metrics.out, "# HELP ") == count_of(metrics.out, "# TYPE "));
    CHECK(count_of(metrics.out, "# TYPE ") == 7);
    if (support::run({.arguments = {"sh", "-c", "command -v promtool"}}).status == 0) {
        support::command promtool{.arguments = {"promtool", "check", "metrics"}};
        promtool.input = metrics.out;
        auto judged = support::run(promtool);
        CHECK(judged.status == 0);
        CHECK(judged.out + judged.err == "");
    }
}

TEST_CASE("metrics are put into a file in one step, also where the store is not there") {
    azu_application app;
    app.configure("RedisStore.new(url: \"redis://127.0.0.1:1\", prefix: \"a:\")");
    auto file = app.write("out/azu.prom", "old\n");
    auto written = app.run({"session:status", "--output", "out/azu.prom"});
    CHECK(written.status == 0);
    CHECK(written.out == "");
    CHECK(has(contents(file), "\nazu_session_store_up{app=\"my_app\",backend=\"redis\"} 0\n# EOF\n"));
    CHECK(std::filesystem::status(file).permissions() == std::filesystem::perms(0644));
    CHECK(std::distance(std::filesystem::directory_iterator(app.path() / "out"), {}) == 1);

    auto nowhere = app.run({"session:status", "--output", "missing/azu.prom"});
    CHECK(nowhere.status == 1);
    CHECK(nowhere.err.starts_with("Error: Cannot write missing/azu.prom: No such file or directory.\n"));
    std::filesystem::create_directory(app.path() / "taken");
    CHECK(app.run({"session:status", "--output", "taken"}).status == 1);
    CHECK(!std::filesystem::exists(app.path() / "taken.XXXXXX"));
    for (std::vector<std::string> both :
         {std::vector<std::string>{"session:status", "--output", "x", "--format", "text"},
          {"session:status", "--output", "x", "--json"},
          {"session:status", "--format", "openmetrics", "--where", "a=1"}}) {
        CHECK(app.run(both).status == 2);
        CHECK(!std::filesystem::exists(app.path() / "x"));
    }
}
