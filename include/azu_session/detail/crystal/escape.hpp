#pragma once

#include <azu_session/detail/text/utf8.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::crystal::detail {

/// Reads up to `limit` digits at the front of `text`, takes them off, and gives their number.
inline std::uint32_t take_digits(std::string_view &text, std::size_t limit, int base) {
    std::uint32_t value = 0;
    auto end = std::from_chars(text.data(), text.data() + std::min(limit, text.size()), value, base).ptr;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

/// `\u00e9` and `\u{1f600 1f601}`, after the u.
inline void append_unicode_escape(std::string &out, std::string_view &text) {
    if (!text.starts_with('{')) {
        azu_session::detail::append_utf8(out, take_digits(text, 4, 16));
        return;
    }
    text.remove_prefix(1);
    while (!text.empty() && text.front() != '}') {
        auto before = text.size();
        if (text.front() == ' ')
            text.remove_prefix(1);
        else
            azu_session::detail::append_utf8(out, take_digits(text, 6, 16));
        if (text.size() == before) return;
    }
    if (!text.empty()) text.remove_prefix(1);
}

/// One escape sequence, after its backslash.
inline void append_escape(std::string &out, std::string_view &text) {
    constexpr std::string_view letters = "abefnrtv", meanings = "\a\b\x1b\f\n\r\t\v";
    char c = text.front();
    if (c >= '0' && c <= '7') {
        out += static_cast<char>(take_digits(text, 3, 8));
        return;
    }
    text.remove_prefix(1);
    if (c == 'u')
        append_unicode_escape(out, text);
    else if (c == 'x')
        out += static_cast<char>(take_digits(text, 2, 16));
    else if (c == '\r' && text.starts_with('\n'))
        text.remove_prefix(1);
    else if (auto at = letters.find(c); at != std::string_view::npos)
        out += meanings[at];
    else if (c != '\n')
        out += c;
}

/// What a piece of a quoted literal stands for, escapes resolved.
inline std::string unescape(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto plain = std::min(text.find('\\'), text.size());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.size() < 2) {
            // A backslash that ends the piece joins its line with the next one.
            break;
        }
        text.remove_prefix(1);
        append_escape(out, text);
    }
    return out;
}

} // namespace azu_session::inline v0_1::crystal::detail
