#pragma once

#include <azu_session/detail/redis/cache_message.hpp>
#include <azu_session/detail/redis/cursor.hpp>
#include <azu_session/detail/redis/endpoint.hpp>
#include <azu_session/detail/redis/page_size.hpp>
#include <azu_session/detail/redis/scan_guard.hpp>
#include <azu_session/detail/redis/scan_page.hpp>
#include <azu_session/detail/redis/server_facts.hpp>
#include <azu_session/detail/redis/unread_keys.hpp>
#include <azu_session/detail/store/distinct.hpp>
#include <azu_session/detail/store/json_match.hpp>
#include <azu_session/detail/store/noted_ids.hpp>
#include <azu_session/settings.hpp>
#include <azu_session/store.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Which keys a sweep is about and what it does with them.
struct sweep_task {
    key_prefix prefix;
    std::vector<data_condition> where = {};
    bool counts = false;                   ///< removes otherwise
    bool local_caches = false;             ///< the application's nodes are told what was removed
    bool cluster = false;                  ///< the server is one node of a cluster
    distinct_texts counted = {};           ///< what was counted already
    unread_keys unread = {};               ///< with conditions: what they could not be decided for
    std::shared_ptr<noted_ids> noted = {}; ///< where keys are noted before they are removed; null for nowhere
    bool exact = true;                     ///< false once the answer to a removal was lost
};

/// One pass over the keys of one server, a page of SCAN at a time. The next SCAN is sent as soon as a page is
/// there, and the keys of a page are dealt with as soon as those before are: the two alternate, so that the
/// server does the one while the answer to the other travels, and turns to other clients in between.
class keyspace_sweep {
public:
    /// Both stay where they are. `slots` are those of a cluster's node, as CLUSTER NODES lists them.
    keyspace_sweep(const redis_endpoint &where, sweep_task &task, std::string_view slots = {})
        : where_(where), task_(task), slots_(slots), pattern_(task.prefix.pattern()) {}

    /// Deals with what the server has answered; waits for that, and connects first where it has to.
    void step() {
        try {
            if (!server_) open();
            server_->read();
            while (auto answer = server_->received())
                handle(std::move(answer));
            server_->wait_for(bytes_due());
        } catch (...) {
            break_off();
            throw;
        }
    }

    /// Starts nothing more, and waits for what was sent already.
    void stop() noexcept {
        if (!server_ || done()) return;
        try {
            stopping_ = true;
            server_->wait_for(1);
            if (task_.local_caches && !task_.counts) publish(all_sessions_gone());
            server_->flush();
            while (!expected_.empty())
                handle(server_->receive());
        } catch (const error &) {
            break_off();
        }
    }

    /// Forgets the connection, and with it what was asked and not answered.
    void break_off() noexcept {
        for (const auto &one : expected_)
            if (one.about == question::removal) task_.exact = false;
        expected_.clear();
        server_.reset();
    }

    bool done() const { return server_ && scanned_ && pages_.empty() && expected_.empty(); }
    /// How far SCAN has come, 0 to 1.
    double fraction() const { return fraction_; }
    /// How many keys were removed (or counted) since it was asked last.
    std::uint64_t take_found() { return std::exchange(found_, 0); }
    /// Whether a key turned out to have moved to another node.
    bool strayed() const { return strayed_; }
    /// Readable when `step` need not wait; -1 where there is no connection.
    int descriptor() const { return server_ ? server_->descriptor() : -1; }

private:
    using clock = std::chrono::steady_clock;
    using keys_view = std::span<const std::string_view>;

    /// Keys that SCAN gave together and that are not all dealt with yet.
    struct page {
        redis_reply owner; ///< of the keys' bytes
        std::vector<std::string_view> keys;
        std::uint64_t next = 0; ///< the cursor after it
        bool begun = false;
        std::size_t unanswered = 0;
    };
    enum class question { scan, values, kind, removal, other };
    struct expectation {
        question about;
        page *of = nullptr;
        keys_view keys = {}; ///< whose values, or kind, were asked for
    };

