#include <azu_session/detail/setup/gitignore.hpp>

#include "support/process.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

using azu_session::detail::is_ignored;

TEST_CASE("a file is ignored by the last pattern that matches it") {
    for (std::string patterns : {".env\n", ".env", "/.env\n", ".env*\n", "*\n", ".en?\n", "!.env\n.env\n",
                                 "**/.env\n", ".env\r\n", ".env  \n", "# .env\n.env\n", "[.]env\n"}) {
        CAPTURE(patterns);
        CHECK(is_ignored(patterns, ".env"));
    }
    for (std::string patterns : {"", "\n", "#.env\n", ".env\n!.env\n", ".env.local\n", ".env/\n", "env\n",
                                 "config/.env\n", "x.env\n", " .env\n", "!.env\n", ".env*\n!.env\n"}) {
        CAPTURE(patterns);
        CHECK_FALSE(is_ignored(patterns, ".env"));
    }
}

TEST_CASE("a file in a directory is ignored with it") {
    for (std::string patterns :
         {"config/secrets.yml\n", "/config/secrets.yml\n", "secrets.yml\n", "config/\n", "config/*\n",
          "*.yml\n", "**/secrets.yml\n", "config\n", "/config\n", "config/\n!config/secrets.yml\n"}) {
        CAPTURE(patterns);
        CHECK(is_ignored(patterns, "config/secrets.yml"));
    }
    for (std::string patterns : {"secrets\n", "/secrets.yml\n", "config/*.yaml\n", "conf\n", "/\n",
                                 "config/*\n!config/**/secrets.yml\n"}) {
        CAPTURE(patterns);
        CHECK_FALSE(is_ignored(patterns, "config/secrets.yml"));
    }
}

/// Where the two differ, a line that is not needed may be added; a secret is never left out.
TEST_CASE("what is said to be ignored is ignored by git") {
    support::temporary_directory repository;
    auto git = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "git");
        return support::run({.arguments = arguments, .directory = repository.path().string()});
    };
    REQUIRE(git({"init", "--quiet"}).status == 0);
    std::mt19937 random(3);
    const std::vector<std::string> pieces = {".env", "config", "secrets.yml", "/",  "*", "**",
                                             "!",    "?",      "\n",          "\n", " ", "#",
                                             "\r\n", ".*",     "[a-z]",       "\\"};
    for (int i = 0; i < 150; ++i) {
        std::string patterns;
        for (auto count = random() % 9 + 1; count > 0; --count)
            patterns += pieces[random() % pieces.size()];
        repository.write(".gitignore", patterns);
        for (std::string file : {".env", "config/secrets.yml"}) {
            if (!is_ignored(patterns, file)) continue;
            CAPTURE(patterns);
            CAPTURE(file);
            CHECK(git({"check-ignore", "--no-index", "--quiet", file}).status == 0);
        }
    }
}
