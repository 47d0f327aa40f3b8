#pragma once

#include <azu_session/detail/os/waiter.hpp>
#include <azu_session/detail/redis/endpoint.hpp>
#include <azu_session/detail/redis/keyspace_sweep.hpp>
#include <azu_session/detail/redis/topology.hpp>
#include <azu_session/error.hpp>
#include <azu_session/store.hpp>

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <exception>
#include <list>
#include <string>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// A sweep over all masters of a cluster at a time. Removing takes two passes, as on one server. When the
/// cluster changed meanwhile, by a failover or by slots that moved, keys may have escaped to a node that was
/// scanned already: then all is scanned again.
class cluster_sweep : public sweep {
public:
    cluster_sweep(const redis_endpoint &entry, sweep_task task)
        : entry_(entry), task_(std::move(task)),
          wait_(entry.options.patience, joined({"the cluster of ", entry.name, " to answer"})) {}

    batch next() override {
        if (pass_.empty()) begin_pass();
        step_ready();
        bool done = false;
        if (all_done())
            done = end_pass();
        else if (!any_at_work())
            recover();
        return {.removed = take_found(), .progress = done ? 1 : progress(), .done = done};
    }

    batch stop() noexcept override {
        constexpr std::chrono::milliseconds limit{600}; // for all of them together
        auto end = waiter::clock::now() + limit;
        for (auto &master : pass_)
            waiter::clock::now() < end ? master.keys.stop() : master.keys.break_off();
        return {.removed = take_found(), .progress = progress(), .done = false};
    }

    unread_sessions unread() const override { return task_.unread.found(); }
    bool exact() const override { return task_.exact; }
    std::vector<node_sessions> by_node() const override { return {found_.begin(), found_.end()}; }

private:
    static constexpr int most_passes = 20;

    struct sweep_of_master {
        sweep_of_master(const cluster_node &node, sweep_task &task)
            : address(node.address), keys(node.where, task, node.slots) {}

        const std::string &address;
        keyspace_sweep keys;
        std::exception_ptr failure; ///< its connection broke; the others go on

        bool at_work() const { return !keys.done() && !failure; }
    };

    bool all_done() const {
        for (const auto &master : pass_)
            if (!master.keys.done()) return false;
        return true;
    }

    bool any_at_work() const {
        for (const auto &master : pass_)
            if (master.at_work()) return true;
        return false;
    }

    bool any_strayed() const {
        for (const auto &master : pass_)
            if (master.keys.strayed()) return true;
        return false;
    }

    /// The cluster as any node that was ever known sees it.
    topology look() const {
        try {
            return topology_from(entry_);
        } catch (const error &failure) {
            if (failure.code() == errc::interrupted) throw;
            for (const auto &node : cluster_.nodes)
                try {
                    return topology_from(node.where);
                } catch (const error &other) {
                    if (other.code() == errc::interrupted) throw;
                }
            throw;
        }
    }

    void begin_pass() {
        if (passes_ == most_passes)
            throw error(errc::server, {"The cluster of ", entry_.name, " goes on changing."},
                        "Run it again when its slots are no longer moved.");
        cluster_ = look();
        if (passes_ == 0) must_be_reachable(cluster_, entry_.name);
        ++passes_;
        for (const auto &node : cluster_.nodes)
            if (node.master) pass_.emplace_back(node, task_);
        if (pass_.empty())
            throw error(errc::connection, {"The cluster of ", entry_.name, " has no master."},
                        "See CLUSTER NODES; run it again when every slot is served.");
    }

    /// True when every session that was there at the start has been seen.
    bool end_pass() {
        auto now = look();
        bool stable = now == cluster_ && !any_strayed();
        // A session may escape one pass, but not the next as well: by an id that the application changes
        // meanwhile, which counting leaves out, or with a slot that is on its way.
        bool done = stable && (was_stable_ || (task_.counts && !now.moving()));
        was_stable_ = stable;
        if (!done) forget_pass();
        return done;
    }

    /// Nothing but broken connections is left: goes on with those who took over, or reports.
    void recover() {
        std::exception_ptr failure;
        for (auto &master : pass_)
            if (master.failure) failure = std::exchange(master.failure, nullptr);
        if (look() == cluster_) std::rethrow_exception(failure);
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
            master.failure = std::current_exception();
        }
    }

    /// Goes on with the masters that have answered or have to be connected to; waits until there is one.
    void step_ready() {
        if (!any_at_work()) return;
        std::vector<pollfd> descriptors; // poll passes over negative ones
        bool waits = true;
        for (auto &master : pass_) {
            descriptors.push_back({master.at_work() ? master.keys.descriptor() : -1, POLLIN, 0});
            if (master.at_work() && master.keys.descriptor() < 0) waits = false;
        }
        // Where none answers in time, stepping them reports it.
        bool late = waits && !any_answers(descriptors);
        auto seen = descriptors.begin();
        for (auto &master : pass_) {
            auto [descriptor, asked, answered] = *seen++;
            if (master.at_work() && (descriptor < 0 || answered || late)) step(master);
        }
    }

    /// Waits until one of them has something to read. False where none has within the time for a command.
    bool any_answers(std::vector<pollfd> &descriptors) {
        auto end = waiter::clock::now() + entry_.options.command_timeout;
        for (wait_.begin(); waiter::clock::now() < end; wait_.go_on())
            if (poll(descriptors.data(), descriptors.size(), static_cast<int>(waiter::step.count())) > 0)
                return true;
        return false;
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
        auto place = found_.begin();
        while (place != found_.end() && place->node < node)
            ++place;
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
    waiter wait_;
    topology cluster_;
    std::list<sweep_of_master> pass_; ///< over the nodes of `cluster_`
    int passes_ = 0;
    bool was_stable_ = false;
    double progress_ = 0;
    std::uint64_t left_ = 0;         ///< found in earlier passes and not answered yet
    std::list<node_sessions> found_; ///< by node
};

} // namespace azu_session::inline v0_1::detail
