#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// Length of the well-formed UTF-8 sequence at the front of a text; 0 where there is none (Unicode 15, table
/// 3-7).
constexpr std::size_t utf8_sequence(std::string_view text) {
    auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    auto within = [&](std::size_t i, unsigned least, unsigned most) {
        return byte(i) >= least && byte(i) <= most;
    };
    auto tail = [&](std::size_t i) { return within(i, 0x80, 0xbf); };
    if (byte(0) < 0x80) return text.empty() ? 0 : 1;
    if (within(0, 0xc2, 0xdf)) return tail(1) ? 2 : 0;
    // Overlong forms, surrogates and what lies behind U+10FFFF show in the second byte.
    bool three =
        within(0, 0xe0, 0xef) && within(1, byte(0) == 0xe0 ? 0xa0 : 0x80, byte(0) == 0xed ? 0x9f : 0xbf);
    if (three) return tail(2) ? 3 : 0;
    bool four =
        within(0, 0xf0, 0xf4) && within(1, byte(0) == 0xf0 ? 0x90 : 0x80, byte(0) == 0xf4 ? 0x8f : 0xbf);
    return four && tail(2) && tail(3) ? 4 : 0;
}

/// Whether the whole text is well-formed UTF-8, as Crystal's compiler wants its sources.
constexpr bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        auto length = utf8_sequence(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

/// The code point as UTF-8.
inline void append_utf8(std::string &text, unsigned long point) {
    auto byte = [&text](unsigned long value) { text += static_cast<char>(value); };
    if (point < 0x80) return byte(point);
    if (point < 0x800) {
        byte(0xc0 | point >> 6);
    } else {
        if (point < 0x10000) {
            byte(0xe0 | point >> 12);
        } else {
            byte(0xf0 | (point >> 18 & 0x07));
            byte(0x80 | (point >> 12 & 0x3f));
        }
        byte(0x80 | (point >> 6 & 0x3f));
    }
    byte(0x80 | (point & 0x3f));
}

} // namespace azu_session::inline v0_1::detail
