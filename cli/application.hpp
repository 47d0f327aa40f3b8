#pragma once

#include <azu_session/clear.hpp>
#include <azu_session/detection.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/project.hpp>
#include <azu_session/store.hpp>

#include "console.hpp"
#include "json.hpp"
#include "options.hpp"

#include <memory>
#include <string>
#include <vector>

namespace cli {

/// The application that a command is about.
struct application {
    azu_session::project project;
    azu_session::environment variables;
};

/// The application that `--directory` names.
application open_application(const given_options &given);

/// Detects the application's store, or takes what the options say of it instead; its warnings go to standard
/// error.
azu_session::detection detect_store(const application &app, const given_options &given, console &out);

/// One of a store's settings, for people.
struct shown_setting {
    std::string label, value;
    std::string place; ///< where it was learnt; may be empty
};

/// "Prefix:   myapp:session:  (src/initializers/session.cr:6)"
std::string line_of(const shown_setting &setting);

/// The backend, and where it is; passwords masked.
std::vector<shown_setting> shown_settings(const azu_session::detection &found);

/// Connects to it. From here on interrupts are noted, and end any wait; what is waited for is told.
std::unique_ptr<azu_session::store> connect(const azu_session::detection &found, const given_options &given,
                                            console &out);

/// Which sessions `--expired` and `--where` select; all where neither is given.
azu_session::selection selection_of(const given_options &given);

/// What `session:clear` and `session:status` have in common when they go through a store.
azu_session::clear_options going_through(console &out);

/// What an object says of a failure.
json::value as_json(const azu_session::error &failure);

/// The members of the object that `session:detect --json` prints.
std::vector<std::pair<std::string, json::value>> as_json(const azu_session::detection &found);

} // namespace cli
