#pragma once

#include <azu_session/detail/redis/endpoint.hpp>
#include <azu_session/detail/redis/key_sample.hpp>
#include <azu_session/detail/redis/reply.hpp>
#include <azu_session/detail/redis/server_facts.hpp>
#include <azu_session/detail/redis/topology.hpp>
#include <azu_session/inspection.hpp>
#include <azu_session/settings.hpp>
#include <azu_session/store.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// A number among INFO's lines; nothing where there is none.
inline std::optional<std::uint64_t> info_number(std::string_view info, std::string_view name) {
    auto text = info_value(info, name);
    std::uint64_t number = 0;
    auto end = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
    return end == text.data() ? std::nullopt : std::optional(number);
}

/// What a server says of itself; a user who may not ask learns nothing.
inline void ask_about(redis_connection &server, store_facts &facts) {
    redis_facts about;
    auto answer = server.ask({"INFO"});
    auto info = is_error(*answer) ? std::string_view() : text_of(*answer);
    facts.version = info_value(info, "valkey_version");
    if (!facts.version.empty()) facts.server = "Valkey";
    if (facts.version.empty()) facts.version = info_value(info, "redis_version");
    if (facts.server.empty() && !facts.version.empty()) facts.server = "Redis";
    about.eviction_policy = info_value(info, "maxmemory_policy");
    about.maxmemory = info_number(info, "maxmemory");
    about.used_memory = info_number(info, "used_memory");
    about.evicted_keys = info_number(info, "evicted_keys");
    about.replica = info_value(info, "role") == "slave";
    if (auto logs = info_number(info, "aof_enabled")) about.append_only = *logs != 0;
    about.last_save_failed = info_value(info, "rdb_last_bgsave_status") == "err" ||
                             info_value(info, "aof_last_write_status") == "err";
    auto saves = server.ask({"CONFIG", "GET", "save"});
    if (is_array(*saves) && saves->elements == 2) about.snapshots = text_of(*saves->element[1]);
    facts.redis = std::move(about);
}

/// What was learnt of some keys.
struct sampled_keys {
    lifetimes remaining;
    bool lifetimes_known = true; ///< the user may ask for them
    std::uint64_t bytes = 0, sized = 0;
};

/// Keys that moved to another node, or ended meanwhile, are passed over.
inline void ask_for_lifetimes(redis_connection &server, std::span<const std::string> keys,
                              sampled_keys &sample) {
    for (const auto &key : keys)
        server.append({"PTTL", key});
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto answer = server.receive();
        if (is_error(*answer) && !is_redirection(*answer)) sample.lifetimes_known = false;
        if (answer->type != REDIS_REPLY_INTEGER || answer->integer < -1) continue;
        if (answer->integer == -1)
            sample.remaining.add_endless();
        else
            sample.remaining.add(std::max(0.001, static_cast<double>(answer->integer) / 1000));
    }
}

/// Redis before 4.0 does not know a key's size.
inline void ask_for_sizes(redis_connection &server, std::span<const std::string> keys, sampled_keys &sample) {
    for (const auto &key : keys)
        server.append({"MEMORY", "USAGE", key});
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto answer = server.receive();
        if (answer->type != REDIS_REPLY_INTEGER) continue;
        sample.bytes += number_of(*answer);
        ++sample.sized;
    }
}

/// Looks at up to `most` keys of one server until the time is over.
inline void look_at_keys(const redis_endpoint &where, const key_prefix &prefix, std::string_view slots,
                         std::size_t most, const inspection_clock &clock, sampled_keys &sample) {
    constexpr std::size_t at_once = 100, most_sized = 1'000;
    key_sample chosen(where, prefix, slots, most);
    while (!chosen.complete(0) && !clock.over()) {
    }
    std::span<const std::string> keys = chosen.keys();
    for (bool first = true; !keys.empty() && (first || !clock.over()); first = false) {
        auto some = keys.first(std::min(keys.size(), at_once));
        ask_for_lifetimes(chosen.server(), some, sample);
        if (sample.sized < most_sized) ask_for_sizes(chosen.server(), some, sample);
        keys = keys.subspan(some.size());
    }
}

/// The servers that hold keys, each with its slots: one, or a cluster's masters.
inline std::list<cluster_node> holders(const redis_endpoint &where, bool cluster) {
    if (!cluster) {
        cluster_node alone;
        alone.where = where;
        return {alone};
    }
    auto nodes = topology_from(where).nodes;
    nodes.remove_if([](const cluster_node &node) {
        return !node.master || node.slots.empty() || !node.unreachable.empty();
    });
    return nodes;
}

/// What is known of the sessions: counted by `counting`, their lifetimes and sizes from a sample.
inline store_facts inspect_redis(const redis_endpoint &where, const key_prefix &prefix, bool cluster,
                                 sweep &counting, const inspection_limits &limits) {
    store_facts facts;
    auto server = where.connect();
    facts.round_trip = round_trip(*server);
    ask_about(*server, facts);
    count_within(counting, limits, facts);
    if (auto keys = server->ask({"DBSIZE"}); !cluster && !facts.exact && !is_error(*keys))
        facts.sessions = std::min(facts.sessions, number_of(*keys));

    sampled_keys sample;
    auto servers = holders(where, cluster);
    inspection_clock clock(limits);
    for (const auto &one : servers)
        look_at_keys(one.where, prefix, one.slots,
                     std::max<std::size_t>(1, limits.sample / std::max<std::size_t>(1, servers.size())),
                     clock, sample);
    facts.redis->masters = servers.size();
    facts.sample = static_cast<std::size_t>(sample.remaining.sessions());
    if (sample.lifetimes_known && (facts.sample > 0 || facts.sessions == 0))
        facts.lifetimes = sample.remaining.scaled_to(facts.sessions);
    if (facts.sessions == 0) facts.bytes = 0;
    if (sample.sized > 0)
        facts.bytes =
            static_cast<std::uint64_t>(static_cast<double>(sample.bytes) / static_cast<double>(sample.sized) *
                                       static_cast<double>(facts.sessions));
    return facts;
}

} // namespace azu_session::inline v0_1::detail
