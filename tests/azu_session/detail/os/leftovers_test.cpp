#include <azu_session/apply.hpp>

#include "support/failure.hpp"
#include "support/system_calls.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <ctime>
#include <filesystem>
#include <string>

namespace az = azu_session;

TEST_CASE("only names of a temporary's exact form are taken for leftovers") {
    for (const auto *name : {".azu-0.tmp", ".azu-4294967295.tmp", ".azu-12.tmp~"})
        CHECK_MESSAGE(az::detail::is_temporary_name(name), name);
    for (const auto *name :
         {"", ".azu-", ".azu-.tmp", ".azu-.tmp~", ".azu-tmp", ".azu.tmp", "azu-1.tmp", ".azu-1.tmp~~",
          ".azu-1.tm", ".azu-1x.tmp", ".azu--1.tmp", ".azu-1.tmp.cr", "x.azu-1.tmp", ".azu-1.backup"})
        CHECK_FALSE_MESSAGE(az::detail::is_temporary_name(name), name);
    CHECK(az::detail::is_temporary_name(
        az::detail::backup_of(az::detail::temporary_beside("a/b.cr")).filename().string()));
    CHECK_FALSE(az::detail::is_temporary_name(az::detail::kept_beside("a/.azu-1.tmp").filename().string()));
}

TEST_CASE("apply removes what a killed setup left, where setup writes, and nothing else") {
    support::temporary_directory root, elsewhere;
    elsewhere.write(".azu-1.tmp", "");
    for (const auto *name : {".azu-1.tmp", "src/.azu-1.tmp", "src/a/b/.azu-2.tmp~", "config/.azu-3.tmp",
                             "config/a/.azu-4.tmp", "db/migrations/.azu-5.tmp"})
        root.write(name, "left\n");
    for (const auto *name : {"lib/.azu-1.tmp", "db/.azu-1.tmp", "src/.azu-1.tmp.cr", "src/other/shard.yml",
                             "src/other/src/.azu-1.tmp", "src/azu-1.tmp", "a.cr.azu-1.backup"})
        root.write(name, "mine\n");
    std::filesystem::create_directory(root.path() / "src/.azu-9.tmp");
    std::filesystem::create_symlink("azu-1.tmp", root.path() / "src/.azu-8.tmp");
    std::filesystem::create_directory_symlink(elsewhere.path(), root.path() / "src/linked");
    auto read_only = root.write("src/.azu-7.tmp~", "kept\n");
    REQUIRE(chmod(read_only.c_str(), 0444) == 0);
    az::apply({.root = root.path(), .files = {{.path = "db/migrations/1.sql", .contents = "new\n"}}});
    CHECK(support::listing(root) ==
          "a.cr.azu-1.backup\nconfig\nconfig/a\ndb\ndb/.azu-1.tmp\ndb/migrations\ndb/migrations/1.sql\nlib\n"
          "lib/.azu-1.tmp\nsrc\nsrc/.azu-1.tmp.cr\nsrc/.azu-7.tmp~\nsrc/.azu-8.tmp\nsrc/.azu-9.tmp\nsrc/a\n"
          "src/a/b\nsrc/azu-1.tmp\nsrc/linked\nsrc/other\nsrc/other/shard.yml\nsrc/other/src\n"
          "src/other/src/.azu-1.tmp\n");
    CHECK(support::listing(elsewhere) == ".azu-1.tmp\n");
}

TEST_CASE("outside of the application, where its lock means nothing, nothing is removed") {
    support::temporary_directory root, elsewhere;
    elsewhere.write("real.yml", "old\n");
    elsewhere.write(".azu-1.tmp", "of another setup\n");
    std::filesystem::create_symlink(elsewhere.path() / "real.yml", root.path() / "link.yml");
    az::apply({.root = root.path(),
               .files = {{.path = "link.yml",
                          .status = az::file_status::update,
                          .contents = "new\n",
                          .previous = "old\n"}}});
    CHECK(support::listing(elsewhere) == ".azu-1.tmp\nreal.yml\n");
}

TEST_CASE("without the application's lock nothing is removed, as another setup may be under way") {
    support::temporary_directory root;
    root.write(".azu-1.tmp", "");
    {
        support::no_flock none;
        az::apply({.root = root.path()});
        CHECK(support::listing(root) == ".azu-1.tmp\n");
    }
    az::apply({.root = root.path()});
    CHECK(support::listing(root).empty());
}

TEST_CASE("where there is nothing to clean, no directory changes") {
    support::temporary_directory root;
    root.write("src/a.cr", "same\n");
    for (const auto &path : {root.path(), root.path() / "src"}) {
        timespec long_ago[] = {{1'000, 0}, {1'000, 0}};
        REQUIRE(utimensat(AT_FDCWD, path.c_str(), long_ago, 0) == 0);
    }
    az::apply({.root = root.path(),
               .files = {{.path = "src/a.cr", .status = az::file_status::identical, .previous = "same\n"}}});
    for (const auto &path : {root.path(), root.path() / "src"}) {
        struct stat found {};
        REQUIRE(stat(path.c_str(), &found) == 0);
        CHECK(found.st_mtime == 1'000);
    }
}

TEST_CASE("old contents that a person was told of are not removed by the next setup") {
    for (bool can_rename : {true, false}) {
        CAPTURE(can_rename);
        support::temporary_directory root;
        root.write("b.yml", "old\n");
        {
            support::before_rename broken([&](const std::string &source, const std::string &target, bool) {
                bool is_backup = source.ends_with('~');
                if (target == root.path() / "last.cr") return EIO;
                return is_backup && (target == root.path() / "b.yml" || !can_rename) ? EIO : 0;
            });
            auto failure = support::failure_of([&] {
                az::apply({.root = root.path(),
                           .files = {{.path = "b.yml",
                                      .status = az::file_status::update,
                                      .contents = "new\n",
                                      .previous = "old\n"},
                                     {.path = "last.cr", .contents = "new\n"}}});
            });
            CHECK(std::string(failure.what()).find("; its old contents are in ") != std::string::npos);
        }
        auto before = support::listing(root);
        CHECK(before.find(can_rename ? ".backup" : ".tmp~") != std::string::npos);
        az::apply({.root = root.path()});
        CHECK(support::listing(root) == before);
    }
}
