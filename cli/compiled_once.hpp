#pragma once

#include <azu_session/application_facts.hpp>
#include <azu_session/detection.hpp>
#include <azu_session/plan.hpp>

#include "application.hpp"
#include "options.hpp"

/// What brings the library's interpreter of Crystal along, compiled once for all commands.
namespace cli {

azu_session::detection detect(const application &app, const azu_session::detect_options &options);

/// As the options of `session:setup` and `session:teardown` say.
azu_session::setup_plan plan_setup(const application &app, const given_options &given);
azu_session::setup_plan plan_teardown(const application &app, const given_options &given);

azu_session::application_facts look_at_application(const application &app,
                                                   const azu_session::detection &found);

} // namespace cli
