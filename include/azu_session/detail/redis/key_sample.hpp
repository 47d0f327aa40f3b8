#pragma once

#include <azu_session/detail/redis/cursor.hpp>
#include <azu_session/detail/redis/endpoint.hpp>
#include <azu_session/detail/redis/reply.hpp>
#include <azu_session/detail/redis/scan_guard.hpp>
#include <azu_session/detail/redis/scan_page.hpp>
#include <azu_session/detail/redis/server_facts.hpp>
#include <azu_session/detail/store/noted_ids.hpp>
#include <azu_session/settings.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Some of the keys of one server that begin with a prefix, spread over its whole keyspace: SCAN is begun at
/// many places of it, and goes on from each until there are enough.
class key_sample {
public:
    /// `slots` are those of a cluster's node. At most `most` keys are wanted.
    key_sample(const redis_endpoint &where, const key_prefix &prefix, std::string_view slots,
               std::size_t most)
        : prefix_(prefix), slots_(slots), server_(where.connect()), facts_(facts_of(*server_)), noted_(most) {
        scan_guard guard(100, number_of(*server_->ask({"DBSIZE"})));
        for (std::size_t i = 0; i < places; ++i)
            parts_.push_back({cursor_at(i), fraction_at(i + 1), guard});
    }

    /// Goes through some more pages. True when there are enough keys, or no more. Where there are hardly any
    /// among the keys of others, it gives up before it has seen all, unless it has to find `least`.
    bool complete(std::size_t least) {
        bool enough = noted_.full() || (looked_at_ >= most_looked_at && noted_.all().size() >= least);
        if (enough || parts_.empty()) return true;
        auto some = std::min(parts_.size() - next_, pages_at_once);
        for (std::size_t i = next_; i < next_ + some; ++i)
            server_->append({"SCAN", std::to_string(parts_[i].cursor), "MATCH", prefix_.pattern(), "COUNT",
                             std::to_string(page_)});
        for (std::size_t i = next_; i < next_ + some; ++i)
            take_page(*server_->receive(), parts_[i]);
        next_ += some;
        if (next_ == parts_.size()) begin_round();
        return false;
    }

    const std::vector<std::string> &keys() const { return noted_.all(); }
    redis_connection &server() { return *server_; }

private:
    static constexpr std::size_t places = 64, pages_at_once = 8;
    static constexpr std::uint64_t most_looked_at = 100'000;

    /// From a cursor up to a fraction of the keyspace.
    struct part {
        std::uint64_t cursor;
        double end;
        scan_guard guard;
        bool done = false;
    };

    static double fraction_at(std::size_t place) { return static_cast<double>(place) / places; }

    std::uint64_t cursor_at(std::size_t place) const {
        auto fraction = fraction_at(place);
        return facts_.slot_major ? detail::cursor_at(fraction, slots_) : detail::cursor_at(fraction);
    }

    void take_page(const redisReply &page, part &of) {
        for (const auto *key : keys_of_page(page, server_->name()))
            if (text_of(*key).starts_with(prefix_.text())) noted_.offer(text_of(*key));
        of.cursor = number_of(*page.element[0]);
        auto passed = facts_.slot_major ? scanned_fraction(of.cursor, slots_) : scanned_fraction(of.cursor);
        of.done = of.cursor == 0 || passed >= of.end;
        of.guard.passed(passed, server_->name());
        looked_at_ += page_;
    }

    /// The second time on, larger pages: the keys are few among others.
    void begin_round() {
        std::erase_if(parts_, [](const part &one) { return one.done; });
        next_ = 0;
        page_ = std::min<std::uint64_t>(page_ * 4, 1'000);
    }

    key_prefix prefix_;
    std::string_view slots_;
    std::unique_ptr<redis_connection> server_;
    server_facts facts_;
    noted_ids noted_;
    std::vector<part> parts_;
    std::size_t next_ = 0; ///< the part whose turn it is
    std::uint64_t page_ = 100, looked_at_ = 0;
};

} // namespace azu_session::inline v0_1::detail
