#include <azu_session/detail/os/read_file.hpp>

#include "support/failure.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

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
