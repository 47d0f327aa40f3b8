#pragma once

#include <azu_session/error.hpp>

#include <string>
#include <string_view>

namespace azu_session {

/// The glob that matches exactly the keys that begin with `prefix`, for SCAN's MATCH.
inline std::string key_pattern(std::string_view prefix) {
    std::string pattern;
    for (char byte : prefix) {
        if (std::string_view("*?[]\\").find(byte) != std::string_view::npos) pattern += '\\';
        pattern += byte;
    }
    return pattern + '*';
}

namespace detail {

/// Throws errc::invalid for an empty prefix, which would select every key of the server.
inline void require_prefix(std::string_view prefix) {
    if (prefix.empty())
        throw error(errc::invalid, "The prefix of the sessions' keys is empty: every key would be removed.",
                    "Give the store a prefix in the initializer, such as \"myapp:session:\".");
}

} // namespace detail

} // namespace azu_session
