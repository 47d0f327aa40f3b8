#pragma once

#include <azu_session/application_facts.hpp>
#include <azu_session/detection.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/plan.hpp>
#include <azu_session/project.hpp>
#include <azu_session/setup_options.hpp>

/// What brings the library's interpreter of Crystal along, compiled once for all commands, and for the tests
/// of the library: it takes a minute with the sanitizers.
namespace compiled_once {

azu_session::detection detect(const azu_session::project &app, const azu_session::environment &variables,
                              const azu_session::detect_options &options = {});

azu_session::setup_plan plan_setup(const azu_session::project &app, const azu_session::environment &variables,
                                   const azu_session::setup_options &options = {});

azu_session::setup_plan plan_teardown(const azu_session::project &app,
                                      const azu_session::environment &variables,
                                      const azu_session::teardown_options &options = {});

azu_session::application_facts look_at_application(const azu_session::project &app,
                                                   const azu_session::environment &variables,
                                                   const azu_session::detection &found);

} // namespace compiled_once
