#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// One line of a comparison: `-` for what is taken away, `+` for what is added, a blank for what stays.
struct compared_line {
    char sign = ' ';
    std::string_view text;
};

/// With their endings: a last line without one is another line than the same with it.
inline std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        auto end = text.find('\n');
        lines.push_back(text.substr(0, end == text.npos ? end : end + 1));
        text.remove_prefix(lines.back().size());
    }
    return lines;
}

inline std::vector<compared_line> replaced(const std::vector<std::string_view> &before,
                                           const std::vector<std::string_view> &after) {
    std::vector<compared_line> lines;
    for (auto line : before)
        lines.push_back({'-', line});
    for (auto line : after)
        lines.push_back({'+', line});
    return lines;
}

/// The lines that stay, by the longest common subsequence. Needs time and memory in proportion to the product
/// of both counts; where that is too large, no line is taken to stay.
inline std::vector<compared_line> compare_middle(const std::vector<std::string_view> &before,
                                                 const std::vector<std::string_view> &after) {
    constexpr std::size_t largest_product = 16'000'000;
    if (!after.empty() && before.size() > largest_product / after.size()) return replaced(before, after);
    auto width = after.size() + 1;
    std::vector<std::size_t> common((before.size() + 1) * width); // of the lines from here on
    for (auto i = before.size(); i-- > 0;)
        for (auto j = after.size(); j-- > 0;)
            common[i * width + j] = before[i] == after[j]
                                        ? common[(i + 1) * width + j + 1] + 1
                                        : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
    std::vector<compared_line> lines;
    std::size_t i = 0, j = 0;
    while (i < before.size() || j < after.size())
        if (i < before.size() && j < after.size() && before[i] == after[j])
            lines.push_back({' ', before[i++]}), ++j;
        else if (j == after.size() ||
                 (i < before.size() && common[(i + 1) * width + j] >= common[i * width + j + 1]))
            lines.push_back({'-', before[i++]});
        else
            lines.push_back({'+', after[j++]});
    return lines;
}

inline std::vector<compared_line> compare_lines(std::string_view before, std::string_view after) {
    auto old_lines = lines_of(before), new_lines = lines_of(after);
    auto first = static_cast<std::size_t>(
        std::mismatch(old_lines.begin(), old_lines.end(), new_lines.begin(), new_lines.end()).first -
        old_lines.begin());
    std::size_t last = 0;
    while (last < std::min(old_lines.size(), new_lines.size()) - first &&
           old_lines[old_lines.size() - 1 - last] == new_lines[new_lines.size() - 1 - last])
        ++last;
    auto middle = [&](const std::vector<std::string_view> &lines) {
        return std::vector(lines.begin() + static_cast<std::ptrdiff_t>(first),
                           lines.end() - static_cast<std::ptrdiff_t>(last));
    };
    std::vector<compared_line> lines;
    for (std::size_t i = 0; i < first; ++i)
        lines.push_back({' ', old_lines[i]});
    for (auto line : compare_middle(middle(old_lines), middle(new_lines)))
        lines.push_back(line);
    for (auto i = old_lines.size() - last; i < old_lines.size(); ++i)
        lines.push_back({' ', old_lines[i]});
    return lines;
}

/// `@@ -3,7 +3,8 @@`, for the lines from `first` up to `end`. A part without lines is numbered by the line
/// before it.
inline std::string hunk_header(const std::vector<compared_line> &lines, std::size_t first, std::size_t end) {
    auto range = [&](char other) {
        auto counted = [&](const compared_line &line) { return line.sign != other; };
        auto from = lines.begin() + static_cast<std::ptrdiff_t>(first);
        auto before = std::count_if(lines.begin(), from, counted);
        auto count = std::count_if(from, lines.begin() + static_cast<std::ptrdiff_t>(end), counted);
        return std::to_string(before + (count > 0)) + "," + std::to_string(count);
    };
    return "@@ -" + range('+') + " +" + range('-') + " @@";
}

inline void add_line(std::vector<std::string> &diff, const compared_line &line) {
    bool ends = line.text.ends_with('\n');
    diff.push_back(line.sign + std::string(line.text.substr(0, line.text.size() - (ends ? 1 : 0))));
    if (!ends) diff.push_back("\\ No newline at end of file");
}

/// What turns one text into another, as the lines of a unified diff with so many lines around each change,
/// without the names of files; none where both are the same.
inline std::vector<std::string> unified_diff(std::string_view before, std::string_view after,
                                             std::size_t around = 3) {
    auto lines = compare_lines(before, after);
    std::vector<std::string> diff;
    for (std::size_t i = 0; i < lines.size();) {
        if (lines[i].sign == ' ') {
            ++i;
            continue;
        }
        auto first = i > around ? i - around : 0, end = i + 1;
        for (auto j = i; j < std::min(lines.size(), end + 2 * around + 1); ++j)
            if (lines[j].sign != ' ') end = j + 1;
        i = end;
        end = std::min(lines.size(), end + around);
        diff.push_back(hunk_header(lines, first, end));
        for (auto j = first; j < end; ++j)
            add_line(diff, lines[j]);
    }
    return diff;
}

} // namespace azu_session::inline v0_1::detail
