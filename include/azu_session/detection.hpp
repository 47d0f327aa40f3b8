#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/settings.hpp>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1 {

/// What told which backend it is.
enum class detection_source {
    option,      ///< `detect_options`
    initializer, ///< the application's initializer, or the one file that configures sessions
    environment, ///< SESSION_BACKEND
    fallback     ///< nothing: Redis is assumed
};

/// The source's name, as in JSON: "option", "initializer", "environment" or "default".
[[nodiscard]] constexpr std::string_view to_string(detection_source source) {
    switch (source) {
    case detection_source::option:
        return "option";
    case detection_source::initializer:
        return "initializer";
    case detection_source::environment:
        return "environment";
    case detection_source::fallback:
        return "default";
    }
    return "";
}

/// Where an application keeps its sessions, and how that was learnt.
struct detection {
    store_settings settings = {};                          ///< of the store; memory's until detected
    detection_source source = detection_source::fallback;  ///< what told the backend
    std::filesystem::path root = {};                       ///< the application's
    std::optional<std::filesystem::path> initializer = {}; ///< relative to root
    std::optional<std::chrono::seconds> ttl = {};          ///< where the initializer gives one
    /// Where each answer was learnt, by name ("backend", "url", "prefix", "table", "ttl"):
    /// "src/initializers/session.cr:4", "REDIS_URL (.env:2)", "SESSION_BACKEND (environment)", "option",
    /// "default".
    std::map<std::string, std::string> provenance = {};
    /// Where config.secure is false, so that the cookie goes over HTTP as well; empty where it is not.
    std::string insecure = {};
    std::vector<std::string> warnings = {}; ///< what a person should know of the answer, as sentences

    /// The kind of store that `settings` are for.
    azu_session::backend backend() const { return backend_of(settings); }

    /// The settings alone, as `open_store` takes them.
    operator const store_settings &() const { return settings; }
};

/// Overrides, as from a command line; each as if the initializer said so, none by default.
struct detect_options {
    std::optional<azu_session::backend> backend = {}; ///< which store it is
    std::optional<std::string> url = {};              ///< of the Redis server, or the database
    std::optional<std::string> prefix = {};           ///< of the sessions' keys in Redis
    std::optional<std::string> table = {};            ///< of the database, as `name` or `schema.name`
};

} // namespace azu_session::inline v0_1
