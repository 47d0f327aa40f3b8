#pragma once

#include <azu_session/detail/initializer/manifest.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// How many bytes at the front of `text` are what a manifest calls `noted`, whose secret may be any of the
/// form that setup writes: 64 hexadecimal digits.
inline std::optional<std::size_t> match_noted(std::string_view text, std::string_view noted) {
    constexpr std::size_t digits = 64;
    auto mark = noted.find(secret_mark);
    if (mark == noted.npos) return text.starts_with(noted) ? std::optional(noted.size()) : std::nullopt;
    auto behind = noted.substr(mark + secret_mark.size());
    if (!text.starts_with(noted.substr(0, mark))) return std::nullopt;
    text.remove_prefix(mark);
    if (text.size() < digits || text.substr(0, digits).find_first_not_of("0123456789abcdef") != text.npos)
        return std::nullopt;
    if (!text.substr(digits).starts_with(behind)) return std::nullopt;
    return mark + digits + behind.size();
}

/// Bytes of a text: the first, and how many.
struct text_extent {
    std::size_t begin = 0, size = 0;
};

inline bool starts_with_ending(std::string_view text) {
    return text.starts_with('\n') || text.starts_with("\r\n");
}

inline bool ends_a_line(std::string_view text, std::size_t at) {
    return at == text.size() || starts_with_ending(text.substr(at));
}

/// Where a text has what a manifest calls `noted`; of lines, only whole ones.
inline std::vector<text_extent> places_of_noted(std::string_view text, std::string_view noted) {
    std::vector<text_extent> places;
    bool begins_line = noted.ends_with('\n') && !starts_with_ending(noted);
    bool ends_line = starts_with_ending(noted) && !noted.ends_with('\n');
    auto start = noted.substr(0, noted.find(secret_mark));
    for (auto at = text.find(start); at != text.npos && !noted.empty(); at = text.find(start, at + 1)) {
        if (begins_line && at > 0 && text[at - 1] != '\n') continue;
        auto size = match_noted(text.substr(at), noted);
        if (!size || (ends_line && !ends_a_line(text, at + *size))) continue;
        places.push_back({at, *size});
    }
    return places;
}

/// The note of a text that was put before the byte `at`, where `after` is what the file then is.
inline insertion note_of(const std::filesystem::path &file, std::string_view after, std::size_t at,
                         std::string noted, bool made) {
    insertion done{.file = file, .text = std::move(noted), .made = made};
    auto places = places_of_noted(after, done.text);
    done.of = places.size();
    for (std::size_t i = 0; i < places.size(); ++i)
        if (places[i].begin == at) done.number = i + 1;
    return done;
}

/// The note of the one text that makes `after` of `before`; from the start of a line where it may begin in
/// several places.
inline insertion note_of_change(const std::filesystem::path &file, std::string_view before,
                                std::string_view after) {
    auto at = static_cast<std::size_t>(
        std::mismatch(before.begin(), before.end(), after.begin(), after.end()).first - before.begin());
    auto size = after.size() - before.size();
    while (at > 0 && size > 0 && after[at - 1] != '\n' && after[at - 1] == after[at + size - 1])
        --at;
    return note_of(file, after, at, std::string(after.substr(at, size)), false);
}

/// The text without what was put into it; nothing where it has that more or less often than then.
inline std::optional<std::string> without_noted(const std::string &text, const insertion &done) {
    auto places = places_of_noted(text, done.text);
    if (places.size() != done.of || done.number < 1 || done.number > done.of) return std::nullopt;
    auto [begin, size] = places[done.number - 1];
    return std::string(text).erase(begin, size);
}

} // namespace azu_session::inline v0_1::detail
