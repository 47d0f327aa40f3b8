#pragma once

#include <azu_session/detection.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/error.hpp>
#include <azu_session/project.hpp>
#include <azu_session/settings.hpp>

#include "fuzz/require.hpp"
#include "support/temporary_directory.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace fuzz {

/// Detection in an initializer, in an environment where some variables are set, with and without --backend.
/// `detect` is the library's, compiled wherever that is wanted.
template <class Detect>
void detect(std::string_view bytes, Detect detect) {
    namespace az = azu_session;
    static const support::temporary_directory directory;
    directory.write("src/initializers/session.cr", std::string(bytes));
    az::project app{directory.path(), "app"};
    az::environment variables(std::map<std::string, std::string>{
        {"AZU_ENV", "production"}, {"APP_NAME", "shop"}, {"REDIS_PORT", "6380"}});
    for (auto backend : {std::optional<az::backend>(), std::optional(az::backend::redis),
                         std::optional(az::backend::database)}) {
        try {
            az::detection found = detect(app, variables, az::detect_options{.backend = backend});
            if (auto *redis = std::get_if<az::redis_settings>(&found.settings))
                az::key_prefix(redis->prefix.text());
            if (auto *database = std::get_if<az::database_settings>(&found.settings))
                az::table_name(database->table.text());
            require(found.provenance.contains("backend"), "an answer says where it was learnt");
        } catch (const az::error &failure) {
            require(!failure.hint().empty(), "an error says what to do");
            require(failure.code() == az::errc::invalid || failure.code() == az::errc::ambiguous ||
                        failure.code() == az::errc::unsupported,
                    "an error is one of those documented");
        }
    }
}

} // namespace fuzz
