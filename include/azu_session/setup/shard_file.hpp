#pragma once

#include <azu_session/project.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session {

/// A shard that an application depends on, by its name and GitHub repository.
struct dependency {
    std::string name;
    std::string github; ///< owner/repository
};

/// What `add_dependencies` made of a shard.yml.
struct shard_edit {
    std::string contents;                     ///< the new bytes; the given ones where nothing was added
    std::vector<dependency> added = {};       ///< those that were missing and now are there
    std::vector<dependency> unplaceable = {}; ///< those that are missing and have to be added by hand
    std::string reason = {};                  ///< why they could not be placed, as the end of a sentence
};

/// Whether the file's `dependencies:` name the shard. Sections that are not plain block mappings name none.
bool has_dependency(std::string_view shard_yml, std::string_view name);

/// Adds the missing ones of `wanted` to the text of a shard.yml, at the end of its `dependencies:` or, where
/// it has none, at the end of the file, in the file's own indentation and line ending. Nothing that is there
/// changes by a byte. Where the file's shape makes an addition unsafe nothing is added; `unplaceable` and
/// `reason` say so.
shard_edit add_dependencies(std::string_view shard_yml, const std::vector<dependency> &wanted);

/// The lines that declare `wanted`, as they stand under `dependencies:`.
std::string dependency_lines(const std::vector<dependency> &wanted, std::string_view indent = "  ",
                             std::string_view nested_indent = "    ", std::string_view line_ending = "\n");

namespace detail {

/// A line of a YAML file and where it stands in the bytes.
struct yaml_line {
    std::string_view text; ///< without the line ending
    std::size_t end;       ///< offset behind the line ending
    std::size_t indent = 0;
    bool blank = false; ///< white space or a comment only
};

inline std::vector<yaml_line> yaml_lines(std::string_view bytes) {
    std::vector<yaml_line> lines;
    for (auto rest = bytes; !rest.empty();) {
        auto text = take_line(rest);
        auto content = trim(text);
        auto indent = std::min(text.find_first_not_of(' '), text.size());
        lines.push_back(
            {text, bytes.size() - rest.size(), indent, content.empty() || content.starts_with('#')});
    }
    return lines;
}

/// The key of a `key:` line; empty where the line is anything else, such as a list item or a quoted key.
inline std::string_view yaml_key(const yaml_line &line) {
    auto text = line.text.substr(line.indent);
    auto colon = text.find(':');
    if (line.blank || colon == std::string_view::npos) return {};
    if (colon + 1 < text.size() && text[colon + 1] != ' ' && text[colon + 1] != '\t') return {};
    auto key = text.substr(0, colon);
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

/// A top-level block mapping: its `key:` line and the lines up to its last entry.
struct yaml_section {
    std::size_t first = 0; ///< index of the `key:` line
    std::size_t last =
        0; ///< index of the last line that belongs to it, comments behind the last entry not counted
    std::string_view value; ///< behind the colon
    std::size_t indent = 0; ///< of its entries; 0 where it has none
    std::size_t nested_indent = 0;
    std::vector<std::string_view> keys;
    bool plain = true; ///< every entry is a `key:` line at the same indent
};

inline std::vector<yaml_section> yaml_sections(const std::vector<yaml_line> &lines, std::string_view name) {
    std::vector<yaml_section> sections;
    bool inside = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto &line = lines[i];
        if (line.blank) continue;
        if (line.indent == 0 && line.text.starts_with('-') && !line.text.starts_with("---")) {
            if (inside) sections.back().plain = false; // YAML allows a list at its key's own indent
            continue;
        }
        if (line.indent == 0) {
            inside = yaml_key(line) == name;
            if (inside) {
                sections.emplace_back();
                sections.back().first = sections.back().last = i;
                sections.back().value = yaml_value(line);
            }
            continue;
        }
        if (!inside) continue;
        auto &section = sections.back();
        section.last = i;
        if (section.indent == 0) section.indent = line.indent;
        if (line.indent == section.indent) {
            auto key = yaml_key(line);
            section.plain = section.plain && !key.empty() && key != "<<";
            section.keys.push_back(key);
        } else if (line.indent < section.indent) {
            section.plain = false;
        } else if (section.nested_indent == 0) {
            section.nested_indent = line.indent;
        }
    }
    return sections;
}

inline bool lists(const std::vector<yaml_section> &sections, std::string_view name) {
    return std::any_of(sections.begin(), sections.end(), [&](const yaml_section &section) {
        return std::find(section.keys.begin(), section.keys.end(), name) != section.keys.end();
    });
}

/// Why text cannot safely be put into this file; empty where it can.
inline std::string unsafe_shape(std::string_view bytes, const std::vector<yaml_line> &lines,
                                const std::vector<yaml_section> &sections) {
    if (bytes.find('\t') != std::string_view::npos) return "it contains tabs";
    if (bytes.find('\0') != std::string_view::npos) return "it is not a text file";
    for (auto at = bytes.find('\r'); at != std::string_view::npos; at = bytes.find('\r', at + 1))
        if (at + 1 == bytes.size() || bytes[at + 1] != '\n')
            return "it has lines that end in a lone carriage return";
    bool content = false;
    for (const auto &line : lines) {
        bool start = line.text.starts_with("---"), end = line.text.starts_with("...");
        if (end || (start && content)) return "it holds more than one YAML document";
        if (!line.blank && line.indent == 0 && !line.text.starts_with('-') && yaml_key(line).empty())
            return "it is not a plain block mapping";
        content = content || !line.blank;
    }
    if (sections.size() > 1) return "it has more than one dependencies section";
    if (sections.size() == 1 && !sections[0].value.empty())
        return "its dependencies are not written as an indented block";
    if (sections.size() == 1 && !sections[0].plain) return "its dependencies are not plain name: entries";
    return {};
}

inline std::string insert_lines(std::string_view bytes, std::size_t at, std::string_view line_ending,
                                std::string_view text) {
    std::string result(bytes.substr(0, at));
    if (!result.empty() && result.back() != '\n') result += line_ending;
    result += text;
    // A file whose last line had no ending keeps that habit.
    if (at == bytes.size() && !bytes.empty() && bytes.back() != '\n')
        result.resize(result.size() - line_ending.size());
    return result.append(bytes.substr(at));
}

inline std::string place(std::string_view bytes, const std::vector<yaml_line> &lines,
                         const std::vector<yaml_section> &sections, const std::vector<dependency> &missing) {
    std::string ending = bytes.find("\r\n") == std::string_view::npos ? "\n" : "\r\n";
    if (sections.empty()) {
        std::string gap = bytes.empty() || bytes.ends_with("\n\n") || bytes.ends_with("\n\r\n") ? "" : ending;
        auto text = gap + "dependencies:" + ending + dependency_lines(missing, "  ", "    ", ending);
        return insert_lines(bytes, bytes.size(), ending, text);
    }
    const auto &section = sections.front();
    std::string indent(section.indent ? section.indent : 2, ' ');
    std::string nested(section.nested_indent ? section.nested_indent : indent.size() * 2, ' ');
    bool spaced = section.last > section.first + 1 &&
                  std::any_of(lines.begin() + static_cast<std::ptrdiff_t>(section.first),
                              lines.begin() + static_cast<std::ptrdiff_t>(section.last),
                              [](const yaml_line &line) { return trim(line.text).empty(); });
    std::string text;
    for (const auto &one : missing)
        text += (spaced ? ending : "") + dependency_lines({one}, indent, nested, ending);
    return insert_lines(bytes, lines[section.last].end, ending, text);
}

} // namespace detail

