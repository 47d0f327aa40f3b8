#include <azu_session/detail/redis/cursor.hpp>

#include <doctest/doctest.h>

using azu_session::detail::scanned_fraction;

TEST_CASE("a cursor is read as how far SCAN has come") {
    CHECK(scanned_fraction(0) == 0);
    CHECK(scanned_fraction(1) == 0.5);
    CHECK(scanned_fraction(2) == 0.25);
    CHECK(scanned_fraction(3) == 0.75);
    CHECK(scanned_fraction(8192, " 0-16383") == 0.5);
    CHECK(scanned_fraction(8192 | 1 << 14, " 0-16383") == 8192.5 / 16384);
    CHECK(scanned_fraction(10 | 1 << 14, " 0 10-11 99 [7->-0a1b]") == 1.5 / 4);
    CHECK(scanned_fraction(99, "0 10-11 99") == 0.75);
    CHECK(scanned_fraction(5, "") == 0);
}

TEST_CASE("a cursor can be made from how far SCAN is to begin") {
    using azu_session::detail::cursor_at;
    for (double fraction : {0.0, 0.25, 0.5, 0.984375})
        CHECK(scanned_fraction(cursor_at(fraction)) == fraction);
    CHECK(cursor_at(0, "10-11 99") == 10);
    CHECK(cursor_at(0.5, "10-11 99") == 11);
    CHECK(cursor_at(0.9, "10-11 99 [7->-0a1b]") == 99);
    CHECK(cursor_at(0.5, "") == 0);
}
