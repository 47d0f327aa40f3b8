#pragma once

#include <azu_session/detail/text/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Text by its characters, as Crystal counts them.

namespace azu_session::inline v0_1::crystal {

/// Of a text in UTF-8; a byte that begins no character is one of its own.
inline std::size_t character_size(std::string_view text) {
    auto length = azu_session::detail::utf8_sequence(text);
    return length == 0 ? 1 : length;
}

inline std::vector<std::string_view> characters_of(std::string_view text) {
    std::vector<std::string_view> found;
    while (!text.empty()) {
        found.push_back(text.substr(0, character_size(text)));
        text.remove_prefix(found.back().size());
    }
    return found;
}

inline std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); text.remove_prefix(character_size(text)))
        ++count;
    return count;
}

/// Where the character with this number begins; the text's end where it has no more.
inline std::size_t offset_of_character(std::string_view text, std::size_t number) {
    std::size_t offset = 0;
    for (; number > 0 && offset < text.size(); --number)
        offset += character_size(text.substr(offset));
    return offset;
}

/// The code point of a well-formed character.
inline std::uint32_t code_point(std::string_view character) {
    auto lead = static_cast<unsigned char>(character[0]);
    if (character.size() == 1) return lead;
    std::uint32_t point = lead & (0xffu >> (character.size() + 1));
    for (char c : character.substr(1))
        point = point << 6 | (static_cast<unsigned char>(c) & 0x3f);
    return point;
}

/// What Crystal's `Char#whitespace?` holds for.
inline bool is_whitespace(std::string_view character) {
    auto point = code_point(character);
    if (point <= 0x20) return point == 0x20 || (point >= 9 && point <= 13);
    return point == 0x85 || point == 0xa0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200a) ||
           point == 0x2028 || point == 0x2029 || point == 0x202f || point == 0x205f || point == 0x3000;
}

/// A character in lower or upper case, appended; false for scripts whose cases are not followed (UnicodeData:
/// ASCII, Latin-1, Latin Extended-A, Greek and Cyrillic are).
inline bool append_in_case(std::string &out, std::string_view character, bool upper) {
    auto point = code_point(character);
    auto within = [&](std::uint32_t first, std::uint32_t last) { return point >= first && point <= last; };
    auto append = [&](std::uint32_t changed) {
        azu_session::detail::append_utf8(out, changed);
        return true;
    };
    if (point == 0xdf) return out += upper ? "SS" : "\xc3\x9f", true;
    bool lower_latin = within('a', 'z') || (within(0xe0, 0xfe) && point != 0xf7) || within(0x3b1, 0x3c1) ||
                       within(0x3c3, 0x3c9) || within(0x430, 0x44f);
    bool upper_latin = within('A', 'Z') || (within(0xc0, 0xde) && point != 0xd7) || within(0x391, 0x3a1) ||
                       within(0x3a3, 0x3a9) || within(0x410, 0x42f);
    if (lower_latin) return append(upper ? point - 0x20 : point);
    if (upper_latin) return append(upper ? point : point + 0x20);
    if (within(0x450, 0x45f)) return append(upper ? point - 0x50 : point);
    if (within(0x400, 0x40f)) return append(upper ? point : point + 0x50);
    bool pairs = within(0x100, 0x12f) || within(0x132, 0x137) || within(0x14a, 0x177);
    bool shifted = within(0x139, 0x148) || within(0x179, 0x17e);
    if (pairs) return append(upper ? point & ~1u : point | 1u);
    if (shifted) return append(upper ? ((point - 1) | 1u) : ((point + 1) & ~1u));
    bool caseless = point < 0xb5 || within(0xb6, 0xbf) || point == 0xd7 || point == 0xf7 ||
                    within(0x2000, 0x206f) || within(0x20a0, 0x20bf) || within(0x3000, 0x9fff) ||
                    within(0x1f300, 0x1faff);
    if (caseless) out += character;
    return caseless;
}

/// Whether it is a letter that is known to be in one case.
inline bool has_case(std::string_view character) {
    std::string lower, upper;
    return append_in_case(lower, character, false) && append_in_case(upper, character, true) &&
           lower != upper;
}

/// Whether `inspect` is known to write it as it is.
inline bool is_printable(std::string_view character) {
    auto point = code_point(character);
    auto within = [&](std::uint32_t first, std::uint32_t last) { return point >= first && point <= last; };
    return (within(0x20, 0x7e) || within(0xa1, 0x17f) || has_case(character) || within(0x2010, 0x2027) ||
            within(0x20a0, 0x20bf) || within(0x4e00, 0x9fa5) || within(0x1f300, 0x1f64f)) &&
           point != 0xad;
}

/// A whole text so; false where a character is not followed.
inline bool append_text_in_case(std::string &out, std::string_view text, bool upper) {
    for (; !text.empty(); text.remove_prefix(character_size(text)))
        if (azu_session::detail::utf8_sequence(text) == 0 ||
            !append_in_case(out, text.substr(0, character_size(text)), upper))
            return false;
    return true;
}

/// Whether a set such as `a-z_` or `^:` holds a character, as `count`, `delete` and `squeeze` read it: 1 or
/// 0, or -1 where that raises.
inline int in_set(std::string_view set, std::string_view character) {
    bool included = true, range = false;
    std::string_view previous;
    for (auto one : characters_of(set)) {
        if (one == "^" && previous.empty()) {
            included = false;
            previous = one;
            continue;
        }
        if (one == "-" && !previous.empty() && previous != "\\") {
            range = true;
            included = included || previous == "^"; // so does Crystal
            continue;
        }
        if (range && !previous.empty()) {
            auto least = code_point(previous), most = code_point(one), number = code_point(character);
            if (least > most) return -1;
            if (least <= number && number <= most) return included;
            range = false;
        } else if (one != "\\" && one == character) {
            return included;
        }
        previous = one;
    }
    bool last = (range && character == "-") || (previous == "\\" && character == previous);
    return last == included;
}

} // namespace azu_session::inline v0_1::crystal
