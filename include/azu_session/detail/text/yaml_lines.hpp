#pragma once

#include <azu_session/detail/text/lines.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
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

/// Whether nothing but a comment is in the text.
inline bool is_yaml_comment(std::string_view text) {
    text = trim(text);
    return text.empty() || text.starts_with('#');
}

/// Whether the text, without its indentation, is an item of a list.
inline bool is_yaml_item(std::string_view text) { return text == "-" || text.starts_with("- "); }

inline bool is_yaml_item(const yaml_line &line) { return is_yaml_item(line.text.substr(line.indent)); }

/// The key of a `key:` text, without indentation; empty where the text is anything else, such as a list item,
/// or the key is written in a way that another key could be too: with escapes, an anchor, a tag and the like.
inline std::string_view yaml_key(std::string_view text) {
    auto colon = text.find(':');
    if (is_yaml_item(text) || colon == std::string_view::npos) return {};
    if (colon + 1 < text.size() && text[colon + 1] != ' ' && text[colon + 1] != '\t') return {};
    auto key = trim(text.substr(0, colon));
    if (key.size() > 1 && (key.front() == '"' || key.front() == '\'') && key.back() == key.front()) {
        key = key.substr(1, key.size() - 2);
        return key.find_first_of("\"'\\") == std::string_view::npos ? key : std::string_view();
    }
    // YAML's indicators (YAML 1.2.2, 5.3).
    bool plain = key.find_first_of("{}[]&*!|>%@`?,#\"'") != 0 && key.find(" #") == std::string_view::npos;
    return plain ? key : std::string_view();
}

/// The key of a `key:` line; empty where the line is anything else.
inline std::string_view yaml_key(const yaml_line &line) {
    return line.blank || line.scalar ? std::string_view() : yaml_key(line.text.substr(line.indent));
}

/// What a `key:` text has behind the colon; empty where that is a comment.
inline std::string_view yaml_value(std::string_view text) {
    auto value = trim(text.substr(text.find(':') + 1));
    return value.starts_with('#') ? std::string_view() : value;
}

inline std::string_view yaml_value(const yaml_line &line) { return yaml_value(line.text); }

/// The first line of a block scalar: `|` or `>` with its indicators.
struct block_scalar_head {
    std::size_t indent = 0; ///< as an indicator says it, to be added to the parent's; 0 where none does
    bool keep = false;      ///< the blank lines behind the text are part of it
};

/// The head of a block scalar that a value, without anchor and tag, is.
inline std::optional<block_scalar_head> read_block_scalar_head(std::string_view value) {
    if (!value.starts_with('|') && !value.starts_with('>')) return {};
    value.remove_prefix(1);
    block_scalar_head head;
    bool chomped = false;
    for (; !value.empty() && value.front() != ' '; value.remove_prefix(1)) {
        const char c = value.front();
        if (c >= '1' && c <= '9' && head.indent == 0) {
            head.indent = static_cast<std::size_t>(c - '0');
        } else if ((c == '+' || c == '-') && !chomped) {
            chomped = true;
            head.keep = c == '+';
        } else {
            return {};
        }
    }
    if (!is_yaml_comment(value)) return {};
    return head;
}

/// A value without the anchor and the tag before it.
inline std::string_view without_properties(std::string_view value) {
    while (value.starts_with('&') || value.starts_with('!'))
        value = trim(value.substr(std::min(value.find(' '), value.size())));
    return value;
}

/// A block scalar whose lines are being read.
struct block_scalar {
    std::size_t parent;     ///< column of the key or item that has it
    std::size_t column = 0; ///< of its text; 0 before the first line of it
    std::size_t widest = 0; ///< blank line before its text

    /// Whether a line that is not blank, indented so far, is text of it.
    bool takes(std::size_t indent) {
        if (column == 0 && indent > parent) column = std::max(indent, widest);
        return column != 0 && indent >= column;
    }
    /// Whether the blanks of a blank line are text of it.
    bool takes_blank(std::size_t width) {
        if (column == 0) widest = std::max(widest, width);
        return column != 0 && width > column;
    }
};

/// The block scalar that a line opens.
inline std::optional<block_scalar> opened_block_scalar(std::string_view text, std::size_t indent) {
    auto parent = indent;
    auto content = text.substr(indent);
    while (content.starts_with("- ")) {
        parent = indent;
        auto behind = std::min(content.find_first_not_of(' ', 1), content.size());
        content.remove_prefix(behind);
        indent += behind;
    }
    if (!yaml_key(content).empty()) {
        parent = indent;
        content = yaml_value(content);
    }
    auto head = read_block_scalar_head(without_properties(trim(content)));
    if (!head) return {};
    return block_scalar{.parent = parent, .column = head->indent ? parent + head->indent : 0};
}

inline std::vector<yaml_line> yaml_lines(std::string_view bytes) {
    std::vector<yaml_line> lines;
    std::optional<block_scalar> open;
    auto rest = bytes;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    while (!rest.empty()) {
        auto text = take_line(rest);
        auto content = trim(text);
        auto indent = std::min(text.find_first_not_of(' '), text.size());
        bool inside = open && (content.empty() ? open->takes_blank(indent) : open->takes(indent));
        bool blank = !inside && is_yaml_comment(content);
        if (!inside && !content.empty()) open.reset();
        lines.push_back({text, bytes.size() - rest.size(), indent, blank, inside});
        if (!inside && !blank) open = opened_block_scalar(text, indent);
    }
    return lines;
}

} // namespace azu_session::inline v0_1::detail
