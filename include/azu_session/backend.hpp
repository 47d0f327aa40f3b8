#pragma once

#include <azu_session/detail/text/url_mask.hpp>
#include <azu_session/error.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1 {

/// Where an application keeps its sessions.
enum class backend {
    redis,    ///< in Redis or Valkey
    database, ///< in a table of PostgreSQL or SQLite
    memory,   ///< in the application's process, out of reach from outside
    custom    ///< a store of a class that this library does not know; never chosen by name
};

/// The name as it is written on the command line and in SESSION_BACKEND.
[[nodiscard]] constexpr std::string_view to_string(backend value) {
    switch (value) {
    case backend::redis:
        return "redis";
    case backend::database:
        return "database";
    case backend::memory:
        return "memory";
    case backend::custom:
        return "custom";
    }
    return "";
}

/// Reads a backend's name, written exactly. `origin` names where it stands, for the message.
/// Throws errc::usage for any other text.
[[nodiscard]] inline backend parse_backend(std::string_view name, std::string_view origin = "the options") {
    for (auto value : {backend::redis, backend::database, backend::memory})
        if (name == to_string(value)) return value;
    throw error(errc::usage, {"Unknown session backend '", detail::masked(name), "' in ", origin, "."},
                "Use one of: redis, database, memory.", {setting::backend});
}

} // namespace azu_session::inline v0_1
