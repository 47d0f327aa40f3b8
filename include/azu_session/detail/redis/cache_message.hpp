#pragma once

#include <azu_session/detail/text/joined.hpp>

#include <ctime>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// Where the nodes of an application with Session::ClusteredRedisStore listen for changed sessions: the
/// default of the `session` shard's ClusterConfig#channel.
inline constexpr std::string_view cache_channel = "session:cluster:invalidate";

/// The shard's ClusterMessage as JSON. A node ignores messages with its own id, which is a UUID.
inline std::string cache_message(std::string_view type, std::string_view session_id) {
    char now[32];
    std::time_t seconds = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return joined({R"({"type":")", type, R"(","session_id":")", session_id,
                   R"(","node_id":"azu_session","timestamp":")", now, R"("})"});
}

/// Tells every node to forget all the sessions that it holds.
inline std::string all_sessions_gone() { return cache_message("cache_clear", ""); }

/// Tells every node to forget one session. An id that would need escaping is none of the shard's; it gives
/// the message for all sessions.
inline std::string session_gone(std::string_view id) {
    for (char byte : id)
        if (static_cast<unsigned char>(byte) < 0x20 || byte == '"' || byte == '\\')
            return all_sessions_gone();
    return cache_message("session_deleted", id);
}

} // namespace azu_session::inline v0_1::detail
