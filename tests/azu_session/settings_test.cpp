#include <azu_session/settings.hpp>

#include "support/failure.hpp"

#include <doctest/doctest.h>

#include <string>

namespace az = azu_session;

TEST_CASE("glob characters of a prefix are escaped in its pattern") {
    CHECK(az::key_prefix("app:session:").pattern() == "app:session:*");
    CHECK(az::key_prefix("a*b?c[d]e\\f").pattern() == "a\\*b\\?c\\[d\\]e\\\\f*");
}

TEST_CASE("a prefix that would select other keys is none") {
    for (std::string text : {"", "*", "**", " ", "?*", "[]", "\n"}) {
        CAPTURE(text);
        auto failure = support::failure_of([&] { az::key_prefix(text, "the form"); });
        CHECK(failure.code() == az::errc::invalid);
        CHECK(std::string(failure.what()).find("the form") != std::string::npos);
        CHECK(failure.settings() == std::vector{az::setting::prefix});
    }
}

TEST_CASE("a table's name is read in its parts") {
    CHECK(az::table_name("sessions").table() == "sessions");
    CHECK(az::table_name("sessions").schema().empty());
    az::table_name qualified("web.sessions");
    CHECK(qualified.schema() == "web");
    CHECK(qualified.table() == "sessions");
    CHECK(qualified.text() == "web.sessions");
    CHECK(az::table_name("a \"b\"; --").table() == "a \"b\"; --");
}

TEST_CASE("what cannot be a table's name is none") {
    for (std::string text :
         {std::string(), std::string("."), std::string("a."), std::string(".b"), std::string("a.b.c"),
          std::string(64, 'x'), std::string("a\0b", 3), std::string("sqlite3://a")}) {
        CAPTURE(text);
        auto failure = support::failure_of([&] { az::table_name name(text); });
        CHECK(failure.code() == az::errc::invalid);
        CHECK(failure.settings() == std::vector{az::setting::table});
    }
}

TEST_CASE("settings tell which backend they are for") {
    az::redis_settings redis{.url = {}, .prefix = az::key_prefix("a:")};
    az::database_settings database{.url = {}, .table = az::table_name("sessions")};
    CHECK(az::backend_of(redis) == az::backend::redis);
    CHECK(az::backend_of(database) == az::backend::database);
    CHECK(az::backend_of(az::memory_settings()) == az::backend::memory);
    CHECK(az::backend_of(az::custom_settings{"MemcachedStore"}) == az::backend::custom);
}
