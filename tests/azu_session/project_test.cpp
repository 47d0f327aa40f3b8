#include <azu_session/project.hpp>

#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <string>

namespace az = azu_session;

TEST_CASE("project::open finds the root upwards and the name in shard.yml") {
    support::temporary_directory directory;
    directory.write("shard.yml", "# name: no\nversion: 1\nname: \"my app\" # yes\nauthors:\n  name: other\n");
    directory.write("src/models/user.cr", "");
    auto app = az::project::open(directory.path() / "src/models");
    CHECK(app.root == directory.path());
    CHECK(app.name == "my app");
}

TEST_CASE("project::open takes the directory's name where shard.yml has none") {
    support::temporary_directory directory;
    directory.write("shop/shard.yml", "version: 1\nname: # none\n");
    CHECK(az::project::open(directory.path() / "shop").name == "shop");
    directory.write("plain/file", "");
    auto plain = az::project::open(directory.path() / "plain");
    CHECK(plain.root == directory.path() / "plain");
    CHECK(plain.name == "plain");
}

TEST_CASE("project::open refuses what is no directory") {
    support::temporary_directory directory;
    directory.write("file", "");
    CHECK_THROWS_AS(az::project::open(directory.path() / "missing"), az::error);
    CHECK_THROWS_AS(az::project::open(directory.path() / "file"), az::error);
}
