#include <azu_session/detail/setup/render.hpp>

#include "support/failure.hpp"

#include <doctest/doctest.h>

#include <string>

namespace az = azu_session;

namespace {

const az::detail::template_values values = {{{"x", "1"}, {"odd", "<\"&'>{{x}}\n"}, {"blank", ""}},
                                            {{"on", true}, {"off", false}}};

std::string render(std::string_view text) { return az::detail::render(text, values); }

std::string refusal(std::string_view text) {
    auto failure = support::failure_of([&] { az::detail::render(text, values, "The template a.cr"); });
    CHECK(failure.code() == az::errc::invalid);
    CHECK_FALSE(failure.hint().empty());
    return failure.what();
}

} // namespace

TEST_CASE("render fills in values as they are") {
    CHECK(render("a {{x}} {{ x }}b{{odd}}") == "a 1 1b<\"&'>{{x}}\n");
    CHECK(render("") == "");
    CHECK(render("{\n}} } { {{x}}}\r\n\r") == "{\n}} } { 1}\r\n\r");
    CHECK(render("a\n{{blank}}\n\nb") == "a\n\n\nb");
}

TEST_CASE("render keeps the sections that stand, and the inverted ones that do not") {
    CHECK(render("{{#on}}a{{x}}{{/on}}{{#off}}b{{x}}{{/off}}") == "a1");
    CHECK(render("{{^on}}a{{/on}}{{^off}}b{{#on}}c{{/on}}{{/off}}") == "bc");
    CHECK(render("{{#off}}{{#on}}a{{/on}}{{/off}}") == "");
    CHECK(render("{{# on }}a{{/ on}}") == "a");
}

TEST_CASE("render takes the line of a section's or comment's tag that has it to itself") {
    CHECK(render("a\n{{#on}}\nb\n{{/on}}\nc\n") == "a\nb\nc\n");
    CHECK(render("a\n{{#off}}\nb\n{{/off}}\nc\n") == "a\nc\n");
    CHECK(render("a\n  {{#on}}\t\n  b\n \t{{/on}}  \nc\n") == "a\n  b\nc\n");
    CHECK(render("a\r\n{{#off}}\r\nb\r\n{{/off}}\r\nc\r\n") == "a\r\nc\r\n");
    CHECK(render("{{#on}}\na\n  {{/on}}") == "a\n");
    CHECK(render("a\n{{! why\nand how }}\nb {{! c }}\n") == "a\nb \n");
    CHECK(render("{{^off}}\n{{#on}}\na\n{{/on}}\n{{/off}}\n") == "a\n");
}

TEST_CASE("render keeps all other lines, the empty ones around and within a section too") {
    CHECK(render("a\n\n{{#on}}\n\nb\n\n{{/on}}\n\nc\n") == "a\n\n\nb\n\n\nc\n");
    CHECK(render("a\n{{#off}}b{{/off}}\nc") == "a\n\nc");
    CHECK(render("a\n  {{#on}} {{/on}}\nc") == "a\n   \nc");
    CHECK(render("a\n  {{x}}\nc") == "a\n  1\nc");
}

TEST_CASE("render refuses a malformed template") {
    CHECK(refusal("a\nb{{x") == "The template a.cr is wrong in line 2: {{ is never closed.");
    CHECK(refusal("{{#on}}\n{{x}}") ==
          "The template a.cr is wrong in line 2: on is a section that is never closed.");
    CHECK(refusal("{{/on}}") ==
          "The template a.cr is wrong in line 1: on is closed, and is not the section that is open.");
    CHECK(refusal("{{#on}}{{^off}}{{/on}}{{/off}}").find("on is closed") != std::string::npos);
    CHECK(refusal("{{#on}}{{#on}}{{/on}}{{/on}}").find("within itself") != std::string::npos);
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "{{#on}}{{^off}}";
    CHECK(refusal(deep).find("within itself") != std::string::npos);
}

TEST_CASE("render refuses what it has no value for, and what it does not know of mustache") {
    CHECK(refusal("{{y}}") == "The template a.cr is wrong in line 1: y is no variable.");
    CHECK(refusal("{{#off}}{{y}}{{/off}}") == "The template a.cr is wrong in line 1: y is no variable.");
    CHECK(refusal("\n{{#y}}{{/y}}") == "The template a.cr is wrong in line 2: y is no section.");
    CHECK(refusal("{{^y}}{{/y}}") == "The template a.cr is wrong in line 1: y is no section.");
    CHECK(refusal("{{#x}}{{/x}}") == "The template a.cr is wrong in line 1: x is no section.");
    for (auto text :
         {"{{on}}", "{{}}", "{{#}}{{/}}", "{{.}}", "{{x.y}}", "{{X}}", "{{{x}}}", "{{&x}}", "{{> x}}",
          "{{=<% %>=}}<%x%>", "{{#^on}}{{/^on}}", "{{^on}}{{/^on}}", "{{x {{x}}", "{{{{x}}}}"})
        CHECK_MESSAGE(!refusal(text).empty(), text);
}

TEST_CASE("render names what there is where it refuses") {
    auto hint = [](std::string_view text) { return support::failure_of([&] { render(text); }).hint(); };
    CHECK(hint("{{y}}") == "The variables are blank, odd, x.");
    CHECK(hint("{{#y}}{{/y}}") == "The sections are off, on.");
    CHECK(support::failure_of([] { az::detail::render("{{#y}}{{/y}}", {}); }).hint() ==
          "There are no sections.");
}
