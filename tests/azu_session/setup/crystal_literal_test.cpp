#include <azu_session/setup/crystal_literal.hpp>

#include <doctest/doctest.h>

namespace az = azu_session;

TEST_CASE("crystal_literal escapes what would end a string or begin an interpolation") {
    CHECK(az::crystal_literal("my-app_2", "name") == "my-app_2");
    CHECK(az::crystal_literal("a\"b", "name") == "a\\\"b");
    CHECK(az::crystal_literal("a\\b", "name") == "a\\\\b");
    CHECK(az::crystal_literal("#{x}#{y}", "name") == "\\#{x}\\#{y}");
    CHECK(az::crystal_literal("\\#{x}", "name") == "\\\\\\#{x}");
    CHECK(az::crystal_literal("c#", "name") == "c#");
    CHECK(az::crystal_literal("größe", "name") == "größe");
}

TEST_CASE("crystal_literal refuses an empty text and control characters") {
    CHECK_THROWS_AS(az::crystal_literal("", "name"), az::error);
    CHECK_THROWS_AS(az::crystal_literal("a\nb", "name"), az::error);
    CHECK_THROWS_AS(az::crystal_literal(std::string_view("a\0b", 3), "name"), az::error);
    CHECK_THROWS_AS(az::crystal_literal("a\x7f", "name"), az::error);
}
