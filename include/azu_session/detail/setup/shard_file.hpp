#pragma once

#include <azu_session/detail/text/lines.hpp>
#include <azu_session/detail/text/utf8.hpp>
#include <azu_session/detail/text/yaml_flow.hpp>
#include <azu_session/detail/text/yaml_lines.hpp>
#include <azu_session/detail/text/yaml_outline.hpp>
#include <azu_session/templates.hpp>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1 {

/// What `add_dependencies` made of a shard.yml.
struct shard_edit {
    std::string contents;                     ///< the new bytes; the given ones where nothing was added
    std::vector<dependency> added = {};       ///< those that were missing and now are there
    std::vector<dependency> unplaceable = {}; ///< those that are missing and have to be added by hand
    std::string reason = {};                  ///< why they could not be placed, as the end of a sentence
};

/// Whether the file's `dependencies:` have an entry of this name. Sections that are not plain block mappings
/// name none.
bool has_dependency(std::string_view shard_yml, std::string_view name);

/// The GitHub repository that the file's dependency of this name is, as owner/repository; empty where the
/// file does not say so.
std::string_view repository_of(std::string_view shard_yml, std::string_view name);

/// The versions that the file's dependency of this name allows, as its `version:` says them, without quotes;
/// empty where the file does not say so.
std::string_view version_of(std::string_view shard_yml, std::string_view name);

/// Adds the missing ones of `wanted`, those whose name and whose repository are not there, to the text of a
/// shard.yml, at the end of its `dependencies:` or, where it has none, at the end of the file, in the file's
/// own indentation and line ending. Nothing that is there changes by a byte, and what the file says stays as
/// it was but for the added entries. Where the file's shape makes an addition unsafe nothing is added;
/// `unplaceable` and `reason` say so.
shard_edit add_dependencies(std::string_view shard_yml, const std::vector<dependency> &wanted);

/// The lines that declare `wanted`, as they stand under `dependencies:`.
std::string dependency_lines(const std::vector<dependency> &wanted, std::string_view indent = "  ",
                             std::string_view nested_indent = "    ", std::string_view line_ending = "\n");

namespace detail {

/// An entry of a section: its key, and what is said of it.
struct yaml_entry {
    std::string_view key;
    std::vector<yaml_field> fields = {};
    std::size_t nested_indent = 0; ///< of what stands under it; 0 where nothing does
};

/// A top-level block mapping: its `key:` line and the lines up to its last entry.
struct yaml_section {
    std::size_t first = 0; ///< index of the `key:` line
    std::size_t last =
        0; ///< index of the last line that belongs to it, comments behind the last entry not counted
    std::string_view value; ///< behind the colon
    std::size_t indent = 0; ///< of its entries; 0 where it has none
    std::size_t nested_indent = 0;
    std::vector<yaml_entry> entries;
    bool plain = true; ///< every entry is a `key:` line at the same indent
};

/// What the first field of this key says; empty where none does.
inline std::string_view field_of(const yaml_entry &entry, std::string_view key) {
    auto field = std::find_if(entry.fields.begin(), entry.fields.end(),
                              [&](const yaml_field &one) { return one.key == key; });
    return field == entry.fields.end() ? std::string_view() : field->value;
}

/// Takes a line that belongs to the section in.
inline void read_entry(yaml_section &section, const yaml_line &line) {
    if (section.indent == 0) section.indent = line.indent;
    auto key = yaml_key(line);
    if (line.indent == section.indent) {
        section.plain = section.plain && !key.empty() && key != "<<";
        section.entries.push_back(
            {key, key.empty() ? std::vector<yaml_field>() : flow_fields(yaml_value(line))});
    } else if (line.indent < section.indent) {
        section.plain = false;
    } else {
        if (section.nested_indent == 0) section.nested_indent = line.indent;
        auto &entry = section.entries.back();
        if (entry.nested_indent == 0) entry.nested_indent = line.indent;
        if (line.indent != entry.nested_indent) return;
        if (!key.empty())
            entry.fields.push_back({key, scalar_of(yaml_value(line))});
        else if (entry.fields.empty()) // the flow mapping may stand below its key
            entry.fields = flow_fields(trim(line.text));
    }
}

inline std::vector<yaml_section> yaml_sections(const std::vector<yaml_line> &lines, std::string_view name) {
    std::vector<yaml_section> sections;
    bool inside = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto &line = lines[i];
        if (line.blank) continue;
        if (line.indent == 0 && is_yaml_item(line)) {
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
        if (!line.scalar) read_entry(section, line);
    }
    return sections;
}

/// GitHub's names have no case.
inline bool same_repository(std::string_view one, std::string_view other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    });
}

/// How many entries are the shard: by its name, or by its repository under another name.
inline std::ptrdiff_t count_entries(const std::vector<yaml_section> &sections, const dependency &shard) {
    std::ptrdiff_t count = 0;
    for (const auto &section : sections)
        count += std::count_if(section.entries.begin(), section.entries.end(), [&](const yaml_entry &entry) {
            return entry.key == shard.name || same_repository(field_of(entry, "github"), shard.github);
        });
    return count;
}

