#pragma once

#include <azu_session/detail/redis/endpoint.hpp>
#include <azu_session/detail/redis/reply.hpp>
#include <azu_session/detail/redis/topology.hpp>
#include <azu_session/detail/store/json_match.hpp>
#include <azu_session/detail/text/joined.hpp>
#include <azu_session/error.hpp>
#include <azu_session/store.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// A server, with the address by which a cluster's nodes lead there; empty for the one that the URL names.
struct known_server {
    std::string announced = {};
    redis_endpoint where;
};

/// Looks for keys again that were removed.
class key_proof {
public:
    /// `servers` are those that can be asked, one after the other until one answers. With conditions, only
    /// keys whose data still meets them are left.
    key_proof(const std::vector<known_server> &servers, const std::vector<data_condition> &where)
        : servers_(servers), where_(where) {}

    /// How many of the keys, of which there is one at least, are there.
    std::uint64_t left_of(const std::vector<std::string> &keys) {
        left_ = 0;
        elsewhere_.clear();
        auto server = connect();
        command_ = where_.empty() ? permitted_command(*server, keys.front()) : "GET";
        ask(*server, {keys.begin(), keys.end()});
        // In a cluster the node that was asked names the one to ask; a slot on its way may be named twice.
        for (int hops = 0; !elsewhere_.empty(); ++hops) {
            if (hops > most_hops)
                throw error(errc::connection, {"The cluster of ", server->name(), " goes on changing."},
                            "Run it again when its slots are no longer moved.");
            for (auto &node : std::exchange(elsewhere_, {}))
                ask(*node.where.connect(), node.keys, node.asking);
        }
        return left_;
    }

private:
    static constexpr int most_hops = 5;

    /// Keys that another node is to be asked for.
    struct redirected {
        std::string address;
        bool asking; ///< the slot is on its way there
        redis_endpoint where;
        std::vector<std::string_view> keys = {};
    };

    std::unique_ptr<redis_connection> connect() const {
        for (std::size_t i = 0;; ++i)
            try {
                return servers_[i].where.connect();
            } catch (const error &failure) {
                bool passing = failure.code() == errc::connection || failure.code() == errc::timeout;
                if (!passing || i + 1 == servers_.size()) throw;
            }
    }

    /// A user who may do nothing but remove keys learns from that how many of them there were.
    static std::string_view permitted_command(redis_connection &server, std::string_view key) {
        for (std::string_view command : {"EXISTS", "UNLINK"}) {
            auto answer = server.ask({command, joined({key, ":azu-asks-whether-this-is-permitted"})});
            auto text = text_of(*answer);
            if (!text.starts_with("NOPERM") && !text.starts_with("ERR unknown command")) return command;
        }
        return "DEL";
    }

    /// Each key by a command of its own, as a cluster wants it, some at a time.
    void ask(redis_connection &server, const std::vector<std::string_view> &keys, bool asking = false) {
        constexpr std::size_t at_once = 100;
        for (std::size_t begin = 0; begin < keys.size(); begin += at_once) {
            auto end = std::min(keys.size(), begin + at_once);
            for (auto i = begin; i < end; ++i) {
                if (asking) server.append({"ASKING"});
                server.append({command_, keys[i]});
            }
            for (auto i = begin; i < end; ++i) {
                if (asking) server.receive();
                take(*server.receive(), keys[i], server.name());
            }
        }
    }

    void take(const redisReply &answer, std::string_view key, const std::string &server) {
        if (is_redirection(answer)) return redirect(text_of(answer), key);
        bool other_type = text_of(answer).starts_with("WRONGTYPE");
        if (is_error(answer) && !other_type) throw failure_of(text_of(answer), command_, server);
        bool there = where_.empty() ? number_of(answer) > 0
                                    : answer.type == REDIS_REPLY_STRING &&
                                          judge(text_of(answer), where_) == data_verdict::matches;
        if (there) ++left_;
    }

    /// A node is known by the name that its certificate may be for.
    redis_endpoint endpoint_of(std::string_view address) const {
        for (const auto &node : servers_)
            if (node.announced == address) return node.where;
        return endpoint_at(servers_.front().where, address, {});
    }

    /// `MOVED 3999 10.0.0.2:6381`
    void redirect(std::string_view answer, std::string_view key) {
        bool asking = answer.starts_with("ASK ");
        auto address = answer.substr(answer.rfind(' ') + 1);
        for (auto &known : elsewhere_)
            if (known.address == address && known.asking == asking) return known.keys.push_back(key);
        elsewhere_.push_back({std::string(address), asking, endpoint_of(address), {key}});
    }

    const std::vector<known_server> &servers_;
    const std::vector<data_condition> &where_;
    std::string_view command_;
    std::uint64_t left_ = 0;
    std::list<redirected> elsewhere_;
};

} // namespace azu_session::inline v0_1::detail
