#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace azu_session::crystal {

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

/// One token; its text is a view of the source.
struct token {
    token_kind kind = token_kind::end_of_file;
    bool spaced = false; ///< white space stands directly before it
    std::uint32_t line = 0;
    std::string_view text;

    /// `spelling` is not empty. Most comparisons fail at the first byte, and parsing is made of comparisons.
    bool is(token_kind wanted, std::string_view spelling) const {
        return kind == wanted && text.size() == spelling.size() && text[0] == spelling[0] && text == spelling;
    }
};

/// Whether the text is one of Crystal's reserved words.
constexpr bool is_keyword(std::string_view text) {
    // In order of their length; the row for a length begins where the one before it ends.
    constexpr std::string_view words[] = {
        "do",       "if",       "in",        "of",        "asm",    "def",    "end",     "for",     "fun",
        "lib",      "nil",      "case",      "else",      "enum",   "next",   "self",    "then",    "true",
        "type",     "when",     "with",      "alias",     "begin",  "break",  "class",   "elsif",   "false",
        "macro",    "super",    "union",     "until",     "while",  "yield",  "ensure",  "extend",  "module",
        "rescue",   "return",   "select",    "struct",    "typeof", "unless", "include", "private", "require",
        "abstract", "verbatim", "protected", "annotation"};
    constexpr std::size_t rows[] = {0, 0, 0, 4, 11, 21, 33, 42, 45, 47, 48, 49};
    if (text.size() < 2 || text.size() > 10) return false;
    for (auto i = rows[text.size()]; i < rows[text.size() + 1]; ++i)
        if (words[i] == text) return true;
    return false;
}

} // namespace azu_session::crystal
