#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/detect/detector.hpp>
#include <azu_session/detail/detect/earlier_store.hpp>
#include <azu_session/detail/setup/crystal_files.hpp>
#include <azu_session/detail/setup/crystal_literal.hpp>
#include <azu_session/detail/setup/existing_initializer.hpp>
#include <azu_session/detail/setup/initializer.hpp>
#include <azu_session/detail/setup/manifest.hpp>
#include <azu_session/detail/setup/migration.hpp>
#include <azu_session/detail/setup/shard_file.hpp>
#include <azu_session/detail/setup/shell_word.hpp>
#include <azu_session/detail/setup/store_expression.hpp>
#include <azu_session/detect.hpp>
#include <azu_session/detection.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/plan.hpp>
#include <azu_session/project.hpp>
#include <azu_session/settings.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// What becomes of the store that an application leaves for another.
namespace azu_session::inline v0_1::detail {

/// How a store says where it is: by the variable that told it, else by the URL without its password.
inline std::string url_argument(const std::string &provenance, const std::string &shown,
                                const std::string &variable) {
    if (provenance == "default") return "ENV[\"" + variable + "\"]";
    auto space = provenance.find(" (");
    bool is_variable = provenance.find(':') > space && space != std::string::npos;
    if (is_variable) return "ENV[\"" + provenance.substr(0, space) + "\"]";
    return "\"" + crystal_literal(shown, "URL") + "\"";
}

/// The expression that makes the detected store, as far as clearing it needs; nothing where it is none that
/// can be cleared.
inline std::optional<std::string> expression_of(const detection &found) {
    auto place = found.provenance.find("url");
    auto provenance = place == found.provenance.end() ? std::string("default") : place->second;
    if (const auto *redis = std::get_if<redis_settings>(&found.settings))
        return "RedisStore.new(url: " + url_argument(provenance, redis->url.shown, "REDIS_URL") +
               ", prefix: \"" + crystal_literal(redis->prefix.text(), "prefix") + "\")";
    const auto *database = std::get_if<database_settings>(&found.settings);
    if (!database || !database->url) return std::nullopt;
    return "DatabaseStore.new(table: \"" + crystal_literal(database->table.text(), "table") +
           "\", url: " + url_argument(provenance, shown(*database->url), "DATABASE_URL") + ")";
}

/// The store that an existing initializer configures, as a manifest keeps it: as written where that needs
/// nothing of the file around it, else as detection reads it. Nothing for memory, and where it cannot be
/// told.
inline std::optional<earlier_store> store_of(const project &app, const environment &variables,
                                             std::string_view configuration) {
    auto written = find_store_expression(configuration);
    if (written && written->backend == backend::memory) return std::nullopt;
    if (written && written->closed)
        return earlier_store{written->backend, without_passwords(configuration.substr(
                                                   written->begin, written->end - written->begin))};
    try {
        auto found = detect(app, variables);
        if (found.source != detection_source::initializer) return std::nullopt;
        auto expression = expression_of(found);
        return expression ? std::optional(earlier_store{found.backend(), *expression}) : std::nullopt;
    } catch (const error &) {
        return std::nullopt;
    }
}

/// What a person calls a store: "Redis, redis://localhost:6379, shop:session:*".
inline std::string described(const detection &found) {
    if (const auto *redis = std::get_if<redis_settings>(&found.settings))
        return "Redis, " + redis->url.shown + ", " + redis->prefix.pattern();
    const auto &database = std::get<database_settings>(found.settings);
    return "the database, " + (database.url ? shown(*database.url) + ", " : "") + "table " +
           database.table.text();
}

/// The settings of a store as its expression makes it; nothing where a variable of it is not set.
inline std::optional<detection> detect_expression(const project &app, const environment &variables,
                                                  const std::string &expression) {
    try {
        return detector(app, variables, {}, initializer_with(initializer_places.front(), expression))
            .detect();
    } catch (const error &) {
        return std::nullopt;
    }
}

/// Clears a store that another one has taken the place of, by the options that tell it.
inline setup_step clearing_step(const project &app, const environment &variables, const earlier_store &left,
                                const std::string &options = {}) {
    auto found = detect_expression(app, variables, left.expression);
    return {"When the application runs with the new store, clear the one that is left behind (" +
                (found ? described(*found) : left.expression) + ")",
            {"azu session:clear --backend " + std::string(to_string(left.backend)) + options}};
}

/// The options that tell apart a store of the same kind as the one that takes its place.
inline std::string telling_options(const detection &found) {
    if (const auto *redis = std::get_if<redis_settings>(&found.settings))
        return " --prefix " + shell_word(redis->prefix.text());
    return " --table " + shell_word(std::get<database_settings>(found.settings).table.text());
}

/// Notes in the manifest the store that is left for another, where that can be told. Gives the steps for it
/// and for earlier ones.
inline std::vector<setup_step> note_switch(manifest &known, const project &app, const environment &variables,
                                           const existing_initializer &existing,
                                           const initializer_settings &wanted) {
    bool stays = !existing.source || existing.kind() == marker_kind(wanted);
    std::vector<setup_step> steps;
    auto halves = existing.halves();
    auto left = stays ? std::nullopt : store_of(app, variables, halves ? halves->upper : *existing.source);
    auto is_replaced = [&](const earlier_store &one) {
        return !stays && (one.backend == wanted.backend || (left && one.backend == left->backend));
    };
    std::erase_if(known.earlier_stores, is_replaced);
    if (left && left->backend != wanted.backend) known.earlier_stores.push_back(*left);
    if (left && left->backend == wanted.backend)
        if (auto found = detect_expression(app, variables, left->expression))
            steps.push_back(clearing_step(app, variables, *left, telling_options(*found)));
    for (const auto &one : known.earlier_stores)
        steps.push_back(clearing_step(app, variables, one));
    return steps;
}

inline bool is_required_shard(const project &app, const std::string &name) {
    auto files = crystal_files(app);
    return std::any_of(files.begin(), files.end(), [&](const crystal_file &file) {
        return file.text.find("require \"" + name) != std::string::npos;
    });
}

/// What an earlier store needed and nothing seems to need any more, as sentences.
inline std::vector<std::string> unneeded_pieces(const project &app, const manifest &known,
                                                std::string_view shard_yml,
                                                const std::vector<dependency> &required) {
    std::vector<std::string> pieces;
    for (const auto &store : known.earlier_stores) {
        auto migration = store.backend == backend::database ? find_migration(app) : std::nullopt;
        if (migration)
            pieces.push_back(
                migration->generic_string() +
                " is no longer needed. Take it back with azu db:rollback if it ran, then remove it.");
        for (const char *name : {"redis", "cql", "pg", "sqlite3"}) {
            bool is_redis = std::string_view(name) == "redis";
            if (is_redis != (store.backend == backend::redis) || !has_dependency(shard_yml, name)) continue;
            bool needed = std::any_of(required.begin(), required.end(),
                                      [&](const auto &one) { return one.name == name; });
            if (needed || is_required_shard(app, name)) continue;
            pieces.push_back("shard.yml depends on " + std::string(name) +
                             ", which no file below src/ requires any more.");
        }
    }
    return pieces;
}

} // namespace azu_session::inline v0_1::detail
