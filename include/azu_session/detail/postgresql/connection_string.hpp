#pragma once

#include <azu_session/url.hpp>

#include <chrono>
#include <string>

namespace azu_session::inline v0_1::detail {

/// libpq's connection string. What is empty in it is switched off: libpq would read it from variables of
/// which the application's driver knows nothing (PGOPTIONS, PGHOSTADDR), and be led to another place.
inline std::string connection_string(const postgresql_url &url, std::chrono::milliseconds timeout) {
    using std::chrono::ceil, std::chrono::seconds;
    auto words = url.parameters;
    words["connect_timeout"] = std::to_string(ceil<seconds>(timeout).count());
    words["fallback_application_name"] = "azu";
    words["client_encoding"] = "UTF8";
    words["target_session_attrs"] = "any";
    words["hostaddr"] = words["options"] = "";
    words["host"] = url.host;
    words["port"] = std::to_string(url.port);
    words["user"] = url.username;
    words["dbname"] = url.database;
    if (!url.password.empty()) words["password"] = url.password; // else libpq looks into ~/.pgpass
    std::string text;
    for (const auto &[word, value] : words) {
        text += word + "='";
        for (char byte : value)
            text.append(byte == '\'' || byte == '\\', '\\') += byte;
        text += "' ";
    }
    return text;
}

} // namespace azu_session::inline v0_1::detail