    void open() {
        server_ = where_.connect();
        expected_.clear();
        pages_.clear();
        auto facts = facts_of(*server_);
        if (!task_.counts) prepare_removal(facts);
        asking_ = task_.cluster && imports_slots(*server_);
        // Another process has other hash tables: there the cursors start anew.
        if (facts.run_id.empty() || facts.run_id != facts_.run_id) settled_ = 0;
        facts_ = std::move(facts);
        size_ = page_size(round_trip(*server_));
        auto keys = server_->ask({"DBSIZE"});
        guard_ = scan_guard(1'000, is_error(*keys) ? 0 : number_of(*keys));
        scanned_ = false;
        next_ = settled_;
        scan();
    }

    /// Everything that would refuse the work refuses it here, before anything is removed.
    void prepare_removal(const server_facts &facts) {
        if (facts.replica && !task_.cluster) throw failure_of("READONLY", "INFO", where_.name);
        removal_ = removal_command(*server_, task_.prefix.text());
        if (task_.local_caches) server_->command({"PUBLISH", cache_channel, all_sessions_gone()});
    }

    void scan() {
        asked_ = clock::now();
        scanning_ = true;
        server_->append(
            {"SCAN", std::to_string(next_), "MATCH", pattern_, "COUNT", std::to_string(size_.count())});
        server_->flush();
        expected_.push_back({question::scan});
    }

    /// Asks for the next page, unless there are enough to be dealt with: memory stays as it is.
    void scan_on() {
        constexpr std::size_t pages_ahead = 4;
        if (!scanned_ && !scanning_ && !stopping_ && pages_.size() < pages_ahead) scan();
    }

    void handle(redis_reply answer) {
        if (expected_.empty())
            throw error(errc::server, {"Redis at ", where_.name, " gives answers that nobody asked for."},
                        "Check that it is a Redis server, and what stands between.");
        auto [about, of, keys] = expected_.front();
        expected_.pop_front();
        if (about == question::scan) return take_page(std::move(answer));
        if (about == question::values) take_values(*answer, *of, keys);
        if (about == question::kind && text_of(*answer) != "none") task_.unread.add(keys.front());
        if (about == question::removal) found_ += removed(*answer);
        if (about == question::other && is_error(*answer))
            throw failure_of(text_of(*answer), "PUBLISH", where_.name);
        if (of) --of->unanswered;
        settle();
    }

    void take_page(redis_reply answer) {
        auto keys = keys_of_page(*answer, where_.name);
        if (stopping_) return;
        size_.took(clock::now() - asked_);
        scanning_ = false;
        next_ = number_of(*answer->element[0]);
        scanned_ = next_ == 0;
        scan_on();
        if (!scanned_) guard_.passed(fraction_at(next_), where_.name);
        fraction_ = scanned_ ? 1 : std::max(fraction_, fraction_at(next_));
        auto &found = pages_.emplace_back();
        for (const auto *key : keys)
            // MATCH selects; that nothing else is removed does not hang on its escaping alone.
            if (text_of(*key).starts_with(task_.prefix.text())) found.keys.push_back(text_of(*key));
        found.owner = std::move(answer);
        found.next = next_;
        if (!task_.where.empty())
            begin(found); // few are removed, and to ask for the values first takes a round trip more
        settle();
    }

    double fraction_at(std::uint64_t cursor) const {
        return facts_.slot_major ? scanned_fraction(cursor, slots_) : scanned_fraction(cursor);
    }

    void take_values(const redisReply &answer, page &of, keys_view keys) {
        if (is_error(answer) && !is_stray(answer) && !text_of(answer).starts_with("WRONGTYPE"))
            throw failure_of(text_of(answer), command_for(question::values), where_.name);
        learn_size(answer, keys.size());
        std::vector<std::string_view> selected;
        for (std::size_t i = 0; i < keys.size() && !stopping_; ++i) {
            const auto &value = is_array(answer) && i < answer.elements ? *answer.element[i] : answer;
            auto verdict = verdict_on(value);
            if (verdict == data_verdict::matches) selected.push_back(keys[i]);
            if (verdict == data_verdict::unreadable) task_.unread.add(keys[i]);
            // What MGET takes for nothing may be of another type.
            if (value.type == REDIS_REPLY_NIL && !task_.cluster) ask_kind(of, keys.subspan(i, 1));
        }
        if (stopping_) return;
        deal_with(selected, of);
        server_->flush();
    }

    /// The values of one answer stand in memory together: no more than about a megabyte is asked for.
    void learn_size(const redisReply &answer, std::size_t values) {
        constexpr std::size_t most_bytes = 1 << 20;
        std::size_t bytes = 1;
        for (std::size_t i = 0; is_array(answer) && i < answer.elements; ++i)
            bytes += answer.element[i]->len;
        auto fitting = most_bytes * values / bytes;
        values_at_once_ =
            std::clamp(fitting, std::size_t(1), std::min(values_at_once_ * 2, std::size_t(100)));
    }

    data_verdict verdict_on(const redisReply &value) const {
        if (value.type == REDIS_REPLY_STRING) return judge(text_of(value), task_.where);
        return text_of(value).starts_with("WRONGTYPE") ? data_verdict::unreadable : data_verdict::differs;
    }

    void ask_kind(page &of, keys_view key) {
        append({"TYPE", key.front()}, {question::kind, &of, key});
        ++of.unanswered;
    }

    void deal_with(keys_view keys, page &of) {
        if (task_.counts) {
            for (auto key : keys)
                found_ += task_.counted.insert(key);
            return;
        }
        for (auto key : keys)
            if (task_.noted) task_.noted->offer(key);
        ask(question::removal, of, keys);
        if (!task_.where.empty() && task_.local_caches)
            for (auto key : keys)
                publish(session_gone(key.substr(task_.prefix.text().size())));
    }

    /// Asks in small commands: the server turns to others between what it reads at once, about 16 KB. In a
    /// cluster each key has a command, since a page's keys lie in many slots.
    void ask(question about, page &of, keys_view keys) {
        const std::size_t keys_a_command = task_.cluster               ? 1
                                           : about == question::values ? values_at_once_
                                                                       : 100;
        for (; !keys.empty(); keys = keys.subspan(std::min(keys.size(), keys_a_command))) {
            auto some = keys.first(std::min(keys.size(), keys_a_command));
            if (asking_) append({"ASKING"}, {question::other});
            arguments_.assign(1, command_for(about));
            arguments_.insert(arguments_.end(), some.begin(), some.end());
            append(arguments_, {about, &of, some});
            ++of.unanswered;
        }
    }

    std::string_view command_for(question about) const {
        if (about == question::removal) return removal_;
        return task_.cluster ? "GET" : "MGET";
    }

    void publish(std::string_view message) { append({"PUBLISH", cache_channel, message}, {question::other}); }

    void append(redis_connection::words arguments, const expectation &expected) {
        append(keys_view(arguments.begin(), arguments.end()), expected);
    }

    void append(keys_view arguments, const expectation &expected) {
        server_->append(arguments);
        expected_.push_back(expected);
    }

    std::uint64_t removed(const redisReply &answer) {
        if (!is_error(answer)) return number_of(answer);
        if (is_stray(answer)) return 0;
        throw failure_of(text_of(answer), removal_, where_.name);
    }

    /// How many bytes the next page has at least, or the answers to what was asked before the next SCAN.
    std::size_t bytes_due() const {
        constexpr std::size_t least_removal = 4, least_page = 15; // ":0\r\n" and "*2\r\n$1\r\n0\r\n*0\r\n"
        if (!expected_.empty() && expected_.front().about == question::scan) return least_page;
        std::size_t removals = 0;
        for (const auto &answer : expected_) {
            if (answer.about != question::removal) break;
            ++removals;
        }
        return std::max<std::size_t>(removals * least_removal, 1);
    }

    /// A key that moved to another node while this one was scanned: another pass finds it there.
    bool is_stray(const redisReply &answer) {
        if (!task_.cluster || !is_redirection(answer)) return false;
        strayed_ = true;
        return true;
    }

    /// Forgets the pages that are dealt with, and begins with the next one.
    void settle() {
        while (!pages_.empty() && (pages_.front().begun || !stopping_)) {
            auto &first = pages_.front();
            if (!first.begun) begin(first);
            if (first.unanswered != 0) return;
            settled_ = first.next;
            pages_.pop_front();
            scan_on();
            if (scanned_ && pages_.empty() && tells_local_caches()) publish(all_sessions_gone());
        }
        server_->flush();
    }

    void begin(page &of) {
        of.begun = true;
        if (!task_.where.empty())
            ask(question::values, of, of.keys);
        else
            deal_with(of.keys, of);
        server_->flush();
    }

    /// With a condition they are told of each session instead.
    bool tells_local_caches() const { return task_.local_caches && task_.where.empty() && !task_.counts; }

    const redis_endpoint &where_;
    sweep_task &task_;
    std::string_view slots_, removal_;
    std::string pattern_;
    std::unique_ptr<redis_connection> server_;
    server_facts facts_;
    page_size size_;
    scan_guard guard_;
    clock::time_point asked_;
    std::list<page> pages_;
    std::list<expectation> expected_;
    std::uint64_t settled_ = 0; ///< every key before this cursor is dealt with
    std::uint64_t next_ = 0;    ///< the cursor of the next SCAN
    bool scanning_ = false;     ///< a SCAN is not answered yet
    bool scanned_ = false;      ///< SCAN has given cursor 0
    bool asking_ = false;       ///< slots are being moved here; ASKING opens them
    bool strayed_ = false;
    bool stopping_ = false;
    double fraction_ = 0;
    std::uint64_t found_ = 0;
    std::size_t values_at_once_ = 10;
    std::vector<std::string_view> arguments_; // kept for its memory
};

} // namespace azu_session::inline v0_1::detail
