#pragma once

#include <azu_session/detail/text/utf8.hpp>

#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1 {

/// A character of a text in UTF-8, or a byte of it that is none.
struct character {
    std::string_view bytes;            ///< in UTF-8, of the text that it was taken from
    std::optional<unsigned> code = {}; ///< its code point; nothing for a byte that is not UTF-8
};

/// Takes the first character off the front of a text that is not empty.
inline character take_character(std::string_view &text) {
    auto length = detail::utf8_sequence(text);
    character taken{text.substr(0, length ? length : 1)};
    text.remove_prefix(taken.bytes.size());
    if (length == 0) return taken;
    auto first = static_cast<unsigned char>(taken.bytes.front());
    taken.code = length == 1 ? first : first & (0x7fu >> length);
    for (char c : taken.bytes.substr(1))
        taken.code = *taken.code << 6 | (static_cast<unsigned char>(c) & 0x3fu);
    return taken;
}

/// Whether a character is not shown but acts on what is: a control character (C0, DEL, C1), the end of a line
/// or paragraph, or one that turns the direction of writing.
[[nodiscard]] inline bool acts_on_terminal(unsigned code_point) {
    constexpr std::pair<unsigned, unsigned> ranges[] = {{0, 0x1f},        {0x7f, 0x9f},     {0x61c, 0x61c},
                                                        {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x2069}};
    for (auto [first, last] : ranges)
        if (code_point >= first && code_point <= last) return true;
    return false;
}

namespace detail {

inline std::string escape(const char *form, unsigned number) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), form, number);
    return text.data();
}

inline std::string escaped(unsigned code_point) {
    switch (code_point) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return escape("\\u{%x}", code_point);
    }
}

} // namespace detail

/// The text for a terminal or a log, on one line: what acts on the terminal is written as an escape, such as
/// `\n` and `\u{9b}`, and a byte that is not UTF-8 like `\xff`. What comes from outside, messages of `error`
/// included, then forges no line and gives the terminal no command.
[[nodiscard]] inline std::string visible(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        auto next = take_character(text);
        if (!next.code)
            shown += detail::escape("\\x%02x", static_cast<unsigned char>(next.bytes.front()));
        else if (acts_on_terminal(*next.code))
            shown += detail::escaped(*next.code);
        else
            shown += next.bytes;
    }
    return shown;
}

} // namespace azu_session::inline v0_1
