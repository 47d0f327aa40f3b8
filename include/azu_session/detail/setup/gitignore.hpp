#pragma once

#include <azu_session/detail/text/lines.hpp>

#include <fnmatch.h>

#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// Whether a .gitignore beside a file keeps it out of git: `path` is relative to it. The last pattern that
/// matches counts; of patterns for directories only those are known that name the file's own.
inline bool is_ignored(std::string_view gitignore, const std::string &path) {
    auto slash = path.rfind('/');
    auto name = slash == path.npos ? path : path.substr(slash + 1);
    bool ignored = false;
    while (!gitignore.empty()) {
        auto line = take_line(gitignore);
        while (line.ends_with(' '))
            line.remove_suffix(1);
        bool negated = line.starts_with('!');
        if (negated) line.remove_prefix(1);
        if (line.empty() || line.starts_with('#')) continue;
        std::string pattern(line);
        if (pattern.ends_with('/')) pattern += "*";
        bool anchored = pattern.find('/') != pattern.npos;
        if (pattern.starts_with('/')) pattern.erase(0, 1);
        if (pattern.starts_with("**/")) anchored = false, pattern.erase(0, 3);
        const auto &subject = anchored ? path : name;
        if (::fnmatch(pattern.c_str(), subject.c_str(), anchored ? FNM_PATHNAME : 0) == 0) ignored = !negated;
    }
    return ignored;
}

} // namespace azu_session::inline v0_1::detail
