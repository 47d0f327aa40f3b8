#include <azu_session/apply.hpp>
#include <azu_session/secret.hpp>

#include "support/failure.hpp"
#include "support/system_calls.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace az = azu_session;

namespace {

/// An application with this `.env`.
struct application : support::temporary_directory {
    application() = default;
    explicit application(const std::string &dotenv) { write(".env", dotenv); }

    az::secret_plan plan(std::size_t keep = 0,
                         const std::map<std::string, std::string> &variables = {}) const {
        return az::plan_secret(az::project{path(), "shop"}, az::environment(variables),
                               {.keep = keep, .secret = "new"});
    }
    az::error failure(std::size_t keep) const {
        return support::failure_of([&] { (void)plan(keep); });
    }
    std::string rotated(std::size_t keep = 0) const {
        az::apply(plan(keep).plan);
        return read(".env");
    }
};

bool holds(const az::error &failure, const std::string &text) {
    return (failure.what() + failure.hint()).find(text) != std::string::npos;
}

} // namespace

TEST_CASE("a new secret is 64 lower-case hexadecimal digits, each time others") {
    std::set<std::string> secrets;
    std::set<char> digits;
    for (int i = 0; i < 100; ++i) {
        auto secret = az::new_secret();
        CHECK(secret.size() == 64);
        CHECK(secret.find_first_not_of("0123456789abcdef") == std::string::npos);
        secrets.insert(secret);
        digits.insert(secret.begin(), secret.end());
    }
    CHECK(secrets.size() == 100);
    CHECK(digits.size() == 16);
}

TEST_CASE("where the system gives no random numbers there is no secret") {
    support::no_random while_it_lives;
    auto failure = support::failure_of([] { (void)az::new_secret(); });
    CHECK(failure.code() == az::errc::io);
    CHECK(std::string(failure.what()) == "The system gives no random numbers: Function not implemented.");
}

TEST_CASE("plan_secret makes a .env for its owner alone where there is none") {
    application app;
    auto planned = app.plan(3);
    REQUIRE(planned.plan.files.size() == 1);
    CHECK(planned.plan.files[0].path == ".env");
    CHECK(planned.plan.files[0].status == az::file_status::create);
    CHECK(planned.plan.files[0].contents == "SESSION_SECRET=new\n");
    CHECK(planned.plan.files[0].secret);
    CHECK(planned.kept == 0);
    CHECK_FALSE(planned.logs_out);
    CHECK(support::listing(app) == "");
    CHECK(app.rotated() == "SESSION_SECRET=new\n");
}

TEST_CASE("without keep everybody is logged out, and earlier secrets are emptied where they are") {
    CHECK(application("A=1\nSESSION_SECRET=old # c\n").rotated() == "A=1\nSESSION_SECRET=new # c\n");
    application app("SESSION_SECRET_PREVIOUS='a, b' # earlier\nSESSION_SECRET=old\n");
    auto planned = app.plan();
    CHECK(planned.plan.files[0].status == az::file_status::update);
    CHECK(planned.plan.files[0].secret);
    CHECK(planned.logs_out);
    CHECK(planned.kept == 0);
    CHECK(app.rotated() == "SESSION_SECRET_PREVIOUS= # earlier\nSESSION_SECRET=new\n");
}

TEST_CASE("keep moves the old secret to the earlier ones, the newest first and each once") {
    struct kept {
        std::string before, earlier;
        std::size_t keep, count;
    };
    std::string secret = "SESSION_SECRET=old\n", earlier = "SESSION_SECRET_PREVIOUS=";
    for (const auto &[dotenv, after, keep, count] :
         std::vector<kept>{{"", earlier + "old\n", 1, 1},
                           {earlier + "\n", earlier + "old\n", 1, 1},
                           {earlier + "a,b\n", earlier + "old\n", 1, 1},
                           {earlier + "a,b\n", earlier + "old,a\n", 2, 2},
                           {earlier + "' a , b,,'\n", earlier + "old,a,b\n", 100, 3},
                           {earlier + "a,old,new,a\n", earlier + "old,a\n", 100, 2},
                           {earlier + "\"old, a\"\n", earlier + "\"old, a\"\n", 2, 2}}) {
        std::string before = dotenv;
        CAPTURE(before);
        application app(secret + before);
        auto planned = app.plan(keep);
        CHECK(planned.kept == count);
        CHECK_FALSE(planned.logs_out);
        CHECK(app.rotated(keep) == "SESSION_SECRET=new\n" + after);
    }
}

TEST_CASE("where there is no old secret none is kept, and earlier ones stay") {
    for (std::string old : {"", "SESSION_SECRET=old\nSESSION_SECRET=\n", "SESSION_SECRET='  '\n"}) {
        application app(old);
        CHECK(app.plan(1).kept == 0);
        CHECK_FALSE(app.plan(1).logs_out);
        CHECK(app.rotated(1).find("PREVIOUS") == std::string::npos);
    }
    CHECK(application("SESSION_SECRET_PREVIOUS=a,b").rotated(1) ==
          "SESSION_SECRET_PREVIOUS=a\nSESSION_SECRET=new");
}

