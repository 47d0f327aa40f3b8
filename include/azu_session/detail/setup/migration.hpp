#pragma once

#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/setup/render.hpp>
#include <azu_session/detail/setup/schema.hpp>
#include <azu_session/detail/setup/templates.hpp>
#include <azu_session/detail/text/lines.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace azu_session::inline v0_1 {

/// Where an application's migrations live, relative to its root.
inline const std::filesystem::path migrations_directory = "src/db/migrations";

/// The version that CQL gives a migration made at `now`: YYYYMMDDhhmmss in UTC.
inline std::string migration_version(std::chrono::system_clock::time_point now) {
    auto seconds = std::chrono::system_clock::to_time_t(now);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 16> text{};
    std::strftime(text.data(), text.size(), "%Y%m%d%H%M%S", &utc);
    return text.data();
}

/// The version of an existing migration: the digits that its file name begins with.
inline std::string migration_version(const std::filesystem::path &migration) {
    auto name = migration.filename().string();
    return name.substr(0, name.find_first_not_of("0123456789"));
}

/// Where the sessions migration of this version lives, relative to the application's root.
inline std::filesystem::path migration_path(const std::string &version) {
    return migrations_directory / (version + "_create_sessions.cr");
}

namespace detail {

/// Whether the migration is named as setup names it, so that setup may have made it.
inline bool is_named_create_sessions(const std::filesystem::path &migration) {
    auto version = migration_version(migration);
    return !version.empty() && migration.filename() == migration_path(version).filename();
}

/// Whether a trimmed line of Crystal begins the class CreateSessions, not one whose name only starts so.
inline bool begins_create_sessions(std::string_view line) {
    constexpr std::string_view start = "class CreateSessions";
    if (!line.starts_with(start)) return false;
    if (line.size() == start.size()) return true;
    auto next = static_cast<unsigned char>(line[start.size()]);
    return next != '_' && next != ':' && next < 0x80 && !std::isalnum(next);
}

inline bool defines_create_sessions(const std::filesystem::path &migration) {
    auto source = text_of_file(migration);
    for (std::string_view rest = source; !rest.empty();)
        if (begins_create_sessions(trim(take_line(rest)))) return true;
    return false;
}

} // namespace detail

/// The application's sessions migration, relative to its root: the oldest whose file is named
/// `<digits>_create_sessions.cr` or that defines the class CreateSessions. Files that cannot be read do not.
inline std::optional<std::filesystem::path> find_migration(const project &app) {
    std::error_code none;
    std::vector<std::filesystem::path> found;
    using walk = std::filesystem::directory_iterator;
    for (auto entry = walk(app.root / migrations_directory, none); entry != walk(); entry.increment(none)) {
        auto path = entry->path();
        if (migration_version(path).empty() || path.extension() != ".cr") continue;
        if (!entry->is_regular_file(none)) continue;
        if (detail::is_named_create_sessions(path) || detail::defines_create_sessions(path))
            found.push_back(migrations_directory / path.filename());
    }
    if (found.empty()) return std::nullopt;
    return *std::min_element(found.begin(), found.end());
}

/// The SQL that makes the sessions table and its index: statements separated by an empty line.
constexpr std::string_view create_sessions_sql(database_engine engine) {
    return engine == database_engine::postgresql ? detail::templates::create_sessions_postgresql
                                                 : detail::templates::create_sessions_sqlite;
}

namespace detail {

/// One SQL statement as a call in a Crystal method's body, indented but for its first line.
inline std::string schema_exec(std::string_view statement) {
    std::string call = "schema.exec <<-SQL\n";
    for (auto rest = statement; !rest.empty();)
        call.append("      ").append(take_line(rest)).append("\n");
    return call + "      SQL";
}

} // namespace detail

/// The migration's source. `version` is digits.
inline std::string render_migration(database_engine engine, const std::string &version) {
    std::string calls;
    for (auto rest = create_sessions_sql(engine); !rest.empty();) {
        auto end = rest.find(";\n");
        calls.append(calls.empty() ? "" : "\n    ").append(detail::schema_exec(rest.substr(0, end)));
        rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of('\n', end + 1)));
    }
    return detail::render(detail::templates::migration, {.variables = {{"version", version}, {"up", calls}}});
}

} // namespace azu_session::inline v0_1
