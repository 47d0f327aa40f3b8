#pragma once

#include <azu_session/url.hpp>

#include <chrono>
#include <string>

namespace azu_session::detail {

/// libpq's connection string. The URL's own parameters win over ours, `client_encoding` apart.
inline std::string connection_string(const postgresql_url &url, std::chrono::milliseconds timeout) {
    using std::chrono::ceil, std::chrono::seconds;
    auto words = url.parameters;
    words.insert({"connect_timeout", std::to_string(ceil<seconds>(timeout).count())});
    words.insert({"fallback_application_name", "azu"});
    words["client_encoding"] = "UTF8";
    words["host"] = url.host;
    if (url.port) words["port"] = std::to_string(url.port);
    words["user"] = url.username;
    words["password"] = url.password;
    words["dbname"] = url.database;
    std::string text;
    for (const auto &[word, value] : words) {
        if (value.empty()) continue;
        text += word + "='";
        for (char byte : value)
            text.append(byte == '\'' || byte == '\\', '\\') += byte;
        text += "' ";
    }
    return text;
}

} // namespace azu_session::detail
