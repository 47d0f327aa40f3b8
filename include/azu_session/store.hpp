#pragma once

#include <azu_session/error.hpp>
#include <azu_session/inspection.hpp>
#include <azu_session/settings.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace azu_session::inline v0_1 {

/// Sessions whose JSON data has this value under this top-level key, as `user_id` and `42`.
/// Numbers, booleans and null are compared as JSON writes them, strings by their text.
struct data_condition {
    std::string key;   ///< at the top level of the data
    std::string value; ///< as JSON writes it; a string without its quotes
};

/// Which sessions an operation is about; all of them by default.
struct selection {
    bool expired = false; ///< only those whose time is over
    /// Only those whose data has, for each of these keys, one of the values that it stands with here.
    std::vector<data_condition> where = {};
};

/// What happened in one batch of a sweep.
struct batch {
    std::uint64_t removed = 0; ///< in this batch, as the server reports it (counted, in a counting sweep)
    double progress = 0;       ///< of the whole sweep, 0 to 1, never falling; a measure, not a guess
    bool done = false;         ///< nothing is left to do; `next` is not called again
    bool settled = true;       ///< nothing of what was done so far will have to be done again
};

/// What became of the sessions that a removing sweep noted before it removed them, spread over the whole
/// store.
struct noted_sessions {
    std::uint64_t noted = 0; ///< 1,000 at most
    std::uint64_t left = 0;  ///< of these, still there and still selected
    std::string likely = {}; ///< why, as far as the store can tell: a sentence; empty where none is left
};

/// Sessions that a condition on the data could not be decided for, since their data is no JSON object: it may
/// be encrypted, compressed, or of another program.
struct unread_sessions {
    std::uint64_t count = 0;                ///< how many there were
    std::vector<std::string> examples = {}; ///< ids or keys, three at most

    /// Takes in one more; keeps its id while it is among the first three.
    void add(std::string_view id) {
        ++count;
        if (examples.size() < 3) examples.emplace_back(id);
    }
};

/// Sessions on one of several servers.
struct node_sessions {
    std::string node;                                       ///< host:port
    std::uint64_t sessions = 0;                             ///< removed (or counted) there
    bool operator==(const node_sessions &) const = default; ///< of both members
};

/// One pass over a store, in bounded batches. For one thread at a time, as its store is.
class sweep {
public:
    virtual ~sweep() = default;

    /// Removes (or counts) one bounded batch.
    /// Throws errc::connection or errc::timeout when the connection broke; calling it again then reconnects
    /// and goes on, and nothing is counted twice. Throws any other code when trying again is of no use.
    virtual batch next() = 0;

    /// Waits for what was sent to the server already and starts nothing more; answers what that removed (or
    /// counted) and what `next` had no chance to answer because it threw. The sweep is of no use after it.
    virtual batch stop() noexcept { return {}; }

    /// Asked of a removing sweep that is done: looks again for the sessions that it noted, since a trigger
    /// may have kept them although every removal was answered. Throws like `next`. A sweep that notes none
    /// proves nothing beyond that every removal was answered.
    virtual noted_sessions look_again() { return {}; }

    /// Whether what `next` and `stop` answered is all that was removed (or counted). It is not where a
    /// removal was sent and its answer lost: then there may be more.
    virtual bool exact() const { return true; }

    /// What the selection's condition could not be decided for; complete when the sweep is done.
    virtual unread_sessions unread() const { return {}; }

    /// What was removed (or counted) so far on each server, in the order of their names; empty where there is
    /// only one.
    virtual std::vector<node_sessions> by_node() const { return {}; }
};

/// A place that holds an application's sessions. One thread at a time uses a store and its sweeps, since they
/// may share a connection; different stores are independent of each other.
class store {
public:
    virtual ~store() = default;

    /// A sweep that removes the selected sessions. Every session that existed when the sweep began is gone
    /// when it is done; sessions made meanwhile may stay, so that it ends on a live application. Throws
    /// errc::unsupported for a selection that the store cannot tell, and like `sweep::next`.
    virtual std::unique_ptr<sweep> remove(const selection &which) = 0;

    /// A sweep that counts the selected sessions and changes nothing. Throws like `remove`.
    virtual std::unique_ptr<sweep> count(const selection &which) = 0;

    /// The same, which refuses beforehand what `remove` would refuse. Throws like `remove`.
    virtual std::unique_ptr<sweep> rehearse(const selection &which) { return count(which); }

    /// What is known of the store and its sessions, gathered within the limits; changes nothing. Throws like
    /// `sweep::next`. A store that does not say more gives the number of sessions.
    virtual store_facts inspect(const inspection_limits &limits = {});
};

