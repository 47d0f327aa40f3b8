#include <azu_session/backend.hpp>

#include "support/failure.hpp"

#include <doctest/doctest.h>

#include <string>

namespace az = azu_session;

TEST_CASE("parse_backend reads back every name") {
    for (auto value : {az::backend::redis, az::backend::database, az::backend::memory})
        CHECK(az::parse_backend(to_string(value)) == value);
}

TEST_CASE("parse_backend refuses any other text and lists the three") {
    for (std::string name : {"", "Redis", "redis ", "postgres", "mem", "custom", "database\n"}) {
        CAPTURE(name);
        auto failure = support::failure_of([&] { return az::parse_backend(name); });
        CHECK(failure.code() == az::errc::usage);
        CHECK(failure.hint() == "Use one of: redis, database, memory.");
    }
}

TEST_CASE("parse_backend shows no password of a URL that stands in place of a name") {
    auto failure =
        support::failure_of([] { return az::parse_backend("redis://:secret@host", "SESSION_BACKEND"); });
    CHECK(failure.what() == std::string("Unknown session backend 'redis://:***@host' in SESSION_BACKEND."));
}
