#pragma once

#include <azu_session/clear.hpp>
#include <azu_session/detection.hpp>
#include <azu_session/error.hpp>
#include <azu_session/health.hpp>
#include <azu_session/inspection.hpp>
#include <azu_session/store.hpp>

#include "console.hpp"
#include "json.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

/// What `session:status` found.
struct status_report {
    std::string app; ///< its name
    azu_session::detection found;
    bool reachable = false;                             ///< the store could be connected to
    std::optional<azu_session::store_facts> facts = {}; ///< nothing where it could not be looked at
    std::optional<azu_session::error> failure = {};     ///< why
    azu_session::selection which = {};
    std::optional<azu_session::clear_result> selected = {}; ///< the sessions of `which`, where it is given
    std::vector<azu_session::health_check> checks = {};
};

/// Prints it for people, in 80 columns.
void print_status(const status_report &report, console &out);

/// The members of the object that `session:status --json` prints.
std::vector<std::pair<std::string, json::value>> as_json(const status_report &report);

/// Puts the text into the file in one step, so that nobody reads a half of it. Throws errc::io.
void write_at_once(const std::string &file, const std::string &text);

} // namespace cli
