#include <azu_session/settings.hpp>

#include <doctest/doctest.h>

using azu_session::key_pattern;

TEST_CASE("glob characters of a prefix are escaped") {
    CHECK(key_pattern("app:session:") == "app:session:*");
    CHECK(key_pattern("a*b?c[d]e\\f") == "a\\*b\\?c\\[d\\]e\\\\f*");
}
