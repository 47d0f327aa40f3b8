#pragma once

#include <string_view>

namespace azu_session::inline v0_1::detail {

/// Without the blanks and line endings at both ends.
inline std::string_view trim(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

/// Takes the first line, without its line ending, off the front of `text`.
inline std::string_view take_line(std::string_view &text) {
    auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

} // namespace azu_session::inline v0_1::detail
