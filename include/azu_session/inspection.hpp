#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1 {

/// How much an inspection may take on.
struct inspection_limits {
    /// For counting, and again for looking at a sample; what is not seen by then is extrapolated. One command
    /// that the server is busy with may take longer, up to `store_options::command_timeout`.
    std::chrono::milliseconds time{2'000};
    std::size_t sample = 10'000; ///< Redis: keys whose lifetime is asked for; 1,000 of them for their size
    /// Asked now and then; true ends it, and what is known by then is extrapolated.
    std::function<bool()> cancelled = {};
};

namespace detail {

/// Whether the time for a part of an inspection is over.
class inspection_clock {
public:
    explicit inspection_clock(const inspection_limits &limits)
        : limits_(limits), end_(std::chrono::steady_clock::now() + limits.time) {}

    bool over() const {
        return std::chrono::steady_clock::now() >= end_ || (limits_.cancelled && limits_.cancelled());
    }

private:
    const inspection_limits &limits_;
    std::chrono::steady_clock::time_point end_;
};

} // namespace detail

/// What is left of sessions' lifetimes, in seconds, as a histogram.
class lifetimes {
public:
    /// The upper bounds of the buckets, in seconds: 1 min, 5 min, 15 min, 1 h, 6 h, 1 d, 7 d, 30 d. A last
    /// bucket takes what is beyond.
    static constexpr std::array<std::uint64_t, 8> bounds = {60,     300,    900,     3'600,
                                                            21'600, 86'400, 604'800, 2'592'000};

    /// Takes in so many sessions that end in `seconds` from now; expired ones where that is not positive.
    void add(double seconds, std::uint64_t sessions = 1) {
        last_ = std::max(last_.value_or(seconds), seconds);
        if (seconds <= 0) {
            expired_ += sessions;
            return;
        }
        next_ = std::min(next_.value_or(seconds), seconds);
        buckets_[bucket_of(seconds)] += sessions;
        sum_ += seconds * static_cast<double>(sessions);
    }
    /// Takes in so many sessions that never end.
    void add_endless(std::uint64_t sessions = 1) { endless_ += sessions; }

    /// Sessions in each bucket, one more than there are bounds; not the expired nor the endless ones.
    const std::array<std::uint64_t, bounds.size() + 1> &buckets() const { return buckets_; }
    std::uint64_t expired() const { return expired_; } ///< sessions whose time is over
    std::uint64_t endless() const { return endless_; } ///< sessions that never end
    double sum() const { return sum_; }                ///< of the buckets' sessions, in seconds
    /// Seconds until the next session ends, of those that were taken in; nothing where none does.
    std::optional<double> next() const { return next_; }
    /// Seconds until the last session ends, likewise.
    std::optional<double> last() const { return next_ ? last_ : std::nullopt; }

    /// All that was taken in.
    std::uint64_t sessions() const {
        auto all = expired_ + endless_;
        for (auto bucket : buckets_)
            all += bucket;
        return all;
    }

    /// The same shape for so many sessions, of which these are a sample.
    lifetimes scaled_to(std::uint64_t sessions_there) const {
        auto here = sessions();
        if (here == 0 || here == sessions_there) return *this;
        auto factor = static_cast<double>(sessions_there) / static_cast<double>(here);
        auto scale = [factor](std::uint64_t number) {
            return static_cast<std::uint64_t>(static_cast<double>(number) * factor + 0.5);
        };
        auto result = *this;
        for (auto &bucket : result.buckets_)
            bucket = scale(bucket);
        result.expired_ = scale(expired_);
        result.endless_ = scale(endless_);
        result.sum_ *= factor;
        return result;
    }

private:
    static std::size_t bucket_of(double seconds) {
        std::size_t bucket = 0;
        while (bucket < bounds.size() && seconds > static_cast<double>(bounds[bucket]))
            ++bucket;
        return bucket;
    }

    std::array<std::uint64_t, bounds.size() + 1> buckets_ = {};
    std::uint64_t expired_ = 0, endless_ = 0;
    double sum_ = 0;
    std::optional<double> next_, last_;
};

/// What a Redis server, or a cluster's first master, says of itself; empty or nothing where the user may not
/// ask for it.
struct redis_facts {
    std::string eviction_policy = {};               ///< maxmemory-policy, as "noeviction"
    std::optional<std::uint64_t> maxmemory = {};    ///< bytes; 0 for no limit
    std::optional<std::uint64_t> used_memory = {};  ///< bytes
    std::optional<std::uint64_t> evicted_keys = {}; ///< since the server started
    std::optional<bool> append_only = {};           ///< whether each write is logged (AOF)
    std::optional<std::string> snapshots = {};      ///< `save`, as "3600 1 300 100"; empty for none
    bool last_save_failed = false;                  ///< of a snapshot, or a write to the log
    bool replica = false;                           ///< it follows a master, and refuses writes
    std::size_t masters = 1;                        ///< more in a cluster
};

/// What a database says of the sessions table.
struct table_facts {
    bool has_expires_at = false;           ///< a column of that name
    bool finds_by_id = false;              ///< an index begins with session_id
    bool finds_expired = false;            ///< an index begins with expires_at
    std::vector<std::string> indexes = {}; ///< by name
    std::string journal_mode = {};         ///< SQLite: "wal", "delete" …
    std::uint64_t dead_rows = 0;           ///< PostgreSQL: still to be vacuumed
    bool read_only = false;                ///< a standby, or a file that cannot be written to
};

/// What is known of a store's sessions.
struct store_facts {
    std::string server = {};  ///< "Redis", "Valkey", "PostgreSQL", "SQLite"; empty where it does not say
    std::string version = {}; ///< "7.0.15"; empty likewise
    std::optional<std::chrono::duration<double>> round_trip = {}; ///< the shortest of some empty commands

    std::uint64_t sessions = 0; ///< how many there are, those included whose time is over
    bool exact = true;          ///< false: extrapolated, since the time was over
    double counted = 1;         ///< what part of the store was gone through, 0 to 1
    /// Sessions whose lifetime was looked at: all of them, or those that stand for all.
    std::size_t sample = 0;

    /// Of all sessions; extrapolated from the sample. Nothing where lifetimes cannot be told.
    std::optional<azu_session::lifetimes> lifetimes = {};
    /// What the sessions take, in bytes: Redis's memory, estimated from the sample; the table with its
    /// indexes on PostgreSQL's disk; the whole file of SQLite.
    std::optional<std::uint64_t> bytes = {};
    std::optional<redis_facts> redis = {}; ///< where they are in Redis
    std::optional<table_facts> table = {}; ///< where they are in a database
};

} // namespace azu_session::inline v0_1
