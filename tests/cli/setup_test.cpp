#include "support/azu.hpp"
#include "support/waiting_setup.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

using support::azu_application;
using support::waiting_setup;

namespace {

bool is_canonical(const azu_application &app) {
    return support::run(
               {.arguments = {"crystal", "tool", "format", "--check", (app.path() / "src").string()}})
               .status == 0;
}

/// Every file of the application with its contents; the number in a migration's name and text is left out.
std::map<std::string, std::string> files_of(const azu_application &app) {
    std::map<std::string, std::string> files;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(app.path())) {
        if (!entry.is_regular_file()) continue;
        auto name = entry.path().lexically_relative(app.path()).string();
        auto contents = app.read(name);
        if (name.ends_with("_create_sessions.cr")) {
            name = "migration", contents.erase(0, contents.find('\n'));
        }
        files[name] = contents;
    }
    return files;
}

/// An application whose initializer is there already, so that setup has something to replace.
struct application_to_replace : azu_application {
    application_to_replace() { write("src/initializers/session.cr", "# mine\n"); }
    support::command setup(const std::string &backend) const {
        return azu({"session:setup", "--force", "--backend", backend});
    }
    std::map<std::string, std::string> files_after(const std::vector<std::string> &backends) const {
        for (const auto &backend : backends)
            CHECK(support::run(setup(backend)).status == 0);
        return files_of(*this);
    }
};

} // namespace

TEST_CASE("session:setup prints what it wrote and what remains") {
    azu_application app;
    auto done = app.run({"session:setup"});
    CHECK(done.out == "Setting up sessions...\n"
                      "Backend: redis\n"
                      "      create  src/initializers/session.cr\n"
                      "      update  shard.yml\n"
                      "✓ Sessions set up successfully\n"
                      "\n"
                      "Remaining steps:\n"
                      "\n"
                      "1. Install the dependencies:\n"
                      "   shards install\n"
                      "\n"
                      "2. Set the environment variables:\n"
                      "   echo \"SESSION_SECRET=$(openssl rand -hex 32)\" >> .env\n"
                      "   echo 'REDIS_URL=redis://localhost:6379' >> .env\n"
                      "\n"
                      "3. Keep .env out of git:\n"
                      "   echo .env >> .gitignore\n"
                      "\n"
                      "4. Load .env into the shell that starts the application, which does not read it:\n"
                      "   set -a; . ./.env; set +a\n"
                      "\n"
                      "5. Require the initializer in src/app.cr:\n"
                      "   require \"./initializers/session\"\n"
                      "\n"
                      "6. Put the session handler first in the chain of handlers:\n"
                      "   MyApp.start [SessionHandler.new, ...]        # Azu\n"
                      "   HTTP::Server.new([SessionHandler.new, ...])  # Crystal's own server\n");
    CHECK(done.err == "");
    CHECK(done.status == 0);
}

TEST_CASE("session:setup writes canonical Crystal for every backend, and detect reads it back") {
    for (std::string backend : {"redis", "database", "memory"}) {
        CAPTURE(backend);
        azu_application app;
        CHECK(app.run({"session:setup", "--backend", backend}).status == 0);
        CHECK(is_canonical(app));
        auto found = app.run({"session:detect", "--json"}, {{"DATABASE_URL", "sqlite3:./app.db"}}).out;
        CHECK(found.starts_with("{\"backend\":\"" + backend + "\",\"source\":\"initializer\""));
    }
    azu_application app("name: 'a\"#{`id`}\\b'\n");
    CHECK(app.run({"session:setup"}).status == 0);
    CHECK(is_canonical(app));
    azu_application sqlite(
        "name: app\ndependencies:\n  sqlite3:\n    github: crystal-lang/crystal-sqlite3\n");
    CHECK(sqlite.run({"session:setup", "-b", "database"}).status == 0);
    CHECK(is_canonical(sqlite));
}

TEST_CASE("session:setup leaves what exists alone, and writes nothing at all in a conflict") {
    azu_application app;
    app.write("src/initializers/session.cr", "# mine\n");
    auto refused = app.run({"session:setup", "--backend=database"});
    CHECK(refused.status == 1);
    CHECK(refused.out ==
          "Setting up sessions...\nBackend: database\n    conflict  src/initializers/session.cr\n");
    CHECK(refused.err == "Error: src/initializers/session.cr exists and differs; nothing was written.\n"
                         "Move your changes, or have it overwritten. Options: --force.\n");
    auto as_json = app.run({"session:setup", "--json"});
    CHECK(as_json.out.find("\"status\":\"conflict\"") != std::string::npos);
    CHECK(as_json.out.find('\n') == as_json.out.size() - 1);
    CHECK(as_json.status == 1);
    CHECK(app.read("src/initializers/session.cr") == "# mine\n");
    CHECK(app.read("shard.yml") == "name: my_app\n");
    CHECK_FALSE(std::filesystem::exists(app.path() / "src/db"));

    auto forced = app.run({"session:setup", "-b", "database", "-f"});
    CHECK(forced.status == 0);
    CHECK(forced.out.find("       force  src/initializers/session.cr\n") != std::string::npos);
    auto again = app.run({"session:setup", "-b", "database"});
    CHECK(again.out.find("   identical  src/initializers/session.cr\n") != std::string::npos);
    CHECK(again.status == 0);
}

