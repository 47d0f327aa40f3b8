#include "support/azu.hpp"
#include "support/waiting_setup.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using support::azu_application;

namespace {

const std::string old_secret(64, 'a');

/// An application with a secret and other variables.
struct application_with_secret : azu_application {
    application_with_secret() {
        write(".env", "# mine\nREDIS_URL='redis://:pa$$@h' # cache\nexport SESSION_SECRET=" + old_secret +
                          " # signs\nLAST=1");
    }

    /// What a shell makes of a variable.
    std::string sourced(const std::string &name) const {
        return support::run({.arguments = {"sh", "-c", "set -a; . ./.env; printf %s \"$" + name + "\""},
                             .environment = support::clean_environment({}),
                             .directory = path().string()})
            .out;
    }
};

bool is_secret(const std::string &text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool contains(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("session:secret prints a new secret and nothing else, and touches nothing") {
    application_with_secret app;
    auto before = app.read(".env");
    auto first = app.run({"session:secret"}), second = app.run({"session:secret"});
    CHECK(first.status == 0);
    CHECK(first.err == "");
    CHECK(is_secret(first.out.substr(0, 64)));
    CHECK(first.out.substr(64) == "\n");
    CHECK(first.out != second.out);
    auto object = app.run({"session:secret", "--json"}).out;
    CHECK(object.size() == std::string("{'version':1,'secret':''}\n").size() + 64);
    CHECK(contains(object, "\"secret\":\""));
    CHECK(app.read(".env") == before);
}

TEST_CASE("session:secret --write replaces the secret and logs everybody out") {
    application_with_secret app;
    auto before = app.read(".env");
    auto done = app.run({"session:secret", "--write"});
    CHECK(done.status == 0);
    CHECK(done.err == "");
    CHECK(done.out == "      update  .env\n"
                      "✓ New secret written\n"
                      "Everybody is logged out at the next restart.\n"
                      "Restart the application with .env loaded anew: set -a; . ./.env; set +a\n");
    auto secret = app.sourced("SESSION_SECRET");
    CHECK(is_secret(secret));
    CHECK(secret != old_secret);
    CHECK(app.sourced("REDIS_URL") == "redis://:pa$$@h");
    CHECK(app.read(".env") == before.replace(before.find(old_secret), 64, secret));
}

TEST_CASE("session:secret --write --keep logs nobody out") {
    application_with_secret app;
    auto done = app.run({"session:secret", "--write", "--keep", "2"});
    CHECK(contains(done.out, "Nobody is logged out: 1 earlier secret(s) are accepted"));
    auto second = app.sourced("SESSION_SECRET");
    CHECK(app.sourced("SESSION_SECRET_PREVIOUS") == old_secret);
    app.run({"session:secret", "--write", "--keep=2"});
    CHECK(app.sourced("SESSION_SECRET_PREVIOUS") == second + "," + old_secret);
    auto third = app.sourced("SESSION_SECRET");
    CHECK(contains(app.run({"session:secret", "--write", "--keep", "2"}).out, "2 earlier secret(s)"));
    CHECK(app.sourced("SESSION_SECRET_PREVIOUS") == third + "," + second);
    app.run({"session:secret", "--write"});
    CHECK(app.sourced("SESSION_SECRET_PREVIOUS") == "");
    CHECK(app.read(".env").ends_with("LAST=1\nSESSION_SECRET_PREVIOUS="));
}

TEST_CASE("session:secret --write makes a .env where there is none") {
    azu_application app;
    auto done = app.run({"session:secret", "--write", "--keep", "1"});
    CHECK(done.out.starts_with("      create  .env\n✓ New secret written\nThere was no secret before.\n"));
    CHECK(app.read(".env").starts_with("SESSION_SECRET="));
    CHECK(app.read(".env").size() == std::string("SESSION_SECRET=\n").size() + 64);
}

TEST_CASE("a dry run of session:secret says what would become of .env, and writes nothing") {
    application_with_secret app;
    auto before = app.read(".env");
    auto done = app.run({"session:secret", "--write", "--keep", "1", "--dry-run"});
    CHECK(done.status == 0);
    CHECK(done.out == "      update  .env\n"
                      "Nothing was written (dry run)\n"
                      "Nobody is logged out: 1 earlier secret(s) are accepted until one is written without "
                      "them.\n");
    CHECK(app.read(".env") == before);
}

TEST_CASE("session:secret --write --json is one object without a secret") {
    application_with_secret app;
    CHECK(
        app.run({"session:secret", "--write", "--keep", "1", "--json"}).out ==
        R"({"files":[{"path":".env","status":"update"}],"kept":1,"logs_out":false,"warnings":[],"version":1})"
        "\n");
    auto warned = app.run({"session:secret", "--write", "--json"}, {{"SESSION_SECRET", "hidden"}});
    CHECK(
        contains(warned.out, "\"kept\":0,\"logs_out\":true,\"warnings\":[\"The environment has a SESSION_"));
    CHECK(warned.err.starts_with("Warning: The environment has a SESSION_SECRET that is not .env's"));
    CHECK_FALSE(contains(warned.out + warned.err, "hidden"));
}

TEST_CASE("no output of session:secret --write holds a secret") {
    for (std::string text :
         {"SESSION_SECRET=hid,den\n", "SESSION_SECRET=\"hid$den\"\n", "SESSION_SECRET=hidden\r\n",
          "SESSION_SECRET=hidden\nSESSION_SECRET_PREVIOUS=hidden hidden\n"})
        for (const std::vector<std::string> &more : {std::vector<std::string>{}, {"--json"}, {"--dry-run"}}) {
            azu_application app;
            app.write(".env", text);
            std::vector<std::string> arguments = {"session:secret", "--write", "--keep", "1"};
            arguments.insert(arguments.end(), more.begin(), more.end());
            auto refused = app.run(arguments);
            CHECK(refused.status == 1);
            CHECK(contains(refused.err, ".env:"));
            CHECK_FALSE(contains(refused.out + refused.err, "hid"));
            CHECK(app.read(".env") == text);
        }
}

TEST_CASE("session:secret refuses what is no use, as wrong usage") {
    application_with_secret app;
    auto before = app.read(".env");
    struct bad {
        std::vector<std::string> options;
        std::string message;
    };
    for (const auto &[options, message] : std::vector<bad>{
             {{"--keep", "1"}, "Option --keep is for --write, which was not given.\n"},
             {{"--dry-run"}, "Option --dry-run is for --write, which was not given.\n"},
             {{"--write", "--keep", "0"}, "'0' in --keep is not a number of secrets from 1 to 100.\n"},
             {{"--write", "--keep", "101"}, "'101' in --keep is not a number of secrets"},
             {{"--write", "--keep", "1.5"}, "'1.5' in --keep is not a whole number.\n"},
             {{"--write", "--keep", "all"}, "'all' in --keep is not a number of secrets"}}) {
        std::vector<std::string> arguments = {"session:secret"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        auto refused = app.run(arguments);
        CHECK(refused.status == 2);
        CHECK(refused.out == "");
        CHECK(refused.err.starts_with("Error: " + message));
    }
    CHECK(app.read(".env") == before);
}

TEST_CASE("session:secret --write waits for a setup that is under way, and refuses a .env that it changed") {
    application_with_secret app;
    support::waiting_setup late(app, {"session:secret", "--write"});
    app.write(".env", "SESSION_SECRET=other\n");
    late.release();
    auto refused = late.child().finish();
    CHECK(refused.status == 1);
    CHECK(refused.out == "");
    CHECK(contains(refused.err, ".env changed while "));
    CHECK(app.read(".env") == "SESSION_SECRET=other\n");
}
