#include <azu_session/detail/setup/render.hpp>

#include <doctest/doctest.h>

namespace az = azu_session;

TEST_CASE("render fills in values as they are") {
    CHECK(az::detail::render("a {{x}} b", {{"x", "<\"&'>"}, {"unused", ""}}) == "a <\"&'> b");
}

TEST_CASE("render keeps the sections that have a value, and leaves out the others without a trace") {
    auto text = "a\n{{#x}}x {{y}}\n{{/x}}{{#z}}z {{y}}\n{{/z}}b\n";
    CHECK(az::detail::render(text, {{"x", ""}, {"y", "1"}}) == "a\nx 1\nb\n");
    CHECK(az::detail::render(text, {{"y", "1"}}) == "a\nb\n");
}

TEST_CASE("render refuses a malformed template and a variable without a value") {
    CHECK_THROWS_AS(az::detail::render("{{x", {{"x", ""}}), az::error);
    CHECK_THROWS_AS(az::detail::render("{{#x}}", {{"x", ""}}), az::error);
    CHECK_THROWS_AS(az::detail::render("{{y}}", {{"x", ""}}), az::error);
    CHECK_THROWS_AS(az::detail::render("{{#x}}{{y}}{{/x}}", {{"x", ""}}), az::error);
}
