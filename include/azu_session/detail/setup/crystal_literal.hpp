#pragma once

#include <azu_session/detail/text/utf8.hpp>
#include <azu_session/error.hpp>

#include <string>
#include <string_view>

namespace azu_session::inline v0_1 {

/// The text as the inside of a double-quoted Crystal string literal: quotes, backslashes and interpolation
/// escaped. `what` names it in messages. Throws errc::invalid for an empty text, for invalid UTF-8 and for
/// control characters.
inline std::string crystal_literal(std::string_view text, std::string_view what) {
    if (text.empty())
        throw error(errc::invalid, {"The ", what, " is empty."},
                    "Give the application a name in its shard.yml.");
    if (!detail::is_utf8(text))
        throw error(errc::invalid, {"The ", what, " is not UTF-8."}, "Save shard.yml in UTF-8.");
    std::string literal;
    for (char c : text) {
        if ((c >= 0 && c < ' ') || c == 0x7f)
            throw error(errc::invalid, {"The ", what, " contains a control character."},
                        "Change the name in shard.yml to letters, digits, - and _.");
        // A # begins an interpolation before { only.
        if (c == '"' || c == '\\') literal += '\\';
        literal += c;
    }
    for (auto at = literal.find("#{"); at != std::string::npos; at = literal.find("#{", at + 2))
        literal.insert(at, 1, '\\');
    return literal;
}

} // namespace azu_session::inline v0_1
