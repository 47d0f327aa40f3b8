#pragma once

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

} // namespace azu_session
