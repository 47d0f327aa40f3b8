#pragma once

#include <azu_session/detail/redis/endpoint.hpp>
#include <azu_session/detail/redis/reply.hpp>
#include <azu_session/detail/redis/server_facts.hpp>
#include <azu_session/detail/text/lines.hpp>
#include <azu_session/error.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// One line of CLUSTER NODES: `id ip:port@bus[,hostname] flags master ping pong epoch link slot…`.
struct cluster_node {
    std::string address = {}; ///< host:port
    redis_endpoint where;
    std::string epoch, slots;
    bool myself = false, master = false, dead = false;

    /// Slots on their way from or to this node; only a node itself names them.
    bool moving() const { return slots.find('[') != std::string::npos; }
};

/// The masters of a cluster by address, and what they say of themselves.
struct topology {
    struct master {
        std::string address, claim; ///< what it serves, and since when
        bool operator==(const master &) const = default;
    };
    std::vector<cluster_node> nodes; ///< replicas as well, since any of them can be asked
    std::vector<master> masters;

    bool serves(const std::string &address) const {
        for (const auto &one : masters)
            if (one.address == address) return true;
        return false;
    }

    bool moving() const {
        for (const auto &one : masters)
            if (one.claim.find('[') != std::string::npos) return true;
        return false;
    }
    bool operator==(const topology &other) const { return masters == other.masters; }
};

/// Where a node is that others name by `address`, which has no host while the node does not know its own.
inline redis_endpoint endpoint_at(redis_endpoint entry, std::string_view address, std::string_view hostname) {
    auto colon = address.rfind(':');
    auto host = entry.url.tls && !hostname.empty() ? hostname : address.substr(0, colon);
    if (!host.empty()) entry.url.host = host;
    auto port = address.substr(colon + 1);
    std::from_chars(port.data(), port.data() + port.size(), entry.url.port);
    entry.url.socket.clear();
    entry.name =
        (entry.url.tls ? "rediss://" : "redis://") + entry.url.host + ":" + std::to_string(entry.url.port);
    return entry;
}

inline std::optional<cluster_node> parse_node(std::string_view line, const redis_endpoint &entry) {
    std::string_view words[8]; // id address flags master ping pong epoch link
    for (auto &word : words)
        word = take_word(line);
    auto [id, place, flags, master, ping, pong, epoch, link] = words;
    auto has = [list = "," + std::string(flags) + ","](const char *flag) {
        return list.find(flag) != std::string::npos;
    };
    if (link.empty() || has(",noaddr,") || has(",handshake,")) return std::nullopt;
    auto [address, hostname] = split_at(place, ',');
    cluster_node node{.where =
                          endpoint_at(entry, split_at(address, '@').first, split_at(hostname, ',').first),
                      .epoch = std::string(epoch),
                      .slots = std::string(line),
                      .myself = has(",myself,"),
                      .master = has(",master,"),
                      .dead = has(",fail,")};
    node.address = node.where.url.host + ":" + std::to_string(node.where.url.port);
    return node;
}

inline std::vector<cluster_node> nodes_seen_by(redis_connection &server, const redis_endpoint &entry) {
    std::vector<cluster_node> nodes;
    auto answer = server.command({"CLUSTER", "NODES"});
    for (auto rest = text_of(*answer); !rest.empty();)
        if (auto node = parse_node(take_line(rest), entry)) nodes.push_back(*node);
    return nodes;
}

/// Replaces what others say of a master by what it says itself; it may not be reachable for now.
inline void ask_node_itself(cluster_node &node) {
    try {
        for (auto &seen : nodes_seen_by(*node.where.connect(), node.where))
            if (seen.myself) node.master = seen.master, node.slots = seen.slots, node.epoch = seen.epoch;
    } catch (const error &failure) {
        if (failure.code() != errc::connection && failure.code() != errc::timeout) throw;
    }
}

/// The cluster as the node at `entry` sees it. Throws what connecting there throws.
inline topology topology_from(const redis_endpoint &entry) {
    topology result;
    result.nodes = nodes_seen_by(*entry.connect(), entry);
    for (auto &node : result.nodes) {
        if (!node.master || (node.dead && node.slots.empty())) continue;
        ask_node_itself(node);
        if (node.master) result.masters.push_back({node.address, node.epoch + " " + node.slots});
    }
    // Each node lists the others in an order of its own.
    std::sort(result.masters.begin(), result.masters.end(),
              [](const auto &a, const auto &b) { return a.address < b.address; });
    return result;
}

/// "standalone", "cluster" or "sentinel"; empty where the server does not tell. HELLO (Redis 6 and later) is
/// open to every user.
inline std::string mode_of(redis_connection &server) {
    auto hello = server.ask({"HELLO"});
    for (std::size_t i = 0; is_array(*hello) && i + 1 < hello->elements; i += 2)
        if (text_of(*hello->element[i]) == "mode") return std::string(text_of(*hello->element[i + 1]));
    auto info = server.ask({"INFO", "server"});
    return is_error(*info) ? std::string() : info_value(text_of(*info), "redis_mode");
}

/// Whether the server is a node of a cluster. Throws errc::permission for one whose other nodes this user may
/// not ask for, since one node's keys are not all.
inline bool is_cluster(redis_connection &server) {
    auto nodes = server.ask({"CLUSTER", "NODES"});
    if (!is_error(*nodes)) return true;
    auto reason = text_of(*nodes);
    if (reason.find("cluster support disabled") != std::string_view::npos || mode_of(server) != "cluster")
        return false;
    throw error(errc::permission,
                "Redis at " + server.name() +
                    " is a node of a cluster whose other nodes this user may not ask for (CLUSTER NODES: " +
                    std::string(reason) + ").",
                "Grant the user CLUSTER NODES and INFO on every node.");
}

} // namespace azu_session::inline v0_1::detail
