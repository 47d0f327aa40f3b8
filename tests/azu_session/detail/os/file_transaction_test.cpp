#include <azu_session/detail/os/file_transaction.hpp>

#include "support/failure.hpp"
#include "support/system_calls.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <string>

namespace az = azu_session;

TEST_CASE("a file that came into being after staging is not replaced") {
    support::temporary_directory root;
    auto shard = root.write("b.yml", "old\n");
    {
        az::detail::file_transaction files;
        files.stage(shard, "old\n", {"new\n"});
        files.stage(root.path() / "a.cr", std::nullopt, {"new\n"});
        root.write("a.cr", "mine\n");
        CHECK(support::failure_of([&] { return files.commit(); }).code() == az::errc::conflict);
    }
    CHECK(root.read("a.cr") == "mine\n");
    CHECK(root.read("b.yml") == "old\n");
    CHECK(support::listing(root) == "a.cr\nb.yml\n");
}

TEST_CASE("a backup keeps the file's mode and needs no hard link") {
    support::temporary_directory root;
    auto shard = root.write("b.yml", "old\n");
    REQUIRE(chmod(shard.c_str(), 0640) == 0);
    {
        az::detail::file_transaction files;
        files.stage(shard, "old\n", {"new\n"});
        struct stat staged {};
        REQUIRE(stat(shard.c_str(), &staged) == 0);
        CHECK(staged.st_nlink == 1);
        root.write("a.cr", "mine\n");
        files.stage(root.path() / "a.cr", std::nullopt, {"new\n"});
        CHECK(support::failure_of([&] { return files.commit(); }).code() == az::errc::conflict);
    }
    struct stat after {};
    REQUIRE(stat(shard.c_str(), &after) == 0);
    CHECK((after.st_mode & 07777) == 0640);
    CHECK(root.read("b.yml") == "old\n");
}

TEST_CASE("a new name is taken in two steps where one is not possible, and never from another file") {
    support::temporary_directory root;
    auto source = root.write("source", "new\n"), taken = root.write("taken", "mine\n");
    std::filesystem::create_symlink("nothing", root.path() / "link");
    for (auto move : {az::detail::move_to_new_name, az::detail::move_to_claimed_name}) {
        CHECK(move(source, taken) == EEXIST);
        CHECK(move(source, root.path() / "link") == EEXIST);
        CHECK(move(root.path() / "missing", root.path() / "target") == ENOENT);
        CHECK(support::listing(root) == "link\nsource\ntaken\n");
        CHECK(move(source, root.path() / "target") == 0);
        CHECK(root.read("target") == "new\n");
        std::filesystem::rename(root.path() / "target", source);
    }
    CHECK(root.read("taken") == "mine\n");
}
