#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/clear.hpp>
#include <azu_session/detect.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/error.hpp>
#include <azu_session/plan.hpp>
#include <azu_session/project.hpp>
#include <azu_session/secret.hpp>
#include <azu_session/setup.hpp>
#include <azu_session/store.hpp>
#include <azu_session/teardown.hpp>
#include <azu_session/templates.hpp>
#include <azu_session/url.hpp>
#include <azu_session/version.hpp>
#include <azu_session/visible.hpp>
