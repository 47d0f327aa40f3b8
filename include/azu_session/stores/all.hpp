#pragma once

#include <azu_session/stores/postgresql.hpp>
#include <azu_session/stores/redis.hpp>
#include <azu_session/stores/sqlite.hpp>
