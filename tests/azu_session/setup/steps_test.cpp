#include <azu_session/setup_options.hpp>

#include "cli/compiled_once.hpp"
#include "support/failure.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

namespace az = azu_session;

namespace {

using variables = std::map<std::string, std::string>;

struct application : support::temporary_directory {
    explicit application(const std::string &shard = "name: shop\n") { write("shard.yml", shard); }

    az::setup_plan plan(az::backend backend = az::backend::redis, const variables &given = {}) const {
        return compiled_once::plan_setup(az::project::open(path()), az::environment(given),
                                         {.backend = backend});
    }
    /// With the variables of its .env, and none of this process's.
    az::setup_plan plan_with_dotenv(const std::string &url) const {
        az::environment known;
        known.set("SESSION_SECRET", "secret", ".env:1");
        known.set("DATABASE_URL", url, ".env:2");
        return compiled_once::plan_setup(az::project::open(path()), known,
                                         {.backend = az::backend::database});
    }
};

az::setup_step step(const az::setup_plan &plan, const std::string &title) {
    auto found = std::find_if(plan.steps.begin(), plan.steps.end(),
                              [&](const az::setup_step &one) { return one.title.starts_with(title); });
    return found == plan.steps.end() ? az::setup_step{} : *found;
}

std::string lines_of(const az::setup_step &step) {
    std::string text;
    for (const auto &line : step.lines)
        text += line + "\n";
    return text;
}

/// The step for the handler, in an application with this source.
az::setup_step handler_step(const std::string &source) {
    application app;
    app.write("src/shop.cr", source);
    return step(app.plan(), "Put the session handler first");
}

/// The source with the step's line put where the step says.
std::string followed(const std::string &source) {
    auto step = handler_step(source);
    REQUIRE(step.line > 0);
    CHECK(step.file == "src/shop.cr");
    std::size_t at = 0;
    for (std::size_t line = 1; line < step.line; ++line)
        at = source.find('\n', at) + 1;
    auto end = step.replaces ? source.find('\n', at) + 1 : at;
    return source.substr(0, at) + lines_of(step) + source.substr(end);
}

} // namespace

TEST_CASE("the step for the handler names the list, the line and the file") {
    auto step = handler_step(
        "module Shop\n  def self.handlers\n    [\n      Azu::Handler::CSRF.new,\n    ]\n  end\nend\n");
    CHECK(step.title ==
          "Put the session handler first in the chain of handlers, in Shop.handlers: before line 4 of "
          "src/shop.cr");
    CHECK(lines_of(step) == "      SessionHandler.new,\n");
}

TEST_CASE("the step for the handler finds every usual list") {
    CHECK(followed("module Shop\n  def self.handlers\n    # first\n    [\n      A.new,\n      B.new,\n    "
                   "]\n  end\nend\n") == "module Shop\n  def self.handlers\n    # first\n    [\n      "
                                         "SessionHandler.new,\n      A.new,\n      B.new,\n    ]\n"
                                         "  end\nend\n");
    CHECK(followed("module Shop\n  def self.handlers\n    [A.new, B.new]\n  end\nend\n") ==
          "module Shop\n  def self.handlers\n    [SessionHandler.new, A.new, B.new]\n  end\nend\n");
    CHECK(followed("Shop.start [\n  A.new,\n]\n") == "Shop.start [\n  SessionHandler.new,\n  A.new,\n]\n");
    CHECK(followed("Shop.start([A.new])\n") == "Shop.start([SessionHandler.new, A.new])\n");
    CHECK(followed("server = HTTP::Server.new([A.new]) { |context| nil }\n") ==
          "server = HTTP::Server.new([SessionHandler.new, A.new]) { |context| nil }\n");
    CHECK(followed("module A\n  module Shop\n    def self.handlers\n      [A.new] of HTTP::Handler\n    "
                   "end\n  end\nend\n")
              .find("      [SessionHandler.new, A.new] of HTTP::Handler\n") != std::string::npos);
    // What is started is the method's list.
    CHECK(followed("module Shop\n  def self.handlers\n    [A.new]\n  end\nend\nShop.start Shop.handlers\n")
              .find("    [SessionHandler.new, A.new]\n") != std::string::npos);
    CHECK(
        followed("module Shop\n  def self.handlers\n    [A.new]\n  end\nend\nHTTP::Server.new([Other.new])\n")
            .find("HTTP::Server.new([SessionHandler.new, Other.new])\n") != std::string::npos);
}

