#pragma once

#include <azu_session/store.hpp>

#include <memory>

namespace cli {

/// `open_store` with every driver that azu was built with, which are loaded then. Throws errc::io where they
/// cannot be.
std::unique_ptr<azu_session::store> open_any_store(const azu_session::store_settings &settings,
                                                   const azu_session::store_options &options);

} // namespace cli
