#pragma once

#include <azu_session/crystal/lexer.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace azu_session::crystal::detail {

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

} // namespace azu_session::crystal::detail
