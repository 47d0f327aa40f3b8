#pragma once

#include <azu_session/detail/initializer/manifest.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// The two halves of an initializer and the line between them, without its ending. The upper half belongs to
/// the application's authors, the lower one to setup. Between the line and the lower half stands the
/// manifest.
struct initializer_halves {
    std::string_view upper, marker, ending, manifest, lower;
};

inline constexpr std::string_view marker_start = "# ---- Written by azu session:setup (";
inline constexpr std::string_view marker_end = "): change what stands above this line, not below it ----";

/// Nothing where the source has no marker line.
inline std::optional<initializer_halves> split_initializer(std::string_view source) {
    auto start = source.find(marker_start);
    auto end = source.find(marker_end, start == std::string_view::npos ? 0 : start);
    if (start == std::string_view::npos || end == std::string_view::npos) return std::nullopt;
    end += marker_end.size();
    auto behind = source.substr(end);
    auto ending = behind.substr(0, behind.starts_with("\r\n") ? 2 : 1);
    if (!ending.ends_with('\n')) return std::nullopt;
    behind.remove_prefix(ending.size());
    auto size = manifest_size(behind);
    return initializer_halves{source.substr(0, start), source.substr(start, end - start), ending,
                              behind.substr(0, size), behind.substr(size)};
}

/// The text with each of its line endings as `ending`, "\n" or "\r\n".
inline std::string with_line_ending(std::string_view text, std::string_view ending) {
    std::string result;
    for (auto rest = text; !rest.empty();) {
        auto length = std::min(rest.find('\n'), rest.size());
        bool ends = length < rest.size();
        auto line = rest.substr(0, length);
        rest.remove_prefix(ends ? length + 1 : length);
        if (ends && line.ends_with('\r')) line.remove_suffix(1);
        result.append(line).append(ends ? ending : std::string_view());
    }
    return result;
}

/// Whether both are the same text: a checkout may change every line ending to CRLF.
inline bool same_text(std::string_view one, std::string_view other) {
    return with_line_ending(one, "\n") == with_line_ending(other, "\n");
}

} // namespace azu_session::inline v0_1::detail
