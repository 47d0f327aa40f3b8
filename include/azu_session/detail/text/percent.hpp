#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// The byte that %XX at the front of a text stands for; nothing where it is anything else.
inline std::optional<char> percent_byte(std::string_view text) {
    auto digit = [](char c) {
        return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
    };
    if (text.size() < 3 || text[0] != '%' || digit(text[1]) < 0 || digit(text[2]) < 0) return std::nullopt;
    return static_cast<char>(digit(text[1]) * 16 + digit(text[2]));
}

/// Decodes %XX; nothing for an incomplete sequence and for an encoded NUL.
inline std::optional<std::string> percent_decode(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            auto byte = percent_byte(text.substr(i));
            if (byte.value_or('\0') == '\0') return std::nullopt;
            c = *byte;
            i += 2;
        }
        decoded += c;
    }
    return decoded;
}

/// Encodes everything but letters, digits, `-._~` and the characters in `plain`.
inline std::string percent_encode(std::string_view text, std::string_view plain = {}) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          std::string_view("-._~").find(c) != std::string_view::npos;
        if (unreserved || plain.find(c) != std::string_view::npos)
            encoded += c;
        else
            (encoded += '%').append({digits[byte >> 4], digits[byte & 15]});
    }
    return encoded;
}

} // namespace azu_session::inline v0_1::detail
