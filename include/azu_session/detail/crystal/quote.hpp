#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace azu_session::inline v0_1::crystal::detail {

/// How a quoted literal is delimited and what happens within.
struct quote {
    std::size_t length = 0; ///< of the opening delimiter
    char open = 0;          ///< a bracket that nests, or 0
    char close = 0;
    bool escapes = true;      ///< a backslash takes the next character along
    bool interpolates = true; ///< `#{…}` is code
    bool is_regex = false;
    std::string_view heredoc; ///< the word that ends it; empty for all others
};

inline char closing_bracket(char open) {
    switch (open) {
    case '(':
        return ')';
    case '[':
        return ']';
    case '{':
        return '}';
    case '<':
        return '>';
    case '|':
        return '|';
    default:
        return 0;
    }
}

/// `%(`, `%q[`, `%w{` and so on.
inline std::optional<quote> percent_quote(std::string_view text) {
    constexpr std::string_view letters = "qQwWirx";
    std::size_t bracket = text.size() > 1 && letters.find(text[1]) != std::string_view::npos ? 2 : 1;
    if (bracket >= text.size()) return std::nullopt;
    quote found;
    found.close = closing_bracket(text[bracket]);
    if (!found.close) return std::nullopt;
    found.length = bracket + 1;
    found.open = text[bracket] == '|' ? '\0' : text[bracket];
    char letter = bracket == 2 ? text[1] : 'Q';
    found.escapes = letter != 'q';
    found.interpolates = letter == 'Q' || letter == 'r' || letter == 'x';
    found.is_regex = letter == 'r';
    return found;
}

/// `<<-WORD` and `<<-'WORD'`.
inline std::optional<quote> heredoc_quote(std::string_view text) {
    if (!text.starts_with("<<-") || text.size() < 4) return std::nullopt;
    bool raw = text[3] == '\'';
    std::size_t begin = raw ? 4 : 3;
    auto end = begin;
    auto in_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    auto limit = raw ? text.find_first_of("'\n", begin) : begin;
    if (raw && (limit == std::string_view::npos || text[limit] == '\n')) return std::nullopt;
    while (end < text.size() && (raw ? end < limit : in_word(text[end])))
        ++end;
    if (end == begin || (!raw && text[begin] >= '0' && text[begin] <= '9')) return std::nullopt;
    quote found;
    found.length = raw ? end + 1 : end;
    found.escapes = found.interpolates = !raw;
    found.heredoc = text.substr(begin, end - begin);
    return found;
}

/// The quoted literal that begins at an offset of the source, if one does. `regex_allowed` tells that a slash
/// may begin a regular expression.
inline std::optional<quote> quote_at(std::string_view source, std::size_t at, bool regex_allowed) {
    auto text = source.substr(at);
    switch (text.front()) {
    case '"':
    case '`':
        return quote{.length = 1, .close = text.front(), .heredoc = {}};
    case '/':
        if (!regex_allowed) return std::nullopt;
        return quote{.length = 1, .close = '/', .is_regex = true, .heredoc = {}};
    case ':':
        if (!text.starts_with(":\"")) return std::nullopt;
        return quote{.length = 2, .close = '"', .interpolates = false, .heredoc = {}};
    case '%':
        return percent_quote(text);
    case '<':
        return heredoc_quote(text);
    default:
        return std::nullopt;
    }
}

/// Length of the character literal at the front of `text`; 0 when there is none.
inline std::size_t character_length(std::string_view text) {
    text = text.substr(0, text.substr(0, 16).find('\n')); // behind a line's end there may be a heredoc's text
    if (!text.starts_with('\'') || text.size() < 3) return 0;
    if (text[1] == '\\') {
        auto close = text.substr(0, 16).find('\'', 3);
        return close == std::string_view::npos ? 0 : close + 1;
    }
    auto close = text.substr(0, 6).find('\'', 2);
    bool one_byte = static_cast<unsigned char>(text[1]) < 0x80;
    if (text[1] == '\'' || close == std::string_view::npos || (one_byte && close != 2)) return 0;
    return close + 1;
}

} // namespace azu_session::inline v0_1::crystal::detail
