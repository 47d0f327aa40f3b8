#pragma once

#include <azu_session/detail/text/dotenv.hpp>
#include <azu_session/detail/text/unified_diff.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Whether it is written as the names of variables commonly are, and lines in Base64 hardly ever are.
inline bool is_usual_name(std::string_view name) {
    return name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == name.npos;
}

/// What the lines of a `.env` text assign to; but what may be a line of another one's value is none.
inline std::set<std::string> assigned_names(std::string_view text) {
    std::set<std::string> names;
    for (const auto &entry : parse_dotenv(text))
        if (entry.doubt_line == 0 && is_usual_name(entry.name)) names.insert(entry.name);
    return names;
}

inline std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// `NAME=***` for a line that assigns to one of the names, and `***` for any other that is not blank: it may
/// be a part of a value, or a comment that keeps an old one.
inline std::string masked_line(std::string_view line, const std::set<std::string> &names) {
    auto end = line.find('=');
    auto name = without_blanks(line.substr(0, end));
    if (name.starts_with("export ") || name.starts_with("export\t")) name = without_blanks(name.substr(7));
    if (end != line.npos && names.count(std::string(name)) > 0) return std::string(name) + "=***";
    return without_blanks(line).empty() ? "" : "***";
}

/// `unified_diff` of `.env` texts without the lines around a change, and without any value.
inline std::vector<std::string> masked_diff(std::string_view before, std::string_view after) {
    auto names = assigned_names(before);
    names.merge(assigned_names(after));
    auto lines = unified_diff(before, after, 0);
    for (auto &line : lines)
        if (line.front() == '-' || line.front() == '+')
            line = line.front() + masked_line(line.substr(1), names);
    return lines;
}

} // namespace azu_session::inline v0_1::detail
