#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/url.hpp>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace azu_session {

/// Settings of sessions kept in Redis.
struct redis_settings {
    std::string url;    ///< as configured, password included; see `mask_url`
    std::string prefix; ///< literal start of every session's key; never empty
    /// By detection, and not given by a person: before the first key is removed, some are looked at.
    bool prefix_learnt = false;
    bool local_caches = false; ///< the application's nodes cache sessions (ClusteredRedisStore)
};

/// Settings of sessions kept in a database.
struct database_settings {
    std::string url;   ///< as configured, password included; empty when DATABASE_URL is not set
    std::string table; ///< a name, or schema.name
    /// What the URL means with the application's variables, where it is PostgreSQL's; without it the
    /// process's variables count.
    std::optional<postgresql_url> server = {};
};

/// Sessions kept in the application's process have no settings.
struct memory_settings {};

/// What told which backend it is.
enum class detection_source { option, initializer, environment, fallback };

/// Where an application keeps its sessions, and how that was learnt.
struct detection {
    std::variant<redis_settings, database_settings, memory_settings> settings;
    detection_source source = detection_source::fallback;
    std::filesystem::path root; ///< the application's; relative SQLite paths start there
    std::optional<std::filesystem::path> initializer; ///< relative to root
    std::optional<std::chrono::seconds> ttl;          ///< where the initializer gives one
    /// What makes the sessions' data unreadable from outside, such as "config.encrypt_data at
    /// src/initializers/session.cr:9"; empty where nothing is known to.
    std::string sealed;
    /// Where each answer was learnt, by name ("backend", "url", "prefix", "table", "ttl"):
    /// "src/initializers/session.cr:4", "REDIS_URL (.env:2)", "SESSION_BACKEND (environment)", "--prefix",
    /// "default".
    std::map<std::string, std::string> provenance;
    std::vector<std::string> warnings;

    azu_session::backend backend() const { return static_cast<azu_session::backend>(settings.index()); }
};

/// Overrides, as from a command line; each as if the initializer said so.
struct detect_options {
    std::optional<azu_session::backend> backend = {};
    std::optional<std::string> url = {};
    std::optional<std::string> prefix = {};
    std::optional<std::string> table = {};
};

} // namespace azu_session
