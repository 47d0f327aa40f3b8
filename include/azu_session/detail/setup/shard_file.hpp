#pragma once

#include <azu_session/detail/text/lines.hpp>
#include <azu_session/detail/text/yaml_lines.hpp>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1 {

/// A shard that an application depends on, by its name and GitHub repository.
struct dependency {
    std::string name;
    std::string github;       ///< owner/repository
    std::string version = {}; ///< the versions that will do, as shards writes them; any where it is empty
};

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

/// Adds the missing ones of `wanted`, those whose name and whose repository are not there, to the text of a
/// shard.yml, at the end of its `dependencies:` or, where
/// it has none, at the end of the file, in the file's own indentation and line ending. Nothing that is there
/// changes by a byte. Where the file's shape makes an addition unsafe nothing is added; `unplaceable` and
/// `reason` say so.
shard_edit add_dependencies(std::string_view shard_yml, const std::vector<dependency> &wanted);

/// The lines that declare `wanted`, as they stand under `dependencies:`.
std::string dependency_lines(const std::vector<dependency> &wanted, std::string_view indent = "  ",
                             std::string_view nested_indent = "    ", std::string_view line_ending = "\n");

namespace detail {

/// An entry of a section: its key, and the repository that it names with `github:`.
struct yaml_entry {
    std::string_view key, github;
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

/// The value of a `github:` that stands on the line, also in a flow mapping; empty where there is none.
inline std::string_view github_of(std::string_view text) {
    text = text.substr(0, text.find(" #"));
    constexpr std::string_view name = "github";
    auto at = text.find(name);
    if (at == std::string_view::npos) return {};
    if (at > 0 && std::string_view(" {,\"'").find(text[at - 1]) == std::string_view::npos) return {};
    text.remove_prefix(at + name.size());
    auto value = text.find_first_not_of("\"' ");
    if (value == std::string_view::npos || text[value] != ':') return {};
    text.remove_prefix(std::min(text.find_first_not_of("\"' ", value + 1), text.size()));
    return text.substr(0, text.find_first_of("\"' ,}"));
}

/// Takes a line that belongs to the section in.
inline void read_entry(yaml_section &section, const yaml_line &line) {
    if (section.indent == 0) section.indent = line.indent;
    auto github = github_of(line.text);
    if (line.indent == section.indent) {
        auto key = yaml_key(line);
        section.plain = section.plain && !key.empty() && key != "<<";
        // `github: a/b` in the place of an entry is no shard's repository.
        section.entries.push_back({key, key == "github" ? std::string_view() : github});
    } else if (line.indent < section.indent) {
        section.plain = false;
    } else {
        if (section.nested_indent == 0) section.nested_indent = line.indent;
        auto &entry = section.entries.back();
        if (entry.nested_indent == 0) entry.nested_indent = line.indent;
        if (line.indent == entry.nested_indent && !github.empty()) entry.github = github;
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
            return entry.key == shard.name || same_repository(entry.github, shard.github);
        });
    return count;
}

inline std::string unsafe_bytes(std::string_view bytes) {
    if (bytes.find('\t') != std::string_view::npos) return "it contains tabs";
    if (bytes.find('\0') != std::string_view::npos) return "it is not a text file";
    if (bytes.find("\xEF\xBB\xBF", 1) != std::string_view::npos) return "it has a byte order mark within";
    for (auto at = bytes.find('\r'); at != std::string_view::npos; at = bytes.find('\r', at + 1))
        if (at + 1 == bytes.size() || bytes[at + 1] != '\n')
            return "it has lines that end in a lone carriage return";
    return {};
}

/// Whether nothing but a comment follows the marker that a document starts with.
inline bool is_bare_start(std::string_view text) {
    auto rest = trim(text.substr(3));
    return rest.empty() || rest.starts_with('#');
}

inline std::string unsafe_document(const std::vector<yaml_line> &lines) {
    const std::string not_plain = "it is not a plain block mapping";
    bool content = false, list_may_follow = false;
    for (const auto &line : lines) {
        if (line.blank || line.scalar) continue;
        bool start = line.text.starts_with("---");
        if (line.text.starts_with("...") || (start && content)) return "it holds more than one YAML document";
        if (start && !is_bare_start(line.text)) return not_plain;
        if (start) continue;
        if (line.indent > 0 && !content) return "its first line is indented";
        content = true;
        bool item = is_yaml_item(line);
        if (line.indent == 0 && (item ? !list_may_follow : yaml_key(line).empty())) return not_plain;
        if (line.indent == 0 && !item) list_may_follow = yaml_value(line).empty();
        if (!closes_on_its_line(line.text)) return "it has a value in quotes or brackets over several lines";
    }
    return {};
}

/// Why text cannot safely be put into this file; empty where it can.
inline std::string unsafe_shape(std::string_view bytes, const std::vector<yaml_line> &lines,
                                const std::vector<yaml_section> &sections) {
    if (auto reason = unsafe_bytes(bytes); !reason.empty()) return reason;
    if (auto reason = unsafe_document(lines); !reason.empty()) return reason;
    if (sections.size() > 1) return "it has more than one dependencies section";
    if (sections.size() == 1 && !sections[0].value.empty())
        return "its dependencies are not written as an indented block";
    if (sections.size() == 1 && !sections[0].plain) return "its dependencies are not plain name: entries";
    return {};
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
    return sections.size() == 1 && unsafe_shape(shard_yml, lines, sections).empty() &&
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
            if (entry.key == name) return entry.github;
    return {};
}

inline std::string dependency_lines(const std::vector<dependency> &wanted, std::string_view indent,
                                    std::string_view nested_indent, std::string_view line_ending) {
    std::string lines;
    for (const auto &one : wanted) {
        lines.append(indent).append(one.name).append(":").append(line_ending);
        lines.append(nested_indent).append("github: ").append(one.github).append(line_ending);
        if (!one.version.empty())
            lines.append(nested_indent).append("version: ").append(one.version).append(line_ending);
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

    edit.reason = detail::unsafe_shape(shard_yml, lines, sections);
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
