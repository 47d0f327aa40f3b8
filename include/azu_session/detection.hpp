#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/settings.hpp>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace azu_session {

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
