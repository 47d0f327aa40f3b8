#pragma once

#include <azu_session/stores/redis/cursor.hpp>
#include <azu_session/stores/redis/distinct.hpp>
#include <azu_session/stores/redis/endpoint.hpp>
#include <azu_session/stores/redis/page_size.hpp>
#include <azu_session/stores/redis/pattern.hpp>
#include <azu_session/stores/redis/server_facts.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::detail {

/// What a sweep does with the keys that it finds.
struct sweep_task {
    std::string prefix;
    bool counting = false;
};

/// One pass over the keys of one server, a page of SCAN at a time. The next SCAN is sent before the keys of
/// a page are removed, so the server always has something to do.
class keyspace_sweep {
public:
    keyspace_sweep(redis_endpoint where, sweep_task task)
        : where_(std::move(where)), task_(std::move(task)), pattern_(key_pattern(task_.prefix)) {}

    /// Goes on for one page; connects first where there is no connection.
    void step() {
        try {
            if (!server_) open();
            for (bool paged = false; !paged && !done();)
                paged = handle(server_->receive());
        } catch (...) {
            server_.reset();
            throw;
        }
    }

    bool done() const { return server_ && scanned_ && pages_.empty(); }
    double fraction() const { return fraction_; }
    /// How many keys were removed (or counted) since it was asked last.
    std::uint64_t take_found() { return std::exchange(found_, 0); }

private:
    using clock = std::chrono::steady_clock;

    /// Keys that SCAN gave together and that are not all dealt with yet.
    struct page {
        redis_reply owner; ///< of the keys' bytes
        std::vector<std::string_view> keys;
        std::uint64_t next = 0; ///< the cursor after it
        std::size_t unanswered = 0;
    };
    enum class question { scan, removal };
    struct expectation {
        question about;
        page *of = nullptr;
    };

    void open() {
        server_ = where_.connect();
        expected_.clear();
        pages_.clear();
        auto facts = facts_of(*server_);
        if (!task_.counting) removal_ = removal_command(*server_, task_.prefix);
        // Another process has other hash tables: its cursors start anew.
        if (facts.run_id.empty() || facts.run_id != facts_.run_id) settled_ = 0;
        facts_ = facts;
        size_ = page_size(round_trip(*server_));
        scanned_ = false;
        scan(settled_);
    }

    void scan(std::uint64_t cursor) {
        asked_ = clock::now();
        server_->append(
            {"SCAN", std::to_string(cursor), "MATCH", pattern_, "COUNT", std::to_string(size_.count())});
        server_->flush();
        expected_.push_back({question::scan});
    }

    /// True when the answer was a page of keys.
    bool handle(redis_reply answer) {
        auto [about, of] = expected_.front();
        expected_.pop_front();
        if (is_error(*answer))
            throw failure_of(text_of(*answer), about == question::scan ? "SCAN" : removal_, where_.name);
        if (about == question::scan) {
            take_page(std::move(answer));
            return true;
        }
        found_ += number_of(*answer);
        --of->unanswered;
        settle();
        return false;
    }

    void take_page(redis_reply answer) {
        size_.took(clock::now() - asked_);
        if (!is_array(*answer) || answer->elements != 2 || !is_array(*answer->element[1]))
            throw error(errc::server, "Redis at " + where_.name + " gives an answer to SCAN that is no page.",
                        "Check that it is a Redis server.");
        auto next = number_of(*answer->element[0]);
        scanned_ = next == 0;
        if (!scanned_) scan(next);
        fraction_ = scanned_ ? 1 : std::max(fraction_, scanned_fraction(next, facts_.slot_major));
        auto &found = pages_.emplace_back();
        for (const auto &key : std::span(answer->element[1]->element, answer->element[1]->elements))
            // MATCH selects; that nothing else is removed does not hang on its escaping alone.
            if (text_of(*key).starts_with(task_.prefix)) found.keys.push_back(text_of(*key));
        found.owner = std::move(answer);
        found.next = next;
        if (task_.counting)
            count(found);
        else
            remove(found);
        settle();
    }

    void count(const page &found) {
        for (auto key : found.keys)
            found_ += seen_.insert(key);
    }

    /// Asks in small commands: the server serves others between what it reads at once, about 16 KB.
    void remove(page &found) {
        constexpr std::size_t keys_a_command = 100;
        for (std::size_t first = 0; first < found.keys.size(); first += keys_a_command) {
            auto keys = std::span(found.keys).subspan(first);
            keys = keys.first(std::min(keys.size(), keys_a_command));
            arguments_.assign(1, removal_);
            arguments_.insert(arguments_.end(), keys.begin(), keys.end());
            server_->append(arguments_);
            expected_.push_back({question::removal, &found});
            ++found.unanswered;
        }
        server_->flush();
    }

    /// Forgets the pages that are dealt with.
    void settle() {
        for (; !pages_.empty() && pages_.front().unanswered == 0; pages_.pop_front())
            settled_ = pages_.front().next;
    }

    redis_endpoint where_;
    sweep_task task_;
    std::string pattern_, removal_;
    std::unique_ptr<redis_connection> server_;
    server_facts facts_;
    page_size size_;
    clock::time_point asked_;
    std::deque<page> pages_;
    std::deque<expectation> expected_;
    std::uint64_t settled_ = 0; ///< every key before this cursor is dealt with
    bool scanned_ = false;      ///< SCAN has given cursor 0
    double fraction_ = 0;
    std::uint64_t found_ = 0;
    distinct_keys seen_;
    std::vector<std::string_view> arguments_; // kept for its memory
};

} // namespace azu_session::detail