TEST_CASE("a secret that cannot be kept, or is in doubt, is refused with keep and replaced without") {
    struct refused {
        std::string old;
        az::errc code;
        std::string reason;
    };
    for (const auto &[old, code, reason] : std::vector<refused>{
             {"hid,den", az::errc::invalid,
              "The secret in .env:1 cannot be kept: it holds a comma, which separates secrets."},
             {"' hidden'", az::errc::invalid, "begins or ends in a blank"},
             {"'hidden\n'", az::errc::invalid, "begins or ends in a blank"},
             {"'hidden\u00a0'", az::errc::invalid, "begins or ends in a blank"},
             {"$(hidden)", az::errc::ambiguous,
              "SESSION_SECRET in .env:1 is not the same for every program that reads the file: a shell "
              "expands the $ in it."},
             {"'hid\xff"
              "den'",
              az::errc::ambiguous, "it is not UTF-8"}}) {
        application app("SESSION_SECRET=" + old + "\nA=1\n");
        auto failure = app.failure(1);
        CHECK(failure.code() == code);
        CHECK(holds(failure, reason));
        CHECK_FALSE(holds(failure, "hid"));
        CHECK(app.plan().logs_out);
        CHECK(app.rotated() == "SESSION_SECRET=new\nA=1\n");
    }
    application together("SESSION_SECRET=\"it's\"\nSESSION_SECRET_PREVIOUS='a$b'\n");
    CHECK(together.failure(2).code() == az::errc::invalid);
    CHECK(holds(together.failure(2), "The earlier secrets cannot be kept: no way to quote them together"));
    CHECK(together.rotated(1) == "SESSION_SECRET=new\nSESSION_SECRET_PREVIOUS=\"it's\"\n");
    CHECK(application("SESSION_SECRET=old\nSESSION_SECRET_PREVIOUS=a b\n").failure(1).code() ==
          az::errc::ambiguous);
}

TEST_CASE("a .env in which nothing can be replaced safely stays as it is") {
    for (std::string text :
         {std::string("SESSION_SECRET=old\r\n"), std::string("SESSION_SECRET=old\n. ./more\n"),
          std::string("S\0E\0", 4), std::string("SESSION_SECRET=old\nSESSION_SECRET_PREVIOUS=a\r\n")}) {
        application app(text);
        CHECK_FALSE(holds(app.failure(0), "old"));
        CHECK(app.read(".env") == text);
    }
    application app;
    std::filesystem::create_directory(app.path() / ".env");
    CHECK(app.failure(0).code() == az::errc::io);
}

TEST_CASE("a .env that cannot be read is an error") {
    application app("SESSION_SECRET=old\n");
    std::filesystem::permissions(app.path() / ".env", std::filesystem::perms::none);
    std::filesystem::permissions(app.path(), std::filesystem::perms(0755));
    support::unprivileged while_it_lives;
    CHECK(app.failure(0).code() == az::errc::io);
}

TEST_CASE("behind a link the file changes, and the link stays; a link to nothing is refused") {
    application app;
    app.write("shared/env", "SESSION_SECRET=old\n");
    std::filesystem::create_symlink("shared/env", app.path() / ".env");
    CHECK(app.rotated(1) == "SESSION_SECRET=new\nSESSION_SECRET_PREVIOUS=old\n");
    CHECK(std::filesystem::is_symlink(app.path() / ".env"));
    std::filesystem::remove(app.path() / "shared/env");
    CHECK(support::failure_of([&] { app.rotated(); }).code() == az::errc::conflict);
}

TEST_CASE("a .env that changed after the plan was made is not written") {
    application app("SESSION_SECRET=old\n");
    auto planned = app.plan(1);
    app.write(".env", "SESSION_SECRET=other\n");
    CHECK(support::failure_of([&] { az::apply(planned.plan); }).code() == az::errc::conflict);
    CHECK(app.read(".env") == "SESSION_SECRET=other\n");
}

TEST_CASE("a secret of the process's own is told, for .env does not change it") {
    application app("SESSION_SECRET=old\n");
    CHECK(app.plan(1, {{"SESSION_SECRET", "old"}}).warnings.empty());
    CHECK(app.plan(1, {{"SESSION_SECRET", ""}}).warnings.empty());
    auto planned = app.plan(1, {{"SESSION_SECRET", "hidden"}, {"SESSION_SECRET_PREVIOUS", "hidden"}});
    CHECK(planned.logs_out);
    CHECK(planned.kept == 1);
    CHECK(planned.warnings ==
          std::vector<std::string>{
              "The environment has a SESSION_SECRET that is not .env's: an application that is started with "
              "it may go on using it.",
              "The environment has a SESSION_SECRET_PREVIOUS that is not .env's: an application that is "
              "started with it may go on using it."});
    CHECK(application().plan(1, {{"SESSION_SECRET", "hidden"}}).logs_out);
    CHECK(app.plan(2, {{"SESSION_SECRET_PREVIOUS", "hidden"}}).logs_out == false);
}

TEST_CASE("what cannot be an option of plan_secret is refused") {
    application app("SESSION_SECRET=old\n");
    CHECK(app.failure(101).code() == az::errc::usage);
    for (std::string secret : {"", " hidden", "hid,den", "it's$hidden"}) {
        auto failure = support::failure_of([&] {
            (void)az::plan_secret(az::project{app.path(), "shop"}, az::environment(), {.secret = secret});
        });
        CHECK(failure.code() == az::errc::invalid);
        CHECK_FALSE(holds(failure, "hid"));
    }
}

TEST_CASE("git is not to learn the secret") {
    application app("SESSION_SECRET=old\n");
    CHECK(app.plan().warnings.empty());
    app.write(".git/HEAD", "");
    CHECK(app.plan().warnings ==
          std::vector<std::string>{".env is not kept out of git: echo .env >> .gitignore"});
    app.write(".git/info/exclude", "# this clone's own\n.env\n");
    CHECK(app.plan().warnings.empty());
    app.write(".git/info/exclude", "");
    app.write(".gitignore", ".env*\n");
    CHECK(app.plan().warnings.empty());
    app.write(".git/index", std::string("DIRC\0\x04.env\0", 11));
    CHECK(app.plan().warnings ==
          std::vector<std::string>{".env is in git, and the new secret will be: git rm "
                                   "--cached .env, and put it into .gitignore."});
}