inline bool has_dependency(std::string_view shard_yml, std::string_view name) {
    return detail::lists(detail::yaml_sections(detail::yaml_lines(shard_yml), "dependencies"), name);
}

inline std::string dependency_lines(const std::vector<dependency> &wanted, std::string_view indent,
                                    std::string_view nested_indent, std::string_view line_ending) {
    std::string lines;
    for (const auto &one : wanted) {
        lines.append(indent).append(one.name).append(":").append(line_ending);
        lines.append(nested_indent).append("github: ").append(one.github).append(line_ending);
    }
    return lines;
}

inline shard_edit add_dependencies(std::string_view shard_yml, const std::vector<dependency> &wanted) {
    auto lines = detail::yaml_lines(shard_yml);
    auto sections = detail::yaml_sections(lines, "dependencies");
    auto development = detail::yaml_sections(lines, "development_dependencies");
    shard_edit edit{.contents = std::string(shard_yml)};
    std::vector<dependency> missing;
    for (const auto &one : wanted)
        if (!detail::lists(sections, one.name)) missing.push_back(one);
    if (missing.empty()) return edit;

    edit.reason = detail::unsafe_shape(shard_yml, lines, sections);
    for (const auto &one : missing)
        if (edit.reason.empty() && detail::lists(development, one.name))
            edit.reason = "it lists " + one.name + " among its development_dependencies";
    if (!edit.reason.empty()) {
        edit.unplaceable = missing;
        return edit;
    }
    edit.contents = detail::place(shard_yml, lines, sections, missing);
    edit.added = missing;
    return edit;
}

} // namespace azu_session
