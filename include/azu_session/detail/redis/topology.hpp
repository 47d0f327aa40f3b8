#pragma once

#include <azu_session/detail/redis/cursor.hpp>
#include <azu_session/detail/redis/endpoint.hpp>
#include <azu_session/detail/redis/reply.hpp>
#include <azu_session/detail/redis/sentinel.hpp>
#include <azu_session/detail/text/lines.hpp>
#include <azu_session/error.hpp>

#include <charconv>
#include <list>
#include <string>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// Of a Redis Cluster (CLUSTER_SLOTS in its cluster.h).
inline constexpr int all_slots = 16'384;

/// One line of CLUSTER NODES: `id ip:port@bus[,hostname] flags master ping pong epoch link slot…`.
struct cluster_node {
    std::string address = {}; ///< host:port
    std::string announced =
        {}; ///< the same as other nodes say it: by its IP address where it has a name, too
    redis_endpoint where;
    std::string epoch, slots;
    bool myself = false;
    bool master = false; ///< one that has slots, or may be given some
    bool dead = false;
    bool failing = false;         ///< some nodes, or all, take it for failed
    std::string unreachable = {}; ///< why it could not be asked itself

    /// Slots on their way from or to this node; only a node itself names them.
    bool moving() const { return slots.find('[') != std::string::npos; }
};

/// A cluster as one of its nodes sees it.
struct topology {
    std::list<cluster_node> nodes; ///< by address; replicas as well, since any of them can be asked
    std::string claims;            ///< what each master serves, and since when

    bool moving() const {
        for (const auto &node : nodes)
            if (node.master && node.moving()) return true;
        return false;
    }
    bool operator==(const topology &other) const { return claims == other.claims; }
};

/// Where a node is that others name by `address`, which has no host while the node does not know its own.
inline redis_endpoint endpoint_at(const redis_endpoint &entry, std::string_view address,
                                  std::string_view hostname) {
    auto result = entry;
    auto &url = result.url;
    auto colon = address.rfind(':');
    auto host = url.tls && !hostname.empty() ? hostname : address.substr(0, colon);
    if (!host.empty()) url.host = host;
    auto port = address.substr(colon + 1);
    std::from_chars(port.data(), port.data() + port.size(), url.port);
    url.socket.clear();
    result.name = joined({url.tls ? "rediss://" : "redis://", url.host, ":", std::to_string(url.port)});
    return result;
}

/// Adds the node of a line, unless it cannot be reached.
inline void add_node(std::list<cluster_node> &nodes, std::string_view line, const redis_endpoint &entry) {
    std::string_view words[8]; // id address flags master ping pong epoch link
    for (auto &word : words)
        word = take_word(line);
    auto flags = joined({",", words[2], ","});
    auto has = [&flags](const char *flag) { return flags.find(flag) != std::string::npos; };
    if (words[7].empty() || has(",noaddr,") || has(",handshake,")) return;
    auto [place, hostname] = split_at(words[1], ',');
    auto where = endpoint_at(entry, split_at(place, '@').first, split_at(hostname, ',').first);
    auto address = joined({where.url.host, ":", std::to_string(where.url.port)});
    // Each node lists the others in an order of its own.
    auto next = nodes.begin();
    while (next != nodes.end() && next->address < address)
        ++next;
    nodes.insert(next, {.address = std::move(address),
                        .announced = std::string(split_at(place, '@').first),
                        .where = std::move(where),
                        .epoch = std::string(words[6]),
                        .slots = std::string(line),
                        .myself = has(",myself,"),
                        .master = has(",master,"),
                        .dead = has(",fail,"),
                        .failing = has(",fail,") || has(",fail?,")});
}

inline std::list<cluster_node> nodes_seen_by(redis_connection &server, const redis_endpoint &entry) {
    std::list<cluster_node> nodes;
    auto answer = server.command({"CLUSTER", "NODES"});
    for (auto rest = text_of(*answer); !rest.empty();)
        add_node(nodes, take_line(rest), entry);
    return nodes;
}

