#include <azu_session/detail/os/read_file.hpp>

#include "support/failure.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

namespace az = azu_session;

TEST_CASE("read_file gives a file's bytes, and nothing where there is none") {
    support::temporary_directory directory;
    directory.write("bytes", std::string("a\0\r\n", 4));
    CHECK(az::detail::read_file(directory.path() / "bytes") == std::string("a\0\r\n", 4));
    CHECK(az::detail::read_file(directory.path() / "absent") == std::nullopt);
}

TEST_CASE("read_file refuses a pipe without waiting for it") {
    support::temporary_directory directory;
    auto path = directory.path() / ".env";
    REQUIRE(mkfifo(path.c_str(), 0600) == 0);
    CHECK(support::failure_of([&] { az::detail::read_file(path); }).code() == az::errc::io);
    CHECK(az::detail::text_of_file(path).empty());
}

TEST_CASE("read_linked_file refuses a link that leads nowhere, and says which") {
    support::temporary_directory directory;
    directory.write("file", "text");
    std::filesystem::create_symlink("file", directory.path() / "good");
    std::filesystem::create_symlink("nothing", directory.path() / "bad");
    auto refusal = [&](const std::string &name) {
        auto failure = support::failure_of([&] { az::detail::read_linked_file(directory.path() / name); });
        CHECK(failure.code() == az::errc::io);
        return std::string(failure.what());
    };
    CHECK(az::detail::read_linked_file(directory.path() / "good") == "text");
    CHECK(az::detail::read_linked_file(directory.path() / "none/file") == std::nullopt);
    auto link = (directory.path() / "bad").string();
    CHECK(refusal("bad") == link + " is a link to something that is not there.");
    CHECK(refusal("bad/below/file") == link + " is a link to something that is not there.");
}
