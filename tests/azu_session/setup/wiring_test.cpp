#include <azu_session/apply.hpp>
#include <azu_session/setup_options.hpp>

#include "cli/compiled_once.hpp"
#include "support/failure.hpp"
#include "support/temporary_directory.hpp"
#include "support/tree.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace az = azu_session;

namespace {

using sources = std::map<std::string, std::string>;

const std::string secret(64, '7');

/// As the framework's `azu new` lays an application out; each file may be another one, or none.
struct application : support::temporary_directory {
    explicit application(const std::map<std::string, std::optional<std::string>> &files = {}) {
        std::map<std::string, std::optional<std::string>> all = {
            {"shard.yml", "name: shop\n\ntargets:\n  shop:\n    main: src/server.cr\n"},
            {"src/shop.cr",
             "require \"azu\"\nrequire \"./initializers/**\"\n\nmodule Shop\n  def self.handlers\n"
             "    [\n      Logger.new,\n    ]\n  end\nend\n"},
            {"src/server.cr", "require \"./shop\"\n\nShop.start Shop.handlers\n"}};
        for (const auto &[name, text] : files)
            all[name] = text;
        for (const auto &[name, text] : all)
            if (text) write(name, *text);
    }

    az::setup_plan plan(az::backend backend = az::backend::redis, const az::environment &own = {}) const {
        auto app = az::project::open(path());
        auto variables = az::environment::of(app);
        for (const auto &name : {"SESSION_SECRET", "REDIS_URL", "DATABASE_URL", "SESSION_BACKEND"})
            if (auto *found = own.find(name)) variables.set(name, found->value, "environment");
        return compiled_once::plan_setup(app, variables,
                                         {.backend = backend, .wire = true, .secret = secret});
    }
    az::setup_plan wire(az::backend backend = az::backend::redis, const az::environment &own = {}) const {
        auto made = plan(backend, own);
        az::apply(made);
        return made;
    }
    az::setup_plan tear_down() const {
        auto app = az::project::open(path());
        auto made = compiled_once::plan_teardown(app, az::environment::of(app));
        az::apply(made);
        return made;
    }
};

bool has(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

std::string joined(const std::vector<std::string> &texts) {
    std::string all;
    for (const auto &text : texts)
        all += text + "\n";
    return all;
}

/// A program in one file, src/server.cr, before and after.
struct layout {
    std::string name, before, after;
};

const std::string require = "require \"./initializers/session\"\n";

} // namespace

TEST_CASE("an application of `azu new` works with sessions, and is as it was after teardown") {
    for (auto backend : {az::backend::redis, az::backend::database, az::backend::memory}) {
        application app;
        auto before = support::tree_of(app.path());
        auto plan = app.wire(backend);
        CHECK(plan.by_hand.empty());
        CHECK(has(app.read("src/shop.cr"), "    [\n      SessionHandler.new,\n      Logger.new,\n"));
        CHECK(app.read("src/server.cr") == before.at("src/server.cr"));
        CHECK(has(app.read(".env"), "SESSION_SECRET=" + secret + "\n"));
        CHECK(app.read(".gitignore") == ".env\n");
        CHECK(has(app.read(".env.example"), "SESSION_SECRET=\n"));
        CHECK_FALSE(has(app.read("src/initializers/session.cr"), secret));
        struct ::stat found {};
        REQUIRE(::stat((app.path() / ".env").c_str(), &found) == 0);
        CHECK((found.st_mode & 0777) == 0600);
        CHECK(app.tear_down().by_hand.empty());
        CHECK(support::tree_of(app.path()) == before);
    }
}

TEST_CASE("a program in one file is wired where that is sure to work, and taken back to the byte") {
    for (const auto &one : std::vector<layout>{
             {"start with a list on one line", "Shop.start [Logger.new]\n",
              require + "\nShop.start [SessionHandler.new, Logger.new]\n"},
             {"behind the last require", "require \"azu\"\n\nShop.start [Logger.new]\n",
              "require \"azu\"\n" + require + "\nShop.start [SessionHandler.new, Logger.new]\n"},
             {"without a last line ending", "require \"azu\"\nShop.start [Logger.new]",
              "require \"azu\"\n" + require + "Shop.start [SessionHandler.new, Logger.new]"},
             {"CRLF", "require \"azu\"\r\nShop.start [\r\n  Logger.new,\r\n]\r\n",
              "require \"azu\"\r\nrequire \"./initializers/session\"\r\nShop.start [\r\n  "
              "SessionHandler.new,\r\n"
              "  Logger.new,\r\n]\r\n"},
             {"an empty list", "Shop.start [] of HTTP::Handler\n",
              require + "\nShop.start [SessionHandler.new] of HTTP::Handler\n"},
             {"Crystal's own server", "server = HTTP::Server.new([\n  Logger.new,\n])\nserver.listen 80\n",
              require + "\nserver = HTTP::Server.new([\n  SessionHandler.new,\n  "
                        "Logger.new,\n])\nserver.listen 80\n"},
             {"a splat and parentheses", "Shop.start [*COMMON, (Logger.new)]\n",
              require + "\nShop.start [SessionHandler.new, *COMMON, (Logger.new)]\n"},
             {"a list behind a comment", "# Shop.start [A.new]\nShop.start [ # first\n  Logger.new,\n]\n",
              require +
                  "\n# Shop.start [A.new]\nShop.start [ # first\n  SessionHandler.new,\n  Logger.new,\n]\n"},
             {"lists in texts",
              "TEXT = <<-X\n  Shop.start [A.new]\n  X\nS = \"HTTP::Server.new([B.new])\"\nShop.start "
              "[Logger.new]\n",
              require + "\nTEXT = <<-X\n  Shop.start [A.new]\n  X\nS = \"HTTP::Server.new([B.new])\"\n"
                        "Shop.start [SessionHandler.new, Logger.new]\n"},
             {"behind Dotenv.load", "require \"dotenv\"\nDotenv.load\nShop.start [Logger.new]\n",
              "require \"dotenv\"\nDotenv.load\n" + require +
                  "Shop.start [SessionHandler.new, Logger.new]\n"},
             {"a require that is there", require + "Shop.start [Logger.new]\n",
              require + "Shop.start [SessionHandler.new, Logger.new]\n"},
             {"a require behind the start", "Shop.start [Logger.new]\n" + require,
              require + "\nShop.start [SessionHandler.new, Logger.new]\n" + require},
             {"a handler that is there", "Shop.start [::SessionHandler.new, Logger.new]\n",
              require + "\nShop.start [::SessionHandler.new, Logger.new]\n"},
         }) {
        CAPTURE(one.name);
        application app({{"src/shop.cr", {}}, {"src/server.cr", one.before}});
        auto before = support::tree_of(app.path());
        CHECK(app.wire().by_hand.empty());
        CHECK(app.read("src/server.cr") == one.after);
        auto wired = support::tree_of(app.path());
        app.wire();
        CHECK(support::tree_of(app.path()) == wired);
        app.tear_down();
        CHECK(support::tree_of(app.path()) == before);
    }
}

TEST_CASE("where an insertion is not safe, the file is left and the lines to add are told") {
    for (auto [name, text] :
         sources{{"two lists", "A.start [X.new]\nB.start [Y.new]\n"},
                 {"no list", "Shop.start handlers\n"},
                 {"a string without an end", "require \"azu\"\nx = \"abc\nShop.start [A.new]\n"},
                 {"a heredoc without an end", "x = <<-X\nShop.start [A.new]\n"}}) {
        const auto &given_name = name;
        CAPTURE(given_name);
        application app({{"src/shop.cr", {}}, {"src/server.cr", text}});
        auto before = support::tree_of(app.path());
        auto told = joined(app.wire().by_hand);
        CHECK(has(told, "SessionHandler.new"));
        CHECK_FALSE(has(app.read("src/server.cr"), "SessionHandler"));
        app.tear_down();
        CHECK(support::tree_of(app.path()) == before);
    }
}

TEST_CASE("a program that begins outside src/, or in a file with blanks in its name, is wired") {
    for (auto [main, required] : sources{{"server.cr", "./src/initializers/session"},
                                         {"bin/serve it.cr", "../src/initializers/session"},
                                         {"src/a/my app.cr", "../initializers/session"}}) {
        const auto &given_main = main;
        CAPTURE(given_main);
        application app({{"shard.yml", "name: shop\ntargets:\n  a:\n    main: \"" + main + "\"\n"},
                         {"src/shop.cr", {}},
                         {"src/server.cr", {}},
                         {main, "Shop.start [Logger.new]\n"}});
        auto before = support::tree_of(app.path());
        CHECK(app.wire().by_hand.empty());
        CHECK(app.read(main) ==
              "require \"" + required + "\"\n\nShop.start [SessionHandler.new, Logger.new]\n");
        app.tear_down();
        CHECK(support::tree_of(app.path()) == before);
    }
}

TEST_CASE("several targets that begin with one file wire it once") {
    application app(
        {{"shard.yml",
          "name: shop\ntargets:\n  a:\n    main: src/server.cr\n  b:\n    main: ./src/server.cr\n"},
         {"src/shop.cr", {}},
         {"src/server.cr", "Shop.start [A.new]\n"}});
    CHECK(app.wire().by_hand.empty());
    CHECK(app.read("src/server.cr") == require + "\nShop.start [SessionHandler.new, A.new]\n");
}

TEST_CASE("a target outside the application is never edited") {
    support::temporary_directory outside;
    const std::string text = "Shop.start [A.new]\n";
    auto file = outside.write("x.cr", text);
    for (const auto &main : {file.string(), "../" + outside.path().filename().string() + "/x.cr"}) {
        application app({{"shard.yml", "name: shop\ntargets:\n  a:\n    main: " + main + "\n"},
                         {"src/shop.cr", {}},
                         {"src/server.cr", {}}});
        auto plan = app.wire();
        CHECK_FALSE(plan.by_hand.empty());
        CHECK(outside.read("x.cr") == text);
    }
}

TEST_CASE("the variables that are missing are added to .env, whose other bytes stay") {
    const std::string both = "SESSION_SECRET=" + secret + "\nREDIS_URL=redis://localhost:6379\n";
    for (auto [before, after] :
         sources{{"", both},
                 {"A=1\n", "A=1\n" + both},
                 {"A=1", "A=1\nSESSION_SECRET=" + secret + "\nREDIS_URL=redis://localhost:6379"},
                 {"A=1\r\n", "A=1\r\n" + both},
                 {"SESSION_SECRET=\n", "SESSION_SECRET=\n" + both},
                 {"SESSION_SECRET=mine\n", "SESSION_SECRET=mine\nREDIS_URL=redis://localhost:6379\n"},
                 {"export REDIS_URL='redis://h'\n",
                  "export REDIS_URL='redis://h'\nSESSION_SECRET=" + secret + "\n"},
                 {"SESSION_SECRET=mine\nREDIS_URL=redis://h\n", "SESSION_SECRET=mine\nREDIS_URL=redis://h\n"},
                 {"# SESSION_SECRET=old\n", "# SESSION_SECRET=old\n" + both}}) {
        const auto &given_before = before;
        CAPTURE(given_before);
        application app({{".env", std::optional(before)}});
        auto tree = support::tree_of(app.path());
        CHECK(app.wire().by_hand.empty());
        CHECK(app.read(".env") == after);
        auto wired = support::tree_of(app.path());
        app.wire();
        CHECK(support::tree_of(app.path()) == wired);
        app.tear_down();
        CHECK(support::tree_of(app.path()) == tree);
    }
}

TEST_CASE("a .env that programs read differently is left, and told") {
    for (const auto &before :
         {std::string(". ./other.env\n"), std::string("A=1\0\n", 5), std::string("A=it's\n"),
          std::string("eval $(x)"), std::string("A='open\nB=2")}) {
        CAPTURE(before);
        application app({{".env", std::optional(before)}});
        auto told = joined(app.wire().by_hand);
        if (app.read(".env") != before) { // where a shell refuses the whole file
            CHECK(app.read(".env").substr(0, before.size()) == before);
            continue;
        }
        CHECK(has(told, "SESSION_SECRET"));
    }
}

TEST_CASE("what the process sets is not set in .env, and an empty value of its hides nothing there") {
    application app;
    az::environment own;
    own.set("SESSION_SECRET", "s", "environment");
    own.set("REDIS_URL", "redis://h", "environment");
    app.wire(az::backend::redis, own);
    CHECK_FALSE(support::tree_of(app.path()).count(".env"));
    application other({{".env", std::optional<std::string>("SESSION_SECRET=s\nREDIS_URL=redis://h\n")}});
    az::environment empty;
    empty.set("SESSION_SECRET", "", "environment");
    empty.set("REDIS_URL", "", "environment");
    other.wire(az::backend::redis, empty);
    CHECK(other.read(".env") == "SESSION_SECRET=s\nREDIS_URL=redis://h\n");
}

TEST_CASE("DATABASE_URL is set where one source tells it without a password, and never noted with one") {
    for (auto [text, line] :
         sources{{"X = \"postgres://h/d\"\n", "DATABASE_URL=postgres://h/d\n"},
                 {"X = \"postgres://h/d?a=$x\"\n", "DATABASE_URL='postgres://h/d?a=$x'\n"},
                 {"X = \"postgres://u:hunter2@h/d\"\n", ""},
                 {"X = \"postgres://h/d?password=hunter2\"\n", ""},
                 {"X = \"postgres://h/#{NAME}\"\n", ""},
                 {"X = \"postgres://h/d\"\nY = \"postgres://h/e\"\n", ""},
                 {"# \"postgres://h/d\"\n", ""},
                 {"", ""}}) {
        const auto &given_text = text;
        CAPTURE(given_text);
        application app({{"src/database.cr", std::optional(text)}});
        auto before = support::tree_of(app.path());
        app.wire(az::backend::database);
        CHECK(app.read(".env") == "SESSION_SECRET=" + secret + "\n" + line);
        CHECK_FALSE(has(app.read("src/initializers/session.cr"), "hunter2"));
        CHECK_FALSE(has(app.read(".env.example"), "hunter2"));
        app.tear_down();
        CHECK(support::tree_of(app.path()) == before);
    }
}

TEST_CASE("files with secrets are kept out of git where they are not already") {
    for (auto [before, after] : sources{{"", ".env\nconfig/secrets.yml\n"},
                                        {"/lib/", "/lib/\n.env\nconfig/secrets.yml"},
                                        {"a\r\n", "a\r\n.env\r\nconfig/secrets.yml\r\n"},
                                        {".env*\nconfig/\n", ".env*\nconfig/\n"},
                                        {".env*\n!.env\nconfig\n", ".env*\n!.env\nconfig\n.env\n"}}) {
        const auto &given_before = before;
        CAPTURE(given_before);
        application app({{".gitignore", before}, {"config/secrets.yml", "key: x\n"}});
        auto tree = support::tree_of(app.path());
        app.wire();
        CHECK(app.read(".gitignore") == after);
        app.tear_down();
        CHECK(support::tree_of(app.path()) == tree);
    }
}

TEST_CASE(".env.example gets the names that it lacks") {
    for (auto [before, after] :
         sources{{"", "SESSION_SECRET=\nREDIS_URL=redis://localhost:6379\n"},
                 {"REDIS_URL=\n# SESSION_SECRET", "REDIS_URL=\n# SESSION_SECRET\nSESSION_SECRET="},
                 {"SESSION_SECRET=x\nREDIS_URL=y\n", "SESSION_SECRET=x\nREDIS_URL=y\n"}}) {
        const auto &given_before = before;
        CAPTURE(given_before);
        application app({{".env.example", std::optional(before)}});
        app.wire();
        CHECK(app.read(".env.example") == after);
    }
}

TEST_CASE("a link to a source stays a link, and the file behind it changes") {
    application app({{"src/shop.cr", {}}, {"src/server.cr", {}}, {"real/server.cr", "Shop.start [A.new]\n"}});
    std::filesystem::create_directory(app.path() / "src");
    std::filesystem::create_symlink("../real/server.cr", app.path() / "src/server.cr");
    app.wire();
    CHECK(std::filesystem::is_symlink(app.path() / "src/server.cr"));
    CHECK(has(app.read("real/server.cr"), "SessionHandler.new, A.new"));
    app.tear_down();
    CHECK(std::filesystem::is_symlink(app.path() / "src/server.cr"));
    CHECK(app.read("real/server.cr") == "Shop.start [A.new]\n");
}

TEST_CASE("a file that is none, or is read-only, is refused, and nothing is written") {
    for (std::string name : {".env", ".gitignore", ".env.example"}) {
        application app;
        std::filesystem::create_directory(app.path() / name);
        auto before = support::tree_of(app.path());
        CHECK(support::failure_of([&] { return app.wire(); }).code() == az::errc::io);
        CHECK(support::tree_of(app.path()) == before);
    }
    for (std::string name : {"src/shop.cr", ".env", ".gitignore", "shard.yml"}) {
        application app({{".env", "A=1\n"}, {".gitignore", "x\n"}});
        std::filesystem::permissions(app.path() / name, std::filesystem::perms::owner_read);
        auto before = support::tree_of(app.path());
        CHECK(support::failure_of([&] { return app.wire(); }).code() == az::errc::io);
        CHECK(support::tree_of(app.path()) == before);
    }
}

TEST_CASE("sources with zeros, without an end, or of a megabyte end nothing") {
    std::string big;
    for (int i = 0; i < 10'000; ++i)
        big += "x = [1, 2] #" + std::string(100, ' ') + "\n";
    application app({{"src/big.cr", big}, {"src/zero.cr", std::string("a\0b", 3)}, {"src/open.cr", "\"\n"}});
    auto before = support::tree_of(app.path());
    CHECK(app.wire().by_hand.empty());
    app.tear_down();
    CHECK(support::tree_of(app.path()) == before);
}

TEST_CASE("a plan from before another run is refused") {
    application app;
    auto plan = app.plan();
    app.wire();
    auto wired = support::tree_of(app.path());
    CHECK(support::failure_of([&] { return az::apply(plan); }).code() == az::errc::conflict);
    CHECK(support::tree_of(app.path()) == wired);
}

TEST_CASE("what another run has written to .env since it was read is not missing") {
    application app;
    auto opened = az::project::open(app.path());
    auto before = az::environment::of(opened);
    app.wire();
    auto plan = compiled_once::plan_setup(opened, before,
                                          {.backend = az::backend::redis, .wire = true, .secret = secret});
    for (auto &step : plan.steps)
        CHECK_FALSE(has(step.title, "Set the environment variables"));
}
