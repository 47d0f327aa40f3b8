#pragma once

#include <azu_session/setup/apply.hpp>
#include <azu_session/setup/plan.hpp>
