#pragma once

#include <azu_session/plan.hpp>

#include "console.hpp"

#include <filesystem>
#include <vector>

namespace cli {

/// A plan without conflicts, and the files that the person chose to leave alone.
struct resolved_plan {
    azu_session::setup_plan plan;
    std::vector<std::filesystem::path> left = {};
};

/// Asks the person about each file that is in conflict. Throws errc::interrupted when they choose to abort,
/// or do not answer.
resolved_plan resolve_conflicts(azu_session::setup_plan plan, console &out);

} // namespace cli
