#pragma once

#include <azu_session/detail/redis/endpoint.hpp>
#include <azu_session/detail/redis/keyspace_sweep.hpp>
#include <azu_session/detail/redis/topology.hpp>
#include <azu_session/error.hpp>
#include <azu_session/store.hpp>

#include <poll.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// A sweep over all masters of a cluster at a time. Removing takes two passes, as on one server. When the
/// cluster changed meanwhile, by a failover or by slots that moved, keys may have escaped to a node that was
/// scanned already: then all is scanned again.
class cluster_sweep : public sweep {
public:
    cluster_sweep(redis_endpoint entry, sweep_task task) : entry_(std::move(entry)), task_(std::move(task)) {
        task_.cluster = true;
    }

    batch next() override {
        if (pass_.empty()) begin_pass();
        for (auto *master : ready())
            step(*master);
        bool done = false;
        if (all([](const auto &master) { return master.keys.done(); }))
            done = end_pass();
        else if (all([](const auto &master) { return master.keys.done() || master.failure; }))
            recover();
        return {.removed = take_found(), .progress = done ? 1 : progress(), .done = done};
    }

    batch stop() noexcept override {
        for (auto &master : pass_)
            master.keys.stop();
        return {.removed = take_found(), .progress = progress(), .done = false};
    }

    unread_sessions unread() const override { return task_.unread->found(); }
    std::vector<node_sessions> by_node() const override { return found_; }

private:
    static constexpr int most_passes = 20;

    struct sweep_of_master {
        std::string address;
        keyspace_sweep keys;
        std::optional<error> failure = {}; ///< its connection broke; the others go on
    };

    template <class Condition>
    bool all(Condition holds) const {
        return std::all_of(pass_.begin(), pass_.end(), holds);
    }

    /// The cluster as any node that was ever known sees it.
    topology look() const {
        std::optional<error> failure;
        auto try_at = [&](const redis_endpoint &where) -> std::optional<topology> {
            try {
                return topology_from(where);
            } catch (const error &problem) {
                if (!failure) failure = problem;
                return std::nullopt;
            }
        };
        if (auto found = try_at(entry_)) return *found;
        for (const auto &node : cluster_.nodes)
            if (auto found = try_at(node.where)) return *found;
        throw *failure;
    }

    void begin_pass() {
        if (passes_ == most_passes)
            throw error(errc::server, "The cluster of " + entry_.name + " goes on changing.",
                        "Run it again when its slots are no longer moved.");
        cluster_ = look();
        ++passes_;
        for (const auto &node : cluster_.nodes)
            if (cluster_.serves(node.address)) {
                task_.slots = node.slots;
                pass_.push_back({node.address, keyspace_sweep(node.where, task_)});
            }
        if (pass_.empty())
            throw error(errc::connection, "The cluster of " + entry_.name + " has no master.",
                        "See CLUSTER NODES; run it again when every slot is served.");
    }

    /// True when every session that was there at the start has been seen.
    bool end_pass() {
        auto now = look();
        bool stable = now == cluster_ && all([](const auto &master) { return !master.keys.strayed(); });
        // A session may escape one pass, but not the next as well: by an id that the application changes
        // meanwhile, which counting leaves out, or with a slot that is on its way.
        bool done = stable && (was_stable_ || (task_.counted && !now.moving()));
        was_stable_ = stable;
        if (!done) forget_pass();
        return done;
    }

    /// Nothing but broken connections is left: goes on with those who took over, or reports.
    void recover() {
        std::optional<error> failure;
        for (auto &master : pass_)
            if (master.failure) failure = std::exchange(master.failure, std::nullopt);
        if (look() == cluster_) throw *failure;
        forget_pass();
        was_stable_ = false;
    }

    void forget_pass() {
        left_ = take_found();
        pass_.clear();
    }

    void step(sweep_of_master &master) {
        try {
            master.keys.step();
        } catch (const error &failure) {
            if (failure.code() != errc::connection && failure.code() != errc::timeout) throw;
            master.failure = failure;
        }
    }

    /// The masters that have answered or have to be connected to; waits until there is one.
    std::vector<sweep_of_master *> ready() {
        std::vector<sweep_of_master *> waiting, result;
        std::vector<pollfd> descriptors;
        for (auto &master : pass_) {
            if (master.keys.done() || master.failure) continue;
            waiting.push_back(&master);
            descriptors.push_back({master.keys.descriptor(), POLLIN, 0});
            if (master.keys.descriptor() < 0) result.push_back(&master);
        }
        if (waiting.empty()) return {};
        auto limit = result.empty() ? static_cast<int>(entry_.options.command_timeout.count()) : 0;
        auto readable = poll(descriptors.data(), descriptors.size(), limit);
        // None in time: stepping one of them reports it.
        if (readable == 0 && result.empty()) return waiting;
        for (std::size_t i = 0; i < waiting.size(); ++i)
            if (descriptors[i].fd >= 0 && descriptors[i].revents) result.push_back(waiting[i]);
        return result;
    }

    std::uint64_t take_found() {
        auto found = std::exchange(left_, 0);
        for (auto &master : pass_) {
            auto some = master.keys.take_found();
            found_at(master.address) += some;
            found += some;
        }
        return found;
    }

    std::uint64_t &found_at(const std::string &node) {
        auto place = std::find_if(found_.begin(), found_.end(),
                                  [&](const node_sessions &known) { return known.node >= node; });
        if (place == found_.end() || place->node != node) place = found_.insert(place, {node, 0});
        return place->sessions;
    }

    double progress() {
        double sum = 0;
        for (const auto &master : pass_)
            sum += master.keys.fraction();
        // Until the cluster is seen to be as it was, another pass may follow.
        if (!pass_.empty())
            progress_ = std::max(progress_, std::min(0.99, sum / static_cast<double>(pass_.size())));
        return progress_;
    }

    redis_endpoint entry_;
    sweep_task task_;
    topology cluster_;
    std::vector<sweep_of_master> pass_;
    int passes_ = 0;
    bool was_stable_ = false;
    double progress_ = 0;
    std::uint64_t left_ = 0; ///< found in earlier passes and not answered yet
    std::vector<node_sessions> found_;
};

} // namespace azu_session::inline v0_1::detail
