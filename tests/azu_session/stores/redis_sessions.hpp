#pragma once

#include <azu_session/settings.hpp>

#include <initializer_list>
#include <string>

/// What an application's settings are when its sessions are at `url`.
inline azu_session::redis_settings
redis_at(const std::string &url, const std::string &prefix = "app:session:", bool local_caches = false) {
    return {.url = azu_session::parse_redis_url(url),
            .prefix = azu_session::key_prefix(prefix),
            .local_caches = local_caches};
}

/// One command as the Redis protocol has it, whatever bytes the arguments hold.
inline std::string resp(std::initializer_list<std::string> arguments) {
    auto text = "*" + std::to_string(arguments.size()) + "\r\n";
    for (const auto &argument : arguments)
        text += "$" + std::to_string(argument.size()) + "\r\n" + argument + "\r\n";
    return text;
}

/// Commands that set `count` keys under `prefix`; the sessions' user_id is their number modulo 10.
inline std::string sets(const std::string &prefix, int count) {
    std::string commands;
    for (int i = 0; i < count; ++i)
        commands += resp({"SET", prefix + std::to_string(i), "{\"user_id\":" + std::to_string(i % 10) + "}"});
    return commands;
}
