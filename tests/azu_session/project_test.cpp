#include <azu_session/project.hpp>

#include "support/failure.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <filesystem>
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
    CHECK(support::failure_of([&] { return az::project::open(directory.path() / "missing"); }).code() ==
          az::errc::not_found);
    CHECK(support::failure_of([&] { return az::project::open(directory.path() / "file"); }).code() ==
          az::errc::not_found);
}

TEST_CASE("project::open takes no application above for one whose shard.yml is a link to nothing") {
    support::temporary_directory directory;
    directory.write("shard.yml", "name: above\n");
    directory.write("shop/src/shop.cr", "");
    std::filesystem::create_symlink("nothing", directory.path() / "shop/shard.yml");
    CHECK(support::failure_of([&] { return az::project::open(directory.path() / "shop/src"); }).code() ==
          az::errc::io);
}

TEST_CASE("project::open reads a name in every simple spelling") {
    support::temporary_directory directory;
    for (std::string line :
         {"name: shop", "name : shop", "\"name\": shop", "'name' : 'shop'", "name: shop\t# x",
          "name:\tshop # \"x", "name: \"shop\"\t#x", "name: 'shop'\r", "name: shop\n\n# x\n"}) {
        CAPTURE(line);
        directory.write("shard.yml", "---\nnames: other\n" + line + "\nversion: 1\n");
        CHECK(az::project::open(directory.path()).name == "shop");
    }
    directory.write("shard.yml", "name: sh#op's\n");
    CHECK(az::project::open(directory.path()).name == "sh#op's");
}

TEST_CASE("project::open refuses a name that takes more of YAML to read") {
    support::temporary_directory directory;
    for (std::string line :
         {"name: !!str shop", "name: >-\n  shop", "name: |\n  shop", "name: \"q\\\"x\"", "name: 'it''s'",
          "name: &a shop", "name: *a", "name: {a: b}", "name: [a]", "name:\n  shop", "name: my\n  shop",
          "name: \"my\n  shop\"", "name: \"a\" b", "name:shop", "name: a: b", "name: ~", "name: null",
          "<<: {name: shop}", "? name\n: shop"}) {
        CAPTURE(line);
        directory.write("shard.yml", "version: 1\n" + line + "\n");
        auto failure = support::failure_of([&] { return az::project::open(directory.path()); });
        CHECK(failure.code() == az::errc::invalid);
        CHECK(std::string(failure.what()).find("shard.yml:2") != std::string::npos);
        CHECK(failure.hint().find("name: my_app") != std::string::npos);
    }
}

TEST_CASE("project::open refuses a shard.yml that is no YAML that somebody wrote") {
    support::temporary_directory directory;
    for (std::string text :
         {std::string("\xff\xfen\0", 4), std::string("\0GITCRYPT\0", 10), std::string("name: caf\xe9\n"),
          std::string("<<<<<<< HEAD\nname: a\n=======\nname: b\n>>>>>>> other\n")}) {
        CAPTURE(text);
        auto file = directory.write("shard.yml", text);
        auto failure = support::failure_of([&] { return az::project::open(directory.path()); });
        CHECK(failure.code() == az::errc::invalid);
        CHECK(std::string(failure.what()).starts_with(file.string()));
    }
}

TEST_CASE("project::open reads a name as YAML does: in flow style, indented, the last of two") {
    support::temporary_directory directory;
    for (std::string text : {"--- # x\nname: shop\n", "--- \nname: shop\n", "{name: shop, version: 1}\n",
                             "---\n{version: 1, \"name\": 'shop'} # x\n",
                             "  version: 1\n  name: shop\n  authors:\n    name: other\n",
                             "name: other\nversion: 1\nname: shop\n", "name: shop\n---\nname: other\n"}) {
        CAPTURE(text);
        directory.write("shard.yml", text);
        CHECK(az::project::open(directory.path()).name == "shop");
    }
    for (std::string text : {"{name: shop,\n version: 1}\n", "{name: {a: b}}\n", "{name: \"a, b\"}\n"}) {
        CAPTURE(text);
        directory.write("shard.yml", text);
        CHECK(support::failure_of([&] { return az::project::open(directory.path()); }).code() ==
              az::errc::invalid);
    }
}
