#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/initializer/halves.hpp>
#include <azu_session/detail/initializer/manifest.hpp>
#include <azu_session/detail/setup/crystal_literal.hpp>
#include <azu_session/detail/setup/render.hpp>
#include <azu_session/detail/setup/schema.hpp>
#include <azu_session/detail/setup/templates.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace azu_session::inline v0_1 {

/// Where the application's session initializer is, or is to be, relative to its root.
inline std::filesystem::path initializer_path(const project &app) {
    std::error_code none;
    for (auto place : initializer_places)
        if (std::filesystem::exists(app.root / place, none)) return place;
    return initializer_places.front();
}

/// What an initializer is made for.
struct initializer_settings {
    std::string app; ///< the application's name, which the prefix of its keys begins with
    azu_session::backend backend = azu_session::backend::redis;
    database_engine engine = database_engine::postgresql; ///< for the database backend
};

namespace detail {

/// FNV-1a, 64 bits: tells an edited text from an untouched one; no protection against forgery is meant.
inline std::string checksum(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    std::array<char, 17> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(hash));
    return digits.data();
}

/// What the lower half serves: "redis", "memory", "postgresql" or "sqlite".
inline std::string_view marker_kind(const initializer_settings &settings) {
    if (settings.backend != backend::database) return to_string(settings.backend);
    return settings.engine == database_engine::postgresql ? "postgresql" : "sqlite";
}

/// "redis" of a marker line, and the checksum behind it.
inline std::array<std::string_view, 2> marker_facts(std::string_view marker) {
    marker.remove_prefix(marker_start.size());
    marker.remove_suffix(marker_end.size());
    auto comma = marker.find(", ");
    if (comma == std::string_view::npos) return {marker, {}};
    return {marker.substr(0, comma), marker.substr(comma + 2)};
}

/// What belongs to the application's authors: the session's class and the configuration block.
inline std::string upper_half(const initializer_settings &settings) {
    template_values values{.variables = {{"app", crystal_literal(settings.app, "application's name")}}};
    for (auto one : {backend::redis, backend::database, backend::memory})
        values.sections.emplace(to_string(one), one == settings.backend);
    return render(templates::configuration, values) + "\n";
}

constexpr std::string_view database_driver(database_engine engine) {
    return engine == database_engine::postgresql ? "require \"pg\"\n" : "require \"sqlite3\"\n";
}

inline std::vector<std::string_view> lower_parts(const initializer_settings &settings) {
    using namespace templates;
    if (settings.backend == backend::memory)
        return {session_settings, session_stores, session_visit, session_handler};
    if (settings.backend == backend::redis)
        return {session_settings, session_stores, session_visit, session_handler, pool, redis_store};
    auto driver = database_driver(settings.engine);
    return {session_settings, session_stores, session_visit, session_handler, pool, driver, database_store};
}

/// What belongs to setup: the handler, the stores and what they need, each behind an empty line.
inline std::string lower_half(const initializer_settings &settings) {
    std::string source;
    for (auto part : lower_parts(settings))
        source.append("\n").append(part);
    return source;
}

} // namespace detail

/// The initializer's source: the configuration block on top, under a marker line the manifest, and the stores
/// and the handler that the block needs. The marker names the kind of store and carries a checksum of the
/// latter. Throws errc::invalid when the application's name cannot stand in a Crystal string.
inline std::string render_initializer(const initializer_settings &settings,
                                      const detail::manifest &manifest = {}) {
    auto lower = detail::lower_half(settings);
    return detail::upper_half(settings) + std::string(detail::marker_start) +
           std::string(detail::marker_kind(settings)) + ", " + detail::checksum(lower) +
           std::string(detail::marker_end) + "\n" + detail::manifest_text(manifest) + lower;
}

namespace detail {

/// Another upper half over the rest of `wanted`, in a line ending of its own.
inline std::string with_upper_half(std::string_view upper, std::string_view wanted, std::string_view ending) {
    auto halves = split_initializer(wanted);
    return std::string(upper)
        .append(halves->marker)
        .append(ending)
        .append(with_line_ending(halves->manifest, ending))
        .append(with_line_ending(halves->lower, ending));
}

/// Whether somebody changed what stands under the marker line; a newer lower half is no such change.
inline bool is_lower_half_edited(const initializer_halves &existing, const initializer_halves &wanted) {
    auto lower = with_line_ending(existing.lower, "\n");
    return checksum(lower) != marker_facts(existing.marker)[1] && lower != wanted.lower;
}

} // namespace detail

} // namespace azu_session::inline v0_1
