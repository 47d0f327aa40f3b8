#pragma once

#include <azu_session/apply.hpp>
#include <azu_session/backend.hpp>
#include <azu_session/detail/crystal/parse.hpp>
#include <azu_session/detail/initializer/manifest.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/setup/backup.hpp>
#include <azu_session/detail/setup/crystal_files.hpp>
#include <azu_session/detail/setup/existing_initializer.hpp>
#include <azu_session/detail/setup/initializer.hpp>
#include <azu_session/detail/setup/loading.hpp>
#include <azu_session/detail/setup/migration.hpp>
#include <azu_session/detail/setup/steps.hpp>
#include <azu_session/detail/setup/switching.hpp>
#include <azu_session/detail/setup/taking_back.hpp>
#include <azu_session/detail/text/lines.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/error.hpp>
#include <azu_session/plan.hpp>
#include <azu_session/project.hpp>
#include <azu_session/setup_options.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1 {

namespace detail {

/// What an initializer was made for; nothing where its marker line does not tell.
inline std::optional<initializer_settings> settings_of(const project &app, std::string_view kind) {
    using enum backend;
    if (kind == "redis" || kind == "memory")
        return initializer_settings{app.name, kind == "redis" ? redis : memory};
    if (kind == "postgresql") return initializer_settings{app.name, database, database_engine::postgresql};
    if (kind == "sqlite") return initializer_settings{app.name, database, database_engine::sqlite};
    return std::nullopt;
}

/// Whether an initializer is as setup wrote it; what this or an earlier version of it wrote below the line.
inline bool is_as_written(const initializer_halves &halves, const initializer_settings &settings) {
    auto facts = marker_facts(halves.marker);
    return same_text(halves.upper, upper_half(settings)) &&
           checksum(with_line_ending(halves.lower, "\n")) == facts[1];
}

/// The initializer goes, and what was in its place before comes back.
inline void take_back_initializer(setup_plan &plan, const project &app, const std::string &source,
                                  const manifest &known) {
    planned_file file{.path = initializer_path(app), .status = file_status::remove, .previous = source};
    bool has_backup = known.backup && *known.backup != file.path;
    if (auto before = has_backup ? read_file(app.root / *known.backup) : std::nullopt) {
        file.status = file_status::update;
        file.contents = *before;
        plan.files.push_back(file);
        plan.files.push_back({.path = *known.backup, .status = file_status::remove, .previous = before});
        return;
    }
    plan.files.push_back(std::move(file));
}

/// The migration goes where it is as setup wrote it.
inline void take_back_migration(setup_plan &plan, const project &app, const environment &variables) {
    auto path = find_migration(app);
    if (!path) return;
    auto source = read_file(app.root / *path);
    for (auto engine : {database_engine::postgresql, database_engine::sqlite})
        if (same_text(*source, render_migration(engine, migration_version(*path)))) {
            plan.files.push_back({.path = *path, .status = file_status::remove, .previous = source});
            plan.steps.push_back(
                {"Where the migration ran, drop its table", {drop_table(app, variables, engine)}});
            return;
        }
    plan.files.push_back(
        {.path = *path, .status = file_status::skip, .contents = *source, .previous = source});
    plan.by_hand.push_back(
        path->generic_string() +
        " is not as setup wrote it, and was left. Take it back with azu db:rollback if it ran.");
}

/// The files that a manifest has insertions in, in its order.
inline std::vector<std::filesystem::path> edited_files(const manifest &known) {
    std::vector<std::filesystem::path> files;
    for (const auto &one : known.insertions)
        if (std::find(files.begin(), files.end(), one.file) == files.end()) files.push_back(one.file);
    return files;
}

/// A `.env` that setup made stays where somebody added to it, and then stays out of git.
inline void keep_secrets_ignored(setup_plan &plan, const project &app, const manifest &known) {
    auto file_named = [&](const std::filesystem::path &path) {
        return std::find_if(plan.files.begin(), plan.files.end(),
                            [&](const auto &file) { return file.path == path; });
    };
    bool made = std::any_of(known.insertions.begin(), known.insertions.end(),
                            [](const insertion &one) { return one.made && one.file == ".env"; });
    auto dotenv = file_named(".env"), gitignore = file_named(".gitignore");
    bool goes = dotenv != plan.files.end() && dotenv->status == file_status::remove;
    std::error_code none;
    if (!made || goes || gitignore == plan.files.end() || !std::filesystem::exists(app.root / ".env", none))
        return;
    plan.files.erase(gitignore);
    plan.by_hand.push_back(".env holds more than setup put there, and was left, as was .gitignore. Remove "
                           "both once nothing needs them.");
}

/// What the application's sources say of an initializer that is gone, as what is to be done by hand.
inline std::vector<std::string> references_left(const project &app, const setup_plan &plan) {
    std::vector<std::string> left;
    auto target = initializer_path(app);
    for (auto &file : crystal_files(app)) {
        for (const auto &planned : plan.files)
            if (planned.path == file.path) file.text = planned.contents;
        auto tree = crystal::parse(file.text);
        for (const auto &node : tree.nodes) {
            bool handler = node.kind == crystal::node_kind::constant &&
                           (node.text == "SessionHandler" || node.text == "::SessionHandler");
            if (!handler && !requires_file(tree, node, file.path, target)) continue;
            left.push_back(shown({file.path, line_number(file.text, node.begin)}) +
                           (handler ? " still names SessionHandler, which is gone."
                                    : " still requires the initializer, which is gone."));
        }
    }
    return left;
}

/// The URL that the initializer alone tells, as far as it may be shown; empty where a variable tells it.
inline std::string literal_url(const detection &found) {
    auto place = found.provenance.find("url");
    bool literal = place != found.provenance.end() && place->second.find(".cr:") != std::string::npos;
    return literal ? url_of(found) : std::string();
}

/// Who is logged in stays so in the store.
inline void add_clearing_step(setup_plan &plan, const project &app, const environment &variables) {
    try {
        auto found = detect(app, variables);
        if (found.backend() == backend::memory || found.source != detection_source::initializer) return;
        plan.steps.push_back(
            {"Clear the store, whose sessions nobody reads any more (" + described(found) + ")",
             {clear_command(found.backend()) + telling_options(found, literal_url(found))}});
    } catch (const error &) { // which store it is cannot be told
    }
}

/// Neither reads anybody the sessions in stores that were left before, and what is noted of them goes.
inline void add_earlier_clearing_steps(setup_plan &plan, const project &app, const environment &variables,
                                       const manifest &known) {
    for (const auto &one : known.earlier_stores)
        if (auto found = detect_expression(app, variables, one.expression))
            plan.steps.push_back(
                {"Clear the store that was left behind before, if that was not done (" + described(*found) +
                     ")",
                 {clear_command(one.backend) + telling_options(*found, literal_url(*found))}});
}

} // namespace detail

