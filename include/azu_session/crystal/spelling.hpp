#pragma once

#include <cstddef>
#include <string_view>

// How names, numbers, symbols and operators are spelt. Each length is that of the token at the front of the
// text; 0 when there is none.

namespace azu_session::crystal::detail {

inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
/// Every byte beyond ASCII belongs to some name, so that invalid UTF-8 needs no case of its own.
inline bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || is_upper(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
inline bool in_name(char c) { return starts_name(c) || is_digit(c); }

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
    return length == begin ? 0 : length;
}

/// `:name`, `:name?`, `:+`; not the colons of `a ? b : c` and `A::B`. After a value no operator is meant.
inline std::size_t symbol_length(std::string_view text, bool value_before) {
    char next = at_or_nul(text, 1);
    if (text.front() != ':' || next == ':') return 0;
    if (starts_name(next)) {
        auto length = name_length(text, 2);
        char end = at_or_nul(text, length), behind = at_or_nul(text, length + 1);
        bool marked = end == '?' || end == '!' || end == '=';
        return length + (marked && behind != '=' && behind != '>' && behind != '~');
    }
    if (value_before) return 0;
    for (std::string_view name :
         {"[]=", "[]?", "<=>", "===", "[]", "==", "!=", "=~", "!~", "<=", ">=", "<<", ">>",
          "**",  "+",   "-",   "*",   "/",  "<",  ">",  "!",  "~",  "%",  "&",  "|",  "^"})
        if (text.substr(1, name.size()) == name) return name.size() + 1;
    return 0;
}

/// An operator or a punctuation mark; one byte where it is neither.
inline std::size_t operation_length(std::string_view text) {
    constexpr std::string_view long_ones[] = {
        "<=>", "===", "**=", "<<=", ">>=", "||=", "&&=", "//=", "...", "==", "!=", "<=", ">=", "&&",
        "||",  "+=",  "-=",  "*=",  "/=",  "%=",  "|=",  "&=",  "^=",  "**", "<<", ">>", "=>", "->",
        "..",  "::",  "=~",  "!~",  "//",  "&+",  "&-",  "&*",  "&.",  "{{", "{%", "%}", "]?", "@["};
    char next = at_or_nul(text, 1);
    if (std::string_view("(),[").find(text[0]) != std::string_view::npos) return 1;
    if (std::string_view("=.&|<>*/:~+-{%?[}").find(next) == std::string_view::npos) return 1;
    for (auto candidate : long_ones)
        if (candidate[0] == text[0] && text.starts_with(candidate)) return candidate.size();
    return 1;
}

} // namespace azu_session::crystal::detail
