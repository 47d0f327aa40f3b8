#pragma once

#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// As a word of a shell's.
inline std::string shell_word(std::string_view text) {
    std::string word = "'";
    for (char c : text)
        word += c == '\'' ? "'\\''" : std::string(1, c);
    return word + "'";
}

} // namespace azu_session::inline v0_1::detail
