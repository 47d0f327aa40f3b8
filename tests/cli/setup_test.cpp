#include "support/azu.hpp"
#include "support/waiting_setup.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
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

bool has(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

int count(const std::string &text, const std::string &part) {
    int found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

constexpr auto initializer = "src/initializers/session.cr", backup = "src/initializers/session.cr.bak";

/// An application that is set up, but for shard.yml, and whose initializer somebody then changed in setup's
/// half.
struct application_in_conflict : azu_application {
    application_in_conflict() {
        REQUIRE(run({"session:setup"}).status == 0);
        made = read(initializer);
        write(initializer, made + "# edited\n");
        write("shard.yml", "name: my_app\n");
    }

    /// Setup on a terminal, with an answer to each question.
    support::outcome answer(const std::vector<std::string> &answers,
                            const std::map<std::string, std::string> &variables = {},
                            std::vector<std::string> arguments = {"session:setup"}) const {
        support::process child(azu(std::move(arguments), variables), support::process::streams::terminal);
        int asked = 0;
        for (const auto &typed : answers) {
            ++asked;
            support::wait_until("a question",
                                [&] { return count(child.peek().out, "[o/s/d/A]: ") == asked; });
            child.write(typed);
        }
        return child.finish();
    }
    bool is_untouched() const {
        return read(initializer) == made + "# edited\n" && read("shard.yml") == "name: my_app\n" &&
               !std::filesystem::exists(path() / backup);
    }

    std::string made;
};

/// When each file and directory of the application was changed, the application's own directory included.
std::map<std::string, std::vector<std::int64_t>> times_of(const azu_application &app) {
    std::map<std::string, std::vector<std::int64_t>> times;
    auto add = [&](const std::filesystem::path &path) {
        struct ::stat found {};
        REQUIRE(::stat(path.c_str(), &found) == 0);
        times[path.string()] = {found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_ctim.tv_sec,
                                found.st_ctim.tv_nsec, static_cast<std::int64_t>(found.st_ino)};
    };
    add(app.path());
    for (const auto &entry : std::filesystem::recursive_directory_iterator(app.path()))
        add(entry.path());
    return times;
}

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
    CHECK(has(shown.out, "\n      create  src/initializers/session.cr.bak\n"
                         "       force  src/initializers/session.cr\n"));
    CHECK(has(shown.out, "\n-# edited\n"));
    CHECK_FALSE(has(shown.out, "\n-# mine\n"));
    CHECK(shown.err == "");
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

TEST_CASE("session:setup --dry-run prints every change as a unified diff") {
    azu_application app("name: my_app");
    auto shown = app.run({"session:setup", "--dry-run"}).out;
    CHECK(has(shown, "      update  shard.yml\n"
                     "--- /dev/null\n+++ b/src/initializers/session.cr\n@@ -0,0 +1,"));
    CHECK(has(shown, "\n+class UserSession < Session::Base\n"));
    CHECK(has(shown, "\n--- a/shard.yml\n+++ b/shard.yml\n@@ -1,1 +1,8 @@\n-name: my_app\n"
                     "\\ No newline at end of file\n+name: my_app\n+\n+dependencies:\n"));
    CHECK(has(shown, "\nNothing was written (dry run)\n\nRemaining steps:\n"));
    CHECK_FALSE(has(shown, "\x1b"));

    auto object = app.run({"session:setup", "--dry-run", "--json"}).out;
    CHECK(
        has(object,
            "\"status\":\"create\",\"diff\":[\"--- /dev/null\",\"+++ b/src/initializers/session.cr\",\"@@ "));
    CHECK(
        has(object,
            "\"status\":\"update\",\"diff\":[\"--- a/shard.yml\",\"+++ b/shard.yml\",\"@@ -1,1 +1,8 @@\","));
    CHECK_FALSE(has(app.run({"session:setup", "--json"}).out, "\"diff\""));
}

TEST_CASE("session:setup --dry-run shows no value of .env") {
    azu_application app;
    app.write(".env", "# hunter0\nREDIS_URL=redis://:hunter1@localhost\nOTHER=hunter2");
    auto shown = app.run({"session:setup", "--wire", "--dry-run"}).out;
    auto env = shown.substr(shown.find("--- a/.env\n"));
    CHECK(env.starts_with("--- a/.env\n+++ b/.env\n@@ "));
    CHECK(has(env, "\n+SESSION_SECRET=***\n"));
    CHECK_FALSE(has(shown, "hunter"));
}

TEST_CASE("session:setup --dry-run shows a conflict, asks nothing and fails") {
    application_in_conflict app;
    auto refused = app.run({"session:setup", "--dry-run"});
    CHECK(refused.status == 1);
    CHECK(has(refused.out, "    conflict  src/initializers/session.cr\n--- a/src/initializers/session.cr\n"));
    CHECK(refused.out.ends_with("\n-# edited\n"));
    CHECK(refused.err.starts_with("Error: src/initializers/session.cr exists and differs"));
    auto on_terminal = app.answer({}, {{"TERM", "dumb"}}, {"session:setup", "--dry-run"});
    CHECK(on_terminal.status == 1);
    CHECK_FALSE(has(on_terminal.out, "[o/s/d/A]"));
    CHECK(app.is_untouched());
    auto object = app.run({"session:setup", "--json"}).out;
    CHECK(has(object, "\"changed\":false,"));
    CHECK(has(object, "\"status\":\"conflict\",\"diff\":[\"--- a/src/initializers/session.cr\","));
    CHECK(has(object, "\"-# edited\"]}"));
}

TEST_CASE("session:setup --dry-run is coloured on a terminal as git colours a diff") {
    azu_application app("name: my_app");
    auto shown = [&](std::vector<std::string> options, std::map<std::string, std::string> variables) {
        options.insert(options.begin(), {"session:setup", "--dry-run"});
        variables.insert({"TERM", "xterm"});
        return support::process(app.azu(options, variables), support::process::streams::terminal)
            .finish()
            .out;
    };
    auto coloured = shown({}, {});
    for (std::string line : {"\x1b[1m--- a/shard.yml\x1b[0m\r\n\x1b[1m+++ b/shard.yml\x1b[0m\r\n",
                             "\x1b[36m@@ -1,1 +1,8 @@\x1b[0m\r\n", "\x1b[31m-name: my_app\x1b[0m\r\n",
                             "\x1b[32m+name: my_app\x1b[0m\r\n", "\x1b[32m+dependencies:\x1b[0m\r\n",
                             "\r\n\\ No newline at end of file\r\n"})
        CHECK_MESSAGE(has(coloured, line), line);
    CHECK_FALSE(has(shown({"--no-color"}, {}), "\x1b"));
    CHECK_FALSE(has(shown({}, {{"NO_COLOR", "1"}}), "\x1b"));
    CHECK_FALSE(has(shown({}, {{"TERM", "dumb"}}), "\x1b"));
}

TEST_CASE("session:setup asks on a terminal about a file in conflict, and overwrites it with a backup") {
    for (std::string typed : {"o\n", " Overwrite \n"}) {
        CAPTURE(typed);
        application_in_conflict app;
        auto done = app.answer({typed}, {{"NO_COLOR", "1"}});
        CHECK(done.status == 0);
        CHECK(has(done.out, "\r\nsrc/initializers/session.cr exists and differs. Overwriting it takes 1 "
                            "line(s) away and adds 0.\r\noverwrite, skip, diff or abort? [o/s/d/A]: "));
        CHECK(has(done.out, "\r\n      create  src/initializers/session.cr.bak\r\n"
                            "       force  src/initializers/session.cr\r\n"
                            "      update  shard.yml\r\n"
                            "✓ Sessions set up successfully\r\n"
                            "What stood in src/initializers/session.cr is now in "
                            "src/initializers/session.cr.bak\r\n"));
        CHECK(app.read(initializer) == app.made);
        CHECK(app.read(backup) == app.made + "# edited\n");
        CHECK(has(app.read("shard.yml"), "session"));
    }
}

TEST_CASE(
    "session:setup keeps what stood in the initializer's place, with --force and by choice, and names it") {
    azu_application app;
    app.write(initializer, "# mine\n");
    auto forced = app.run({"session:setup", "--force"});
    CHECK(forced.status == 0);
    CHECK(has(forced.out,
              "What stood in src/initializers/session.cr is now in src/initializers/session.cr.bak\n"));
    CHECK(app.read(backup) == "# mine\n");

    app.write(initializer, "# mine, too\n");
    auto object = app.run({"session:setup", "--force", "--json"}).out;
    CHECK(has(object, "\"status\":\"force\",\"backup\":\"src/initializers/session.cr.bak.2\""));
    CHECK(app.read("src/initializers/session.cr.bak.2") == "# mine, too\n");
    CHECK(app.read(backup) == "# mine\n");

    application_in_conflict other;
    other.write(initializer, "# mine\n");
    CHECK(other.answer({"o\n"}).status == 0);
    CHECK(other.read(backup) == "# mine\n");
    CHECK(has(other.read(initializer), "\nclass UserSession < Session::Base\n"));
}

TEST_CASE("session:setup --wire leaves the application's own files alone where the initializer is skipped") {
    application_in_conflict app;
    app.write("src/my_app.cr", "MyApp.start [A.new]\n");
    auto done = app.answer({"s\n"}, {}, {"session:setup", "--wire"});
    CHECK(has(done.out, "skip  src/my_app.cr"));
    CHECK(app.read("src/my_app.cr") == "MyApp.start [A.new]\n");
    CHECK_FALSE(std::filesystem::exists(app.path() / ".env"));
}

TEST_CASE("session:setup leaves a file alone that the person skips, and does the rest") {
    application_in_conflict app;
    auto done = app.answer({"s\n"});
    CHECK(done.status == 0);
    CHECK(has(done.out, "        skip  src/initializers/session.cr\r\n      update  shard.yml\r\n"
                        "Sessions are set up in part\r\nsrc/initializers/session.cr was left as it is\r\n"));
    CHECK(app.read(initializer) == app.made + "# edited\n");
    CHECK(has(app.read("shard.yml"), "session"));
    auto nothing = app.answer({"skip\n"});
    CHECK(nothing.status == 0);
    CHECK(has(nothing.out, "\r\nNothing was changed\r\nsrc/initializers/session.cr was left as it is\r\n"));
}

TEST_CASE("session:setup shows the difference as often as it is asked for, and asks again") {
    application_in_conflict app;
    auto aborted = app.answer({"d\n", "diff\n", "x\n", "d\n", "a\n"}, {{"NO_COLOR", "1"}});
    CHECK(aborted.status == 1);
    CHECK(count(aborted.out, "\r\n-# edited\r\n") == 3);
    CHECK(app.is_untouched());
}

TEST_CASE("session:setup changes nothing where the person aborts, does not answer or answers nonsense") {
    struct ending {
        std::vector<std::string> typed;
        int status = 1;
    };
    for (const auto &[typed, status] : std::vector<ending>{
             {{"a\n"}}, {{"abort\n"}}, {{"\n"}}, {{"\x04"}}, {{"yes\n", "no\n", "?\n"}}, {{"\x03"}, 130}}) {
        const auto &given = typed.front();
        CAPTURE(given);
        application_in_conflict app;
        auto times = times_of(app);
        auto aborted = app.answer(typed);
        CHECK(aborted.status == status);
        if (status == 1) CHECK(aborted.out.ends_with("\r\nOperation cancelled\r\nNothing was written.\r\n"));
        CHECK(app.is_untouched());
        CHECK(times_of(app) == times);
    }
}

TEST_CASE("session:setup refuses what the person chose for a file that changed meanwhile") {
    application_in_conflict app;
    support::process child(app.azu({"session:setup"}), support::process::streams::terminal);
    child.expect("[o/s/d/A]: ");
    app.write(initializer, "# newer\n");
    child.write("o\n");
    auto refused = child.finish();
    CHECK(refused.status == 1);
    CHECK(has(refused.out, "src/initializers/session.cr changed while setup ran; nothing was written."));
    CHECK(app.read(initializer) == "# newer\n");
    CHECK_FALSE(std::filesystem::exists(app.path() / backup));
}

TEST_CASE(
    "session:setup asks nothing where one of standard input and output is no terminal, and with --json") {
    application_in_conflict app;
    for (std::string command : {"\"$AZU\" session:setup </dev/null", "\"$AZU\" session:setup | cat",
                                "\"$AZU\" session:setup --json"}) {
        CAPTURE(command);
        support::process child({.arguments = {"sh", "-c", command},
                                .environment = support::clean_environment({}),
                                .directory = app.path().string()},
                               support::process::streams::terminal);
        auto refused = child.finish();
        CHECK(has(refused.out, "exists and differs; nothing was written."));
        CHECK(has(refused.out, "--force"));
        CHECK_FALSE(has(refused.out, "[o/s/d/A]"));
        CHECK(app.is_untouched());
    }
}

TEST_CASE("session:setup says where there is nothing to do, and touches neither file nor directory") {
    for (std::string kind : {"redis", "database", "memory"}) {
        CAPTURE(kind);
        azu_application app;
        REQUIRE(app.run({"session:setup", "--backend", kind}).status == 0);
        auto times = times_of(app);
        for (std::vector<std::string> more : {std::vector<std::string>{}, {"--force"}, {"--dry-run"}}) {
            more.insert(more.begin(), {"session:setup", "--backend", kind});
            auto again = app.run(more);
            CHECK(again.status == 0);
            CHECK(has(again.out, "Remaining steps:"));
            bool dry = more.back() == "--dry-run";
            CHECK(has(again.out, "\n✓ Sessions are set up already; nothing was changed\n") == !dry);
            CHECK_FALSE(has(again.out, "successfully"));
            more.push_back("--json");
            CHECK(has(app.run(more).out, "\"changed\":false,"));
        }
        CHECK(times_of(app) == times);
    }
}

TEST_CASE("session:setup does not call sessions set up where there is an edit to make by hand") {
    azu_application app("name: my_app\ndependencies: {}\n");
    REQUIRE(app.run({"session:setup"}).status == 3);
    auto again = app.run({"session:setup"});
    CHECK(again.status == 3);
    CHECK(has(again.out, "\nNothing was changed\n"));
    CHECK_FALSE(has(again.out, "✓"));
}

TEST_CASE("session:setup --json prints one object") {
    azu_application app;
    auto done = app.run({"session:setup", "--json", "--backend", "memory"});
    CHECK(done.out.starts_with(
        "{\"backend\":\"memory\",\"changed\":true,\"files\":[{\"path\":\"src/initializers/session.cr\","
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
