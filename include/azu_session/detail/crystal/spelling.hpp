#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

// How names, numbers, symbols and operators are spelt. Each length is that of the token at the front of the
// text; 0 when there is none.

namespace azu_session::inline v0_1::crystal::detail {

enum character_class : std::uint8_t { blank = 1, digit = 2, upper = 4, name_start = 8, name_part = 16 };

/// Every byte beyond ASCII belongs to some name, so that invalid UTF-8 needs no case of its own.
inline constexpr auto character_classes = [] {
    std::array<std::uint8_t, 256> classes{};
    for (char c : {' ', '\t', '\r', '\f', '\v'})
        classes[static_cast<unsigned char>(c)] = blank;
    for (std::size_t c = '0'; c <= '9'; ++c)
        classes[c] = digit | name_part;
    for (std::size_t c = 'a'; c <= 'z'; ++c)
        classes[c] = name_start | name_part;
    for (std::size_t c = 'A'; c <= 'Z'; ++c)
        classes[c] = upper | name_start | name_part;
    for (std::size_t c = 0x80; c <= 0xFF; ++c)
        classes[c] = name_start | name_part;
    classes['_'] = name_start | name_part;
    return classes;
}();

inline bool is_a(char c, character_class wanted) {
    return character_classes[static_cast<unsigned char>(c)] & wanted;
}
inline bool is_blank(char c) { return is_a(c, blank); }
inline bool is_digit(char c) { return is_a(c, digit); }
inline bool is_upper(char c) { return is_a(c, upper); }
inline bool starts_name(char c) { return is_a(c, name_start); }
inline bool in_name(char c) { return is_a(c, name_part); }

/// The character at an offset; NUL behind the end.
inline char at_or_nul(std::string_view text, std::size_t offset) {
    return offset < text.size() ? text[offset] : '\0';
}

inline std::size_t name_length(std::string_view text, std::size_t from) {
    while (in_name(at_or_nul(text, from)))
        ++from;
    return from;
}

/// Of a text that begins with a digit.
inline std::size_t number_length(std::string_view text) {
    auto peek = [&](std::size_t offset) { return at_or_nul(text, offset); };
    bool decimal = !(peek(0) == '0' && (peek(1) == 'x' || peek(1) == 'b' || peek(1) == 'o'));
    bool point_allowed = decimal;
    for (std::size_t length = 1;; ++length) {
        char c = peek(length), before = peek(length - 1);
        bool exponent_sign = (c == '+' || c == '-') && (before == 'e' || before == 'E') && decimal;
        if (c == '.' && point_allowed && is_digit(peek(length + 1)))
            point_allowed = false;
        else if (!in_name(c) && !(exponent_sign && is_digit(peek(length + 1))))
            return length;
    }
}

/// `@name`, `@@name`, `$name`, `$~`.
inline std::size_t variable_length(std::string_view text) {
    char sign = text.front(), next = at_or_nul(text, 1);
    if (sign != '@' && sign != '$') return 0;
    if (sign == '$' && (next == '~' || next == '?')) return 2;
    std::size_t begin = sign == '@' && next == '@' ? 2 : 1;
    auto length = name_length(text, begin);
    if (sign == '$' && is_digit(next) && at_or_nul(text, length) == '?') ++length;
    return length == begin ? 0 : length;
}

/// `:name`, `:name?`, `:+`; not the colons of `a ? b : c` and `A::B`. After a value no operator but `[]` is
/// meant.
inline std::size_t symbol_length(std::string_view text, bool value_before) {
    char next = at_or_nul(text, 1);
    if (text.front() != ':' || next == ':') return 0;
    if (starts_name(next)) {
        auto length = name_length(text, 2);
        char end = at_or_nul(text, length), behind = at_or_nul(text, length + 1);
        bool marked = end == '?' || end == '!' || end == '=';
        return length + (marked && behind != '=' && behind != '>' && behind != '~');
    }
    if (value_before && next != '[') return 0;
    for (std::string_view name :
         {"[]=", "[]?", "<=>", "===", "[]", "==", "!=", "=~", "!~", "<=", ">=", "<<", ">>",
          "**",  "+",   "-",   "*",   "/",  "<",  ">",  "!",  "~",  "%",  "&",  "|",  "^"})
        if (text.substr(1, name.size()) == name) return name.size() + 1;
    return 0;
}

/// Operators and punctuation marks of more than one byte; what another begins with comes behind it.
inline constexpr std::string_view long_operations[] = {
    "&+=", "&-=", "&*=", "&**", "<=>", "===", "**=", "<<=", ">>=", "||=", "&&=", "//=",
    "...", "==",  "!=",  "<=",  ">=",  "&&",  "||",  "+=",  "-=",  "*=",  "/=",  "%=",
    "|=",  "&=",  "^=",  "**",  "<<",  ">>",  "=>",  "->",  "..",  "::",  "=~",  "!~",
    "//",  "&+",  "&-",  "&*",  "&.",  "{{",  "{%",  "%}",  "]?",  "@["};

/// The bytes that one of them has at an offset.
template <std::size_t offset>
inline constexpr auto in_long_operations = [] {
    std::array<bool, 256> found{};
    for (auto operation : long_operations)
        found[static_cast<unsigned char>(operation[offset])] = true;
    return found;
}();

/// An operator or a punctuation mark; one byte where it is neither.
inline std::size_t operation_length(std::string_view text) {
    auto first = static_cast<unsigned char>(text[0]), second = static_cast<unsigned char>(at_or_nul(text, 1));
    if (!in_long_operations<0>[first] || !in_long_operations<1>[second]) return 1;
    for (auto candidate : long_operations)
        if (candidate[0] == text[0] && text.starts_with(candidate)) return candidate.size();
    return 1;
}

} // namespace azu_session::inline v0_1::crystal::detail
