#pragma once

#include <azu_session/detail/text/lines.hpp>

#include <fnmatch.h>

#include <optional>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// One pattern of a .gitignore.
struct ignore_pattern {
    std::string text;
    bool negated = false;
    bool directories = false; ///< whether it is for directories alone
    bool anchored = false;    ///< whether it is for a whole path, else for a name in any directory
};

inline std::optional<ignore_pattern> read_ignore_pattern(std::string_view line) {
    while (line.ends_with(' '))
        line.remove_suffix(1);
    if (line.starts_with('#')) return std::nullopt;
    ignore_pattern pattern{.text = {}, .negated = line.starts_with('!')};
    if (pattern.negated) line.remove_prefix(1);
    pattern.directories = line.ends_with('/');
    if (pattern.directories) line.remove_suffix(1);
    pattern.anchored = line.find('/') != line.npos;
    if (line.starts_with('/')) line.remove_prefix(1);
    if (line.starts_with("**/")) {
        line.remove_prefix(3);
        pattern.anchored = line.find('/') != line.npos;
    }
    if (line.empty()) return std::nullopt;
    pattern.text = line;
    return pattern;
}

/// Of `**` within a path, less is read than git reads, and of one that takes back what is ignored more.
inline bool matches(const ignore_pattern &pattern, const std::string &path, bool is_directory) {
    if (pattern.directories && !is_directory) return false;
    auto name = path.substr(path.rfind('/') + 1);
    if (!pattern.anchored) return ::fnmatch(pattern.text.c_str(), name.c_str(), 0) == 0;
    auto text = pattern.text;
    bool widely = pattern.negated && text.find("**") != text.npos;
    for (auto at = text.find("**/"); widely && at != text.npos; at = text.find("**/"))
        text.replace(at, 3, "*");
    return ::fnmatch(text.c_str(), path.c_str(), widely ? 0 : FNM_PATHNAME) == 0;
}

/// What the last pattern that matches the path itself says of it.
inline bool is_named_ignored(std::string_view gitignore, const std::string &path, bool is_directory) {
    bool ignored = false;
    while (!gitignore.empty())
        if (auto pattern = read_ignore_pattern(take_line(gitignore)))
            if (matches(*pattern, path, is_directory)) ignored = !pattern->negated;
    return ignored;
}

/// Whether a .gitignore keeps a file out of git, itself or with a directory that it is in: `path` is relative
/// to the .gitignore's own. What is said to be ignored is; of what is not, git may ignore some.
inline bool is_ignored(std::string_view gitignore, const std::string &path) {
    for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/', slash + 1))
        if (is_named_ignored(gitignore, path.substr(0, slash), true)) return true;
    return is_named_ignored(gitignore, path, false);
}

/// Whether git's index has a file of this path, relative to the work tree.
inline bool is_in_index(std::string_view index, const std::string &path) {
    // The end of an entry: two bytes of flags with the length of the name, the name, a zero.
    std::string entry = {static_cast<char>(path.size() >> 8 & 0x0f), static_cast<char>(path.size() & 0xff)};
    entry.append(path).push_back('\0');
    return index.find(entry) != index.npos;
}

} // namespace azu_session::inline v0_1::detail
