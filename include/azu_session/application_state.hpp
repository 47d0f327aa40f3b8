#pragma once

#include <azu_session/application_facts.hpp>
#include <azu_session/backend.hpp>
#include <azu_session/detail/setup/dotenv_in_git.hpp>
#include <azu_session/detail/setup/edits.hpp>
#include <azu_session/detail/setup/existing_initializer.hpp>
#include <azu_session/detail/setup/handler_list.hpp>
#include <azu_session/detail/setup/loading.hpp>
#include <azu_session/detail/setup/schema.hpp>
#include <azu_session/detail/setup/shard_file.hpp>
#include <azu_session/detection.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/project.hpp>
#include <azu_session/secret.hpp>
#include <azu_session/setup.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <variant>
#include <vector>

namespace azu_session::inline v0_1 {

namespace detail {

inline std::string production_source(const environment &variables) {
    for (std::string_view name : {"AZU_ENV", "CRYSTAL_ENV"})
        if (auto *found = variables.find(name); found && found->value == "production")
            return joined({name, " (", found->source, ")"});
    return {};
}

inline secret_facts secret_facts_of(const environment &variables, std::string_view initializer) {
    auto *found = variables.find(secret_variable);
    secret_facts facts{.set = found && !trim(found->value).empty(),
                       .wanted = initializer.find(secret_variable) != initializer.npos};
    if (!found) return facts;
    facts.source = found->source;
    facts.doubtful = !found->doubt.empty();
    if (facts.set) facts.weakness = weakness_of(found->value);
    return facts;
}

inline std::vector<std::string> missing_shards(const environment &variables, backend kind,
                                               std::string_view shard_yml) {
    auto engine = engine_for(kind, variables, shard_yml);
    std::vector<std::string> missing;
    for (const auto &one : required_dependencies(kind, engine))
        if (!has_dependency(shard_yml, one.name)) missing.push_back(one.name);
    return missing;
}

} // namespace detail

/// Looks at the application whose sessions were `found`. Reads files. Throws errc::io where one cannot be
/// read; for the database backend errc::unsupported for MySQL, errc::invalid for a malformed DATABASE_URL,
/// and errc::ambiguous where that and shard.yml leave the kind of database open.
[[nodiscard]] inline application_facts look_at_application(const project &app, const environment &variables,
                                                           const detection &found) {
    application_facts facts{.production = detail::production_source(variables), .insecure = found.insecure};
    auto existing = detail::existing_initializer{detail::read_file(app.root / initializer_path(app))};
    if (existing.source) facts.initializer = initializer_path(app).generic_string();
    facts.generated = existing.halves().has_value();
    facts.secret = detail::secret_facts_of(variables, existing.source.value_or(""));

    detail::edits none(app);
    for (const auto &program : detail::serving_programs(app, none))
        facts.programs.push_back(
            {program.file.generic_string(), program.order.loads.has_value(), program.order.loads_in_time});
    facts.has_handler = detail::find_handlers(detail::crystal_files(app)).has_session_handler;

    auto shard_yml = detail::text_of_file(app.root / "shard.yml");
    facts.missing_dependencies = detail::missing_shards(variables, found.backend(), shard_yml);
    facts.loads_dotenv = has_dependency(shard_yml, "dotenv");

    std::error_code ignored;
    facts.has_dotenv = std::filesystem::exists(app.root / ".env", ignored);
    auto git = detail::look_at_git(app);
    facts.in_git = git.in_repository;
    facts.dotenv_ignored = git.ignored;
    facts.dotenv_tracked = git.tracked;
    for (std::string_view name : {"SESSION_SECRET", "SESSION_BACKEND", "REDIS_URL", "DATABASE_URL"})
        if (variables.source(name).starts_with(".env")) facts.only_in_dotenv.emplace_back(name);
    return facts;
}

} // namespace azu_session::inline v0_1