TEST_CASE(
    "session:setup shows what was changed in its half of the initializer, and a dry run what becomes of it") {
    azu_application app;
    REQUIRE(app.run({"session:setup"}).status == 0);
    auto made = app.read("src/initializers/session.cr");
    app.write("src/initializers/session.cr", "# mine\n" + made + "# edited\n");
    auto refused = app.run({"session:setup"});
    CHECK(refused.status == 1);
    CHECK(
        refused.err.starts_with("--- a/src/initializers/session.cr\n+++ b/src/initializers/session.cr\n@@ "));
    CHECK(refused.err.find("\n-# edited\nError: ") != std::string::npos);
    auto shown = app.run({"session:setup", "--force", "--dry-run"});
    CHECK(shown.err.find("\n-# mine\n") != std::string::npos);
    CHECK(app.read("src/initializers/session.cr") == "# mine\n" + made + "# edited\n");
}

TEST_CASE("session:setup exits 3 where shard.yml is to be edited by hand, and prints the lines") {
    azu_application app("name: my_app\ndependencies: {}\n");
    auto done = app.run({"session:setup"});
    CHECK(done.status == 3);
    CHECK(done.err ==
          "Warning: shard.yml was left alone, since its dependencies are not written as an indented block. "
          "Add these lines under its dependencies:\n\n"
          "  session:\n    github: azutoolkit/session\n    version: ~> 1.0.31\n"
          "  redis:\n    github: stefanwille/crystal-redis\n\n");
    CHECK(app.read("shard.yml") == "name: my_app\ndependencies: {}\n");
    CHECK(std::filesystem::exists(app.path() / "src/initializers/session.cr"));
}

TEST_CASE("session:setup --dry-run writes nothing") {
    azu_application app;
    auto shown = app.run({"session:setup", "--dry-run"});
    CHECK(shown.status == 0);
    CHECK(shown.out.find("      create  src/initializers/session.cr\n") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(app.path() / "src"));
    CHECK(app.read("shard.yml") == "name: my_app\n");
}

TEST_CASE("session:setup --json prints one object") {
    azu_application app;
    auto done = app.run({"session:setup", "--json", "--backend", "memory"});
    CHECK(done.out.starts_with(
        "{\"backend\":\"memory\",\"files\":[{\"path\":\"src/initializers/session.cr\","
        "\"status\":\"create\"},{\"path\":\"shard.yml\",\"status\":\"update\"}],\"by_hand\":[],"));
    CHECK(done.out.find('\n') == done.out.size() - 1);
    CHECK(done.err == "");
}

TEST_CASE("session:setup finds the application from below, and from elsewhere with -C") {
    azu_application app;
    app.write("src/web/page.cr", "");
    auto below = app.azu({"session:setup"});
    below.directory = (app.path() / "src/web").string();
    CHECK(support::run(below).status == 0);
    CHECK(std::filesystem::exists(app.path() / "src/initializers/session.cr"));

    azu_application other;
    for (std::vector<std::string> arguments :
         {std::vector<std::string>{"-C", other.path().string(), "session:setup"},
          std::vector<std::string>{"session:setup", "--directory=" + other.path().string()}}) {
        CHECK(app.run(arguments).status == 0);
        CHECK(std::filesystem::remove(other.path() / "src/initializers/session.cr"));
    }
}

TEST_CASE("session:setup refuses bad input") {
    struct bad {
        std::vector<std::string> arguments;
        int status;
        std::string message;
        std::map<std::string, std::string> variables = {};
    };
    for (const auto &[arguments, status, message, variables] : std::vector<bad>{
             {{"--backend", "mongo"},
              2,
              "Unknown session backend 'mongo' in --backend.\nUse one of: redis, database, memory."},
             {{"--backend", "Redis"}, 2, "Unknown session backend 'Redis'"},
             {{"--backend="}, 2, "--backend"},
             {{"--backend"}, 2, "backend"},
             {{"--bakend", "redis"}, 2, "bakend"},
             {{"redis"}, 2, "'redis' is not an option"},
             {{"-C", "/no/such/place"}, 1, "There is no directory /no/such/place."},
             {{"-b", "database"}, 1, "MySQL", {{"DATABASE_URL", "mysql://root:hidden@localhost/a"}}},
             {{"-b", "database"},
              1,
              "DATABASE_URL is not a usable URL",
              {{"DATABASE_URL", "postgres://:hidden@h:x/"}}}}) {
        azu_application app;
        std::vector<std::string> full = {"session:setup"};
        full.insert(full.end(), arguments.begin(), arguments.end());
        auto refused = app.run(full, variables);
        CAPTURE(refused.err);
        CHECK(refused.status == status);
        CHECK(refused.err.find(message) != std::string::npos);
        CHECK(refused.err.find("hidden") == std::string::npos);
        CHECK_FALSE(std::filesystem::exists(app.path() / "src"));
    }
}