namespace detail {

/// Counts until the time is over, and extrapolates the rest by how far the sweep has come. A batch that fails
/// is not tried again.
inline void count_within(sweep &counting, const inspection_limits &limits, store_facts &facts) {
    inspection_clock clock(limits);
    batch step;
    do {
        step = counting.next();
        facts.sessions += step.removed;
    } while (!step.done && !clock.over());
    if (step.done) return;
    facts.sessions += counting.stop().removed;
    facts.exact = false;
    facts.counted = step.progress;
    if (step.progress > 0)
        facts.sessions = static_cast<std::uint64_t>(static_cast<double>(facts.sessions) / step.progress);
}

} // namespace detail

inline store_facts store::inspect(const inspection_limits &limits) {
    store_facts facts;
    detail::count_within(*count({}), limits, facts);
    return facts;
}

namespace detail {

/// Refuses a condition on data that cannot be read. `sealed` says by what, see `redis_settings::sealed`.
inline void refuse_sealed_data(const selection &which, std::string_view sealed) {
    if (which.where.empty() || sealed.empty()) return;
    throw error(errc::unsupported,
                {"The sessions' data cannot be searched, since the application seals it: ", sealed, "."},
                "Nobody would be found. Clear all sessions, or log the user out in the application itself.");
}

} // namespace detail

/// What a store asks and tells while it waits for its server, or for another program's lock. PostgreSQL's
/// calls them from a thread of its own, while the one that uses it waits; never two at a time.
struct patience {
    /// Asked about ten times a second; true ends the wait: what runs on the server is cancelled, and
    /// errc::interrupted thrown, within a second.
    std::function<bool()> cancelled = {};
    /// Told once of each wait of more than two seconds, with what is waited for, such as
    /// "Redis at redis://localhost:6379 to answer".
    std::function<void(std::string_view)> waiting = {};
};

/// How a store talks to its server.
struct store_options {
    std::chrono::milliseconds connect_timeout{5'000};  ///< for a connection to be made
    std::chrono::milliseconds command_timeout{30'000}; ///< for one command or statement
    /// File of the certificates (PEM) of the authorities that a rediss:// server is checked against; where it
    /// is empty, the system's, or those that SSL_CERT_FILE and SSL_CERT_DIR name.
    std::string certificates = {};
    bool atomic = false; ///< PostgreSQL: all or nothing, in one statement that holds every session to its end
    azu_session::patience patience = {}; ///< with what has to be waited for
};

namespace detail {

[[noreturn]] inline void refuse_to_open(const store_settings &settings) {
    if (std::holds_alternative<memory_settings>(settings))
        throw error(errc::unsupported, "Memory sessions cannot be reached from outside the application.",
                    "Restart the application to clear them.");
    if (const auto *custom = std::get_if<custom_settings>(&settings))
        throw error(errc::unsupported,
                    {"The sessions are in a ", custom->class_name, ", which is none of the known stores."},
                    "Say where the sessions are.",
                    {setting::backend, setting::prefix, setting::table, setting::url});
    throw error(errc::unsupported,
                "This program has no driver for the session store that the application uses.",
                "Include the store's header from azu_session/stores/ and name its class in open_store<…>.");
}

} // namespace detail

/// Whether `store_options::atomic` changes how such a store is cleared. SQLite's sessions are removed in one
/// statement anyway, Redis's never are. True where the URL is not set: opening the store tells that.
[[nodiscard]] inline bool can_be_atomic(const store_settings &settings) {
    const auto *database = std::get_if<database_settings>(&settings);
    return database && (!database->url || std::holds_alternative<postgresql_url>(*database->url));
}

/// Whether clearing such a store stops half-way where it is cancelled, with a part of the sessions removed.
/// Otherwise it is one statement, of which nothing or everything is done.
[[nodiscard]] inline bool stops_half_way(const store_settings &settings, const store_options &options = {}) {
    const auto *database = std::get_if<database_settings>(&settings);
    return !database || (can_be_atomic(settings) && !options.atomic);
}

/// Connects to the store that the settings are for, with whichever of `Stores` serves it. A store class S
/// brings the type `S::settings`, `static bool S::serves(const settings &)` and the constructor
/// `S(const settings &, const store_options &)`. Throws errc::unsupported for the memory backend and where no
/// given driver serves it, and what connecting throws.
template <class... Stores>
[[nodiscard]] std::unique_ptr<store> open_store(const store_settings &settings,
                                                const store_options &options = {}) {
    static_assert(sizeof...(Stores) > 0,
                  "Name the store classes of this program: open_store<redis_store>(…).");
    std::unique_ptr<store> opened;
    auto try_driver = [&]<class Store>(std::unique_ptr<Store>) {
        const auto *own = std::get_if<typename Store::settings>(&settings);
        if (!opened && own && Store::serves(*own)) opened = std::make_unique<Store>(*own, options);
    };
    (try_driver(std::unique_ptr<Stores>()), ...);
    if (opened) return opened;
    detail::refuse_to_open(settings);
}

} // namespace azu_session::inline v0_1
