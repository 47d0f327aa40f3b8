#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/secret.hpp>
#include <azu_session/templates.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace azu_session::inline v0_1 {

/// What to set up, and how.
struct setup_options {
    azu_session::backend backend = azu_session::backend::redis; ///< where sessions are to be kept
    /// Whether an initializer and a `<digits>_create_sessions.cr` that are in conflict are overwritten, and
    /// what was there kept in a backup beside it. Of an initializer the authors' half stays, in which only
    /// the store changes, wherever that can be told.
    bool force = false;
    /// Whether the application's own files are edited as well: the require of the initializer and the handler
    /// in its sources, `.env`, `.env.example` and `.gitignore`.
    bool wire = false;
    std::chrono::system_clock::time_point now = std::chrono::system_clock::now(); ///< dates the migration
    std::string secret = new_secret(); ///< what `wire` sets SESSION_SECRET to where it is not set
    /// What is set up in place of the initializer, the migration and their dependencies, for another
    /// framework or in a house style.
    std::optional<setup_templates> templates = {};
};

/// How to take a setup back.
struct teardown_options {
    /// Whether an initializer that was changed since setup wrote it goes as well, kept in a backup beside it.
    bool force = false;
};

} // namespace azu_session::inline v0_1