TEST_CASE("of two setups at once each does all of its work after the other, or none") {
    auto alone = [](const std::vector<std::string> &backends) {
        return application_to_replace().files_after(backends);
    };
    std::map<std::vector<std::string>, std::map<std::string, std::string>> expected;
    for (const auto &order : std::vector<std::vector<std::string>>{
             {"redis"}, {"database"}, {"redis", "database"}, {"database", "redis"}})
        expected[order] = alone(order);
    int refused = 0;
    for (int round = 0; round < 30; ++round) {
        application_to_replace app;
        support::process redis(app.setup("redis")), database(app.setup("database"));
        auto one = redis.finish(), other = database.finish();
        CAPTURE(round);
        CAPTURE(one.err);
        CAPTURE(other.err);
        auto files = files_of(app);
        for (const auto &done : {one, other})
            if (done.status != 0) {
                CHECK(done.status == 1);
                CHECK(done.err.find(" while setup ran; nothing was written.") != std::string::npos);
                ++refused;
            }
        if (one.status == 0 && other.status == 0)
            CHECK((files == expected[{"redis", "database"}] || files == expected[{"database", "redis"}]));
        else
            CHECK(files == expected[{one.status == 0 ? "redis" : "database"}]);
    }
    MESSAGE(refused << " of 60 setups were refused");
}

TEST_CASE("a setup that waits for another ends at once on a signal, and changes nothing") {
    for (int signal : {SIGTERM, SIGINT, SIGHUP}) {
        CAPTURE(signal);
        azu_application app;
        azu_application elsewhere;
        std::filesystem::create_directory_symlink(app.path(), elsewhere.path() / "link");
        waiting_setup setup(app, {"session:setup", "-C", (elsewhere.path() / "link").string()});
        setup.child().signal(signal);
        auto ended = setup.child().finish(std::chrono::seconds(5));
        CHECK(ended.status == 128 + signal);
        CHECK(files_of(app) == std::map<std::string, std::string>{{"shard.yml", "name: my_app\n"}});
    }
}

TEST_CASE("a setup that waits for another goes on when that has ended") {
    azu_application app;
    waiting_setup setup(app, {"session:setup"});
    setup.release();
    CHECK(setup.child().finish().status == 0);
    CHECK(std::filesystem::exists(app.path() / "src/initializers/session.cr"));
}

TEST_CASE("a setup does not wait for another for ever") {
    azu_application app;
    waiting_setup setup(app, {"session:setup"});
    auto refused = setup.child().finish();
    CHECK(refused.status == 1);
    CHECK(refused.err == "Error: Another process, probably another setup, holds the lock on " +
                             app.path().string() +
                             "; nothing was written.\n"
                             "Run the command again when it has ended; lslocks shows which one it is.\n");
    CHECK_FALSE(std::filesystem::exists(app.path() / "src"));
}

TEST_CASE("a setup whose files may not grow so far says so, and changes nothing") {
    azu_application app;
    auto files = files_of(app);
    auto setup = app.azu({"session:setup"});
    setup.arguments = {"sh",           "-c", "ulimit -f 1 && exec \"$@\"", "sh", setup.arguments.front(),
                       "session:setup"};
    auto refused = support::run(setup);
    CHECK(refused.status == 1);
    CHECK(refused.err == "Error: Cannot write " + (app.path() / "src/initializers/session.cr").string() +
                             ": File too large; nothing was written.\n"
                             "Check the permissions and the free space of its directory.\n");
    CHECK(files_of(app) == files);
    CHECK_FALSE(std::filesystem::exists(app.path() / "src"));
}

TEST_CASE("a killed setup's leftovers are gone after the next") {
    azu_application app;
    app.write("src/initializers/.azu-1.tmp", "half of it");
    app.write(".azu-2.tmp~", "name: my_app\n");
    CHECK(app.run({"session:setup"}).status == 0);
    CHECK(support::listing(app) == "shard.yml\nsrc\nsrc/initializers\nsrc/initializers/session.cr\n");
}
