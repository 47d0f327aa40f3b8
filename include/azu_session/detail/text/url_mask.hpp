#pragma once

#include <azu_session/detail/text/percent.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Bytes of a text, from the first up to the second.
using byte_range = std::pair<std::size_t, std::size_t>;

inline bool is_plain_word(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-._~%+").find(c) != std::string_view::npos;
    });
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

/// The values of parameters that are named like secrets. They end at the next `&` alone: whoever forgot to
/// encode a password may have any other character in it.
inline std::vector<byte_range> secret_parameters(std::string_view text) {
    constexpr std::array<std::string_view, 7> secrets = {"password", "passwd", "pass",  "pwd",
                                                         "auth",     "token",  "secret"};
    std::vector<byte_range> found;
    std::size_t name = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (std::string_view("?&#; \t\r\n").find(text[i]) != std::string_view::npos) name = i + 1;
        if (text[i] != '=') continue;
        auto spelling = plain_name(text.substr(name, i - name));
        name = i + 1;
        for (auto secret : secrets) {
            if (!spelling.ends_with(secret)) continue;
            found.emplace_back(i + 1, std::min(text.find('&', i), text.size()));
            break;
        }
    }
    return found;
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
    auto hidden = secret_parameters(url);
    if (auto login = secret_login(url); login.second > 0) hidden.push_back(login);
    std::sort(hidden.begin(), hidden.end());
    std::string text;
    std::size_t done = 0;
    for (auto [begin, end] : hidden) {
        if (begin >= done) text.append(url.substr(done, begin - done)).append("***");
        done = std::max(done, end);
    }
    return text.append(url.substr(std::min(done, url.size())));
}

} // namespace azu_session::inline v0_1::detail
