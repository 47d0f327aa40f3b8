#include "drivers.hpp"

#include <azu_session/error.hpp>

#include "stores.hpp"

#include <dlfcn.h>

namespace cli {

namespace az = azu_session;

namespace {

/// Looked for where the program's run path says: beside it, and in lib/azu of where it is installed.
constexpr const char *module_name = "azu_stores.so";

decltype(&azu_open_store) load() {
    auto *module = ::dlopen(module_name, RTLD_NOW | RTLD_LOCAL);
    auto *found = module ? ::dlsym(module, "azu_open_store") : nullptr;
    if (!found)
        throw az::error(az::errc::io, {"The drivers of the stores cannot be loaded: ", ::dlerror(), "."},
                        "Install azu as a whole: its lib/azu belongs to its bin.");
    return reinterpret_cast<decltype(&azu_open_store)>(found);
}

} // namespace

std::unique_ptr<az::store> open_any_store(const az::store_settings &settings,
                                          const az::store_options &options) {
    static const auto open = load();
    return std::unique_ptr<az::store>(open(settings, options));
}

} // namespace cli
