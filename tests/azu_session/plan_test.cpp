#include <azu_session/apply.hpp>
#include <azu_session/plan.hpp>

#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace az = azu_session;
using status = az::file_status;

namespace {

std::string shown(const az::planned_file &file) {
    std::string text;
    for (const auto &line : difference(file))
        text += line + "\n";
    return text;
}

/// A plan with one conflict between two files that are in nobody's way, and its application.
struct application : support::temporary_directory {
    application() { write("src/session.cr", "# mine\n"); }

    az::setup_plan plan(const std::string &previous = "# mine\n") const {
        return {.root = path(),
                .files = {{.path = "a.yml", .contents = "a\n"},
                          {.path = "src/session.cr",
                           .status = status::conflict,
                           .contents = "# setup's\n",
                           .previous = previous},
                          {.path = "z.yml", .contents = "z\n"}}};
    }
};

std::string summary(const az::setup_plan &plan) {
    std::string text;
    for (const auto &file : plan.files)
        text += std::string(to_string(file.status)) + " " + file.path.string() + "\n";
    return text;
}

} // namespace

TEST_CASE("difference is empty but where something changes") {
    for (auto unchanged : {status::identical, status::skip})
        CHECK(shown({.path = "a", .status = unchanged, .contents = "1\n", .previous = "2\n"}) == "");
    for (auto changed : {status::update, status::force, status::conflict})
        CHECK(shown({.path = "a", .status = changed, .contents = "1\n", .previous = "2\n"}) ==
              "--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-2\n+1\n");
}

TEST_CASE("difference names /dev/null for the side where there is no file") {
    CHECK(shown({.path = "src/a", .contents = "1\n2\n"}) ==
          "--- /dev/null\n+++ b/src/a\n@@ -0,0 +1,2 @@\n+1\n+2\n");
    CHECK(shown({.path = "src/a", .status = status::remove, .contents = "3\n", .previous = "1\n2\n"}) ==
          "--- a/src/a\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-1\n-2\n");
}

TEST_CASE("difference shows no value of a file with secrets, and no line that stays") {
    std::string before =
        "# password: hidden0\nREDIS_URL=redis://:hidden1@h\nA='hidden2\nB=hidden3\n'\nC=hidden4";
    auto after = before +
                 "\nexport SESSION_SECRET=\"hidden5\"\n\n# hidden6=hidden7\n D = hidden8\nKEY=\"hidden9\n"
                 "aGlkZGVuCg==\n\"\n";
    CHECK(shown({.path = ".env",
                 .status = status::update,
                 .contents = after,
                 .previous = before,
                 .secret = true}) ==
          "--- a/.env\n+++ b/.env\n@@ -6,1 +6,8 @@\n-C=***\n\\ No newline at end of file\n+C=***\n"
          "+SESSION_SECRET=***\n+\n+***\n+D=***\n+KEY=***\n+***\n+***\n");
    CHECK(shown({.path = ".env", .contents = "A=hidden\n", .secret = true}) ==
          "--- /dev/null\n+++ b/.env\n@@ -0,0 +1,1 @@\n+A=***\n");
    CHECK(shown({.path = ".env",
                 .status = status::update,
                 .contents = "A=hidden1\n",
                 .previous = "A=hidden2\n",
                 .secret = true}) == "--- a/.env\n+++ b/.env\n@@ -1,1 +1,1 @@\n-A=***\n+A=***\n");
    for (auto each : {status::remove, status::force, status::conflict})
        CHECK(shown({.path = ".env",
                     .status = each,
                     .contents = after,
                     .previous = "hidden\n=hidden\nhidden A=hidden\n",
                     .secret = true})
                  .find("hidden") == std::string::npos);
}

TEST_CASE("difference takes no line that may be part of a value for an assignment") {
    for (std::string begin : {"KEY=\"begin\naGlkZGVu=\n", "KEY=$(echo\nHIDDEN=1\n)\n"}) {
        auto text = shown({.path = ".env", .contents = begin, .secret = true});
        CHECK(text.find("+KEY=***\n+***\n") != std::string::npos);
    }
}

TEST_CASE("overwritten puts a backup in front of the file") {
    application app;
    auto plan = overwritten(app.plan(), "src/session.cr");
    CHECK(summary(plan) == "create a.yml\ncreate src/session.cr.bak\nforce src/session.cr\ncreate z.yml\n");
    CHECK(plan.files[1].contents == "# mine\n");
    CHECK_FALSE(plan.files[1].previous);
    CHECK_FALSE(plan.files[1].secret);
    CHECK(plan.files[2].backup == "src/session.cr.bak");
    CHECK(plan.files[2].contents == "# setup's\n");
    CHECK_FALSE(conflict_in(plan));
    apply(plan);
    CHECK(app.read("src/session.cr") == "# setup's\n");
    CHECK(app.read("src/session.cr.bak") == "# mine\n");
}

TEST_CASE("overwritten takes the first name for a backup that nothing has") {
    application app;
    app.write("src/session.cr.bak", "an older one\n");
    std::filesystem::create_symlink("nothing", app.path() / "src/session.cr.bak.2");
    std::filesystem::create_directory(app.path() / "src/session.cr.bak.3");
    CHECK(overwritten(app.plan(), "src/session.cr").files[1].path == "src/session.cr.bak.4");
}

TEST_CASE("overwritten keeps nothing of an empty file, and changes nothing else") {
    application app;
    auto plan = overwritten(app.plan(""), "src/session.cr");
    CHECK(summary(plan) == "create a.yml\nforce src/session.cr\ncreate z.yml\n");
    CHECK(plan.files[1].backup.empty());
    for (auto other : {"a.yml", "none.yml"})
        CHECK(summary(overwritten(app.plan(), other)) == summary(app.plan()));
}

TEST_CASE("overwritten keeps a backup as private as the file") {
    using std::filesystem::perms;
    application app;
    auto secret = app.plan();
    secret.files[1].secret = true;
    CHECK(overwritten(secret, "src/session.cr").files[1].secret);
    std::filesystem::permissions(app.path() / "src/session.cr", perms::owner_read | perms::owner_write);
    CHECK(overwritten(app.plan(), "src/session.cr").files[1].secret);
}

TEST_CASE("skipped leaves the file alone") {
    application app;
    auto plan = skipped(app.plan(), "src/session.cr");
    CHECK(summary(plan) == "create a.yml\nskip src/session.cr\ncreate z.yml\n");
    CHECK(summary(skipped(app.plan(), "none.yml")) == summary(app.plan()));
    apply(plan);
    CHECK(app.read("src/session.cr") == "# mine\n");
    CHECK(app.read("z.yml") == "z\n");
}

TEST_CASE("skipped leaves what needs the file as well") {
    application app;
    auto plan = app.plan();
    plan.files[2].needs = "src/session.cr";
    plan.steps = {{.title = "stays"}, {.title = "goes", .needs = "src/session.cr"}};
    plan = skipped(plan, "src/session.cr");
    CHECK(plan.files[0].status == status::create);
    CHECK(plan.files[2].status == status::skip);
    REQUIRE(plan.steps.size() == 1);
    CHECK(plan.steps[0].title == "stays");
}

TEST_CASE("changes_files tells whether apply has anything to do") {
    for (auto each : {status::create, status::update, status::force, status::remove})
        CHECK(az::changes_files(
            {.root = {},
             .files = {{.path = "a", .status = status::identical}, {.path = "b", .status = each}}}));
    for (auto each : {status::identical, status::skip, status::conflict})
        CHECK_FALSE(az::changes_files({.root = {}, .files = {{.path = "a", .status = each}}}));
}
