#include "drivers.hpp"

#include <azu_session/error.hpp>
#include <azu_session/version.hpp>

#include "stores.hpp"

#include <dlfcn.h>

namespace cli {

namespace az = azu_session;

namespace {

/// Looked for where the program's run path says: beside it, and in lib/azu of where it is installed.
constexpr const char *module_name = "azu_stores.so";

constexpr const char *whole = "Install azu as a whole: its lib/azu belongs to its bin.";

template <class Function>
Function *find(void *module, const char *name) {
    auto *found = module ? ::dlsym(module, name) : nullptr;
    if (!found)
        throw az::error(az::errc::io, {"The drivers of the stores cannot be loaded: ", ::dlerror(), "."},
                        whole);
    return reinterpret_cast<Function *>(found);
}

decltype(&azu_open_store) load() {
    auto *module = ::dlopen(module_name, RTLD_NOW | RTLD_LOCAL);
    // Those of another version take what they are given for something else.
    if (find<decltype(azu_stores_version)>(module, "azu_stores_version")() != az::version)
        throw az::error(az::errc::io,
                        {"The drivers of the stores, ", module_name, ", are those of another version."},
                        whole);
    return find<decltype(azu_open_store)>(module, "azu_open_store");
}

} // namespace

std::unique_ptr<az::store> open_any_store(const az::store_settings &settings,
                                          const az::store_options &options) {
    static const auto open = load();
    return std::unique_ptr<az::store>(open(settings, options));
}

} // namespace cli
