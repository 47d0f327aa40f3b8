#pragma once

#include <azu_session/url.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// libpq's connection string. What is empty in it is switched off: libpq would read it from variables of
/// which the application's driver knows nothing (PGOPTIONS, PGHOSTADDR), and be led to another place.
inline std::string connection_string(const postgresql_url &url, std::chrono::milliseconds timeout) {
    using std::chrono::ceil, std::chrono::seconds;
    std::string text;
    auto add = [&](std::string_view word, std::string_view value) {
        text.append(word).append("='");
        for (char byte : value)
            text.append(byte == '\'' || byte == '\\', '\\') += byte;
        text += "' ";
    };
    for (const auto &[name, value] : url.parameters)
        add(name, value.reveal());
    add("connect_timeout", std::to_string(ceil<seconds>(timeout).count()));
    add("fallback_application_name", "azu");
    add("client_encoding", "UTF8");
    add("target_session_attrs", "any");
    add("hostaddr", "");
    add("options", "");
    add("host", url.host);
    add("port", std::to_string(url.port));
    add("user", url.username);
    add("dbname", url.database);
    if (!url.password.empty()) add("password", url.password.reveal()); // else libpq looks into ~/.pgpass
    return text;
}

} // namespace azu_session::inline v0_1::detail
