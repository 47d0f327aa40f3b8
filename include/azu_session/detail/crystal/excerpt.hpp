#pragma once

#include <azu_session/detail/crystal/lexer.hpp>
#include <azu_session/detail/crystal/value.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::crystal {

namespace detail {

/// One line of source with an ellipsis for the contents of strings and the like; what is interpolated stays,
/// and so do names of variables, as in `ENV["NAME"]`. Comments are left out.
inline std::string without_literals(std::string_view line) {
    if (line.find_first_of("\"'`%/<#:") == std::string_view::npos) return std::string(line);
    std::string shown;
    std::size_t done = 0;
    for (auto &part : lex(line)) {
        auto begin = static_cast<std::size_t>(part.text.data() - line.data());
        auto between = line.substr(done, begin - done);
        if (between.find('#') != std::string_view::npos) break;
        bool literal = part.kind == token_kind::text || part.kind == token_kind::character;
        bool hidden = literal && !shown.ends_with("ENV[\"");
        shown.append(between).append(hidden ? "…" : part.text);
        done = begin + part.text.size();
    }
    return shown;
}

} // namespace detail

/// The start of an expression, for messages: without what literals hold, which may be a password.
inline std::string excerpt(std::string_view expression) {
    constexpr std::size_t most = 60;
    auto line = expression.substr(0, std::min(expression.find('\n'), 4 * most));
    auto shown = detail::without_literals(line);
    if (line.size() == expression.size() && shown.size() <= most) return shown;
    auto end = std::min(shown.size(), most);
    while (end > 0 && end < shown.size() && (shown[end] & 0xC0) == 0x80) // within a character
        --end;
    shown.resize(end);
    return shown.ends_with("…") ? shown : shown + "…";
}

/// What messages show of a value that cannot be told; nothing where there is nothing to show.
inline std::optional<std::string> shown(const value &unknown) {
    if (!unknown.is(value_kind::unknown)) return std::nullopt;
    if (!unknown.expression.empty()) return "`" + excerpt(unknown.expression) + "`";
    if (!unknown.text.empty()) return "`" + unknown.text + "`";
    return std::nullopt;
}

} // namespace azu_session::inline v0_1::crystal
