#pragma once

#include "process.hpp"
#include "temporary_directory.hpp"

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

namespace support {

/// The variables that the command looks at, removed, so that a test starts from nothing.
inline std::map<std::string, std::string>
clean_environment(const std::map<std::string, std::string> &variables) {
    std::map<std::string, std::string> all = {
        {"SESSION_BACKEND", ""}, {"SESSION_SECRET", ""}, {"SESSION_SECRET_PREVIOUS", ""},
        {"REDIS_URL", ""},       {"DATABASE_URL", ""},   {"AZU_ENV", ""},
        {"NO_COLOR", ""},        {"CLICOLOR", ""},       {"CLICOLOR_FORCE", ""}};
    for (const auto &[name, value] : variables)
        all[name] = value;
    return all;
}

/// An Azu application on disk, named my_app, and the `azu` command run in it.
class azu_application : public temporary_directory {
public:
    explicit azu_application(const std::string &shard = "name: my_app\n") { write("shard.yml", shard); }

    /// The initializer as `session:setup` writes it, without running it: the documented block alone.
    void configure(const std::string &store) const {
        write("src/initializers/session.cr", "Session.configure do |config|\n  config.store = " + store +
                                                 "\n  config.secret = ENV[\"SESSION_SECRET\"]\nend\n");
    }

    command azu(std::vector<std::string> arguments,
                const std::map<std::string, std::string> &variables = {}) const {
        arguments.insert(arguments.begin(), std::getenv("AZU"));
        return {.arguments = arguments,
                .environment = clean_environment(variables),
                .directory = path().string()};
    }
    outcome run(std::vector<std::string> arguments, const std::map<std::string, std::string> &variables = {},
                const std::string &input = {}) const {
        auto what = azu(std::move(arguments), variables);
        what.input = input;
        return support::run(what);
    }
};

} // namespace support
