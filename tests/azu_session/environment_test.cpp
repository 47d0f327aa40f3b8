#include <azu_session/environment.hpp>

#include "support/failure.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

namespace az = azu_session;

TEST_CASE("an environment of a map knows those variables only") {
    az::environment variables(std::map<std::string, std::string>{{"A", "1"}});
    CHECK(variables.get("A") == "1");
    CHECK(variables.source("A") == "environment");
    CHECK_FALSE(variables.get("PATH"));
    CHECK(variables.source("PATH").empty());
}

TEST_CASE("environment::of prefers the process's variables to the application's .env") {
    support::temporary_directory directory;
    directory.write(".env", "AZU_TEST_BOTH=file\n\nAZU_TEST_FILE='of file'\nAZU_TEST_EMPTY=file\n");
    setenv("AZU_TEST_BOTH", "process", 1);
    setenv("AZU_TEST_EMPTY", "", 1);
    auto variables = az::environment::of({directory.path(), "app"});
    CHECK(variables.get("AZU_TEST_BOTH") == "process");
    CHECK(variables.source("AZU_TEST_BOTH") == "environment");
    CHECK(variables.get("AZU_TEST_EMPTY") == "");
    CHECK(variables.get("AZU_TEST_FILE") == "of file");
    CHECK(variables.source("AZU_TEST_FILE") == ".env:3");
    unsetenv("AZU_TEST_BOTH");
    unsetenv("AZU_TEST_EMPTY");
}

TEST_CASE("environment::of refuses a .env that is no file") {
    support::temporary_directory directory;
    auto code = [&] {
        return support::failure_of([&] { return az::environment::of({directory.path(), "app"}); }).code();
    };
    std::filesystem::create_symlink("nothing", directory.path() / ".env");
    CHECK(code() == az::errc::io);
    std::filesystem::remove(directory.path() / ".env");
    directory.write(".env/file", "");
    CHECK(code() == az::errc::io);
}

TEST_CASE("an environment refuses a variable that programs read differently, once it is asked for") {
    support::temporary_directory directory;
    directory.write(".env", "AZU_TEST_PLAIN=1\nAZU_TEST_DOUBT=hidden$word\nAZU_TEST_SET=$1\n");
    setenv("AZU_TEST_SET", "process", 1);
    auto variables = az::environment::of({directory.path(), "app"});
    unsetenv("AZU_TEST_SET");
    CHECK(variables.get("AZU_TEST_PLAIN") == "1");
    CHECK(variables.get("AZU_TEST_SET") == "process");
    REQUIRE(variables.find("AZU_TEST_DOUBT"));
    CHECK_FALSE(variables.find("AZU_TEST_DOUBT")->doubt.empty());
    CHECK(variables.source("AZU_TEST_DOUBT") == ".env:2");
    CHECK_FALSE(variables.find("AZU_TEST_NONE"));
    auto failure = support::failure_of([&] { variables.get("AZU_TEST_DOUBT"); });
    CHECK(failure.code() == az::errc::ambiguous);
    CHECK(std::string(failure.what()) == "AZU_TEST_DOUBT in .env:2 is not the same for every program that "
                                         "reads the file: a shell expands the $ in it.");
    CHECK(failure.hint().find("AZU_TEST_DOUBT='...'") != std::string::npos);
    CHECK((failure.what() + failure.hint()).find("hidden") == std::string::npos);
}

TEST_CASE("an environment names the earlier line that puts a variable in doubt as the one to change") {
    support::temporary_directory directory;
    directory.write(".env", "# shop\nAZU_TEST_TITLE=Bob's\nAZU_TEST_X=1\nAZU_TEST_Y=Ann's\n");
    auto variables = az::environment::of({directory.path(), "app"});
    auto failure = support::failure_of([&] { variables.get("AZU_TEST_X"); });
    CHECK(std::string(failure.what()) == "AZU_TEST_X in .env:3 is not the same for every program that reads "
                                         "the file: it may be taken for a part of line 2.");
    CHECK(failure.hint() == "Leave nothing on the line .env:2 but NAME='...': one value in single quotes (in "
                            "double quotes where it holds a single one), nothing behind it. Or set "
                            "AZU_TEST_X in the environment.");
}

TEST_CASE("an environment refuses what a command in .env may set, what the file does not name too") {
    support::temporary_directory directory;
    directory.write(".env", "AZU_TEST_X=1\n. ./other.env\n");
    setenv("AZU_TEST_SET", "process", 1);
    auto variables = az::environment::of({directory.path(), "app"});
    unsetenv("AZU_TEST_SET");
    CHECK(variables.get("AZU_TEST_SET") == "process");
    for (std::string name : {"AZU_TEST_X", "AZU_TEST_NONE"}) {
        auto failure = support::failure_of([&] { variables.get(name); });
        CHECK(failure.code() == az::errc::ambiguous);
        CHECK(std::string(failure.what()).ends_with("a command in line 2 may set it."));
        CHECK(failure.hint().starts_with("Leave nothing on the line .env:2 but"));
    }
}
