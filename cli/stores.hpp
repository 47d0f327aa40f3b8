#pragma once

#include <azu_session/store.hpp>

/// `open_store` with every driver that azu was built with, in the module that holds them. The caller owns the
/// store.
extern "C" azu_session::store *azu_open_store(const azu_session::store_settings &settings,
                                              const azu_session::store_options &options);
