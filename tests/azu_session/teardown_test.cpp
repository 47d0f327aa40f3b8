#include <azu_session/apply.hpp>
#include <azu_session/secret.hpp>
#include <azu_session/setup_options.hpp>

#include "cli/compiled_once.hpp"
#include "support/failure.hpp"
#include "support/temporary_directory.hpp"
#include "support/tree.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace az = azu_session;
using enum az::backend;

namespace {

constexpr auto initializer = "src/initializers/session.cr";

struct application : support::temporary_directory {
    application() {
        write("shard.yml", "name: shop\ndependencies:\n  azu:\n    github: azutoolkit/azu\n");
        write("src/app.cr", "require \"azu\"\n\nShop.start [Logger.new]\n");
        write(".gitignore", "/lib/\n");
    }
    void set_up(az::setup_options options) const {
        auto app = az::project::open(path());
        az::apply(compiled_once::plan_setup(app, az::environment::of(app), options));
    }
    az::setup_plan plan(bool force = false) const {
        auto app = az::project::open(path());
        return compiled_once::plan_teardown(app, az::environment::of(app), {.force = force});
    }
    az::setup_plan tear_down(bool force = false) const {
        auto made = plan(force);
        az::apply(made);
        return made;
    }
    void replace(const std::string &file, const std::string &part, const std::string &other) const {
        auto text = read(file);
        REQUIRE(text.find(part) != text.npos);
        write(file, text.replace(text.find(part), part.size(), other));
    }
    support::tree tree() const { return support::tree_of(path()); }
};

bool has(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

std::string told(const az::setup_plan &plan) {
    std::string text;
    for (const auto &one : plan.by_hand)
        text += one + "\n";
    return text;
}

std::string steps(const az::setup_plan &plan) {
    std::string text;
    for (const auto &step : plan.steps)
        for (const auto &line : step.lines)
            text += line + "\n";
    return text;
}

} // namespace

TEST_CASE("what setup did in any number of runs is taken back to the byte") {
    for (const auto &runs : std::vector<std::vector<az::backend>>{{redis},
                                                                  {database},
                                                                  {memory},
                                                                  {redis, redis},
                                                                  {redis, database},
                                                                  {database, memory, redis, database}})
        for (bool wire : {false, true}) {
            application app;
            auto before = app.tree();
            for (auto backend : runs)
                app.set_up({.backend = backend, .force = true, .wire = wire});
            auto plan = app.tear_down();
            CHECK(told(plan) == "");
            CHECK(app.tree() == before);
            CHECK_FALSE(az::changes_files(app.plan()));
        }
}

TEST_CASE("where setup was not run there is nothing to take back") {
    application app;
    CHECK(app.plan().files.empty());
    CHECK(app.plan().by_hand.empty());
    app.write(initializer, "# mine\n");
    auto before = app.tree();
    CHECK(has(told(app.tear_down()), "was not written by setup"));
    CHECK(app.tree() == before);
}

TEST_CASE("an initializer that was changed is refused, and with force kept in a backup") {
    for (std::string part : {"class UserSession", "class SessionHandler"}) {
        application app;
        app.set_up({.wire = true});
        app.replace(initializer, part, "# changed\n" + part);
        auto changed = app.read(initializer);
        auto before = app.tree();
        CHECK(support::failure_of([&] { return app.plan(); }).code() == az::errc::conflict);
        CHECK(app.tree() == before);
        app.tear_down(true);
        CHECK(app.read("src/initializers/session.cr.bak") == changed);
        CHECK_FALSE(app.tree().count(initializer));
        CHECK_FALSE(has(app.read("src/app.cr"), "SessionHandler"));
    }
}

TEST_CASE("the initializer in whose place setup put its own comes back") {
    application app;
    app.write(initializer, "# mine\n");
    auto before = app.tree();
    app.set_up({.force = true, .wire = true});
    app.tear_down();
    CHECK(app.tree() == before);
}

TEST_CASE("what was changed since is left, and told with its file") {
    application app;
    app.set_up({.backend = database, .wire = true});
    auto wired = app.tree();
    std::string migration;
    for (const auto &[name, text] : wired)
        if (name.ends_with("_create_sessions.cr")) migration = name;
    app.replace(migration, "class", "# changed\nclass");
    app.replace("src/app.cr", "SessionHandler.new, Logger.new", "SessionHandler.new,Logger.new");
    app.replace("shard.yml", "~> 1.0.31", "~> 1.0.40");
    app.replace(".env", "SESSION_SECRET=", "SESSION_SECRET=x");
    auto text = told(app.tear_down());
    for (const auto &file :
         {migration, std::string("src/app.cr:3"), std::string("shard.yml"), std::string(".env ")})
        CHECK(has(text, file));
    CHECK(has(app.read(migration), "# changed"));
    CHECK(has(app.read("src/app.cr"), "SessionHandler.new,Logger.new"));
    CHECK_FALSE(has(app.read("src/app.cr"), "initializers"));
    CHECK(has(app.read("shard.yml"), "1.0.40"));
    CHECK(has(app.read(".env"), "SESSION_SECRET=x"));
}

TEST_CASE("what somebody added to a file stays, and the file with it") {
    application app;
    app.set_up({.wire = true});
    app.write(".env", "FIRST=1\n" + app.read(".env") + "LAST=2\n");
    app.write("src/initializers/other.cr", "");
    app.tear_down();
    CHECK(app.read(".env") == "FIRST=1\nLAST=2\n");
    CHECK(app.tree().count("src/initializers/other.cr"));
}

TEST_CASE("a .env that stays with what somebody added to it stays out of git") {
    application app;
    app.set_up({.backend = redis, .wire = true});
    app.write(".env", app.read(".env") + "API_KEY=precious\n");
    auto made = app.tear_down();
    CHECK(app.read(".env") == "API_KEY=precious\n");
    CHECK(app.read(".gitignore") == "/lib/\n.env\n");
    CHECK(has(told(made), ".env holds more than setup put there, and was left, as was .gitignore."));
    CHECK_FALSE(has(told(made), "precious"));
}

TEST_CASE("a secret that was replaced since is taken back as well") {
    application app;
    auto before = app.tree();
    app.set_up({.wire = true});
    auto opened = az::project::open(app.path());
    az::apply(az::plan_secret(opened, az::environment::of(opened)).plan);
    CHECK(told(app.tear_down()) == "");
    CHECK(app.tree() == before);
}

TEST_CASE("what still names the handler or the initializer is told with its line") {
    application app;
    app.write("src/other.cr",
              "# SessionHandler\nrequire \"./initializers/session\"\nx = ::SessionHandler.new\n");
    app.set_up({});
    auto text = told(app.tear_down());
    CHECK(has(text, "src/other.cr:2 "));
    CHECK(has(text, "src/other.cr:3 "));
    CHECK_FALSE(has(text, "src/other.cr:1 "));
}

TEST_CASE("what clears the stores that are left is told") {
    application app;
    app.set_up({});
    app.replace(initializer, "shop:session:", "mine:");
    app.set_up({.backend = database, .force = true});
    auto text = steps(app.tear_down(true));
    CHECK(has(text, "azu session:clear --backend redis --prefix 'mine:'"));
    CHECK(has(text, "DROP TABLE sessions"));
}

TEST_CASE("notes that lead out of the application, or to a file that goes as well, change nothing there") {
    support::temporary_directory outside;
    auto file = outside.write("x", "text\n");
    std::filesystem::create_directory(outside.path() / "empty");
    auto up = "../" + outside.path().filename().string();
    for (const auto &[note, kept] : std::vector<std::pair<std::string, bool>>{
             {"# added to \"" + up + "/x\": \"text\\n\"", true},
             {"# made \"" + file.string() + "\": \"text\\n\"", true},
             {"# replaced what is now in \"" + up + "/x\"", true},
             {"# made the directory \"" + up + "/empty\"", true},
             {"# replaced what is now in \"src/initializers/session.cr\"", false},
             {"# added to \"src/initializers/session.cr\": \"x\"", false}}) {
        const auto &given_note = note;
        CAPTURE(given_note);
        application app;
        app.set_up({});
        app.replace(initializer, "not below it ----\n", "not below it ----\n" + note + "\n");
        auto before = support::tree_of(outside.path());
        if (kept)
            CHECK(support::failure_of([&] { return app.tear_down(); }).code() ==
                  az::errc::conflict); // it is no note, so that setup's half was changed
        app.tear_down(true);
        CHECK(support::tree_of(outside.path()) == before);
        CHECK_FALSE(app.tree().count(initializer));
    }
}

TEST_CASE("a plan to take back is refused once something has changed") {
    application app;
    app.set_up({.wire = true});
    auto plan = app.plan();
    app.write("src/app.cr", app.read("src/app.cr") + "# more\n");
    auto before = app.tree();
    CHECK(support::failure_of([&] { return az::apply(plan); }).code() == az::errc::conflict);
    CHECK(app.tree() == before);
}