/// Plans to take back what setup wrote into an application: the initializer, the migration, and what it put
/// into other files, each where it is as setup wrote it. What is left, and why, is in `by_hand`. Nothing is
/// planned where there is no initializer, and where setup has not written the one that there is. Reads the
/// application's files and touches nothing.
/// Throws errc::conflict where the initializer was changed since setup wrote it and `force` is not given, for
/// all the rest belongs to it; errc::io.
[[nodiscard]] inline setup_plan plan_teardown(const project &app, const environment &variables,
                                              const teardown_options &options = {}) {
    setup_plan plan{.root = app.root};
    auto path = initializer_path(app);
    detail::existing_initializer existing{detail::read_file(app.root / path)};
    if (!existing.source) return plan;
    auto halves = existing.halves();
    auto settings = detail::settings_of(app, existing.kind());
    if (!halves || !settings) {
        plan.by_hand.push_back(path.generic_string() + " was not written by setup, and was left.");
        return plan;
    }
    plan.backend = settings->backend;
    bool changed = !detail::is_as_written(*halves, *settings);
    if (changed && !options.force)
        throw error(
            errc::conflict,
            {path.generic_string(),
             " was changed since setup wrote it, and the rest belongs to it; nothing was taken back."},
            "Keep it, or have it taken away and kept in a backup.", {setting::overwrite});
    if (changed)
        plan.files.push_back({.path = detail::free_backup_path(app.root, path),
                              .contents = *existing.source,
                              .secret = detail::is_private(app.root / path)});
    auto known = existing.known();
    detail::take_back_initializer(plan, app, *existing.source, known);
    detail::take_back_migration(plan, app, variables);
    for (const auto &file : detail::edited_files(known))
        if (detail::find_file(plan.files, file) == plan.files.end())
            if (auto taken = detail::take_back(app, file, known.insertions, plan.by_hand))
                plan.files.push_back(std::move(*taken));
    detail::keep_secrets_ignored(plan, app, known);
    plan.emptied.assign(known.directories.rbegin(), known.directories.rend());
    if (!known.backup) {
        auto left = detail::references_left(app, plan);
        plan.by_hand.insert(plan.by_hand.end(), left.begin(), left.end());
    }
    detail::add_clearing_step(plan, app, variables);
    detail::add_earlier_clearing_steps(plan, app, variables, known);
    return plan;
}

} // namespace azu_session::inline v0_1
