#pragma once

#include <azu_session/application_state.hpp>
#include <azu_session/apply.hpp>
#include <azu_session/backend.hpp>
#include <azu_session/clear.hpp>
#include <azu_session/detect.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/error.hpp>
#include <azu_session/health.hpp>
#include <azu_session/inspection.hpp>
#include <azu_session/metrics.hpp>
#include <azu_session/plan.hpp>
#include <azu_session/project.hpp>
#include <azu_session/secret.hpp>
#include <azu_session/setup.hpp>
#include <azu_session/setup_options.hpp>
#include <azu_session/store.hpp>
#include <azu_session/teardown.hpp>
#include <azu_session/templates.hpp>
#include <azu_session/url.hpp>
#include <azu_session/version.hpp>
#include <azu_session/visible.hpp>

/// Sets up, detects and clears the session storage of Azu applications.
namespace azu_session::inline v0_1 {}
