#pragma once

#include <azu_session/detail/text/lines.hpp>
#include <azu_session/detail/text/percent.hpp>
#include <azu_session/error.hpp>

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// A URL in its parts, still encoded (RFC 3986, 3). `origin` is kept for messages.
struct url_parts {
    std::string_view origin, scheme, userinfo, host, port, path, query;
};

/// Throws errc::invalid. The reason shows nothing of the URL: it may be any part of a password.
[[noreturn]] inline void bad_url(std::string_view origin, std::string_view reason) {
    throw error(errc::invalid, {origin, " is not a usable URL: ", reason, "."},
                "Write it like redis://:password@host:6379/0, postgresql://user:password@host/name or "
                "sqlite3:./app.db, with any of @ : / ? # % in a password percent-encoded.");
}

inline void split_authority(std::string_view authority, url_parts &parts) {
    if (auto at = authority.rfind('@'); at != std::string_view::npos) {
        parts.userinfo = authority.substr(0, at);
        authority.remove_prefix(at + 1);
    }
    if (authority.starts_with('[')) {
        auto close = authority.find(']');
        if (close == std::string_view::npos) bad_url(parts.origin, "the IPv6 address has no closing bracket");
        parts.host = authority.substr(1, close - 1);
        authority.remove_prefix(close + 1);
        if (!authority.empty() && authority.front() != ':')
            bad_url(parts.origin, "after the IPv6 address a port is expected");
    } else {
        parts.host = authority.substr(0, authority.find(':'));
        authority.remove_prefix(parts.host.size());
    }
    if (!authority.empty()) parts.port = authority.substr(1);
}

inline url_parts split_url(std::string_view url, std::string_view origin) {
    url_parts parts{
        .origin = origin, .scheme = {}, .userinfo = {}, .host = {}, .port = {}, .path = {}, .query = {}};
    auto colon = url.find(':');
    if (colon == std::string_view::npos || colon == 0) bad_url(origin, "it has no scheme, such as redis://");
    for (char byte : url)
        if ((byte >= 0 && byte <= 0x20) || byte == 0x7f)
            bad_url(origin, "it contains white space or a control character");
    parts.scheme = url.substr(0, colon);
    url.remove_prefix(colon + 1);
    url = url.substr(0, url.find('#'));
    if (auto mark = url.find('?'); mark != std::string_view::npos) {
        parts.query = url.substr(mark + 1);
        url = url.substr(0, mark);
    }
    if (url.starts_with("//")) {
        url.remove_prefix(2);
        auto authority = url.substr(0, url.find('/'));
        split_authority(authority, parts);
        url.remove_prefix(authority.size());
    }
    parts.path = url;
    return parts;
}

inline int parse_number(std::string_view digits, int least, int most, std::string_view origin,
                        std::string_view what) {
    int value = 0;
    auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failure != std::errc() || end != digits.data() + digits.size() || value < least || value > most)
        bad_url(origin, joined({what, " is not a number from ", std::to_string(least), " to ",
                                std::to_string(most)}));
    return value;
}

inline int parse_port(const url_parts &parts, int fallback) {
    return parts.port.empty() ? fallback : parse_number(parts.port, 1, 65535, parts.origin, "the port");
}

/// A part without its encoding. Throws errc::invalid for an incomplete sequence and for an encoded NUL.
inline std::string decoded(std::string_view part, const url_parts &parts) {
    if (auto text = percent_decode(part)) return std::move(*text);
    bad_url(parts.origin, "a % is not followed by two hexadecimal digits of a character");
}

/// Takes the first parameter off the front of the query. False where none is left.
inline bool take_parameter(url_parts &parts, std::string &name, std::string &value) {
    if (parts.query.empty()) return false;
    auto [pair, others] = split_at(parts.query, '&');
    auto [encoded_name, encoded_value] = split_at(pair, '=');
    name = decoded(encoded_name, parts);
    value = decoded(encoded_value, parts);
    parts.query = others;
    return true;
}

} // namespace azu_session::inline v0_1::detail
