#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// The parts, one behind the other. Compiles to far less than a chain of `+`, whose every step is a string
/// that has to be destroyed.
inline std::string joined(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (auto part : parts)
        text += part;
    return text;
}

} // namespace azu_session::inline v0_1::detail
