#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/os/application_lock.hpp>
#include <azu_session/detail/os/file_transaction.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/os/refusal.hpp>
#include <azu_session/detail/setup/initializer.hpp>
#include <azu_session/detail/setup/migration.hpp>
#include <azu_session/detail/setup/schema.hpp>
#include <azu_session/detail/setup/shard_file.hpp>
#include <azu_session/detail/setup/steps.hpp>
#include <azu_session/detail/text/unified_diff.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/error.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1 {

/// What is to become of a file.
enum class file_status {
    create,    ///< it is new
    update,    ///< it gets additions; what its authors wrote stays as it is
    force,     ///< it is overwritten, as asked for
    identical, ///< it is already as it should be
    skip,      ///< its authors changed it; it is left alone
    conflict,  ///< it is in the way; nothing at all is written
};

/// The status as `azu session:setup` prints it.
[[nodiscard]] constexpr std::string_view to_string(file_status status) {
    switch (status) {
    case file_status::create:
        return "create";
    case file_status::update:
        return "update";
    case file_status::force:
        return "force";
    case file_status::identical:
        return "identical";
    case file_status::skip:
        return "skip";
    case file_status::conflict:
        return "conflict";
    }
    return "";
}

/// Whether `apply` writes a file of this status.
[[nodiscard]] constexpr bool is_written(file_status status) {
    return status == file_status::create || status == file_status::update || status == file_status::force;
}

/// What is to become of one file, and with which contents.
struct planned_file {
    std::filesystem::path path; ///< relative to the application's root
    file_status status = file_status::create;
    std::string contents = {}; ///< what `apply` writes; in a conflict over setup's own half of a file, what
                               ///< it would, and empty in another
    std::optional<std::string> previous = {}; ///< what the plan found there; `apply` refuses anything else
};

/// What becomes of a file, or would where there is a conflict, as the lines of a unified diff with the names
/// of the file in front; none where nothing does. Of a file that is new, or that was found empty, every line
/// is added.
[[nodiscard]] inline std::vector<std::string> difference(const planned_file &file) {
    if (file.status == file_status::conflict && file.contents.empty()) return {};
    auto changes = detail::unified_diff(file.previous.value_or(""), file.contents);
    if (changes.empty()) return {};
    auto path = file.path.generic_string();
    std::vector<std::string> lines = {"--- " + (file.previous ? "a/" + path : "/dev/null"), "+++ b/" + path};
    lines.insert(lines.end(), changes.begin(), changes.end());
    return lines;
}

/// Everything that setting up sessions does, as data.
struct setup_plan {
    std::filesystem::path root;
    azu_session::backend backend = azu_session::backend::redis;
    std::vector<planned_file> files = {};
    std::vector<std::string> by_hand = {}; ///< edits that were not safe to make, each with the lines to add
    std::vector<setup_step> steps = {};    ///< what remains for the application's author
};

/// What to set up, and how.
struct setup_options {
    azu_session::backend backend = azu_session::backend::redis;
    bool force = false; ///< overwrite an initializer and a `<digits>_create_sessions.cr` that differ
    std::chrono::system_clock::time_point now = std::chrono::system_clock::now(); ///< dates the migration
};

namespace detail {

/// For what `azu generate auth` writes in the same place, which needs a shard older than 1.0.28.
inline std::string what_to_keep(const planned_file &file) {
    if (!file.previous || file.previous->find("Session::SessionData") == std::string::npos) return {};
    return "It looks like what azu generate auth writes, which this session shard cannot compile. Keep its "
           "session_key, secret and timeout, and its properties in UserSession; leave out provider and "
           "Session::SessionData. ";
}

} // namespace detail

/// What `apply` refuses the plan with, where one of its files is in conflict.
[[nodiscard]] inline std::optional<error> conflict_in(const setup_plan &plan) {
    for (const auto &file : plan.files)
        if (file.status == file_status::conflict)
            return error(errc::conflict, {file.path.string(), " exists and differs; nothing was written."},
                         detail::what_to_keep(file) + "Move your changes, or have it overwritten.",
                         {setting::overwrite});
    return std::nullopt;
}

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

/// How to apply a plan.
struct apply_options {
    std::chrono::milliseconds patience = std::chrono::seconds(10); ///< with another setup that is under way
};

/// Writes what the plan says: all of it, or nothing at all. Setups of one application follow one another, in
/// this process and in others, wherever its root directory can be locked. SIGINT, SIGTERM and SIGHUP end the
/// process while it waits for another setup, and are held back while it writes. A power cut or SIGKILL can
/// leave some files new and others as they were, none in part, and beside them temporaries named
/// `.azu-*.tmp` and `.azu-*.tmp~`; running setup again does the rest. A new file may be left empty on a file
/// system that cannot rename without replacing.
/// Throws errc::conflict when a file of the plan is in conflict, or is no longer what the plan found, and
/// errc::timeout when another setup lasts too long; errc::io when a file cannot be written. Nothing was
/// written then, unless another program changed one of the files meanwhile or undoing failed: such an error
/// is errc::io, and names each file that is not as it was, and where its old contents are.
inline void apply(const setup_plan &plan, const apply_options &options = {}) {
    if (auto conflict = conflict_in(plan)) throw *conflict;
    detail::application_lock one_at_a_time(plan.root, options.patience);
    detail::file_transaction files;
    for (const auto &file : plan.files) {
        auto path = plan.root / file.path;
        auto found = detail::read_file(path);
        if (found && !file.previous) detail::refuse(detail::in_the_way(path));
        if (found != file.previous) detail::refuse(detail::changed_meanwhile(file.path));
        if (is_written(file.status)) files.stage(path, file.previous, file.contents);
    }
    files.commit();
}

} // namespace azu_session::inline v0_1
