#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/setup/shard_file.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/url.hpp>

#include <optional>
#include <string_view>
#include <variant>

namespace azu_session::inline v0_1 {

/// The kinds of database that sessions can be kept in.
enum class database_engine { postgresql, sqlite };

/// The engine's name as people write it.
constexpr std::string_view to_string(database_engine engine) {
    return engine == database_engine::postgresql ? "PostgreSQL" : "SQLite";
}

namespace detail {

/// The scheme is mostly told even where programs differ on the rest of the URL.
inline std::optional<database_engine> engine_of_doubtful_url(const environment &variables) {
    auto *url = variables.find("DATABASE_URL");
    if (!url || url->doubt.empty()) return std::nullopt;
    if (url->value.starts_with("postgres:") || url->value.starts_with("postgresql:"))
        return database_engine::postgresql;
    if (url->value.starts_with("sqlite3:")) return database_engine::sqlite;
    return std::nullopt;
}

/// Throws errc::ambiguous where DATABASE_URL names the one engine, and the dependencies are the other's
/// alone: nobody knows which of them is to be believed.
inline void refuse_contradiction(database_engine engine, const environment &variables,
                                 std::string_view shard_yml) {
    bool postgresql = engine == database_engine::postgresql;
    std::string own = postgresql ? "pg" : "sqlite3", other = postgresql ? "sqlite3" : "pg";
    if (has_dependency(shard_yml, own) || !has_dependency(shard_yml, other)) return;
    throw error(errc::ambiguous,
                {"DATABASE_URL (", variables.source("DATABASE_URL"), ") names a ", to_string(engine),
                 " database, and shard.yml depends on ", other, "."},
                "Correct DATABASE_URL, or put " + own +
                    " among the dependencies, and run the command again.");
}

inline std::optional<database_engine> engine_of_url(const environment &variables) {
    if (auto engine = engine_of_doubtful_url(variables)) return engine;
    auto url = variables.get("DATABASE_URL");
    if (!url || url->empty()) return std::nullopt;
    return std::holds_alternative<sqlite_url>(parse_database_url(*url)) ? database_engine::sqlite
                                                                        : database_engine::postgresql;
}

} // namespace detail

/// Which engine the application uses: told from DATABASE_URL, else from the pg or sqlite3 dependency in its
/// shard.yml, else PostgreSQL. Throws errc::unsupported for MySQL, errc::ambiguous where shard.yml names
/// both, where it names the other one than DATABASE_URL, and where DATABASE_URL is in doubt from its scheme
/// on; errc::invalid for a malformed DATABASE_URL.
inline database_engine engine_of(const environment &variables, std::string_view shard_yml) {
    if (auto engine = detail::engine_of_url(variables)) {
        detail::refuse_contradiction(*engine, variables, shard_yml);
        return *engine;
    }
    bool postgresql = has_dependency(shard_yml, "pg"), sqlite = has_dependency(shard_yml, "sqlite3");
    if (postgresql && sqlite)
        throw error(errc::ambiguous, "shard.yml depends on both pg and sqlite3.",
                    "Set DATABASE_URL to the application's database and run the command again.");
    if (!postgresql && !sqlite && has_dependency(shard_yml, "mysql"))
        throw error(errc::unsupported, "shard.yml depends on mysql, and MySQL is not supported.",
                    "Keep the sessions in Redis, or set DATABASE_URL to a PostgreSQL or SQLite database.");
    return sqlite ? database_engine::sqlite : database_engine::postgresql;
}

namespace detail {

/// The engine where the backend is the database; PostgreSQL where it does not matter. Throws as `engine_of`.
inline database_engine engine_for(backend kind, const environment &variables, std::string_view shard_yml) {
    return kind == backend::database ? engine_of(variables, shard_yml) : database_engine::postgresql;
}

} // namespace detail

} // namespace azu_session::inline v0_1
