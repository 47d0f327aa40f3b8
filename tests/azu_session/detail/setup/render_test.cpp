#include <azu_session/detail/setup/render.hpp>

#include <doctest/doctest.h>

namespace az = azu_session;

TEST_CASE("render fills in values as they are") {
    CHECK(az::detail::render("a {{x}} b", {{"x", "<\"&'>"}, {"unused", ""}}) == "a <\"&'> b");
}

TEST_CASE("render refuses a malformed template and a variable without a value") {
    CHECK_THROWS_AS(az::detail::render("{{x", {{"x", ""}}), az::error);
    CHECK_THROWS_AS(az::detail::render("{{y}}", {{"x", ""}}), az::error);
}
