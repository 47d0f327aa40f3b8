#pragma once

#include <azu_session/detail/text/lines.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

/// As much of YAML as tells where a line can be added to a shard.yml, read line by line: no value is needed,
/// and every byte has to stay where it is.
namespace azu_session::inline v0_1::detail {

/// A line of a YAML file and where it stands in the bytes.
struct yaml_line {
    std::string_view text; ///< without the line ending, and a byte order mark
    std::size_t end;       ///< offset behind the line ending
    std::size_t indent = 0;
    bool blank = false;  ///< white space or a comment only
    bool scalar = false; ///< text of a block scalar
};

/// Whether a value is the head of a block scalar: `|` or `>`, behind anchor and tag.
inline bool opens_block_scalar(std::string_view value) {
    while (value.starts_with('&') || value.starts_with('!'))
        value = trim(value.substr(std::min(value.find(' '), value.size())));
    if (!value.starts_with('|') && !value.starts_with('>')) return false;
    auto rest = value.find_first_not_of("+-0123456789", 1);
    return rest == std::string_view::npos || value[rest] == ' ';
}

/// A column that no line reaches.
inline constexpr std::size_t no_column = std::string_view::npos;

/// The column that the text of a block scalar which this line opens stands behind; `no_column` where it opens
/// none.
inline std::size_t block_scalar_column(std::string_view text, std::size_t indent) {
    auto parent = indent;
    auto content = text.substr(indent);
    while (content.starts_with("- ")) {
        parent = indent;
        auto behind = std::min(content.find_first_not_of(' ', 1), content.size());
        content.remove_prefix(behind);
        indent += behind;
    }
    if (opens_block_scalar(trim(content))) return parent;
    auto colon = content.find(": ");
    if (colon == std::string_view::npos || !opens_block_scalar(trim(content.substr(colon + 1))))
        return no_column;
    return indent;
}

inline std::vector<yaml_line> yaml_lines(std::string_view bytes) {
    std::vector<yaml_line> lines;
    auto scalar = no_column; // of the block scalar that is open
    auto rest = bytes;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    while (!rest.empty()) {
        auto text = take_line(rest);
        auto content = trim(text);
        auto indent = std::min(text.find_first_not_of(' '), text.size());
        if (scalar != no_column && !content.empty() && indent <= scalar) scalar = no_column;
        bool inside = scalar != no_column;
        bool blank = content.empty() || (content.starts_with('#') && !inside);
        lines.push_back({text, bytes.size() - rest.size(), indent, blank, inside && !content.empty()});
        if (!inside && !blank) scalar = block_scalar_column(text, indent);
    }
    return lines;
}

/// Whether the line is an item of a list.
inline bool is_yaml_item(const yaml_line &line) {
    auto text = line.text.substr(line.indent);
    return text == "-" || text.starts_with("- ");
}

/// The key of a `key:` line; empty where the line is anything else, such as a list item.
inline std::string_view yaml_key(const yaml_line &line) {
    auto text = line.text.substr(line.indent);
    auto colon = text.find(':');
    if (line.blank || line.scalar || is_yaml_item(line) || colon == std::string_view::npos) return {};
    if (colon + 1 < text.size() && text[colon + 1] != ' ' && text[colon + 1] != '\t') return {};
    auto key = trim(text.substr(0, colon));
    if (key.size() > 1 && (key.front() == '"' || key.front() == '\'') && key.back() == key.front())
        key = key.substr(1, key.size() - 2);
    // YAML's indicators: a flow mapping, an anchor, an alias, a tag and the like (YAML 1.2.2, 5.3).
    return key.find_first_of("{}[]&*!|>%@`?,#\"'") == 0 ? std::string_view() : key;
}

/// What a `key:` line has behind the colon, without a comment.
inline std::string_view yaml_value(const yaml_line &line) {
    auto value = trim(line.text.substr(line.text.find(':') + 1));
    return value.starts_with('#') ? std::string_view() : value;
}

/// Offset behind the quoted scalar that begins at `at`; npos where the text ends before it does.
inline std::size_t yaml_quote_end(std::string_view text, std::size_t at) {
    const char quote = text[at];
    for (auto i = at + 1; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\')
            ++i;
        else if (text[i] == quote && quote == '\'' && text.substr(i + 1).starts_with(quote))
            ++i;
        else if (text[i] == quote)
            return i + 1;
    }
    return std::string_view::npos;
}

/// Whether every quoted scalar and flow collection that begins on this line ends there.
inline bool closes_on_its_line(std::string_view text) {
    std::size_t depth = 0;
    bool fresh = true; // where a value may begin: quotes and brackets within a plain scalar are text
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        bool gap_follows = i + 1 == text.size() || text[i + 1] == ' ';
        if (c == '#' && (i == 0 || text[i - 1] == ' ')) break;
        if (c == ' ' || (fresh && c == '-' && gap_follows)) continue;
        if (fresh && (c == '"' || c == '\'')) {
            auto end = yaml_quote_end(text, i);
            if (end == std::string_view::npos) return false;
            i = end - 1;
            fresh = false;
        } else if (fresh && (c == '&' || c == '!')) {
            i = std::min(text.find(' ', i), text.size()) - 1;
        } else {
            if ((fresh || depth > 0) && (c == '[' || c == '{')) ++depth;
            if (depth > 0 && (c == ']' || c == '}')) --depth;
            fresh = depth > 0 ? c == '[' || c == '{' || c == ',' || c == ':' : c == ':' && gap_follows;
        }
    }
    return depth == 0;
}

} // namespace azu_session::inline v0_1::detail