TEST_CASE("the step for the handler takes no comment, string or heredoc for a list") {
    for (std::string source : {"# Shop.start [A.new]\n", "puts \"Shop.start [A.new]\"\n",
                               "text = <<-TEXT\n  Shop.start [A.new]\n  TEXT\n", "Shop.start handlers\n",
                               "def handlers(a)\n  a.list\nend\n", ""}) {
        CAPTURE(source);
        auto step = handler_step(source);
        CHECK(step.title.starts_with("Put the session handler first in the chain of handlers"));
        CHECK(step.line == 0);
        CHECK(step.lines.size() == 2);
    }
    CHECK(followed("Shop.start [] of HTTP::Handler\n") ==
          "Shop.start [SessionHandler.new] of HTTP::Handler\n");
    auto several = handler_step("Shop.start [A.new]\nAdmin.start [A.new]\n");
    CHECK(several.line == 0);
}

TEST_CASE(
    "the step for the handler is done where it is made in code, and not where it is only written about") {
    CHECK(handler_step("Shop.start [SessionHandler.new, A.new]\n").title.empty());
    CHECK(handler_step("HANDLERS = [\n  ::SessionHandler.new,\n]\n").title.empty());
    CHECK_FALSE(handler_step("# Shop.start [SessionHandler.new]\n").title.empty());
    CHECK_FALSE(handler_step("puts \"SessionHandler.new\"\n").title.empty());
    CHECK_FALSE(handler_step("Shop.start [Session::SessionHandler.new(store)]\n").title.empty());
}

TEST_CASE("the steps keep .env out of git, and have it loaded") {
    application app;
    CHECK(lines_of(step(app.plan(), "Keep .env")) == "echo .env >> .gitignore\n");
    CHECK(lines_of(step(app.plan(), "Load .env")) == "set -a; . ./.env; set +a\n");
    app.write(".gitignore", "/lib/");
    CHECK(lines_of(step(app.plan(), "Keep .env")) == "echo >> .gitignore\necho .env >> .gitignore\n");
    app.write(".git/index", std::string("DIRC\0\0\4.env\0\0", 13));
    CHECK(lines_of(step(app.plan(), "Keep .env")).ends_with("git rm --cached --quiet .env\n"));
    app.write(".git/index", std::string("DIRC\0\0\x0b"
                                        "config/.env\0",
                                        19));
    for (std::string pattern : {".env", "/.env", ".env*", "*.env"}) {
        app.write(".gitignore", "/lib/\n" + pattern + "\r\n");
        CHECK(step(app.plan(), "Keep .env").title.empty());
    }
    app.write(".gitignore", "#.env\n.env.local\n!.env\n");
    CHECK_FALSE(step(app.plan(), "Keep .env").title.empty());

    auto given = app.plan(az::backend::redis, {{"SESSION_SECRET", "s"}, {"REDIS_URL", "redis://localhost"}});
    CHECK(step(given, "Keep .env").title.empty());
    CHECK(step(given, "Load .env").title.empty());
    CHECK_FALSE(step(app.plan_with_dotenv("postgres://localhost/a"), "Load .env").title.empty());
}

TEST_CASE("the step for the variables begins a line of its own") {
    application app;
    CHECK(lines_of(step(app.plan(), "Set the environment")) ==
          "echo \"SESSION_SECRET=$(openssl rand -hex 32)\" >> .env\necho 'REDIS_URL=redis://localhost:6379' "
          ">> .env\n");
    app.write(".env", "PORT=4000");
    CHECK(lines_of(step(app.plan(), "Set the environment")).starts_with("echo >> .env\necho "));
}

