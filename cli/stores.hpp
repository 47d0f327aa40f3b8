#pragma once

#include <azu_session/store.hpp>

extern "C" {

/// The version of the library that the module was built with, whose types are those of no other version.
const char *azu_stores_version();

/// `open_store` with every driver that azu was built with, in the module that holds them. The caller owns the
/// store.
azu_session::store *azu_open_store(const azu_session::store_settings &settings,
                                   const azu_session::store_options &options);
}
