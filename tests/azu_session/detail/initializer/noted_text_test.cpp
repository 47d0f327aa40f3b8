#include <azu_session/detail/initializer/noted_text.hpp>
#include <azu_session/detail/setup/edits.hpp>

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace detail = azu_session::detail;

namespace {

/// What is left when a text is taken out again that was put into another one.
std::optional<std::string> round_trip(const std::string &before, std::size_t at, const std::string &text) {
    auto after = std::string(before).insert(at, text);
    return detail::without_noted(after, detail::note_of("f", after, at, text, false));
}

const std::string secret(64, 'a');

} // namespace

TEST_CASE("what was put into a text is taken out of the place where it was put") {
    CHECK(round_trip("a\nb\n", 2, "x\n") == "a\nb\n");
    CHECK(round_trip("x\nb\nx\n", 4, "x\n") == "x\nb\nx\n");
    CHECK(round_trip("[A.new, SessionHandler.new, B.new]", 1, "SessionHandler.new, ") ==
          "[A.new, SessionHandler.new, B.new]");
    CHECK(round_trip("a", 1, "\nx") == "a");
    CHECK(round_trip("", 0, "x\n").value() == "");
}

TEST_CASE("random texts come back from random insertions") {
    std::mt19937 random(5);
    auto any = [&](std::size_t most) {
        std::string text;
        for (auto size = random() % most; size > 0; --size)
            text += "ab\n"[random() % 3];
        return text;
    };
    for (int i = 0; i < 20'000; ++i) {
        auto before = any(12), line = any(4) + "a";
        std::size_t at = random() % (before.size() + 1);
        auto start = at == 0 ? 0 : before.rfind('\n', at - 1) + 1;
        auto text = i % 2 == 0 ? line + "\n" : detail::as_last_line(before, line);
        if (i % 2 != 0) start = before.size();
        CAPTURE(before);
        CAPTURE(text);
        CAPTURE(start);
        CHECK(round_trip(before, start, text) == before);
    }
}

TEST_CASE("the text that makes a change is found and taken out again") {
    for (auto [before, after] : {std::pair<std::string, std::string>{"a:\n  x\n", "a:\n  x\n  y\n"},
                                 {"a:\n  x", "a:\n  x\n  y"},
                                 {"", "d:\n  y\n"},
                                 {"a:\n  y:\n    z\n", "a:\n  y:\n    z\n  y2:\n    z\n"},
                                 {"a:\r\n  x\r\n", "a:\r\n  x\r\n  y\r\n"}}) {
        const auto &given_before = before;
        CAPTURE(given_before);
        CHECK(detail::without_noted(after, detail::note_of_change("f", before, after)) == before);
    }
}

TEST_CASE("a line that somebody wrote on is not the one that was put there") {
    detail::insertion last{.file = ".env", .text = "\nREDIS_URL=redis://localhost:6379"};
    CHECK_FALSE(detail::without_noted("A=1\nREDIS_URL=redis://localhost:63790/1\n", last));
    CHECK(detail::without_noted("A=1\nREDIS_URL=redis://localhost:6379\nB=2", last) == "A=1\nB=2");
    CHECK(detail::without_noted("A=1\nREDIS_URL=redis://localhost:6379\r\nB=2", last) == "A=1\r\nB=2");
    detail::insertion line{.file = ".env", .text = "REDIS_URL=x\n"};
    CHECK_FALSE(detail::without_noted("MY_REDIS_URL=x\n", line));
    CHECK_FALSE(detail::without_noted("REDIS_URL=x y\n", line));
}

TEST_CASE("a text that is there more or less often than then is left") {
    detail::insertion one{.file = "f", .text = "x\n"};
    CHECK_FALSE(detail::without_noted("x\nx\n", one));
    CHECK_FALSE(detail::without_noted("", one));
    CHECK_FALSE(detail::without_noted("x\n", {.file = "f", .text = "x\n", .number = 0}));
    CHECK_FALSE(detail::without_noted("x\n", {.file = "f", .text = "x\n", .number = 2}));
    CHECK_FALSE(detail::without_noted("abc", {.file = "f", .text = ""}));
}

TEST_CASE("any secret of setup's form is taken for the one that was put there, and no other value") {
    detail::insertion noted{.file = ".env", .text = "S=<secret>\n"};
    CHECK(detail::without_noted("S=" + secret + "\nA=1\n", noted) == "A=1\n");
    CHECK(detail::without_noted("S=" + std::string(64, '0') + "\n", noted) == "");
    for (auto other :
         {secret.substr(1), secret + "a", std::string(64, 'A'), std::string(64, 'g'), std::string()}) {
        CAPTURE(other);
        CHECK_FALSE(detail::without_noted("S=" + other + "\n", noted));
    }
}