/// Replaces what others say of a master by what it says itself; it may not be reachable for now.
inline void ask_node_itself(cluster_node &node) {
    try {
        for (auto &seen : nodes_seen_by(*node.where.connect(), node.where))
            if (seen.myself) node.master = seen.master, node.slots = seen.slots, node.epoch = seen.epoch;
    } catch (const error &failure) {
        if (failure.code() == errc::interrupted) throw;
        if (failure.code() != errc::connection && failure.code() != errc::timeout)
            throw error(
                failure.code(),
                {"At ", node.address, ", a node's address as its cluster announces it: ", failure.what()},
                failure.hint(), failure.settings());
        node.unreachable = failure.what();
    }
}

/// The cluster as the node at `entry` sees it. Throws what connecting there throws.
inline topology topology_from(const redis_endpoint &entry) {
    topology result{nodes_seen_by(*entry.connect(), entry), {}};
    bool late = false;
    for (auto &node : result.nodes) {
        if (node.dead && node.slots.empty()) node.master = false;
        // One that is silent is enough to know: others would be as long in coming.
        if (node.master && !late) ask_node_itself(node);
        late = late || (!node.unreachable.empty() && !node.failing);
        if (node.master) result.claims += joined({node.address, " ", node.epoch, " ", node.slots, "\n"});
    }
    return result;
}

/// Throws where sessions would be out of reach from the start: a slot that nobody serves, or a master whose
/// address, as the cluster's nodes announce it, cannot be reached from here. Masters that the cluster itself
/// takes for failed are left to its failover.
inline void must_be_reachable(const topology &cluster, std::string_view entry) {
    int served = 0;
    for (const auto &node : cluster.nodes)
        if (node.master) each_range(node.slots, [&](int first, int last) { served += last - first + 1; });
    if (served < all_slots)
        throw error(errc::server,
                    {std::to_string(all_slots - served), " of the ", std::to_string(all_slots),
                     " slots of the cluster of ", entry, " are served by nobody; nothing was removed."},
                    "See CLUSTER SLOTS; give them to a node, then run it again.");
    for (const auto &node : cluster.nodes)
        if (node.master && !node.unreachable.empty() && !node.failing)
            throw error(
                errc::server,
                {"The node ", node.address, ", as the cluster of ", entry,
                 " announces it, cannot be reached from here; nothing was removed. ", node.unreachable},
                "Run it where the cluster's addresses can be reached, or have its nodes announce others "
                "(cluster-announce-ip, cluster-announce-port).");
}

/// Whether the server is a node of a cluster. Throws errc::permission for one whose other nodes this user may
/// not ask for, since one node's keys are not all, errc::invalid for a Sentinel, and errc::unsupported for a
/// proxy that hangs up where it is asked.
inline bool is_cluster(redis_connection &server) {
    redis_reply nodes;
    try {
        nodes = server.ask({"CLUSTER", "NODES"});
    } catch (const error &failure) {
        if (failure.code() != errc::connection) throw;
        throw error(
            errc::unsupported,
            {"What answers at ", server.name(), " hangs up when it is asked for CLUSTER NODES."},
            "It may be a proxy, such as twemproxy, which has no SCAN: name the servers behind it, one "
            "after the other.",
            {setting::url});
    }
    if (nodes->type == REDIS_REPLY_STRING) return true;
    if (!is_error(*nodes))
        throw error(errc::server, {"What answers at ", server.name(), " is not a Redis server."},
                    "Check the host and port of the URL.", {setting::url});
    auto reason = text_of(*nodes);
    if (reason.find("cluster support disabled") != std::string_view::npos) return false;
    refuse_sentinel(server);
    if (mode_of(server) != "cluster") return false;
    throw error(errc::permission,
                {"Redis at ", server.name(),
                 " is a node of a cluster whose other nodes this user may not ask for (CLUSTER NODES: ",
                 reason, ")."},
                "Grant the user CLUSTER NODES and INFO on every node.");
}

} // namespace azu_session::inline v0_1::detail
