#include "support/azu.hpp"
#include "support/redis_server.hpp"
#include "support/tree.hpp"

#include <doctest/doctest.h>

#include <string>

using support::azu_application;

namespace {

constexpr auto initializer = "src/initializers/session.cr";

bool has(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

/// An application that is set up for Redis, with a prefix and a cookie of its own.
struct own_application : azu_application {
    explicit own_application(const std::string &url = "ENV[\"REDIS_URL\"]") {
        REQUIRE(run({"session:setup"}).status == 0);
        replace("my_app:session:", "mine:");
        replace("ENV[\"REDIS_URL\"]", url);
        replace("  config.secret", "  config.cookie_name = \"sid\"\n  config.secret");
    }
    void replace(const std::string &part, const std::string &other) const {
        auto text = read(initializer);
        REQUIRE(has(text, part));
        write(initializer, text.replace(text.find(part), part.size(), other));
    }
};

} // namespace

TEST_CASE("the documented way to switch, typed literally, clears the sessions that were left, and no other") {
    support::redis_server server;
    own_application app;
    app.write(".env", "REDIS_URL=" + server.url() + "\n");
    server.load("SET mine:1 {}\nSET mine:2 {}\nSET my_app:session:3 {}\nSET other 1\n");
    auto switched = app.run({"session:setup", "--backend", "database", "--force"});
    CHECK(switched.status == 0);
    CHECK(has(switched.out, "mine:*"));
    CHECK(has(switched.out, "azu session:clear --backend redis"));
    CHECK(has(app.read(initializer), "config.cookie_name = \"sid\""));
    CHECK(has(app.read(initializer), "DatabaseStore.new("));
    auto cleared = app.run({"session:clear", "--backend", "redis", "--force"});
    CHECK(cleared.status == 0);
    CHECK(has(cleared.out, "Cleared 2 session(s)"));
    CHECK(server.cli({"DBSIZE"}) == "2");
    CHECK(server.cli({"EXISTS", "my_app:session:3", "other"}) == "2");
}

TEST_CASE("a store whose password was not noted is never cleared by its mask") {
    support::redis_server server({"--requirepass", "hunter2"});
    auto port = std::to_string(server.port());
    own_application app("\"redis://:hunter2@127.0.0.1:" + port + "\"");
    auto cli = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"-a", "hunter2", "--no-auth-warning"});
        return server.cli(arguments);
    };
    CHECK(cli({"SET", "mine:1", "{}"}) == "OK");
    CHECK(app.run({"session:setup", "--backend", "database", "--force"}).status == 0);
    CHECK_FALSE(has(app.read(initializer), "hunter2"));
    auto refused = app.run({"session:clear", "--backend", "redis", "--force"});
    CHECK(refused.status == 1);
    CHECK(cli({"DBSIZE"}) == "1");
    auto given = app.run(
        {"session:clear", "--backend", "redis", "--force", "--url", "redis://:hunter2@127.0.0.1:" + port});
    CHECK(given.status == 0);
    CHECK(has(given.out, "Cleared 1 session(s)"));
    CHECK_FALSE(has(given.out + given.err + refused.out + refused.err, "hunter2"));
}

TEST_CASE("a note that somebody broke clears nothing") {
    support::redis_server server;
    own_application app;
    app.write(".env", "REDIS_URL=" + server.url() + "\n");
    server.load("SET mine:1 {}\nSET my_app:session:3 {}\n");
    CHECK(app.run({"session:setup", "--backend", "database", "--force"}).status == 0);
    app.replace("# left behind redis: \"", "# left behind redis: ");
    auto refused = app.run({"session:clear", "--backend", "redis", "--force"});
    CHECK(refused.status == 1);
    CHECK(has(refused.err, "notes an earlier store, and does not tell where it is"));
    CHECK(has(refused.err, "--prefix"));
    CHECK(server.cli({"DBSIZE"}) == "2");
    CHECK(app.run({"session:clear", "--backend", "redis", "--force", "--prefix", "mine:"}).status == 0);
    CHECK(server.cli({"EXISTS", "mine:1"}) == "0");
}

TEST_CASE("without --force a switch is a conflict, and a store that is skipped is none that is left") {
    own_application app;
    auto before = support::tree_of(app.path());
    CHECK(app.run({"session:setup", "--backend", "database"}).status == 1);
    CHECK(support::tree_of(app.path()) == before);
    support::process child(app.azu({"session:setup", "--backend", "database"}),
                           support::process::streams::terminal);
    child.expect("[o/s/d/A]");
    child.write("s\n");
    auto done = child.finish();
    CHECK_FALSE(has(done.out, "left behind"));
    CHECK(app.read(initializer) == before[initializer]);
}

TEST_CASE("detect shows where an earlier store is noted") {
    own_application app;
    CHECK(app.run({"session:setup", "--backend", "database", "--force"}).status == 0);
    auto text = app.read(initializer);
    auto above = text.substr(0, text.find("# left behind redis"));
    auto line = std::to_string(std::count(above.begin(), above.end(), '\n') + 1);
    auto shown = app.run({"session:detect", "--backend", "redis"});
    CHECK(has(shown.out, "mine:"));
    CHECK(has(shown.out, std::string(initializer) + ":" + line));
}
