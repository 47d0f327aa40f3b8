#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/settings.hpp>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace azu_session::inline v0_1 {

/// What told which backend it is.
enum class detection_source { option, initializer, environment, fallback };

/// Where an application keeps its sessions, and how that was learnt.
struct detection {
    store_settings settings;
    detection_source source = detection_source::fallback;
    std::filesystem::path root;                       ///< the application's
    std::optional<std::filesystem::path> initializer; ///< relative to root
    std::optional<std::chrono::seconds> ttl;          ///< where the initializer gives one
    /// Where each answer was learnt, by name ("backend", "url", "prefix", "table", "ttl"):
    /// "src/initializers/session.cr:4", "REDIS_URL (.env:2)", "SESSION_BACKEND (environment)", "option",
    /// "default".
    std::map<std::string, std::string> provenance;
    std::vector<std::string> warnings;

    azu_session::backend backend() const { return backend_of(settings); }
};

/// Overrides, as from a command line; each as if the initializer said so.
struct detect_options {
    std::optional<azu_session::backend> backend = {};
    std::optional<std::string> url = {};
    std::optional<std::string> prefix = {};
    std::optional<std::string> table = {};
};

} // namespace azu_session::inline v0_1