inline std::string unsafe_bytes(std::string_view bytes) {
    if (bytes.find('\t') != std::string_view::npos) return "it contains tabs";
    if (bytes.find("\xEF\xBB\xBF", 1) != std::string_view::npos) return "it has a byte order mark within";
    for (auto at = bytes.find('\r'); at != std::string_view::npos; at = bytes.find('\r', at + 1))
        if (at + 1 == bytes.size() || bytes[at + 1] != '\n')
            return "it has lines that end in a lone carriage return";
    bool control = std::any_of(bytes.begin(), bytes.end(), [](unsigned char c) {
        return (c < ' ' && c != '\n' && c != '\r') || c == 0x7f;
    });
    if (control || !is_utf8(bytes)) return "it is not a text file";
    // Next line, line and paragraph separator: they end lines for Crystal's YAML, not for YAML 1.2.
    for (std::string_view separator : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"})
        if (bytes.find(separator) != std::string_view::npos) return "it has line separators of Unicode";
    return {};
}

inline std::string unsafe_document(const std::vector<yaml_line> &lines) {
    yaml_outline outline;
    bool started = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto &line = lines[i];
        bool outermost = line.indent == 0 && !line.blank && !line.scalar;
        bool start = outermost && line.text.starts_with("---");
        if ((outermost && line.text.starts_with("...")) || (start && started))
            return "it holds more than one YAML document";
        started = started || outermost;
        bool bare_start =
            line.text == "---" || (line.text.starts_with("--- ") && is_yaml_comment(line.text.substr(3)));
        bool merges = outermost && yaml_key(line) == "<<";
        if (start ? !bare_start : merges || !outline.take(line))
            return "its line " + std::to_string(i + 1) + " cannot be read with certainty";
    }
    return {};
}

/// Why text cannot safely be put into this file; empty where it can.
inline std::string unsafe_shape(std::string_view bytes, const std::vector<yaml_line> &lines) {
    if (auto reason = unsafe_bytes(bytes); !reason.empty()) return reason;
    if (auto reason = unsafe_document(lines); !reason.empty()) return reason;
    // A line ending would become part of the text.
    if (!lines.empty() && lines.back().scalar && !bytes.ends_with('\n'))
        return "it ends within a block of text, without a line ending";
    return {};
}

/// Why the entries of the sections of this name cannot be told; empty where they can.
inline std::string unsafe_sections(const std::vector<yaml_section> &sections, const std::string &name) {
    if (sections.size() > 1) return "it has more than one " + name + " section";
    if (sections.size() == 1 && !sections[0].value.empty())
        return "its " + name + " are not written as an indented block";
    if (sections.size() == 1 && !sections[0].plain) return "its " + name + " are not plain name: entries";
    return {};
}

/// Versions as YAML: many operators, as in `>= 1.0`, mean something else to it.
inline std::string yaml_scalar_for(std::string_view versions) {
    bool plain = plain_length(versions, false) == versions.size();
    return plain ? std::string(versions) : '"' + std::string(versions) + '"';
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

/// Whether the text of a shard.yml has one dependencies section that names each of `wanted` once.
inline bool names_each_once(std::string_view shard_yml, const std::vector<dependency> &wanted) {
    auto lines = yaml_lines(shard_yml);
    auto sections = yaml_sections(lines, "dependencies");
    return sections.size() == 1 && unsafe_shape(shard_yml, lines).empty() &&
           unsafe_sections(sections, "dependencies").empty() &&
           std::all_of(wanted.begin(), wanted.end(),
                       [&](const dependency &one) { return count_entries(sections, one) == 1; });
}

} // namespace detail

inline bool has_dependency(std::string_view shard_yml, std::string_view name) {
    auto lines = detail::yaml_lines(shard_yml);
    auto sections = detail::yaml_sections(lines, "dependencies");
    return std::any_of(sections.begin(), sections.end(), [&](const detail::yaml_section &section) {
        return std::any_of(section.entries.begin(), section.entries.end(),
                           [&](const detail::yaml_entry &entry) { return entry.key == name; });
    });
}

inline std::string_view repository_of(std::string_view shard_yml, std::string_view name) {
    for (const auto &section : detail::yaml_sections(detail::yaml_lines(shard_yml), "dependencies"))
        for (const auto &entry : section.entries)
            if (entry.key == name) return detail::field_of(entry, "github");
    return {};
}

inline std::string_view version_of(std::string_view shard_yml, std::string_view name) {
    for (const auto &section : detail::yaml_sections(detail::yaml_lines(shard_yml), "dependencies"))
        for (const auto &entry : section.entries)
            if (entry.key == name) return detail::field_of(entry, "version");
    return {};
}

inline std::string dependency_lines(const std::vector<dependency> &wanted, std::string_view indent,
                                    std::string_view nested_indent, std::string_view line_ending) {
    std::string lines;
    for (const auto &one : wanted) {
        lines.append(indent).append(one.name).append(":").append(line_ending);
        lines.append(nested_indent).append("github: ").append(one.github).append(line_ending);
        if (!one.version.empty())
            lines.append(nested_indent)
                .append("version: ")
                .append(detail::yaml_scalar_for(one.version))
                .append(line_ending);
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
        if (!detail::count_entries(sections, one)) missing.push_back(one);
    if (missing.empty()) return edit;

    edit.reason = detail::unsafe_shape(shard_yml, lines);
    if (edit.reason.empty()) edit.reason = detail::unsafe_sections(sections, "dependencies");
    if (edit.reason.empty()) edit.reason = detail::unsafe_sections(development, "development_dependencies");
    for (const auto &one : missing)
        if (edit.reason.empty() && detail::count_entries(development, one))
            edit.reason = "it lists " + one.name + " among its development_dependencies";
    if (edit.reason.empty()) {
        auto placed = detail::place(shard_yml, lines, sections, missing);
        // The last word: a shape that none of the checks knows must not cost the file.
        if (detail::names_each_once(placed, wanted)) {
            edit.contents = placed;
            edit.added = missing;
            return edit;
        }
        edit.reason = "its dependencies could not be told with certainty";
    }
    edit.unplaceable = missing;
    return edit;
}

} // namespace azu_session::inline v0_1
