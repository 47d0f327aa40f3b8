#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/setup/templates/configuration.hpp>
#include <azu_session/detail/setup/templates/database_store.hpp>
#include <azu_session/detail/setup/templates/pool.hpp>
#include <azu_session/detail/setup/templates/redis_store.hpp>
#include <azu_session/detail/setup/templates/session_handler.hpp>
#include <azu_session/detail/setup/templates/session_settings.hpp>
#include <azu_session/detail/setup/templates/session_stores.hpp>

#include <string>

namespace azu_session::detail {

/// What belongs to the application's authors: the session's class and the configuration block.
inline std::string upper_half(backend backend) {
    switch (backend) {
    case backend::redis:
        return std::string(redis_configuration) + "\n";
    case backend::database:
        return std::string(database_configuration) + "\n";
    case backend::memory:
        return std::string(memory_configuration) + "\n";
    }
    return {};
}

/// What belongs to setup: the handler, the stores and what they need.
inline std::string lower_half(backend backend) {
    auto source = "\n" + std::string(session_settings).append(session_stores).append(session_handler);
    if (backend != backend::memory) source.append(session_pool);
    if (backend == backend::redis) source.append(redis_store_class);
    if (backend == backend::database) source.append(database_store_class);
    return source;
}

} // namespace azu_session::detail
