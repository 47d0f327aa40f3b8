#include <azu_session/environment.hpp>

#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

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
    directory.write(".env/file", "");
    CHECK_THROWS_AS(az::environment::of({directory.path(), "app"}), az::error);
}
