#pragma once

#include <azu_session/detail/text/lines.hpp>
#include <azu_session/detail/text/unreadable.hpp>
#include <azu_session/detail/text/utf8.hpp>
#include <azu_session/error.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// As much of YAML as reads one setting at the top of a file.
namespace azu_session::inline v0_1::detail {

/// What stands behind a top-level `key:`, which may be quoted; nothing where the line has another key.
inline std::optional<std::string_view> yaml_value(std::string_view line, std::string_view key) {
    auto quote = line.substr(0, line.starts_with('"') || line.starts_with('\'') ? 1 : 0);
    line.remove_prefix(quote.size());
    if (!line.starts_with(key) || !line.substr(key.size()).starts_with(quote)) return std::nullopt;
    line.remove_prefix(key.size() + quote.size());
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (!line.starts_with(':')) return std::nullopt;
    return line.substr(1);
}

inline std::string_view without_comment(std::string_view value) {
    for (std::size_t i = 0; i < value.size(); ++i)
        if (value[i] == '#' && (i == 0 || value[i - 1] == ' ' || value[i - 1] == '\t'))
            return trim(value.substr(0, i));
    return trim(value);
}

/// A scalar on one line, unquoted and without a comment; nothing where it takes more of YAML to read it.
inline std::optional<std::string> plain_scalar(std::string_view value) {
    if (!value.empty() && value.front() != ' ' && value.front() != '\t') return std::nullopt;
    value = trim(value);
    if (value.starts_with('"') || value.starts_with('\'')) {
        auto close = value.find(value.front(), 1);
        if (close == std::string_view::npos) return std::nullopt;
        auto behind = value.substr(close + 1);
        auto text = value.substr(1, close - 1);
        bool escapes = value.front() == '"' && text.find('\\') != std::string_view::npos;
        if (escapes || behind.starts_with('#') || !without_comment(behind).empty()) return std::nullopt;
        return std::string(text);
    }
    value = without_comment(value);
    bool special = !value.empty() && std::string_view("|>!&*{}[],?%@`~").find(value.front()) != value.npos;
    for (std::string_view nothing : {"null", "Null", "NULL"})
        special = special || value == nothing;
    bool structure = value.starts_with("- ") || value.ends_with(':') || value.find(": ") != value.npos;
    if (special || structure) return std::nullopt;
    return std::string(value);
}

/// Whether the next line with anything on it belongs to the value before it, whose key stands in a column.
inline bool goes_on(std::string_view yaml, std::size_t indent = 0) {
    while (!yaml.empty()) {
        auto line = take_line(yaml);
        if (without_comment(line).empty()) continue;
        return line.find_first_not_of(' ') > indent || line[indent] == '\t';
    }
    return false;
}

/// The scalar of a key of `{key: value, other: value}` on one line; nothing where it takes more of YAML to
/// read it.
inline std::optional<std::string> flow_scalar(std::string_view line, std::string_view key) {
    auto close = line.rfind('}');
    if (!line.starts_with('{') || close == line.npos || !without_comment(line.substr(close + 1)).empty())
        return std::nullopt;
    auto rest = line.substr(1, close - 1);
    if (rest.find_first_of("{}[]\\&*!|>#") != rest.npos) return std::nullopt;
    std::string found;
    while (!rest.empty()) {
        auto end = std::min(rest.find(','), rest.size());
        auto entry = trim(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        auto value = yaml_value(entry, key);
        if (!value) continue;
        auto scalar = plain_scalar(*value);
        if (!scalar) return std::nullopt;
        found = *scalar;
    }
    return found;
}

/// The scalar of a top-level `key:` line of a YAML document; empty where it has none. Throws errc::invalid
/// for one that is written in another than a plain or simply quoted way, and for what is no YAML that can be
/// read: a guess would be another name.
inline std::string yaml_scalar(std::string_view yaml, std::string_view key, const std::string &origin) {
    auto reason = has_conflict(yaml) ? "has unresolved conflict markers" : unreadable(yaml);
    if (reason.empty() && !is_utf8(yaml)) reason = "is no text in UTF-8";
    if (!reason.empty()) throw error(errc::invalid, {origin, " ", reason, "."}, "Correct the file.");
    if (yaml.starts_with("\xEF\xBB\xBF")) yaml.remove_prefix(3);
    std::string found;
    std::optional<std::size_t> indent; // of the document's keys
    for (std::size_t number = 1; !yaml.empty(); ++number) {
        auto line = take_line(yaml);
        auto depth = std::min(line.find_first_not_of(' '), line.size());
        bool empty = without_comment(line).empty() || line.starts_with('%') || without_comment(line) == "---";
        if (empty && !indent) continue;
        if (indent && (line.starts_with("---") || line.starts_with("..."))) break; // the next document
        auto unreadable = [&] {
            throw error(errc::invalid,
                        {"The ", key, " in ", origin, ":", std::to_string(number),
                         " is not written in a way that can be read."},
                        "Write it on one line, as in " + std::string(key) + ": my_app.");
        };
        if (!indent && (line.substr(depth).starts_with('{') || line.starts_with("--- "))) {
            auto name = flow_scalar(trim(line), key);
            if (!name || goes_on(yaml) || !without_comment(yaml.substr(0, yaml.find('\n'))).empty())
                unreadable();
            return *name;
        }
        if (!indent) indent = depth;
        auto entry = line.substr(depth);
        if (depth == *indent && (entry.starts_with("? ") || yaml_value(entry, "<<"))) unreadable();
        auto value = depth == *indent ? yaml_value(entry, key) : std::nullopt;
        if (!value) continue;
        auto scalar = plain_scalar(*value);
        if (!scalar || goes_on(yaml, *indent)) unreadable();
        found = *scalar; // the last of two counts
    }
    return found;
}

} // namespace azu_session::inline v0_1::detail
