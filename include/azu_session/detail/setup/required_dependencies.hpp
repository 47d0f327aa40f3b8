#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/setup/schema.hpp>
#include <azu_session/detail/setup/shard_file.hpp>

#include <vector>

namespace azu_session::inline v0_1::detail {

/// The dependencies that the generated files require.
inline std::vector<dependency> required_dependencies(backend backend, database_engine engine) {
    std::vector<dependency> required = {{"session", "azutoolkit/session", "~> 1.0.31"}};
    if (backend == backend::redis) required.push_back({"redis", "stefanwille/crystal-redis", {}});
    if (backend == backend::database) {
        required.push_back({"cql", "azutoolkit/cql", {}});
        required.push_back(engine == database_engine::postgresql
                               ? dependency{"pg", "will/crystal-pg", {}}
                               : dependency{"sqlite3", "crystal-lang/crystal-sqlite3", {}});
    }
    return required;
}

} // namespace azu_session::inline v0_1::detail
