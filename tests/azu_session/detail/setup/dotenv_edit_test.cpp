#include <azu_session/detail/setup/dotenv_edit.hpp>

#include "support/failure.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace az = azu_session;

namespace {

std::string edited(std::string_view text, std::string_view value = "new") {
    return az::detail::with_variable(text, "X", value);
}

az::error failure_of(std::string_view text, std::string_view value = "new") {
    return support::failure_of([&] { edited(text, value); });
}

/// What the last entry of the name says; "in doubt" where it is.
std::string value_of(std::string_view text, std::string_view name) {
    std::string value = "not set";
    for (const auto &entry : az::parse_dotenv(text))
        if (entry.name == name) value = entry.doubt.empty() ? entry.value : "in doubt";
    return value;
}

} // namespace

TEST_CASE("an edit replaces the value where it stands, and nothing else") {
    for (auto [before, after] : std::vector<std::pair<std::string, std::string>>{
             {"X=old\n", "X=new\n"},
             {"X=\n", "X=new\n"},
             {"X=", "X=new"},
             {"A=1\n\texport X='old'   # the secret\nB=2", "A=1\n\texport X=new   # the secret\nB=2"},
             {"X=\"old\"", "X=new"},
             {"X=   # none\n", "X=new   # none\n"},
             {"X=a # b\r\nY=c\r\n", "X=new # b\r\nY=c\r\n"},
             {"X='one\ntwo'\nY=3\n", "X=new\nY=3\n"},
             {"X=1\nY=2\nX=3\n# X=4\n", "X=1\nY=2\nX=new\n# X=4\n"},
             {"# \xff\nX=old\nY=\xff\n", "# \xff\nX=new\nY=\xff\n"},
             {"XX=1\nX=old\n", "XX=1\nX=new\n"}})
        CHECK(edited(before) == after);
}

TEST_CASE("a value in doubt is replaced by one that is not") {
    for (std::string old : {"$(openssl rand -hex 32)", "\"a$b\"", "two words", "<your secret>", "a\\b"})
        CHECK(edited("A=1\nX=" + old + "\nB=2\n") == "A=1\nX=new\nB=2\n");
}

TEST_CASE("a variable that is not there is added at the end, in LF") {
    CHECK(edited("") == "X=new\n");
    CHECK(edited("A=1\n") == "A=1\nX=new\n");
    CHECK(edited("A=1") == "A=1\nX=new");
    CHECK(edited("A=1\r\n") == "A=1\r\nX=new\n");
    CHECK(edited("\xEF\xBB\xBF# note\n") == "\xEF\xBB\xBF# note\nX=new\n");
    CHECK(edited("A=it's\n") == "A=it's\nX=new\n"); // which a shell refuses, with or without X
}

TEST_CASE("a value is written bare, or in the quotes that every program reads alike") {
    CHECK(edited("X=old\n", "") == "X=\n");
    CHECK(edited("X='old' # note\n", "") == "X= # note\n");
    CHECK(edited("", "a,b") == "X=a,b\n");
    CHECK(edited("", "a b") == "X='a b'\n");
    CHECK(edited("", "a$b`c`\\d\"") == "X='a$b`c`\\d\"'\n");
    CHECK(edited("", "it's") == "X=\"it's\"\n");
    CHECK(edited("", "{a,b}") == "X='{a,b}'\n");
    CHECK(edited("", "one\ntwo") == "X='one\ntwo'\n");
    for (std::string_view value : {"it's $5a", "a\rb", "\xff", "a\x01"}) {
        auto failure = failure_of("X=old\n", value);
        CHECK(failure.code() == az::errc::invalid);
        CHECK(std::string(failure.what()) ==
              "The value of X cannot be written so that every program reads it alike.");
    }
}

TEST_CASE("an edit whose result programs would read differently is refused, and says which line to mend") {
    struct refused {
        std::string text, line;
    };
    for (const auto &[dotenv, line] : std::vector<refused>{{"A=1\nX=old\r\n", "2"},
                                                           {"X = old\n", "1"},
                                                           {"A=1\nX=\"a\":b\n", "2"},
                                                           {"A=1 X=2\n", "1"},
                                                           {"unset X\n", "1"},
                                                           {"X=1\n\n. ./other.env\n", "3"},
                                                           {"eval \"$A\"\n", "1"},
                                                           {"A=1\\\n", "1"},
                                                           {"X=#none\n", "1"},
                                                           {"X=old\nexit\nX=older\n", "2"},
                                                           {"X=it's\nA=b\nB=c'd\n", "1"},
                                                           {"X=\"${A:=1}\"\n", "1"},
                                                           {"\xEF\xBB\xBFX=old\nA=1\n", "1"}}) {
        std::string text = dotenv;
        CAPTURE(text);
        auto failure = failure_of(text);
        CHECK(failure.code() == az::errc::ambiguous);
        CHECK(failure.hint() == "Leave nothing on line " + line +
                                    " of .env but one assignment, as NAME='...', and run the command again.");
    }
    CHECK(std::string(failure_of("X=old\r\n").what()) ==
          "X in .env:1 is not the same for every program that reads the file: its line ends in CR LF, where "
          "LF alone is wanted.");
}

TEST_CASE("of random files an edit keeps every other byte and entry, or is refused") {
    std::minstd_rand random(1);
    auto one_of = [&](const std::vector<std::string> &pieces) { return pieces[random() % pieces.size()]; };
    std::vector<std::string> pieces = {
        "X=",   "X=",  "A=",      "B=",   "export ", "\n", "\n",    "\n",    "'",   "\"",         "a",
        "1",    " ",   "#",       " # c", "\r\n",    "$",  "\\",    "`",     "(",   "\t",         "é",
        "\xff", ". f", "unset X", "=",    "${A}",    ";",  "{a,b}", "X='o'", "A=1", "\nB='x y'\n"};
    int made = 0, refused = 0;
    for (int run = 0; run < 20'000; ++run) {
        std::string text, value = one_of({"new", "", "a b", "it's", "$a", "a,b", "one\ntwo"});
        for (auto left = random() % 12; left > 0; --left)
            text += one_of(pieces);
        CAPTURE(text);
        std::string after;
        try {
            after = edited(text, value);
        } catch (const az::error &failure) {
            REQUIRE(failure.code() == az::errc::ambiguous);
            ++refused;
            continue;
        }
        ++made;
        REQUIRE(value_of(after, "X") == value);
        for (std::string name : {"A", "B"})
            REQUIRE(value_of(after, name) == value_of(text, name));
        // What is no longer as it was is one value, written anew.
        std::size_t head = 0, tail = 0;
        while (head < text.size() && head < after.size() && text[head] == after[head])
            ++head;
        while (tail < text.size() - head && tail < after.size() - head &&
               text[text.size() - 1 - tail] == after[after.size() - 1 - tail])
            ++tail;
        auto written = after.substr(head, after.size() - head - tail);
        REQUIRE(written.size() <= value.size() + 2 + std::string_view("\nX=\n").size());
        REQUIRE(edited(after, value) == after);
    }
    CHECK(made > 1'000);
    CHECK(refused > 1'000);
}
