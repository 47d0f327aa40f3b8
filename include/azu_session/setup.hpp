#pragma once

#include <azu_session/apply.hpp>
#include <azu_session/backend.hpp>
#include <azu_session/detail/initializer/halves.hpp>
#include <azu_session/detail/initializer/manifest.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/setup/edits.hpp>
#include <azu_session/detail/setup/existing_initializer.hpp>
#include <azu_session/detail/setup/initializer.hpp>
#include <azu_session/detail/setup/migration.hpp>
#include <azu_session/detail/setup/required_dependencies.hpp>
#include <azu_session/detail/setup/schema.hpp>
#include <azu_session/detail/setup/shard_file.hpp>
#include <azu_session/detail/setup/steps.hpp>
#include <azu_session/detail/setup/store_expression.hpp>
#include <azu_session/detail/setup/switching.hpp>
#include <azu_session/detail/setup/template_files.hpp>
#include <azu_session/detail/setup/wiring.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/plan.hpp>
#include <azu_session/project.hpp>
#include <azu_session/setup_options.hpp>
#include <azu_session/templates.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1 {

namespace detail {

/// The authors' half with the wanted kind of store in it; nothing where it cannot be kept.
inline std::optional<std::string> kept_upper_half(const existing_initializer &existing,
                                                  const initializer_settings &wanted,
                                                  const initializer_halves &rendered) {
    auto halves = existing.halves();
    if (!halves) return std::nullopt;
    if (existing.kind() == marker_kind(wanted)) return std::string(halves->upper);
    auto known = existing.known();
    auto *earlier = find_earlier(known, wanted.backend);
    bool noted = earlier && !earlier->expression.empty();
    auto written =
        noted ? std::optional(with_urls_of(earlier->expression, url_name(wanted.backend))) : std::nullopt;
    return with_store_of(halves->upper, rendered.upper, written);
}

/// Whether nothing of the store that is replaced is lost: the manifest has it as it was written, or clearing
/// it from outside is not possible.
inline bool is_noted(const existing_initializer &existing, const manifest &known) {
    auto halves = existing.halves();
    auto written = halves ? find_store_expression(halves->upper) : std::nullopt;
    if (!written) return false;
    auto text = halves->upper.substr(written->begin, written->end - written->begin);
    auto *noted = find_earlier(known, written->backend);
    return written->backend == backend::memory || (noted && noted->expression == text);
}

inline planned_file plan_initializer(const project &app, const existing_initializer &existing,
                                     const initializer_settings &wanted, const manifest &known, bool force) {
    auto rendered = render_initializer(wanted, known);
    planned_file file{.path = initializer_path(app), .contents = rendered, .previous = existing.source};
    if (!file.previous) return file;
    file.status = file_status::update;
    if (trim(*file.previous).empty()) return file;
    auto parts = existing.halves();
    auto upper = kept_upper_half(existing, wanted, *split_initializer(rendered));
    if (upper) file.contents = with_upper_half(*upper, rendered, parts->ending);
    bool edited = parts && is_lower_half_edited(*parts, *split_initializer(rendered));
    bool switches = existing.kind() != marker_kind(wanted);
    bool loses = !upper || edited || (*upper != parts->upper && !is_noted(existing, known));
    if (same_text(*file.previous, rendered))
        file.status = file_status::identical;
    else if (loses || (switches && !force))
        file.status = file_status::conflict;
    else if (same_text(*file.previous, file.contents))
        file.status = file_status::skip;
    return file;
}

/// What is in the place of an initializer and none of setup's is kept in a backup, which can be put back.
inline void note_replaced(manifest &known, const project &app, const existing_initializer &existing) {
    if (existing.source && !existing.halves() && !trim(*existing.source).empty())
        known.backup = free_backup_path(app.root, initializer_path(app));
}

inline planned_file plan_migration(const project &app, database_engine engine, const setup_options &options) {
    auto existing = find_migration(app);
    auto version = existing ? migration_version(*existing) : migration_version(options.now);
    planned_file file{.path = existing ? *existing : migration_path(version),
                      .contents = render_migration(engine, version)};
    file.previous = detail::read_file(app.root / file.path);
    if (!file.previous) return file;
    file.status = file_status::update;
    if (trim(*file.previous).empty()) return file;
    // A migration of another name was made by someone else, and may do more than make the table.
    bool in_the_way = options.force && is_named_create_sessions(file.path);
    file.status = same_text(*file.previous, file.contents) ? file_status::identical
                  : in_the_way                             ? file_status::conflict
                                                           : file_status::skip;
    return file;
}

/// Two shards are called redis, each with its own interface.
inline bool is_required_from_elsewhere(std::string_view repository, const std::vector<dependency> &required) {
    return !repository.empty() && required.back().name == "redis" &&
           !same_repository(repository, required.back().github);
}

inline void plan_dependencies(setup_plan &plan, manifest &known, const std::optional<std::string> &shard_yml,
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
    if (!edit.added.empty()) note_insertion(known, note_of_change("shard.yml", *shard_yml, edit.contents));
}

/// Adds the edited files, which are of no use without the initializer, and notes what was put into them.
inline void add_edits(setup_plan &plan, manifest &known, const edits &made,
                      const std::filesystem::path &initializer) {
    for (auto file : made.files()) {
        file.needs = initializer;
        plan.files.push_back(std::move(file));
    }
    for (const auto &one : made.insertions())
        note_insertion(known, one);
}

/// Notes the directories that are made for the plan's files.
inline void note_directories(manifest &known, const setup_plan &plan) {
    std::error_code none;
    for (const auto &file : plan.files) {
        std::filesystem::path directory;
        for (const auto &part : file.path.parent_path()) {
            directory /= part;
            bool noted = std::find(known.directories.begin(), known.directories.end(), directory) !=
                         known.directories.end();
            if (!noted && !std::filesystem::exists(plan.root / directory, none))
                known.directories.push_back(directory);
        }
    }
}

/// What remains of a change that was asked for is to be made by hand.
inline void move_edits_to_by_hand(setup_plan &plan) {
    auto sets_secret = [](const std::string &line) { return line.starts_with("echo \"SESSION_SECRET="); };
    auto is_edit = [&](const setup_step &step) {
        return !step.file.empty() || std::any_of(step.lines.begin(), step.lines.end(), sets_secret);
    };
    for (const auto &step : plan.steps) {
        if (!is_edit(step)) continue;
        std::string text = step.title + ":\n";
        for (const auto &line : step.lines)
            text += "\n" + line;
        plan.by_hand.push_back(text);
    }
    std::erase_if(plan.steps, is_edit);
}

/// Overwrites what is in conflict.
inline setup_plan overwriting(setup_plan plan) {
    auto files = plan.files;
    for (const auto &file : files)
        if (file.status == file_status::conflict) plan = overwritten(std::move(plan), file.path);
    return plan;
}

/// Plans what the caller's own templates say.
inline setup_plan plan_own(const project &app, const environment &variables, const setup_options &options) {
    if (options.wire)
        throw error(errc::usage, "Files of templates of your own cannot be wired into an application.",
                    "Set up without wiring, and load them by hand.");
    setup_plan plan{.root = app.root, .backend = options.backend};
    auto shard_yml = read_file(app.root / "shard.yml");
    auto engine = engine_for(options.backend, variables, shard_yml.value_or(""));
    plan.files = plan_templates(app, *options.templates, values_for_templates(app, options.backend, engine),
                                migration_version(options.now));
    manifest unused; // the files have no place for it
    const auto &required = options.templates->dependencies;
    if (!required.empty()) plan_dependencies(plan, unused, shard_yml, required);
    return options.force ? overwriting(std::move(plan)) : plan;
}

} // namespace detail

