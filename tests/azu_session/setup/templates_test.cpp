#include <azu_session/apply.hpp>
#include <azu_session/detail/setup/migration.hpp>
#include <azu_session/setup_options.hpp>

#include "cli/compiled_once.hpp"
#include "support/failure.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace az = azu_session;
namespace fs = std::filesystem;

namespace {

const auto first_run = std::chrono::system_clock::from_time_t(1'764'000'000); // 2025-11-24 16:00:00 UTC
const auto second_run = first_run + std::chrono::hours(24);

struct application : support::temporary_directory {
    explicit application(const std::string &shard = "name: my_app\n") { write("shard.yml", shard); }

    az::setup_plan plan(std::vector<az::file_template> files, az::setup_options options = {.now = first_run},
                        const std::map<std::string, std::string> &variables = {}) const {
        options.templates = az::setup_templates{.files = std::move(files), .dependencies = dependencies};
        return compiled_once::plan_setup(az::project::open(path()), az::environment(variables), options);
    }
    az::setup_plan plan_for(az::backend backend, std::vector<az::file_template> files,
                            const std::string &database_url = "postgres://localhost/a") const {
        return plan(std::move(files), {.backend = backend, .now = first_run},
                    {{"DATABASE_URL", database_url}});
    }
    /// The text that a template becomes.
    std::string text(const std::string &source, az::backend backend = az::backend::redis,
                     const std::string &database_url = "postgres://localhost/a") const {
        return plan_for(backend, {{"a.cr", source + "."}}, database_url).files.at(0).contents;
    }
    az::error refusal(std::vector<az::file_template> files) const {
        auto failure = support::failure_of([&] { static_cast<void>(plan(std::move(files))); });
        CHECK(failure.code() == az::errc::invalid);
        CHECK_FALSE(failure.hint().empty());
        return failure;
    }

    std::vector<az::dependency> dependencies = {};
};

std::string summary(const az::setup_plan &plan) {
    std::string text;
    for (const auto &file : plan.files)
        text += std::string(to_string(file.status)) + " " + file.path.string() + "\n";
    return text;
}

const az::file_template migration = {"{{#database}}db/{{version}}_sessions.cr{{/database}}",
                                     "# {{version}}\n{{create_sessions_sql}}"};

} // namespace

TEST_CASE("templates take the place of setup's own files, dependencies and steps") {
    application app;
    auto plan = app.plan({{"src/config/session.cr", "one\n"}, {"config/{{app}}.yml", "two\n"}});
    CHECK(summary(plan) == "create src/config/session.cr\ncreate config/my_app.yml\n");
    CHECK(plan.files[0].contents == "one\n");
    CHECK(plan.steps.empty());
    CHECK(plan.by_hand.empty());
    CHECK(plan.unneeded.empty());
    CHECK(listing(app) == "shard.yml\n");
    az::apply(plan);
    CHECK(app.read("src/config/session.cr") == "one\n");
    CHECK(app.read("config/my_app.yml") == "two\n");
}

TEST_CASE("templates know the application, the backend and the engine") {
    application app("name: 'a \"#{b}'\n");
    CHECK(app.text("{{app}} {{app_literal}}") == "a \"#{b} a \\\"\\#{b}.");
    CHECK(app.text("{{braces}}x}}") == "{{x}}.");
    auto sections = "{{#redis}}r{{/redis}}{{#database}}d{{/database}}{{#memory}}m{{/memory}}"
                    "{{#postgresql}}p{{/postgresql}}{{#sqlite}}s{{/sqlite}} {{backend}}";
    CHECK(app.text(sections) == "r redis.");
    CHECK(app.text(sections, az::backend::memory) == "m memory.");
    CHECK(app.text(sections, az::backend::database) == "dp database.");
    CHECK(app.text(sections, az::backend::database, "sqlite3:./a.db") == "ds database.");
    auto sql = [](az::database_engine engine) { return std::string(az::create_sessions_sql(engine)) + "."; };
    CHECK(app.text("{{create_sessions_sql}}") == ".");
    CHECK(app.text("{{create_sessions_sql}}", az::backend::database) == sql(az::database_engine::postgresql));
    CHECK(app.text("{{create_sessions_sql}}", az::backend::database, "sqlite3:./a.db") ==
          sql(az::database_engine::sqlite));
}

TEST_CASE("a section's tag on a line of its own leaves no empty line") {
    application app;
    CHECK(app.text("a\n  {{#redis}}\n  b\n  {{/redis}}\n  {{#memory}}\n  c\n  {{/memory}}\n\nd\n") ==
          "a\n  b\n\nd\n.");
}

TEST_CASE("a template without a path, or without a text, makes no file") {
    application app;
    CHECK(summary(app.plan(
              {migration, {"a.cr", "{{#memory}}a{{/memory}}\n \t\r\n"}, {"", "b"}, {" ", "b"}})) == "");
    CHECK(summary(app.plan({})) == "");
    CHECK(summary(app.plan_for(az::backend::database, {migration})) ==
          "create db/20251124160000_sessions.cr\n");
}

TEST_CASE("templates that are wrong are refused even where they make no file") {
    application app;
    CHECK(app.refusal({{"", "{{nothing}}"}}).what() ==
          std::string("The template  is wrong in line 1: nothing is no variable."));
    app.refusal({{"{{#memory}}{{nothing}}{{/memory}}", "a"}});
}

TEST_CASE("a second run finds everything as it should be, a day later too") {
    application app;
    app.dependencies = {{"kemal", "kemalcr/kemal"}};
    for (auto now : {first_run, second_run, second_run}) {
        auto plan =
            app.plan({{"src/a.cr", "a\n"}, migration}, {.backend = az::backend::database, .now = now});
        auto status = now == first_run ? "create" : "identical";
        CHECK(summary(plan) == std::string(status) + " src/a.cr\n" + status +
                                   " db/20251124160000_sessions.cr\n" +
                                   (now == first_run ? "update" : "identical") + " shard.yml\n");
        az::apply(plan);
    }
    CHECK(app.read("db/20251124160000_sessions.cr").starts_with("# 20251124160000\n"));
}

TEST_CASE("an earlier version is that of the oldest file of the same name but for the digits") {
    application app;
    auto path = [&](const std::string &of) { return app.plan({{of, "{{version}}"}}).files.at(0).path; };
    for (auto other : {"2_b.cr", "1_a.cr.bak", "x1_a.cr", "_a.cr", "1x_a.cr", "1_a.rb", "a.cr"})
        app.write(fs::path("db") / other, "");
    fs::create_directory(app.path() / "db/0_a.cr");
    CHECK(path("db/{{version}}_a.cr") == "db/20251124160000_a.cr");
    app.write("db/20250000000000_a.cr", "");
    app.write("db/20240000000000_a.cr", "");
    CHECK(path("db/{{version}}_a.cr") == "db/20240000000000_a.cr");
    CHECK(path("db/x{{version}}_a.cr") == "db/x1_a.cr");
    CHECK(path("./db//{{version}}_a.cr") == "db/20240000000000_a.cr");
    CHECK(path("{{version}}") == "20251124160000");
    app.write("7", "");
    CHECK(path("{{version}}") == "7");
}

TEST_CASE("the version is refused where a second run could not find it again") {
    application app;
    CHECK(std::string(app.refusal({{"a.cr", "{{version}}"}}).what()).find("version is no variable") !=
          std::string::npos);
    for (auto path : {"{{version}}/a.cr", "{{version}}/{{version}}.cr", "{{version}}_{{version}}.cr"})
        CHECK(app.refusal({{path, "a"}}).what() ==
              "The template path " + std::string(path) +
                  " has the version elsewhere than once in the file's own name.");
}

TEST_CASE("a file that differs is a conflict, and overwritten with force only, with a backup") {
    application app;
    std::vector<az::file_template> files = {{"src/new.cr", "new\n"}, {"src/a.cr", "a\n"}};
    app.write("src/a.cr", "edited\n");
    auto plan = app.plan(files);
    CHECK(summary(plan) == "create src/new.cr\nconflict src/a.cr\n");
    CHECK(support::failure_of([&] { az::apply(plan); }).code() == az::errc::conflict);
    CHECK(listing(app) == "shard.yml\nsrc\nsrc/a.cr\n");

    az::apply(app.plan(files, {.force = true}));
    CHECK(app.read("src/a.cr") == "a\n");
    CHECK(app.read("src/a.cr.bak") == "edited\n");
    CHECK(summary(app.plan(files, {.force = true})) == "identical src/new.cr\nidentical src/a.cr\n");
}

TEST_CASE("a file without a text is filled, and one with other line endings is as it should be") {
    application app;
    app.write("a.cr", " \n");
    app.write("b.cr", "b\r\nb\r\n");
    CHECK(summary(app.plan({{"a.cr", "a\n"}, {"b.cr", "b\nb\n"}})) == "update a.cr\nidentical b.cr\n");
}

TEST_CASE("the dependencies of templates are added to shard.yml") {
    application app;
    app.dependencies = {{"kemal", "kemalcr/kemal", ">= 1.0"}, {"kemal-session", "kemalcr/kemal-session"}};
    auto plan = app.plan({});
    CHECK(plan.files.at(0).contents ==
          "name: my_app\n\ndependencies:\n  kemal:\n    github: kemalcr/kemal\n    version: \">= 1.0\"\n"
          "  kemal-session:\n    github: kemalcr/kemal-session\n");
    app.write("shard.yml", "name: my_app\ndependencies: {}\n");
    plan = app.plan({{"a.cr", "a"}});
    CHECK(summary(plan) == "create a.cr\nskip shard.yml\n");
    CHECK(plan.by_hand.size() == 1);
    fs::remove(app.path() / "shard.yml");
    plan = app.plan({{"a.cr", "a"}});
    CHECK(summary(plan) == "create a.cr\n");
    CHECK(plan.by_hand.at(0).find("github: kemalcr/kemal-session") != std::string::npos);
}

TEST_CASE("a dependency that would break shard.yml is left to be added by hand") {
    application app;
    app.dependencies = {{"a: b\nname", "x/y"}};
    auto plan = app.plan({});
    CHECK(summary(plan) == "skip shard.yml\n");
    CHECK(plan.files[0].contents == "name: my_app\n");
}

TEST_CASE("a path that leads out of the application, or to no file, is refused") {
    application app("name: ../up\n");
    for (auto path :
         {"/etc/a.cr", "../a.cr", "src/../../a.cr", "src/../a.cr", "..", "{{app}}.cr", "/{{app_literal}}"})
        CHECK(std::string(app.refusal({{path, "a"}}).what())
                  .starts_with("The template path " + std::string(path)));
    for (auto path : {"src/", ".", "./", "src/.", "././", "/", "{{#redis}}src/{{/redis}}"})
        app.refusal({{path, "a"}});
    app.refusal({{"{{create_sessions_sql}}.cr", "a"}});
    for (auto path : {"a\nb.cr", "a\tb.cr", "\x7f"})
        app.refusal({{path, "a"}});
    app.refusal({{std::string("a\0b.cr", 6), "a"}});
    CHECK(listing(app) == "shard.yml\n");
}

TEST_CASE("a path where a directory is, or below a file, changes nothing") {
    application app;
    fs::create_directory(app.path() / "src");
    app.write("lib", "");
    CHECK(support::failure_of([&] { static_cast<void>(app.plan({{"src", "a"}})); }).code() == az::errc::io);
    CHECK(support::failure_of([&] {
              az::apply(app.plan({{"b.cr", "b"}, {"lib/a.cr", "a"}}));
          }).code() == az::errc::io);
    CHECK(listing(app) == "lib\nshard.yml\nsrc\n");
}

TEST_CASE("two templates of one file, or of a file and its directory, are refused") {
    application app;
    auto refused = [&](const std::string &one, const std::string &other) {
        return std::string(app.refusal({{one, "a"}, {"x.cr", "x"}, {other, "b"}}).what());
    };
    CHECK(refused("src/a.cr", "src/a.cr") == "The template path src/a.cr is in the way of src/a.cr.");
    refused("src/a.cr", "./src//a.cr");
    refused("{{app}}", "my_app");
    refused("{{version}}_a", "20251124160000_a");
    refused("src", "src/a.cr");
    refused("src/a.cr", "src");
    CHECK(summary(app.plan({{"a", "a"}, {"ab", "a"}, {"b/a", "a"}, {"a", " "}})) ==
          "create a\ncreate ab\ncreate b/a\n");
}

TEST_CASE("a template of shard.yml is refused where dependencies are added to it") {
    application app;
    CHECK(summary(app.plan({{"shard.yml", "name: {{app}}\n"}})) == "identical shard.yml\n");
    app.dependencies = {{"kemal", "kemalcr/kemal"}};
    app.refusal({{"shard.yml", "name: {{app}}\n"}});
}

TEST_CASE("templates are refused together with wiring, and for a name that is no Crystal string") {
    application app;
    auto failure = support::failure_of([&] { static_cast<void>(app.plan({{"a", "a"}}, {.wire = true})); });
    CHECK(failure.code() == az::errc::usage);
    application odd("name: \"a\\tb\"\n");
    CHECK(support::failure_of([&] { static_cast<void>(odd.plan({})); }).code() == az::errc::invalid);
}
