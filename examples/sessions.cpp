// Compiled once, and seldom again: the drivers, and what reads Crystal.
#include "sessions.hpp"

#include <azu_session/detect.hpp>
#include <azu_session/stores/all.hpp>

namespace az = azu_session;

std::unique_ptr<az::store> open_sessions(const char *directory) {
    auto app = az::project::open(directory);
    auto found = az::detect(app, az::environment::of(app));
    return az::open_store<az::redis_store, az::postgresql_store, az::sqlite_store>(found);
}