TEST_CASE("the steps make the table without the framework's command, and take it back") {
    application app;
    auto postgresql = lines_of(step(app.plan(az::backend::database), "Or, where that cannot run"));
    CHECK(postgresql.starts_with("psql \"$DATABASE_URL\" <<'SQL'\nCREATE TABLE IF NOT EXISTS sessions (\n"));
    CHECK(postgresql.find("TIMESTAMPTZ") != std::string::npos);
    CHECK(postgresql.ends_with("SQL\n# to take it back: psql \"$DATABASE_URL\" -c 'DROP TABLE sessions'\n"));
    auto plan = app.plan_with_dotenv("sqlite3:./db/it's.db?journal_mode=wal");
    auto sqlite = lines_of(step(plan, "Or, where that cannot run"));
    CHECK(sqlite.starts_with("sqlite3 './db/it'\\''s.db' <<'SQL'\nCREATE TABLE"));
    CHECK(sqlite.find("TIMESTAMPTZ") == std::string::npos);
    CHECK(lines_of(step(plan, "Where many visitors"))
              .starts_with("sqlite3 './db/it'\\''s.db' 'PRAGMA journal_mode=WAL'\n"));
    CHECK(step(app.plan(az::backend::database), "Where many visitors").title.empty());
}

TEST_CASE("a database that DATABASE_URL and the dependencies do not agree on is refused") {
    auto refusal = [](const std::string &shards, const std::string &url) {
        application app("name: shop\ndependencies:\n" + shards);
        return support::failure_of([&] { (void)app.plan_with_dotenv(url); });
    };
    auto sqlite =
        refusal("  sqlite3:\n    github: crystal-lang/crystal-sqlite3\n", "postgres://localhost/shop");
    CHECK(sqlite.code() == az::errc::ambiguous);
    CHECK(std::string(sqlite.what()) ==
          "DATABASE_URL (.env:2) names a PostgreSQL database, and shard.yml depends on sqlite3.");
    CHECK(refusal("  pg:\n    github: will/crystal-pg\n", "sqlite3:./shop.db").code() == az::errc::ambiguous);
    application both("name: shop\ndependencies:\n  pg:\n    github: a/b\n  sqlite3:\n    github: a/b\n");
    CHECK_NOTHROW((void)both.plan_with_dotenv("sqlite3:./shop.db"));
    CHECK_NOTHROW((void)application().plan_with_dotenv("sqlite3:./shop.db"));
}

TEST_CASE("another shard called redis is told") {
    application other("name: shop\ndependencies:\n  redis:\n    github: jgaskins/redis\n");
    auto plan = other.plan();
    REQUIRE(plan.by_hand.size() == 1);
    CHECK(plan.by_hand[0].starts_with("shard.yml's redis is jgaskins/redis, "));
    CHECK(plan.by_hand[0].ends_with("  redis:\n    github: stefanwille/crystal-redis\n"));
    application same("name: shop\ndependencies:\n  redis:\n    github: StefanWille/crystal-redis\n");
    CHECK(same.plan().by_hand.empty());
    CHECK(other.plan(az::backend::memory).by_hand.empty());
}

TEST_CASE("a dependency that is there in too old a version is told") {
    auto told = [](const std::string &version) {
        application app(
            "name: shop\ndependencies:\n  session:\n    github: azutoolkit/session\n    version: " + version +
            "\n");
        return lines_of(step(app.plan(), "Ask in shard.yml for a version of session"));
    };
    for (std::string version : {"~> 1.0.10", "1.0.30", "~> 0.9", "= 1.0", "~> 1"}) {
        CAPTURE(version);
        CHECK(told(version) == "version: ~> 1.0.31\n");
    }
    for (std::string version : {"~> 1.0.31", "1.0.31", "~> 1.1", "\">= 2\"", "\"*\""}) {
        CAPTURE(version);
        CHECK(told(version).empty());
    }
}
