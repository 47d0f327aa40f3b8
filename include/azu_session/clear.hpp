#pragma once

#include <azu_session/error.hpp>
#include <azu_session/store.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

namespace azu_session {

/// How far an operation on a store has come.
struct clear_progress {
    std::uint64_t sessions = 0; ///< removed (or counted) so far
    double fraction = 0;        ///< of the whole, 0 to 1, never falling
};

/// How `clear` and `count` work; which sessions, and who is told.
struct clear_options {
    selection which = {};
    std::function<void(const clear_progress &)> progress = {}; ///< called after every batch
    std::function<bool()> cancelled = {};                      ///< asked after every batch; true stops there
    int attempts = 5; ///< tries in a row without any progress, before a broken connection is given up
    std::chrono::milliseconds backoff{100}; ///< wait before the second try; doubles with each further one
};

/// What `clear` or `count` did.
struct clear_result {
    std::uint64_t sessions = 0; ///< removed (or counted), as the server reports it
    bool cancelled = false;     ///< stopped on request before the end
};

namespace detail {

inline bool worth_retrying(const error &failure) {
    return failure.code() == errc::connection || failure.code() == errc::timeout;
}

inline batch next_with_retries(sweep &work, const clear_options &options) {
    auto wait = options.backoff;
    for (int attempt = 1;; ++attempt) {
        try {
            return work.next();
        } catch (const error &failure) {
            bool stop = options.cancelled && options.cancelled();
            if (stop || !worth_retrying(failure) || attempt >= options.attempts) throw;
        }
        std::this_thread::sleep_for(wait);
        wait *= 2;
    }
}

inline clear_result run(sweep &work, const clear_options &options, const std::string &verb) {
    clear_progress so_far;
    try {
        for (bool done = false; !done;) {
            auto step = next_with_retries(work, options);
            so_far.sessions += step.removed;
            so_far.fraction = std::max(so_far.fraction, step.progress);
            if (options.progress) options.progress(so_far);
            done = step.done;
            if (!done && options.cancelled && options.cancelled()) return {so_far.sessions, true};
        }
    } catch (const error &failure) {
        if (so_far.sessions == 0) throw;
        throw error(failure.code(), failure.what(),
                    std::to_string(so_far.sessions) + " session(s) had been " + verb + ". " + failure.hint());
    }
    return {so_far.sessions, false};
}

} // namespace detail

/// Removes the selected sessions from the store: everybody they belong to is logged out.
/// A broken connection is retried; running it again after a failure finishes the job.
/// Throws `error` when it cannot go on; its hint says how many sessions were gone by then.
inline clear_result clear(store &sessions, const clear_options &options = {}) {
    auto work = sessions.remove(options.which);
    return detail::run(*work, options, "cleared");
}

/// Counts the selected sessions exactly and changes nothing. Throws `error` like `clear`.
inline clear_result count(store &sessions, const clear_options &options = {}) {
    auto work = sessions.count(options.which);
    return detail::run(*work, options, "counted");
}

} // namespace azu_session
