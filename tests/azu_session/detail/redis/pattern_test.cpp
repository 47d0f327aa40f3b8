#include <azu_session/detail/redis/cursor.hpp>
#include <azu_session/detail/redis/distinct.hpp>
#include <azu_session/detail/redis/pattern.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace azu_session::detail;
using azu_session::key_pattern;

TEST_CASE("glob characters of a prefix are escaped") {
    CHECK(key_pattern("app:session:") == "app:session:*");
    CHECK(key_pattern("a*b?c[d]e\\f") == "a\\*b\\?c\\[d\\]e\\\\f*");
}

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

TEST_CASE("keys that repeat are told apart from new ones") {
    distinct_keys seen;
    int fresh = 0;
    for (int round = 0; round < 2; ++round)
        for (int i = 0; i < 20'000; ++i)
            fresh += seen.insert("app:session:" + std::to_string(i));
    CHECK(fresh == 20'000);
}
