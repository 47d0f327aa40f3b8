#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace azu_session::inline v0_1::crystal {

/// What a token of Crystal source is. A quoted literal of any kind (string, regex, heredoc, word list,
/// command) is a run of tokens: `quote_begin`, then `text` and interpolations, then `quote_end`.
enum class token_kind : std::uint8_t {
    newline, ///< one or more line ends, or a semicolon
    identifier,
    constant,
    keyword,
    variable, ///< @instance, @@class, $global
    number,
    character,
    symbol,              ///< with its colon; `:"…"` is a quoted literal
    quote_begin,         ///< the opening delimiter: `"`, `%w[`, `/`, `<<-SQL` and so on
    text,                ///< a piece of a quoted literal, escapes and all
    interpolation_begin, ///< `#{`
    interpolation_end,   ///< its `}`
    quote_end,           ///< the closing delimiter; a heredoc's last line from its start
    operation,           ///< operators and punctuation, and any byte that nothing else begins with
    end_of_file,
};

/// The first four bytes of a text, as one number.
constexpr std::uint32_t head_of(std::string_view text) {
    auto byte = [&](std::size_t i) -> std::uint32_t {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
    };
    return byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24;
}

/// What a token is compared with. Parsing is made of comparisons, nearly all of which the head decides.
struct spelling {
    std::string_view text;
    std::uint32_t head;

    consteval spelling(const char *literal) : text(literal), head(head_of(text)) {}
};

/// One token; its text is a view of the source.
struct token {
    token_kind kind = token_kind::end_of_file;
    bool spaced = false; ///< white space stands directly before it
    std::uint32_t head = 0;
    std::string_view text;

    bool is(token_kind wanted, spelling other) const {
        return kind == wanted && head == other.head && text.size() == other.text.size() &&
               (text.size() <= 4 || text == other.text);
    }
};

/// Whether the text is one of Crystal's reserved words.
inline bool is_keyword(std::string_view text) {
    // In order of their length; the row for a length begins where the one before it ends.
    static constexpr std::string_view words[] = {
        "do",     "if",      "in",      "of",      "asm",      "def",      "end",       "for",
        "fun",    "lib",     "nil",     "case",    "else",     "enum",     "next",      "self",
        "then",   "true",    "when",    "with",    "alias",    "begin",    "break",     "class",
        "elsif",  "false",   "macro",   "super",   "union",    "until",    "while",     "yield",
        "ensure", "extend",  "module",  "rescue",  "return",   "select",   "struct",    "typeof",
        "unless", "include", "private", "require", "abstract", "verbatim", "protected", "annotation"};
    static constexpr std::size_t rows[] = {0, 0, 0, 4, 11, 20, 32, 41, 44, 46, 47, 48};
    if (text.size() < 2 || text.size() > 10) return false;
    for (auto i = rows[text.size()]; i < rows[text.size() + 1]; ++i)
        if (words[i][0] == text[0] && words[i] == text) return true;
    return false;
}

} // namespace azu_session::inline v0_1::crystal
