#include "cli/listed.hpp"
#include "cli/roff.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

using support::azu_application;

namespace roff = cli::roff;

namespace {

/// What mandoc says of a page; nothing where it is good.
std::string complaints(const std::string &page) {
    auto checked = support::run({.arguments = {"mandoc", "-Tlint"}, .input = page});
    return (checked.status == 0 ? "" : "failed: ") + checked.out + checked.err;
}

/// Takes the last character of UTF-8 away.
void drop_character(std::string &text) {
    while ((static_cast<unsigned char>(text.back()) & 0xc0) == 0x80)
        text.pop_back();
    text.pop_back();
}

/// The page as a terminal of 80 columns shows it, without bold and underlined.
std::string shown(const std::string &page) {
    auto rendered = support::run({.arguments = {"mandoc", "-Tutf8", "-Owidth=80"}, .input = page}).out;
    std::string text;
    for (char c : rendered)
        if (c != '\b')
            text += c;
        else
            drop_character(text);
    return text;
}

} // namespace

TEST_CASE("the manual page has every command and option, and mandoc finds nothing wrong with it") {
    azu_application app;
    auto page = app.run({"help", "--roff"}).out;
    CHECK(complaints(page).empty());
    auto text = shown(page);
    auto names = support::listed_commands(app);
    CHECK(names.size() >= 8);
    for (const auto &name : names) {
        CAPTURE(name);
        auto begin = text.find("\n   azu " + name + "\n");
        CHECK(begin != std::string::npos);
        for (const auto &option : support::listed_options(app, name)) {
            CAPTURE(option);
            // Its own ones are in its section, common ones behind all of them.
            CHECK(text.find("\n       " + option, begin) != std::string::npos);
        }
    }
    for (std::string part : {"EXAMPLES", "EXIT STATUS", "ENVIRONMENT", "FILES"})
        CHECK(text.find("\n" + part + "\n") != std::string::npos);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        CHECK(line.size() <= 80);
}

TEST_CASE("the manual page is of all commands") {
    azu_application app;
    CHECK(app.run({"help", "--roff", "session:clear"}).status == 2);
    CHECK(app.run({"help", "--roff", "--json"}).out.starts_with("{\"text\":\".TH "));
}

TEST_CASE("roff shows odd words as they are") {
    for (std::string odd : {".env", "'quoted'", "\\fBplain", "a\\", "--dry-run", "\"x\"", "^~`", "...", "a.b",
                            "\\(aq", ".\\\" comment", "größe"}) {
        CAPTURE(odd);
        // At the beginning of a line and within one, as a text and in a heading.
        auto page = ".TH ODD 1 2026-01-01\n.SH NAME\nodd \\- words\n.SS " + roff::escaped("h " + odd) + "\n" +
                    roff::filled(odd + " and " + odd) + roff::entry(roff::bold(odd), odd) +
                    roff::entry(roff::italic(odd), odd);
        auto text = shown(page);
        CHECK(complaints(page).empty());
        CHECK(text.find("   h " + odd + "\n") != std::string::npos);
        CHECK(text.find("\n       " + odd + " and " + odd + "\n") != std::string::npos);
        CHECK(text.find("\n\n       " + odd) != std::string::npos);
    }
}
