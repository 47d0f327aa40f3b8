#include "drivers.hpp"

#include <azu_session/stores/all.hpp>

namespace cli {

namespace az = azu_session;

std::unique_ptr<az::store> open_any_store(const az::store_settings &settings,
                                          const az::store_options &options) {
    return az::open_store<az::redis_store, az::postgresql_store, az::sqlite_store>(settings, options);
}

} // namespace cli
