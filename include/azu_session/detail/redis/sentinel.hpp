#pragma once

#include <azu_session/detail/redis/connection.hpp>
#include <azu_session/detail/redis/failure.hpp>
#include <azu_session/detail/redis/reply.hpp>
#include <azu_session/detail/redis/server_facts.hpp>
#include <azu_session/detail/text/joined.hpp>
#include <azu_session/error.hpp>

#include <charconv>
#include <string>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// "standalone", "cluster" or "sentinel"; empty where the server does not tell. HELLO (Redis 6 and later) is
/// open to every user.
inline std::string mode_of(redis_connection &server) {
    auto hello = server.ask({"HELLO"});
    for (std::size_t i = 0; is_array(*hello) && i + 1 < hello->elements; i += 2)
        if (text_of(*hello->element[i]) == "mode") return std::string(text_of(*hello->element[i + 1]));
    auto info = server.ask({"INFO", "server"});
    return is_error(*info) ? std::string() : info_value(text_of(*info), "redis_mode");
}

/// The names of the masters that a Sentinel watches.
inline std::string watched_by(redis_connection &sentinel) {
    std::string names;
    auto masters = sentinel.ask({"SENTINEL", "MASTERS"});
    for (std::size_t i = 0; is_array(*masters) && i < masters->elements; ++i) {
        const auto &facts = *masters->element[i];
        for (std::size_t k = 0; is_array(facts) && k + 1 < facts.elements; k += 2)
            if (text_of(*facts.element[k]) == "name")
                names.append(names.empty() ? "" : ", ").append(text_of(*facts.element[k + 1]));
    }
    return names;
}

/// Throws errc::invalid for a Sentinel in the place of a server that keeps keys.
inline void refuse_sentinel(redis_connection &server) {
    if (mode_of(server) != "sentinel") return;
    throw error(errc::invalid,
                {"What answers at ", server.name(), " is a Redis Sentinel, which keeps no sessions."},
                joined({"Name the master that it is to be asked for in the URL, as in "
                        "redis://host:26379?sentinel_master=NAME. It watches: ",
                        watched_by(server), "."}),
                {setting::url});
}

/// Where the master of that name is now, as a Sentinel says. Throws errc::not_found for an unknown name.
inline std::pair<std::string, int> master_named_by(redis_connection &sentinel, const std::string &name) {
    auto answer = sentinel.command({"SENTINEL", "GET-MASTER-ADDR-BY-NAME", name});
    int port = 0;
    if (is_array(*answer) && answer->elements == 2) {
        auto digits = text_of(*answer->element[1]);
        std::from_chars(digits.data(), digits.data() + digits.size(), port);
    }
    if (port > 0) return {std::string(text_of(*answer->element[0])), port};
    throw error(errc::not_found,
                {"The Redis Sentinel at ", sentinel.name(), " knows no master called ", name, "."},
                joined({"It watches: ", watched_by(sentinel), "."}), {setting::url});
}

} // namespace azu_session::inline v0_1::detail
