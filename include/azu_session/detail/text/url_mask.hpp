#pragma once

#include <azu_session/detail/text/percent.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// Bytes of a text, from the first up to the second.
using byte_range = std::pair<std::size_t, std::size_t>;

inline bool is_plain_word(std::string_view text) {
    for (char c : text)
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              std::string_view("-._~%+").find(c) != std::string_view::npos))
            return false;
    return true;
}

/// A parameter's name in lower case, with what can be decoded of it decoded.
inline std::string plain_name(std::string_view encoded) {
    std::string name;
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        char c = encoded[i];
        if (auto byte = percent_byte(encoded.substr(i))) {
            c = *byte;
            i += 2;
        }
        name += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c;
    }
    return name;
}

inline bool names_secret(std::string_view parameter) {
    for (std::string_view word : {"password", "passwd", "pass", "pwd", "auth", "token", "secret"})
        if (parameter.ends_with(word)) return true;
    return false;
}

/// The next value, from a place on, of a parameter that is named like a secret; it begins behind the text
/// where there is none. It ends at the next `&` alone: whoever forgot to encode a password may have any other
/// character in it.
inline byte_range next_secret(std::string_view text, std::size_t from) {
    for (auto equals = text.find('=', from); equals != std::string_view::npos;
         equals = text.find('=', equals + 1)) {
        auto name = text.substr(0, equals);
        name.remove_prefix(name.find_last_of("=?&#; \t\r\n") + 1);
        if (names_secret(plain_name(name)))
            return {equals + 1, std::min(text.find('&', equals), text.size())};
    }
    return {std::string_view::npos, std::string_view::npos};
}

/// Where the text behind a scheme begins; 0 where no known one is there.
inline std::size_t behind_scheme(std::string_view text) {
    auto slashes = text.find("://");
    if (slashes != std::string_view::npos && slashes > 0 && is_plain_word(text.substr(0, slashes)))
        return slashes + 3;
    for (std::string_view scheme : {"redis:", "rediss:", "unix:", "postgres:", "postgresql:", "mysql:"})
        if (text.starts_with(scheme)) return scheme.size();
    return 0;
}

/// The password before an `@`, with the user name unless that is sure to be one; all that may be it where no
/// `@` is there.
inline byte_range secret_login(std::string_view text) {
    constexpr byte_range none{0, 0};
    if (text.starts_with("sqlite3:")) return none;
    auto start = behind_scheme(text);
    bool authority = text.substr(0, start).ends_with("://");
    auto at = text.rfind('@');
    auto colon = text.find(':', start);
    if (at == std::string_view::npos || at < start) {
        auto port = text.substr(std::min(colon, text.size() - 1) + 1);
        port = port.substr(0, port.find_first_of("/?#,"));
        bool looks_sound = !authority || colon == std::string_view::npos || text[start] == '[' ||
                           text.substr(start, colon - start).find_first_of("/?#") != std::string_view::npos ||
                           port.find_first_not_of("0123456789") == std::string_view::npos;
        return looks_sound ? none : byte_range{colon + 1, text.size()};
    }
    auto user = text.substr(start, std::min(colon, at) - start);
    if (colon > at && text.starts_with("unix:") && user.starts_with('/')) return none; // a socket's path
    // Redis itself takes a lone word before the @ for a user name, but people put their password there.
    if (colon > at && authority && text.starts_with("postgres") && is_plain_word(user)) return none;
    if (colon < at && authority && is_plain_word(user)) start = colon + 1;
    return {start, at};
}

/// See `mask_url` in url.hpp.
inline std::string masked(std::string_view url) {
    auto login = secret_login(url), secret = next_secret(url, 0);
    bool login_is_left = login.second > 0;
    std::string text;
    std::size_t done = 0;
    while (login_is_left || secret.first <= url.size()) {
        bool login_is_next = login_is_left && login.first <= secret.first;
        auto [begin, end] = login_is_next ? login : secret;
        if (begin >= done) text.append(url.substr(done, begin - done)).append("***");
        done = std::max(done, end);
        if (login_is_next)
            login_is_left = false;
        else
            secret = next_secret(url, secret.first);
    }
    return text.append(url.substr(done));
}

} // namespace azu_session::inline v0_1::detail
