#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/detect/detector.hpp>
#include <azu_session/detail/detect/earlier_store.hpp>
#include <azu_session/detail/detect/search.hpp>
#include <azu_session/detail/initializer/manifest.hpp>
#include <azu_session/detail/setup/crystal_files.hpp>
#include <azu_session/detail/setup/crystal_literal.hpp>
#include <azu_session/detail/setup/existing_initializer.hpp>
#include <azu_session/detail/setup/initializer.hpp>
#include <azu_session/detail/setup/migration.hpp>
#include <azu_session/detail/setup/shard_file.hpp>
#include <azu_session/detail/setup/shell_word.hpp>
#include <azu_session/detail/setup/store_expression.hpp>
#include <azu_session/detail/setup/variables.hpp>
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

inline const std::string &url_of(const detection &found) {
    static const std::string none;
    if (const auto *redis = std::get_if<redis_settings>(&found.settings)) return redis->url.shown;
    const auto *database = std::get_if<database_settings>(&found.settings);
    return database && database->url ? shown(*database->url) : none;
}

/// The place within its server that a store has for itself.
inline std::string place_of(const detection &found) {
    if (const auto *redis = std::get_if<redis_settings>(&found.settings)) return redis->prefix.pattern();
    return "table " + std::get<database_settings>(found.settings).table.text();
}

/// What a person calls a store: "Redis, redis://localhost:6379, shop:session:*".
inline std::string described(const detection &found) {
    auto url = url_of(found);
    return (found.backend() == backend::redis ? "Redis, " : "the database, ") +
           (url.empty() ? url : url + ", ") + place_of(found);
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

inline std::string clear_command(backend kind) {
    return "azu session:clear --backend " + std::string(to_string(kind));
}

/// The options that tell a store where nothing is noted of it. The URL is `url` where it is not the same
/// that the application has for others of the kind.
inline std::string telling_options(const detection &found, const std::string &url = {}) {
    auto option = url.empty() ? url : " --url " + shell_word(url);
    if (const auto *redis = std::get_if<redis_settings>(&found.settings))
        return option + " --prefix " + shell_word(redis->prefix.text());
    return option + " --table " + shell_word(std::get<database_settings>(found.settings).table.text());
}

/// Clears a store that one of another kind has taken the place of: the command finds it in the manifest.
inline setup_step clearing_step(const project &app, const environment &variables, const earlier_store &left) {
    auto found = detect_expression(app, variables, left.expression);
    return {"When the application runs with the new store, clear the one that is left behind (" +
                (found ? described(*found) : left.expression) + ")",
            {clear_command(left.backend)}};
}

/// Whether an initializer of setup's is now made for the other of the two database engines, as the variable
/// that tells the database has changed.
inline bool changes_engine(std::string_view former_kind, const initializer_settings &wanted) {
    return wanted.backend == backend::database && former_kind != marker_kind(wanted) &&
           (former_kind == "postgresql" || former_kind == "sqlite");
}

/// Clears a store that one of the same kind has taken the place of, of which nothing is noted; nothing where
/// the store stays the same.
inline std::optional<setup_step> clearing_step_of_kind(const project &app, const environment &variables,
                                                       const earlier_store &left,
                                                       std::string_view former_kind,
                                                       const initializer_settings &wanted) {
    const std::string title =
        "When the application runs with the new store, clear the one that is left behind (";
    auto found = detect_expression(app, variables, left.expression);
    if (!found) return std::nullopt;
    if (changes_engine(former_kind, wanted))
        return setup_step{title + "the database that DATABASE_URL named before, " + place_of(*found) + ")",
                          {clear_command(left.backend) + telling_options(*found, "URL")}};
    if (!former_kind.empty()) return std::nullopt; // whose store is kept
    auto configuration = upper_half(wanted);
    auto store = find_store_expression(configuration);
    auto now =
        detect_expression(app, variables, configuration.substr(store->begin, store->end - store->begin));
    bool same_url = now && url_of(*now) == url_of(*found);
    if (same_url && place_of(*now) == place_of(*found)) return std::nullopt;
    return setup_step{
        title + described(*found) + ")",
        {clear_command(left.backend) + telling_options(*found, same_url ? "" : url_of(*found))}};
}

/// What to do where a store is left that cannot be told.
inline setup_step clearing_step_by_hand() {
    return {
        "What kept the sessions before cannot be told. When the application runs with the new store, clear "
        "the other by what stood in the initializer, as one of these",
        {clear_command(backend::redis) + " --url URL --prefix PREFIX",
         clear_command(backend::database) + " --url URL --table TABLE"}};
}

/// What to do where a store comes back whose URL had a password, which is not noted.
inline setup_step url_step(const earlier_store &back, const detection &found) {
    auto name = url_name(back.backend);
    return {"Set " + name +
                " to the URL of the store as it was, which stood in the initializer with its password",
            {name + "=" + url_of(found)},
            ".env"};
}

/// What an initializer of a kind, as its marker line names it, keeps sessions in.
inline std::optional<backend> backend_of_kind(std::string_view kind) {
    if (kind == "redis") return backend::redis;
    if (kind == "postgresql" || kind == "sqlite") return backend::database;
    return std::nullopt;
}

/// Notes in the manifest the store that is left for another, where that can be told. Gives the steps for it
/// and for earlier ones.
inline std::vector<setup_step> note_switch(manifest &known, const project &app, const environment &variables,
                                           const existing_initializer &existing,
                                           const initializer_settings &wanted) {
    bool stays = !existing.source || existing.kind() == marker_kind(wanted);
    std::vector<setup_step> steps;
    if (stays) {
        for (const auto &one : known.earlier_stores)
            if (!one.expression.empty()) steps.push_back(clearing_step(app, variables, one));
        return steps;
    }
    auto halves = existing.halves();
    std::string_view configuration = halves ? halves->upper : *existing.source;
    auto left = store_of(app, variables, configuration);
    auto written = find_store_expression(configuration);
    bool is_memory = written && written->backend == backend::memory;
    if (!left && !is_memory && session_role_of(configuration) != session_role::none)
        steps.push_back(clearing_step_by_hand());
    if (auto *back = find_earlier(known, wanted.backend);
        back && !back->expression.empty() && lacks_password(back->expression))
        if (auto found = detect_expression(app, variables, back->expression))
            steps.push_back(url_step(*back, *found));
    std::erase_if(known.earlier_stores, [&](const earlier_store &one) {
        return one.backend == wanted.backend || (left && one.backend == left->backend);
    });
    if (left && left->backend != wanted.backend) known.earlier_stores.push_back(*left);
    // Whoever clears it later is to be told that nobody knows where it is.
    auto kind = backend_of_kind(existing.kind());
    if (!left && !is_memory && kind && *kind != wanted.backend && !find_earlier(known, *kind))
        known.earlier_stores.push_back({*kind, ""});
    if (left && left->backend == wanted.backend)
        if (auto step = clearing_step_of_kind(app, variables, *left, existing.kind(), wanted))
            steps.push_back(std::move(*step));
    for (const auto &one : known.earlier_stores)
        if (!one.expression.empty()) steps.push_back(clearing_step(app, variables, one));
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
