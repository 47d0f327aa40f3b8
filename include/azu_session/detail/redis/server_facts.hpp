#pragma once

#include <azu_session/detail/redis/connection.hpp>
#include <azu_session/detail/redis/page_size.hpp>
#include <azu_session/detail/text/lines.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// What a sweep wants to know about a server. All of it is empty where the user may not call INFO.
struct server_facts {
    std::string run_id; ///< changes when the server restarts, and its hash tables with it
    bool replica = false;
    bool cluster = false;
    bool slot_major = false; ///< a hash table for each slot; see `scanned_fraction`
};

/// The value of a `name:value` line of INFO.
inline std::string info_value(std::string_view info, std::string_view name) {
    while (!info.empty()) {
        auto line = take_line(info);
        if (line.starts_with(name) && line.substr(name.size()).starts_with(':'))
            return std::string(line.substr(name.size() + 1));
    }
    return {};
}

/// Whether `version` is `major`.`minor` or later.
inline bool version_reaches(std::string_view version, int major, int minor) {
    int parts[2] = {};
    for (int &part : parts) {
        std::from_chars(version.data(), version.data() + version.size(), part);
        version.remove_prefix(std::min(version.size(), version.find('.') + 1));
    }
    return parts[0] > major || (parts[0] == major && parts[1] >= minor);
}

inline server_facts facts_of(redis_connection &server) {
    auto about = server.ask({"INFO", "server"}), replication = server.ask({"INFO", "replication"});
    if (is_error(*about) || is_error(*replication)) return {};
    auto info = text_of(*about);
    auto valkey = info_value(info, "valkey_version");
    server_facts facts{.run_id = info_value(info, "run_id"),
                       .replica = info_value(text_of(*replication), "role") == "slave",
                       .cluster = info_value(info, "redis_mode") == "cluster"};
    facts.slot_major =
        facts.cluster && (valkey.empty() ? version_reaches(info_value(info, "redis_version"), 7, 4)
                                         : version_reaches(valkey, 8, 0));
    return facts;
}

/// Whether the server is a node of a cluster and another node is moving slots to it: its own line of CLUSTER
/// NODES then names them as [slot-<-node].
inline bool imports_slots(redis_connection &server) {
    auto nodes = server.command({"CLUSTER", "NODES"});
    for (auto rest = text_of(*nodes); !rest.empty();) {
        auto line = take_line(rest);
        if (line.find("myself") != std::string_view::npos) return line.find("-<-") != std::string_view::npos;
    }
    return false;
}

/// What an empty command takes: the shortest of five, and of as many as there is time for in two
/// milliseconds, since where the first ones wake processes and cores, a near server would be taken for a
/// distant one.
inline page_size::duration round_trip(redis_connection &server) {
    using clock = std::chrono::steady_clock;
    auto shortest = page_size::duration::max();
    auto begin = clock::now();
    for (int i = 0; i < 5 || clock::now() - begin < std::chrono::milliseconds(2); ++i) {
        auto start = clock::now();
        server.ask({"PING"});
        shortest = std::min<page_size::duration>(shortest, clock::now() - start);
    }
    return shortest;
}

/// The command that removes keys: UNLINK, which frees large values in the background, or DEL where the
/// server (before Redis 4) or the user's permissions lack it. Asked with a key that does not exist, so that
/// a replica or a missing permission is told before anything is removed.
inline std::string_view removal_command(redis_connection &server, std::string_view prefix) {
    auto nobody = joined({prefix, "azu-asks-whether-this-is-permitted"});
    auto answer = server.ask({"UNLINK", nobody});
    auto text = text_of(*answer);
    if (!is_error(*answer) || is_redirection(*answer)) return "UNLINK";
    if (!text.starts_with("ERR unknown command") && !text.starts_with("NOPERM"))
        throw failure_of(text, "UNLINK", server.name());
    answer = server.ask({"DEL", nobody});
    if (is_error(*answer) && !is_redirection(*answer))
        throw failure_of(text_of(*answer), "DEL", server.name());
    return "DEL";
}

} // namespace azu_session::inline v0_1::detail
