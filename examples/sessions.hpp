// What the rest of a program sees of the sessions: no driver, and nothing of what reads Crystal.
#pragma once

#include <azu_session/store.hpp>

#include <memory>

std::unique_ptr<azu_session::store> open_sessions(const char *directory);