/// Plans the session initializer, the migration for a database table and the dependencies of an application,
/// and with `wire` the edits of its own files; or what `templates` say, without steps. Reads the
/// application's files and touches nothing. Throws errc::unsupported for MySQL, errc::ambiguous where
/// DATABASE_URL and shard.yml leave the kind of database open, errc::invalid for a name that cannot stand in
/// the initializer and for a template that is wrong, errc::usage for templates with `wire`, errc::io.
[[nodiscard]] inline setup_plan plan_setup(const project &app, const environment &variables,
                                           const setup_options &options = {}) {
    if (options.templates) return detail::plan_own(app, variables, options);
    setup_plan plan{.root = app.root, .backend = options.backend};
    auto shard_yml = detail::read_file(app.root / "shard.yml");
    auto engine = detail::engine_for(options.backend, variables, shard_yml.value_or(""));
    auto required = detail::required_dependencies(options.backend, engine);
    auto existing = detail::existing_initializer{detail::read_file(app.root / initializer_path(app))};
    auto known = existing.known();

    if (options.backend == backend::database)
        plan.files.push_back(detail::plan_migration(app, engine, options));
    detail::plan_dependencies(plan, known, shard_yml, required);
    detail::edits edits(app);
    auto after = variables;
    if (options.wire) {
        plan.unneeded = detail::idle_requires(detail::serving_programs(app, edits));
        after = detail::wire(app, variables, options.backend, engine, options.secret, edits);
    }
    detail::add_edits(plan, known, edits, initializer_path(app));
    auto switched = detail::note_switch(known, app, variables, existing, {app.name, options.backend, engine});
    detail::note_replaced(known, app, existing);
    plan.files.insert(plan.files.begin(), {.path = initializer_path(app)});
    detail::note_directories(known, plan);
    plan.files.front() =
        detail::plan_initializer(app, existing, {app.name, options.backend, engine}, known, options.force);
    plan.steps = remaining_steps(app, after, options.backend, engine, required, edits);
    if (options.wire) detail::move_edits_to_by_hand(plan);
    for (auto &step : switched)
        step.needs = plan.files.front().path;
    plan.steps.insert(plan.steps.end(), switched.begin(), switched.end());
    auto pieces = detail::unneeded_pieces(app, known, shard_yml.value_or(""), required);
    plan.unneeded.insert(plan.unneeded.end(), pieces.begin(), pieces.end());
    return options.force ? detail::overwriting(std::move(plan)) : plan;
}

} // namespace azu_session::inline v0_1
