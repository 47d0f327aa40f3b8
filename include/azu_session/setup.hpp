#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/setup/initializer.hpp>
#include <azu_session/detail/setup/migration.hpp>
#include <azu_session/detail/setup/schema.hpp>
#include <azu_session/detail/setup/shard_file.hpp>
#include <azu_session/detail/setup/steps.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/plan.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1 {

/// What to set up, and how.
struct setup_options {
    azu_session::backend backend = azu_session::backend::redis;
    bool force = false; ///< overwrite an initializer and a `<digits>_create_sessions.cr` that differ
    std::chrono::system_clock::time_point now = std::chrono::system_clock::now(); ///< dates the migration
};

/// The dependencies that the generated files require.
inline std::vector<dependency> required_dependencies(backend backend, database_engine engine) {
    std::vector<dependency> required = {{"session", "azutoolkit/session", "~> 1.0.31"}};
    if (backend == backend::redis) required.push_back({"redis", "stefanwille/crystal-redis", {}});
    if (backend == backend::database) {
        required.push_back({"cql", "azutoolkit/cql", {}});
        required.push_back(engine == database_engine::postgresql
                               ? dependency{"pg", "will/crystal-pg", {}}
                               : dependency{"sqlite3", "crystal-lang/crystal-sqlite3", {}});
    }
    return required;
}

namespace detail {

inline planned_file plan_initializer(const project &app, const initializer_settings &wanted, bool force) {
    planned_file file{.path = initializer_path(app), .contents = render_initializer(wanted)};
    file.previous = detail::read_file(app.root / file.path);
    if (!file.previous) return file;
    bool edited = is_lower_half_edited(*file.previous, file.contents);
    auto merged = with_lower_half(*file.previous, file.contents);
    if (same_text(*file.previous, file.contents))
        file.status = file_status::identical;
    else if (force)
        file.status = file_status::force;
    else if (!merged || edited)
        file.status = file_status::conflict;
    else
        file.status = same_text(*merged, *file.previous) ? file_status::skip : file_status::update;
    if (!force) file.contents = merged.value_or("");
    return file;
}

inline planned_file plan_migration(const project &app, database_engine engine, const setup_options &options) {
    auto existing = find_migration(app);
    auto version = existing ? migration_version(*existing) : migration_version(options.now);
    planned_file file{.path = existing ? *existing : migration_path(version),
                      .contents = render_migration(engine, version)};
    file.previous = detail::read_file(app.root / file.path);
    if (!file.previous) return file;
    // A migration of another name was made by someone else, and may do more than make the table.
    bool overwritten = options.force && is_named_create_sessions(file.path);
    file.status = same_text(*file.previous, file.contents) ? file_status::identical
                  : overwritten                            ? file_status::force
                                                           : file_status::skip;
    return file;
}

/// Two shards are called redis, each with its own interface.
inline bool is_required_from_elsewhere(std::string_view repository, const std::vector<dependency> &required) {
    return !repository.empty() && required.back().name == "redis" &&
           !same_repository(repository, required.back().github);
}

inline void plan_dependencies(setup_plan &plan, const std::optional<std::string> &shard_yml,
                              const std::vector<dependency> &required) {
    if (!shard_yml) {
        plan.by_hand.push_back("There is no shard.yml. Make one with these dependencies:\n\ndependencies:\n" +
                               dependency_lines(required));
        return;
    }
    if (auto redis = repository_of(*shard_yml, "redis"); is_required_from_elsewhere(redis, required))
        plan.by_hand.push_back(
            "shard.yml's redis is " + std::string(redis) +
            ", and the initializer is made for another shard of that name. Unless it is a fork, "
            "put this in its place:\n\n" +
            dependency_lines({required.back()}));
    auto edit = add_dependencies(*shard_yml, required);
    if (!edit.unplaceable.empty())
        plan.by_hand.push_back("shard.yml was left alone, since " + edit.reason +
                               ". Add these lines under its dependencies:\n\n" +
                               dependency_lines(edit.unplaceable));
    plan.files.push_back({.path = "shard.yml",
                          .status = !edit.unplaceable.empty() ? file_status::skip
                                    : edit.added.empty()      ? file_status::identical
                                                              : file_status::update,
                          .contents = edit.contents,
                          .previous = *shard_yml});
}

} // namespace detail

/// Plans the session initializer, the migration for a database table and the dependencies of an application.
/// Reads the application's files and touches nothing.
/// Throws errc::unsupported for MySQL, errc::invalid for a name that cannot stand in the initializer,
/// errc::io.
[[nodiscard]] inline setup_plan plan_setup(const project &app, const environment &variables,
                                           const setup_options &options = {}) {
    setup_plan plan{.root = app.root, .backend = options.backend};
    auto shard_yml = detail::read_file(app.root / "shard.yml");
    auto engine = database_engine::postgresql;
    if (options.backend == backend::database) engine = engine_of(variables, shard_yml.value_or(""));
    auto required = required_dependencies(options.backend, engine);

    plan.files.push_back(detail::plan_initializer(app, {app.name, options.backend, engine}, options.force));
    if (options.backend == backend::database)
        plan.files.push_back(detail::plan_migration(app, engine, options));
    detail::plan_dependencies(plan, shard_yml, required);
    plan.steps = remaining_steps(app, variables, options.backend, engine, required);
    return plan;
}

} // namespace azu_session::inline v0_1
