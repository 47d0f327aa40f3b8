#pragma once

#include <azu_session/detail/redis/endpoint.hpp>
#include <azu_session/detail/redis/page_size.hpp>
#include <azu_session/detail/redis/reply.hpp>
#include <azu_session/detail/redis/topology.hpp>
#include <azu_session/error.hpp>
#include <azu_session/settings.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Up to 100 of the keys that begin with a prefix, looked at before any of them is removed: one that was
/// learnt, and not given by a person, may be what other keys begin with as well. What their values hold is
/// not looked at.
class key_sample {
public:
    /// `origin` is where the prefix was learnt.
    key_sample(const redis_endpoint &entry, bool cluster, const key_prefix &prefix, std::string_view origin)
        : entry_(entry), in_cluster_(cluster), prefix_(prefix), origin_(origin) {}

    /// Looks at one more page of keys. True when the sample is complete, and looks like sessions; throws
    /// errc::ambiguous where it does not.
    bool complete() {
        try {
            if (!begun_) begin();
            if (looked_ < most_keys && !servers_.empty()) look_at_page();
        } catch (...) {
            begun_ = false; // and all anew
            throw;
        }
        if (looked_ < most_keys && !servers_.empty()) return false;
        if (2 * odd_ > looked_) refuse();
        return true;
    }

private:
    static constexpr int most_keys = 100;

    void begin() {
        servers_.clear();
        if (in_cluster_)
            cluster_ = topology_from(entry_);
        else
            servers_.push_back(&entry_);
        for (const auto &node : cluster_.nodes)
            if (node.master && !node.dead) servers_.push_back(&node.where);
        looked_ = odd_ = 0;
        examples_.clear();
        server_.reset();
        begun_ = true;
    }

    void look_at_page() {
        if (!server_) {
            server_ = servers_.back()->connect();
            size_ = page_size();
            cursor_ = "0";
        }
        auto start = std::chrono::steady_clock::now();
        auto page = server_->command(
            {"SCAN", cursor_, "MATCH", prefix_.pattern(), "COUNT", std::to_string(size_.count())});
        size_.took(std::chrono::steady_clock::now() - start);
        if (!is_array(*page) || page->elements != 2 || !is_array(*page->element[1]))
            throw error(errc::server, {"Redis at ", entry_.name, " gives an answer to SCAN that is no page."},
                        "Check that it is a Redis server.");
        look_at(std::span(page->element[1]->element, page->element[1]->elements));
        cursor_ = text_of(*page->element[0]);
        if (cursor_ != "0") return;
        server_.reset();
        servers_.pop_back();
    }

    void look_at(std::span<redisReply *> keys) {
        keys = keys.first(std::min(keys.size(), static_cast<std::size_t>(most_keys - looked_)));
        for (const auto *key : keys)
            server_->append({"TYPE", text_of(*key)});
        for (const auto *key : keys)
            look_at(text_of(*key), *server_->receive());
    }

    /// A key that is gone by now is none of the sample. Of one whose type this user may not ask for, the name
    /// alone counts.
    void look_at(std::string_view key, const redisReply &type) {
        auto kind = text_of(type);
        if (kind == "none" || !key.starts_with(prefix_.text())) return;
        ++looked_;
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
    bool begun_ = false;
    topology cluster_;
    std::vector<const redis_endpoint *> servers_; ///< left to be looked at, the present one last
    std::unique_ptr<redis_connection> server_;
    page_size size_;
    std::string cursor_;
    int looked_ = 0, odd_ = 0;
    std::vector<std::string> examples_;
};

/// Looks at a sample of the keys before it begins with the work.
class cautious_sweep : public sweep {
public:
    cautious_sweep(const redis_endpoint &entry, bool cluster, const key_prefix &prefix,
                   std::string_view origin, std::unique_ptr<sweep> work)
        : sample_(entry, cluster, prefix, origin), work_(std::move(work)) {}

    batch next() override {
        if (sure_) return work_->next();
        sure_ = sample_.complete();
        return {};
    }
    batch stop() noexcept override { return work_->stop(); }
    noted_sessions look_again() override { return work_->look_again(); }
    unread_sessions unread() const override { return work_->unread(); }
    std::vector<node_sessions> by_node() const override { return work_->by_node(); }

private:
    key_sample sample_;
    std::unique_ptr<sweep> work_;
    bool sure_ = false;
};

} // namespace azu_session::inline v0_1::detail
