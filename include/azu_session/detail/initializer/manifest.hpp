#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/os/inside.hpp>
#include <azu_session/detail/text/lines.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Text that setup put into a file of the application's, which stands elsewhere as it did.
struct insertion {
    std::filesystem::path file = {}; ///< relative to the application's root
    std::string text = {};           ///< for a secret, `secret_mark` in its place
    bool made = false;               ///< whether there was no such file before
    std::size_t number = 1, of = 1;  ///< which one it is of the places where the file then has this text

    bool operator==(const insertion &) const = default;
};

/// A store that the application kept its sessions in before.
struct earlier_store {
    azu_session::backend backend = azu_session::backend::redis;
    std::string expression; ///< Crystal that makes it

    bool operator==(const earlier_store &) const = default;
};

/// What setup has done besides writing whole files: it stands as comments in the initializer, below the line,
/// so that it can be taken back, and an earlier store be cleared.
struct manifest {
    std::vector<insertion> insertions = {};
    std::vector<std::filesystem::path> directories = {}; ///< that were made, the innermost last
    std::vector<earlier_store> earlier_stores = {};      ///< one of a kind
    std::optional<std::filesystem::path> backup = {};    ///< of the file in whose place the initializer is

    bool operator==(const manifest &) const = default;
};

/// What a manifest has in the place of a secret: a source file is no place for one.
inline constexpr std::string_view secret_mark = "<secret>";

namespace manifest_lines {

inline constexpr std::string_view added = "# added to ", made = "# made ",
                                  directory = "# made the directory ",
                                  earlier_redis = "# left behind redis: ",
                                  earlier_database = "# left behind database: ",
                                  backup = "# replaced what is now in ";

inline std::string quoted_text(std::string_view text) {
    constexpr std::string_view special = "\n\r\t\"\\", letters = "nrt\"\\";
    std::string result = "\"";
    for (char c : text)
        if (auto at = special.find(c); at != special.npos)
            (result += '\\') += letters[at];
        else
            result += c;
    return result + "\"";
}

/// Takes a quoted text off the front; nothing where there is none.
inline std::optional<std::string> take_quoted(std::string_view &text) {
    if (!text.starts_with('"')) return std::nullopt;
    std::string result;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return result;
        }
        if (text[i] != '\\') {
            result += text[i];
            continue;
        }
        constexpr std::string_view special = "\n\r\t\"\\", letters = "nrt\"\\";
        auto at = ++i < text.size() ? letters.find(text[i]) : letters.npos;
        if (at == letters.npos) return std::nullopt;
        result += special[at];
    }
    return std::nullopt;
}

inline std::optional<std::string> one_quoted(std::string_view line, std::string_view start) {
    if (!line.starts_with(start)) return std::nullopt;
    line.remove_prefix(start.size());
    auto text = take_quoted(line);
    return text && line.empty() ? text : std::nullopt;
}

/// A path that setup may have written to.
inline std::optional<std::filesystem::path> read_path(std::string_view line, std::string_view start) {
    auto text = one_quoted(line, start);
    return text && is_inside(*text) ? std::optional<std::filesystem::path>(*text) : std::nullopt;
}

/// `"src/app.cr" (1 of 2): "text"`; the numbers only where there are several.
inline std::optional<insertion> read_insertion(std::string_view line, std::string_view start) {
    if (!line.starts_with(start)) return std::nullopt;
    line.remove_prefix(start.size());
    insertion found{.made = start == made};
    auto file = take_quoted(line);
    if (!file || !is_inside(*file)) return std::nullopt;
    found.file = *file;
    int length = 0;
    auto head = std::string(line.substr(0, line.find(':')));
    if (std::sscanf(head.c_str(), " (%zu of %zu)%n", &found.number, &found.of, &length) == 2)
        line.remove_prefix(static_cast<std::size_t>(length));
    if (!line.starts_with(": ")) return std::nullopt;
    line.remove_prefix(2);
    auto text = take_quoted(line);
    if (!text || !line.empty()) return std::nullopt;
    found.text = *text;
    return found;
}

inline std::string insertion_line(const insertion &one) {
    auto place = one.of == 1 ? "" : " (" + std::to_string(one.number) + " of " + std::to_string(one.of) + ")";
    return quoted_text(one.file.generic_string()) + place + ": " + quoted_text(one.text);
}

/// Whether the line is one of a manifest's, whose `found` then holds what it says.
inline bool read_line(manifest &found, std::string_view line) {
    if (auto one = read_insertion(line, added))
        found.insertions.push_back(*one);
    else if (auto own = read_insertion(line, made))
        found.insertions.push_back(*own);
    else if (auto path = read_path(line, directory))
        found.directories.push_back(*path);
    else if (auto kept = read_path(line, backup))
        found.backup = *kept;
    else if (auto redis = one_quoted(line, earlier_redis))
        found.earlier_stores.push_back({backend::redis, *redis});
    else if (auto database = one_quoted(line, earlier_database))
        found.earlier_stores.push_back({backend::database, *database});
    else
        return false;
    return true;
}

} // namespace manifest_lines

/// The manifest as comment lines.
inline std::string manifest_text(const manifest &known) {
    using namespace manifest_lines;
    std::string text;
    auto line = [&](std::string_view start, const std::string &rest) {
        text.append(start).append(rest).append("\n");
    };
    if (known.backup) line(backup, quoted_text(known.backup->generic_string()));
    for (const auto &one : known.directories)
        line(directory, quoted_text(one.generic_string()));
    for (const auto &one : known.insertions)
        line(one.made ? made : added, insertion_line(one));
    for (const auto &one : known.earlier_stores)
        line(one.backend == backend::redis ? earlier_redis : earlier_database, quoted_text(one.expression));
    return text;
}

/// How many bytes at the front of the text are lines of a manifest.
inline std::size_t manifest_size(std::string_view text) {
    manifest ignored;
    auto rest = text;
    for (auto before = rest; !rest.empty(); before = rest)
        if (!manifest_lines::read_line(ignored, take_line(rest))) return text.size() - before.size();
    return text.size();
}

/// Whether the line notes an earlier store of this kind, readable or not.
inline bool notes_earlier_store(std::string_view line, backend kind) {
    return (kind == backend::redis && line.starts_with(manifest_lines::earlier_redis)) ||
           (kind == backend::database && line.starts_with(manifest_lines::earlier_database));
}

/// The manifest that lines are.
inline manifest read_manifest(std::string_view text) {
    manifest found;
    while (!text.empty())
        manifest_lines::read_line(found, take_line(text));
    return found;
}

/// Notes a text that is put into a file. An earlier note of the same text stays where that is still there,
/// so that the file has it once more than then.
inline void note_insertion(manifest &known, insertion done) {
    std::erase_if(known.insertions, [&](const insertion &one) {
        return one.file == done.file && one.text == done.text && one.of >= done.of;
    });
    known.insertions.push_back(std::move(done));
}

/// The store of a kind that was left behind, the last one noted; null where none was.
inline const earlier_store *find_earlier(const manifest &known, backend kind) {
    auto found = std::find_if(known.earlier_stores.rbegin(), known.earlier_stores.rend(),
                              [&](const earlier_store &one) { return one.backend == kind; });
    return found == known.earlier_stores.rend() ? nullptr : &*found;
}

} // namespace azu_session::inline v0_1::detail
