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
enum class detection_source { option, initializer, environment, fallback };

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
    store_settings settings = {};
    detection_source source = detection_source::fallback;
    std::filesystem::path root = {};                       ///< the application's
    std::optional<std::filesystem::path> initializer = {}; ///< relative to root
    std::optional<std::chrono::seconds> ttl = {};          ///< where the initializer gives one
    /// Where each answer was learnt, by name ("backend", "url", "prefix", "table", "ttl"):
    /// "src/initializers/session.cr:4", "REDIS_URL (.env:2)", "SESSION_BACKEND (environment)", "option",
    /// "default".
    std::map<std::string, std::string> provenance = {};
    /// Where config.secure is false, so that the cookie goes over HTTP as well; empty where it is not.
    std::string insecure = {};
    std::vector<std::string> warnings = {};

    azu_session::backend backend() const { return backend_of(settings); }

    /// The settings alone, as `open_store` takes them.
    operator const store_settings &() const { return settings; }
};

/// Overrides, as from a command line; each as if the initializer said so.
struct detect_options {
    std::optional<azu_session::backend> backend = {};
    std::optional<std::string> url = {};
    std::optional<std::string> prefix = {};
    std::optional<std::string> table = {};
};

} // namespace azu_session::inline v0_1
