#include <azu_session/visible.hpp>

#include <doctest/doctest.h>

#include <string>

using azu_session::visible;

TEST_CASE("visible leaves what is shown as it is") {
    for (std::string text : {"", "plain text", "größe ✓ 😀", "⚠️  ✓", "a\\b", "… “quoted”"})
        CHECK(visible(text) == text);
}

TEST_CASE("visible escapes what would act on the terminal or forge a line") {
    CHECK(visible("a\nb\r\tc") == "a\\nb\\r\\tc");
    CHECK(visible(std::string("\0\x1b[2J\x7f", 6)) == "\\u{0}\\u{1b}[2J\\u{7f}");
    CHECK(visible("\xc2\x9b"
                  "2J\xc2\x85") == "\\u{9b}2J\\u{85}"); // CSI and NEL of C1
    CHECK(visible("\xe2\x80\xae"
                  "txt\xe2\x80\xac") == "\\u{202e}txt\\u{202c}");         // right-to-left override
    CHECK(visible("\xe2\x81\xa6x\xe2\x81\xa9") == "\\u{2066}x\\u{2069}"); // isolate
    CHECK(visible("\xe2\x80\xa8\xe2\x80\xa9\xd8\x9c") == "\\u{2028}\\u{2029}\\u{61c}");
    CHECK(visible("\x9b"
                  "2J\xff\xe2\x80") == "\\x9b2J\\xff\\xe2\\x80"); // no UTF-8
}
