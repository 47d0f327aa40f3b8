#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

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

/// Where the line begins that has the byte.
inline std::size_t line_start(std::string_view text, std::size_t byte) {
    auto end = byte == 0 ? text.npos : text.rfind('\n', byte - 1);
    return end == text.npos ? 0 : end + 1;
}

/// The number, counted from 1, of the line that has the byte.
inline std::size_t line_number(std::string_view text, std::size_t byte) {
    auto before = text.substr(0, byte);
    return static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
}

/// What stands before and behind the first `mark`.
inline std::pair<std::string_view, std::string_view> split_at(std::string_view text, char mark) {
    auto at = text.find(mark);
    if (at == std::string_view::npos) return {text, {}};
    return {text.substr(0, at), text.substr(at + 1)};
}

/// Takes the first word, and the blanks around it, off the front of `text`.
inline std::string_view take_word(std::string_view &text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    auto [word, rest] = split_at(text, ' ');
    text = rest;
    return word;
}

/// Puts whole lines at the beginning of a line, or at the end, of `bytes`.
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

} // namespace azu_session::inline v0_1::detail
