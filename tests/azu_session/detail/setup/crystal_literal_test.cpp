#include <azu_session/detail/setup/crystal_literal.hpp>

#include "support/failure.hpp"

#include <doctest/doctest.h>

#include <string>

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
    for (std::string text :
         {std::string(), std::string("a\nb"), std::string("a\0b", 3), std::string("a\x7f")}) {
        CAPTURE(text);
        CHECK(support::failure_of([&] { return az::crystal_literal(text, "name"); }).code() ==
              az::errc::invalid);
    }
}

TEST_CASE("crystal_literal refuses invalid UTF-8") {
    for (std::string text : {"caf\xe9", "\xc3", "\xff"}) {
        auto failure = support::failure_of([&] { return az::crystal_literal(text, "name"); });
        CHECK(failure.code() == az::errc::invalid);
        CHECK(std::string(failure.what()) == "The name is not UTF-8.");
    }
}

TEST_CASE("is_utf8 knows the bounds of well-formed sequences") {
    for (std::string text : {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
                             "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"})
        CHECK(az::detail::is_utf8("a" + text + "b"));
    for (std::string text :
         {"\x80", "\xc0\x80", "\xc1\xbf", "\xc3", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xe2\x82", "\xe2",
          "\xf0\x8f\xbf\xbf", "\xf0\x9f\x98", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
        CHECK_FALSE(az::detail::is_utf8("a" + text));
        CHECK_FALSE(az::detail::is_utf8("a" + text + "b"));
    }
}
