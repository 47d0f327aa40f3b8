#pragma once

#include <azu_session/application_facts.hpp>
#include <azu_session/backend.hpp>
#include <azu_session/error.hpp>
#include <azu_session/inspection.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1 {

/// How a check turned out.
enum class verdict {
    ok,      ///< as it should be
    warning, ///< worth a look
    problem  ///< sessions do not work, or are given away
};

/// The verdict's name: "ok", "warning" or "problem".
[[nodiscard]] constexpr std::string_view to_string(verdict one) {
    return one == verdict::ok ? "ok" : one == verdict::warning ? "warning" : "problem";
}

/// What one check found.
struct health_check {
    std::string name;             ///< what was looked at, as "eviction"; part of the interface
    verdict result = verdict::ok; ///< how it turned out
    std::string finding;          ///< a sentence
    std::string advice = {};      ///< what to do; empty where there is nothing to
};

/// Whether any of them is a problem.
[[nodiscard]] inline bool has_problem(const std::vector<health_check> &checks) {
    return std::any_of(checks.begin(), checks.end(),
                       [](const health_check &one) { return one.result == verdict::problem; });
}

namespace detail {

/// The parts separated by commas.
inline std::string list_of_names(const std::vector<std::string> &names) {
    std::string list;
    for (const auto &name : names)
        list += (list.empty() ? "" : ", ") + name;
    return list;
}

/// A duration as people say it: "0.05 ms".
inline std::string in_milliseconds(std::chrono::duration<double> duration) {
    std::array<char, 32> text{};
    auto milliseconds = duration.count() * 1000;
    std::snprintf(text.data(), text.size(), milliseconds < 10 ? "%.2f ms" : "%.0f ms", milliseconds);
    return text.data();
}

inline health_check check_connection(const store_facts &facts) {
    auto name = facts.server.empty() ? std::string("The server") : facts.server + " " + facts.version;
    health_check check{"connection", verdict::ok, name + " answers."};
    if (!facts.round_trip) return check;
    check.finding = name + " answers in " + in_milliseconds(*facts.round_trip) + ".";
    if (facts.round_trip->count() > 0.05) {
        check.result = verdict::warning;
        check.advice = "Every request waits for it once or twice: move it nearer to the application.";
    }
    return check;
}

/// What becomes of sessions when the server's memory is full.
inline health_check check_eviction(const redis_facts &redis) {
    const auto &policy = redis.eviction_policy;
    const std::string set =
        "Set maxmemory, and maxmemory-policy volatile-lru (or allkeys-lru where nothing but sessions and "
        "caches is kept there).";
    bool limited = redis.maxmemory.value_or(0) > 0;
    if (policy == "noeviction" && !limited)
        return {"eviction", verdict::warning,
                "noeviction without a limit: Redis takes memory until the machine has none left, and is "
                "killed then, with all sessions.",
                set};
    if (policy == "noeviction") {
        bool full = redis.used_memory.value_or(0) > *redis.maxmemory / 10 * 9;
        return {"eviction", full ? verdict::problem : verdict::warning,
                full
                    ? "noeviction, and more than 90 % of maxmemory is used: Redis is about to refuse writes, "
                      "so that nobody can log in."
                    : "noeviction: when maxmemory is used up, Redis refuses writes, and nobody can log in.",
                set};
    }
    bool random = policy.ends_with("-random") || policy == "volatile-ttl";
    if (random)
        return {"eviction", verdict::warning,
                policy + ": when memory is used up, sessions in use may go before forgotten ones.", set};
    health_check check{"eviction", verdict::ok,
                       policy + ": when memory is used up, what was not used for long goes first."};
    if (redis.evicted_keys.value_or(0) > 0) {
        check.result = verdict::warning;
        check.finding = policy + ": memory was used up, and " + std::to_string(*redis.evicted_keys) +
                        " key(s) were evicted since the server started; sessions end too early.";
        check.advice = "Raise maxmemory, or shorten the sessions' ttl.";
    }
    return check;
}

/// What becomes of sessions when the server restarts.
inline std::vector<health_check> check_persistence(const redis_facts &redis) {
    if (redis.last_save_failed)
        return {{"persistence", verdict::problem,
                 "Redis could not save its data the last time, and may refuse writes therefore.",
                 "Free its disk or mend its permissions; its log says why."}};
    if (redis.append_only == true)
        return {{"persistence", verdict::ok, "Each write is logged (AOF): sessions survive a restart."}};
    if (!redis.snapshots) return {};
    if (!redis.snapshots->empty())
        return {{"persistence", verdict::ok,
                 "Snapshots (save " + *redis.snapshots +
                     "): after a crash, what came after the last one is lost."}};
    return {{"persistence", verdict::warning, "Nothing is saved: a restart of Redis logs everybody out.",
             "Switch the log on (appendonly yes), or snapshots (save 3600 1), unless that is meant."}};
}

inline void check_redis(const redis_facts &redis, std::vector<health_check> &checks) {
    if (redis.replica)
        checks.push_back({"role", verdict::problem,
                          "The server is a read-only replica: the application cannot write sessions.",
                          "Let the URL name its master."});
    if (!redis.eviction_policy.empty()) checks.push_back(check_eviction(redis));
    for (auto &check : check_persistence(redis))
        checks.push_back(std::move(check));
}

inline void check_table(const table_facts &table, std::vector<health_check> &checks) {
    auto journal = table.journal_mode.empty() ? "" : " Journal: " + table.journal_mode + ".";
    if (table.read_only)
        checks.push_back({"role", verdict::problem,
                          "The database only allows reading: the application cannot write sessions.",
                          "Let DATABASE_URL name the primary server, or a file that can be written to."});
    if (!table.finds_by_id)
        checks.push_back(
            {"indexes", verdict::problem,
             "No index of the table begins with session_id: every request reads all of it." + journal,
             "Make session_id the primary key."});
    else if (table.has_expires_at && !table.finds_expired)
        checks.push_back(
            {"indexes", verdict::warning,
             "No index begins with expires_at: to remove expired sessions reads the whole "
             "table." +
                 journal,
             "CREATE INDEX sessions_expires_at ON sessions (expires_at), with the table's own name."});
    else
        checks.push_back({"indexes", verdict::ok,
                          "The table is indexed (" + list_of_names(table.indexes) + ")." + journal});
    if (table.dead_rows > 10'000)
        checks.push_back({"vacuum", verdict::warning,
                          std::to_string(table.dead_rows) + " removed rows still take room.",
                          "Run VACUUM, and see that autovacuum is on."});
}

inline void check_lifetimes(const store_facts &facts, std::vector<health_check> &checks) {
    if (!facts.lifetimes) return;
    const auto &remaining = *facts.lifetimes;
    if (remaining.endless() > 0)
        checks.push_back({"lifetimes", verdict::warning,
                          std::to_string(remaining.endless()) + " session(s) never end.",
                          "Give the store a ttl in the initializer; clear those that are there already."});
    constexpr std::uint64_t few = 1'000;
    if (remaining.expired() > few && remaining.expired() > facts.sessions / 2)
        checks.push_back({"expired", verdict::warning,
                          "More than half of the sessions have expired, and are still there.",
                          "Run azu session:clear --expired --force each night."});
}

inline health_check check_initializer(const application_facts &app) {
    if (!app.initializer)
        return {"initializer", verdict::warning, "There is no src/initializers/session.cr.",
                "Run azu session:setup."};
    if (app.programs.empty())
        return {"initializer", verdict::warning,
                "No program was found that requires " + *app.initializer + ".",
                "Require it where the application starts, before its server does."};
    for (const auto &program : app.programs)
        if (!program.loads_in_time)
            return {"initializer", verdict::problem,
                    program.file + (program.loads
                                        ? " requires " + *app.initializer +
                                              " behind the start of its server, where it is never reached."
                                        : " does not require " + *app.initializer + "."),
                    "Run azu session:setup --wire, which puts the require where it works."};
    return {"initializer", verdict::ok, *app.initializer + " is required before the server starts."};
}

inline health_check check_handler(const application_facts &app) {
    if (app.has_handler) return {"handler", verdict::ok, "The session handler is in the chain."};
    // Who wrote the initializer by hand may have a handler of another name.
    return {"handler", app.generated ? verdict::problem : verdict::warning,
            "No source puts a SessionHandler into the chain of handlers.",
            "Put SessionHandler.new first in it, or run azu session:setup --wire."};
}

inline health_check check_dependencies(const application_facts &app) {
    if (app.missing_dependencies.empty())
        return {"dependencies", verdict::ok, "shard.yml has the shards that sessions need."};
    return {"dependencies", app.generated ? verdict::problem : verdict::warning,
            "shard.yml lacks " + list_of_names(app.missing_dependencies) + ".",
            "Run azu session:setup, which adds them, and shards install."};
}

inline health_check check_secret(const secret_facts &secret) {
    if (!secret.set)
        return {"secret", secret.wanted ? verdict::problem : verdict::warning,
                secret.wanted ? "SESSION_SECRET is not set: the application does not start without it."
                              : "SESSION_SECRET is not set, nor does the initializer read it.",
                "Run azu session:secret --write, or set it where the application is started."};
    if (secret.doubtful)
        return {"secret", verdict::warning,
                "Programs that read .env differ on SESSION_SECRET (" + secret.source + ").",
                "Run azu session:secret --write."};
    if (!secret.weakness.empty())
        return {"secret", verdict::problem,
                "SESSION_SECRET (" + secret.source + ") can be guessed: " + secret.weakness +
                    ". Whoever knows it can log in as anybody.",
                "Run azu session:secret --write, and restart the application."};
    return {"secret", verdict::ok, "SESSION_SECRET is set (" + secret.source + ") and strong."};
}

inline health_check check_cookie(const application_facts &app) {
    if (app.insecure.empty())
        return {"cookie", verdict::ok, "Nothing switches the cookie's Secure flag off."};
    if (app.production.empty())
        return {"cookie", verdict::ok, "secure is false at " + app.insecure + ", for development over HTTP."};
    return {"cookie", verdict::problem,
            "secure is false at " + app.insecure + ", and this is production by " + app.production +
                ": sessions can be read on the way.",
            "Set config.secure = true there, or leave it out."};
}

inline void check_dotenv(const application_facts &app, std::vector<health_check> &checks) {
    if (!app.has_dotenv) return;
    if (app.dotenv_tracked)
        checks.push_back({"gitignore", verdict::problem, ".env is in git, and its secrets with it.",
                          "git rm --cached .env; put it into .gitignore; replace the secret."});
    else if (app.in_git && !app.dotenv_ignored)
        checks.push_back(
            {"gitignore", verdict::warning, ".env is not kept out of git.", "echo .env >> .gitignore"});
    else
        checks.push_back({"gitignore", verdict::ok, ".env is kept out of git."});
    if (!app.only_in_dotenv.empty() && !app.loads_dotenv)
        checks.push_back({"variables", verdict::warning,
                          "In .env alone, which the application does not read by itself: " +
                              list_of_names(app.only_in_dotenv) + ".",
                          "Load it where the application is started: set -a; . ./.env; set +a (systemd: "
                          "EnvironmentFile=)."});
}

} // namespace detail

/// Judges what a store told. Reads nothing.
[[nodiscard]] inline std::vector<health_check> check_store(const store_facts &facts) {
    std::vector<health_check> checks = {detail::check_connection(facts)};
    if (facts.redis) detail::check_redis(*facts.redis, checks);
    if (facts.table) detail::check_table(*facts.table, checks);
    detail::check_lifetimes(facts, checks);
    return checks;
}

/// What there is to say of a store that could not be looked at.
[[nodiscard]] inline health_check check_failure(const error &failure) {
    return {"connection", verdict::problem, failure.what(), failure.hint()};
}

/// Judges an application that keeps its sessions in such a store. Reads nothing.
[[nodiscard]] inline std::vector<health_check> check_application(const application_facts &app, backend kind) {
    std::vector<health_check> checks;
    if (kind == backend::memory)
        checks.push_back(
            {"backend", app.production.empty() ? verdict::ok : verdict::problem,
             "Memory sessions end with the application's process, and no other process has them.",
             app.production.empty() ? "" : "Run azu session:setup --backend redis --force."});
    checks.push_back(detail::check_initializer(app));
    checks.push_back(detail::check_handler(app));
    checks.push_back(detail::check_dependencies(app));
    checks.push_back(detail::check_secret(app.secret));
    checks.push_back(detail::check_cookie(app));
    detail::check_dotenv(app, checks);
    return checks;
}

} // namespace azu_session::inline v0_1
