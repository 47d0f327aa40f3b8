#pragma once

#include <azu_session/detail/redis/endpoint.hpp>
#include <azu_session/detail/redis/key_proof.hpp>
#include <azu_session/detail/redis/key_sample.hpp>
#include <azu_session/detail/redis/reply.hpp>
#include <azu_session/detail/redis/topology.hpp>
#include <azu_session/detail/store/noted_ids.hpp>
#include <azu_session/error.hpp>
#include <azu_session/settings.hpp>
#include <azu_session/store.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Looks at some of the keys before another sweep begins with its work, and for them again when it is done.
///
/// A prefix that was learnt, and not given by a person, may be what other keys begin with as well: up to 100
/// of them are looked at, whatever their values hold, and refused where most are hardly sessions.
class proving_sweep : public sweep {
public:
    /// `noted` is where the work itself notes the keys that meet the conditions; none without conditions.
    proving_sweep(const redis_endpoint &entry, bool cluster, const redis_settings &settings,
                  const std::vector<data_condition> &where, std::shared_ptr<noted_ids> noted,
                  std::unique_ptr<sweep> work)
        : entry_(entry), in_cluster_(cluster), prefix_(settings.prefix), origin_(settings.prefix_origin),
          where_(where), noted_(std::move(noted)), work_(std::move(work)), known_{{{}, entry}} {}

    batch next() override {
        if (looked_) return work_->next();
        try {
            look();
        } catch (...) {
            servers_.reset(); // and all anew
            throw;
        }
        return {};
    }

    batch stop() noexcept override { return work_->stop(); }

    noted_sessions look_again() override {
        const auto &keys = noted_ ? noted_->all() : keys_;
        noted_sessions seen{keys.size()};
        if (!keys.empty()) seen.left = key_proof(known_, where_).left_of(keys);
        if (seen.left > 0)
            seen.likely =
                "A request that was under way may have saved them anew, or something between here and "
                "Redis does not pass removals on.";
        return seen;
    }

    unread_sessions unread() const override { return work_->unread(); }
    std::vector<node_sessions> by_node() const override { return work_->by_node(); }
    bool exact() const override { return work_->exact(); }

private:
    static constexpr std::size_t most_looked_at = 100;

    /// A server whose keys are to be looked at.
    struct server_to_sample {
        redis_endpoint where;
        std::string slots;
    };

    /// Takes one step: through some pages of one server.
    void look() {
        if (!servers_) begin();
        if (servers_->empty()) {
            if (2 * odd_ > seen_) refuse();
            keys_.resize(std::min(keys_.size(), most_noted)); // shares are rounded up
            looked_ = true;
            return;
        }
        const auto &server = servers_->back();
        if (!sample_) sample_.emplace(server.where, prefix_, server.slots, share(most_noted));
        if (!sample_->complete(origin_.empty() ? 0 : share(most_looked_at))) return;
        if (!origin_.empty()) look_at_types();
        keys_.insert(keys_.end(), sample_->keys().begin(), sample_->keys().end());
        sample_.reset();
        servers_->pop_back();
    }

    void begin() {
        servers_.emplace();
        sample_.reset();
        keys_.clear();
        examples_.clear();
        seen_ = odd_ = 0;
        if (in_cluster_) {
            auto cluster = topology_from(entry_);
            must_be_reachable(cluster, entry_.name);
            known_.resize(1);
            for (const auto &node : cluster.nodes) {
                known_.push_back({node.announced, node.where});
                if (node.master && !node.dead) servers_->push_back({node.where, node.slots});
            }
        } else {
            servers_->push_back({entry_, {}});
        }
        sampled_ = servers_->size();
    }

    /// Of so many keys in all, those that one server is to give.
    std::size_t share(std::size_t all) const { return (all + sampled_ - 1) / sampled_; }

    void look_at_types() {
        auto &server = sample_->server();
        std::vector<std::string_view> some(sample_->keys().begin(), sample_->keys().end());
        some.resize(std::min(some.size(), share(most_looked_at)));
        for (auto key : some)
            server.append({"TYPE", key});
        for (auto key : some)
            look_at(key, *server.receive());
    }

    /// A key that is gone by now is none of the sample. Of one whose type this user may not ask for, the name
    /// alone counts.
    void look_at(std::string_view key, const redisReply &type) {
        auto kind = text_of(type);
        if (kind == "none") return;
        ++seen_;
        bool nested = key.substr(prefix_.text().size()).find(':') != std::string_view::npos;
        if (!nested && (is_error(type) || kind == "string" || kind == "hash")) return;
        ++odd_;
        if (examples_.size() < 3) examples_.emplace_back(key);
    }

    [[noreturn]] void refuse() const {
        std::string list;
        for (const auto &key : examples_)
            list.append(list.empty() ? "" : ", ").append(key);
        throw error(errc::ambiguous,
                    {"Most keys that begin with ", prefix_.text(), " (", origin_,
                     ") do not look like sessions; nothing was removed. Among them: ", list, "."},
                    "Give the sessions' whole prefix, up to where the ids begin.", {setting::prefix});
    }

    redis_endpoint entry_;
    bool in_cluster_;
    key_prefix prefix_;
    std::string origin_;
    std::vector<data_condition> where_;
    std::shared_ptr<noted_ids> noted_;
    std::unique_ptr<sweep> work_;
    std::vector<known_server> known_; ///< where the keys can be asked for again
    bool looked_ = false;
    std::optional<std::vector<server_to_sample>> servers_; ///< left to be looked at, the present one last
    std::size_t sampled_ = 1;                              ///< of them in all
    std::optional<key_sample> sample_;                     ///< of the last of them
    std::vector<std::string> keys_;
    std::size_t seen_ = 0, odd_ = 0;
    std::vector<std::string> examples_;
};

} // namespace azu_session::inline v0_1::detail
