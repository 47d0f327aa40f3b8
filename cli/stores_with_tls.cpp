#include <azu_session/stores/all.hpp>
#include <azu_session/stores/redis_tls.hpp>
#include <azu_session/version.hpp>

#include "stores.hpp"

namespace az = azu_session;

const char *azu_stores_version() { return az::version.data(); }

az::store *azu_open_store(const az::store_settings &settings, const az::store_options &options) {
    return az::open_store<az::redis_tls_store, az::redis_store, az::postgresql_store, az::sqlite_store>(
               settings, options)
        .release();
}
