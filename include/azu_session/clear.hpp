#pragma once

#include <azu_session/error.hpp>
#include <azu_session/store.hpp>

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1 {

/// How far an operation on a store has come.
struct clear_progress {
    std::uint64_t sessions = 0; ///< removed (or counted) so far
    double fraction = 0;        ///< of the whole, 0 to 1, never falling
};

/// How `clear` and `count` work; which sessions, and who is told.
struct clear_options {
    selection which = {};                                      ///< all sessions by default
    std::function<void(const clear_progress &)> progress = {}; ///< called after every batch
    /// Asked before every batch; true stops there. `patience::cancelled` is asked while the store waits.
    std::function<bool()> cancelled = {};
    /// Told once of an operation that failed for now and has been tried again for two seconds: why.
    std::function<void(std::string_view)> waiting = {};
    /// Tries without anything new done before a broken connection is given up: with the waits between them 25
    /// s, which covers the failover of a Redis Cluster with its default node timeout of 15 s.
    int attempts = 9;
    std::chrono::milliseconds backoff{100}; ///< wait before the second try; doubles with each further one
};

/// What `clear` or `count` did.
struct clear_result {
    std::uint64_t sessions = 0;              ///< removed (or counted), as the server reports it
    bool exact = true;                       ///< false: there may be more, whose removal was not answered
    bool cancelled = false;                  ///< stopped on request before the end
    noted_sessions noted = {};               ///< what was looked for again after the last removal
    std::vector<node_sessions> by_node = {}; ///< the same by server, on a Redis Cluster
    unread_sessions unread = {};             ///< left alone: whether they are selected cannot be told

    /// Whether every session that was selected at the start is gone, as far as can be known: the whole store
    /// was gone through, every removal answered, and none of the noted ones is left.
    bool proven() const { return !cancelled && noted.left == 0 && unread.count == 0; }
};

namespace detail {

inline bool worth_retrying(const error &failure) {
    return failure.code() == errc::connection || failure.code() == errc::timeout;
}

inline bool wants_to_stop(const clear_options &options) { return options.cancelled && options.cancelled(); }

/// Waits, in steps short enough for somebody who wants to stop.
inline void wait(std::chrono::milliseconds duration, const clear_options &options) {
    auto end = std::chrono::steady_clock::now() + duration;
    while (std::chrono::steady_clock::now() < end && !wants_to_stop(options))
        ::poll(nullptr, 0, static_cast<int>(std::min<std::chrono::milliseconds::rep>(duration.count(), 50)));
}

/// Tries in a row of one operation. What a sweep does anew after a failure, because it may be lost, is no
/// success: a server that fails at the same place each time is given up.
class attempts {
public:
    explicit attempts(const clear_options &options) : options_(options) {}

    /// Called while a failure is handled: waits before the next try, unless somebody wants to stop. Throws it
    /// on when it is not worth another try.
    void failed(const error &failure) {
        if (failure.code() == errc::interrupted || wants_to_stop(options_)) return;
        if (!worth_retrying(failure)) throw;
        if (++failed_ >= options_.attempts) throw;
        tell(failure);
        wait(options_.backoff * (1 << std::min(failed_ - 1, 16)), options_);
    }

    /// Something new is done, and done for good.
    void start_again() {
        failed_ = 0;
        told_ = false;
    }

private:
    using clock = std::chrono::steady_clock;

    void tell(const error &failure) {
        constexpr std::chrono::seconds silence{2};
        if (failed_ == 1) since_ = clock::now();
        if (told_ || !options_.waiting || clock::now() - since_ < silence) return;
        told_ = true;
        options_.waiting(failure.what());
    }

    const clear_options &options_;
    int failed_ = 0;
    bool told_ = false;
    clock::time_point since_ = clock::now();
};

/// True when it came to the end, false when it was cancelled.
inline bool run_through(sweep &work, const clear_options &options, clear_progress &so_far) {
    attempts tries(options);
    double settled = -1;
    bool stopped = false;
    while (!stopped && !wants_to_stop(options)) {
        batch step;
        try {
            step = work.next();
        } catch (const error &failure) {
            tries.failed(failure);
            stopped = failure.code() == errc::interrupted;
            continue;
        }
        if (step.settled && (step.removed > 0 || step.progress > settled)) {
            settled = step.progress;
            tries.start_again();
        }
        so_far.sessions += step.removed;
        so_far.fraction = std::max(so_far.fraction, step.progress);
        if (options.progress) options.progress(so_far);
        if (step.done) return true;
    }
    so_far.sessions += work.stop().removed;
    return false;
}

/// Looks again for what was removed. False when it was cancelled.
inline bool look_again(sweep &work, const clear_options &options, noted_sessions &seen) {
    attempts tries(options);
    bool stopped = false;
    do {
        try {
            seen = work.look_again();
            return true;
        } catch (const error &failure) {
            tries.failed(failure);
            stopped = failure.code() == errc::interrupted;
        }
    } while (!stopped && !wants_to_stop(options));
    return false;
}

/// Goes through a sweep that removes or counts, and adds to what it throws how many sessions had been by
/// then.
inline clear_result run(sweep &work, const clear_options &options, bool removes) {
    clear_progress so_far;
    clear_result result;
    try {
        bool finished =
            run_through(work, options, so_far) && (!removes || look_again(work, options, result.noted));
        result.sessions = so_far.sessions;
        result.exact = work.exact();
        result.cancelled = !finished;
        result.by_node = work.by_node();
        result.unread = work.unread();
        return result;
    } catch (const error &failure) {
        so_far.sessions += work.stop().removed;
        if (so_far.sessions == 0 && work.exact()) throw;
        throw error(failure.code(), failure.what(),
                    joined({work.exact() ? "" : "At least ", std::to_string(so_far.sessions),
                            " session(s) had been ", removes ? "cleared. " : "counted. ", failure.hint()}),
                    failure.settings());
    }
}

} // namespace detail

/// Removes the selected sessions from the store: everybody they belong to is logged out, where the result is
/// `proven()`. A broken connection is retried; running it again after a failure finishes the job.
/// Throws `error` when it cannot go on; its hint says how many sessions were gone by then.
inline clear_result clear(store &sessions, const clear_options &options = {}) {
    return detail::run(*sessions.remove(options.which), options, true);
}

/// Counts the selected sessions exactly and changes nothing. Throws `error` like `clear`.
[[nodiscard]] inline clear_result count(store &sessions, const clear_options &options = {}) {
    return detail::run(*sessions.count(options.which), options, false);
}

/// Counts what `clear` would remove, and refuses what it would refuse beforehand; changes nothing. Throws
/// `error` like `clear`.
[[nodiscard]] inline clear_result rehearse(store &sessions, const clear_options &options = {}) {
    return detail::run(*sessions.rehearse(options.which), options, false);
}

} // namespace azu_session::inline v0_1
