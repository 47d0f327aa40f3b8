#pragma once

#include <azu_session/backend.hpp>
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

/// The two halves of an initializer and the line between them, without its ending. The upper half belongs to
/// the application's authors, the lower one to setup.
struct initializer_halves {
    std::string_view upper, marker, ending, lower;
};

inline constexpr std::string_view marker_start = "# ---- Written by azu session:setup (";
inline constexpr std::string_view marker_end = "): change what stands above this line, not below it ----";

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

inline std::optional<initializer_halves> split_initializer(std::string_view source) {
    auto start = source.find(marker_start);
    auto end = source.find(marker_end, start == std::string_view::npos ? 0 : start);
    if (start == std::string_view::npos || end == std::string_view::npos) return std::nullopt;
    end += marker_end.size();
    auto behind = source.substr(end);
    auto ending = behind.substr(0, behind.starts_with("\r\n") ? 2 : 1);
    if (!ending.ends_with('\n')) return std::nullopt;
    return initializer_halves{source.substr(0, start), source.substr(start, end - start), ending,
                              behind.substr(ending.size())};
}

/// The text with each of its line endings as `ending`, "\n" or "\r\n".
inline std::string with_line_ending(std::string_view text, std::string_view ending) {
    std::string result;
    for (auto rest = text; !rest.empty();) {
        auto length = std::min(rest.find('\n'), rest.size());
        bool ends = length < rest.size();
        auto line = rest.substr(0, length);
        rest.remove_prefix(ends ? length + 1 : length);
        if (ends && line.ends_with('\r')) line.remove_suffix(1);
        result.append(line).append(ends ? ending : std::string_view());
    }
    return result;
}

/// Whether both are the same text: a checkout may change every line ending to CRLF.
inline bool same_text(std::string_view one, std::string_view other) {
    return with_line_ending(one, "\n") == with_line_ending(other, "\n");
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
    std::string section(to_string(settings.backend));
    return render(templates::configuration,
                  {{"app", crystal_literal(settings.app, "application's name")}, {section, {}}}) +
           "\n";
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

/// The initializer's source: the configuration block on top, under a marker line the stores and the handler
/// that it needs. The marker names the kind of store and carries a checksum of what stands under it. Throws
/// errc::invalid when the application's name cannot stand in a Crystal string.
inline std::string render_initializer(const initializer_settings &settings) {
    auto lower = detail::lower_half(settings);
    return detail::upper_half(settings) + std::string(detail::marker_start) +
           std::string(detail::marker_kind(settings)) + ", " + detail::checksum(lower) +
           std::string(detail::marker_end) + "\n" + lower;
}

/// An existing initializer's upper half as its authors left it over the lower half of `wanted`, with the line
/// ending of the marker line. Nothing where the existing file has no marker line, or serves another kind of
/// store.
inline std::optional<std::string> with_lower_half(std::string_view existing, std::string_view wanted) {
    auto old_halves = detail::split_initializer(existing), new_halves = detail::split_initializer(wanted);
    if (!old_halves || !new_halves) return std::nullopt;
    if (detail::marker_facts(old_halves->marker)[0] != detail::marker_facts(new_halves->marker)[0])
        return std::nullopt;
    return std::string(old_halves->upper)
        .append(new_halves->marker)
        .append(old_halves->ending)
        .append(detail::with_line_ending(new_halves->lower, old_halves->ending));
}

/// Whether somebody changed the lower half of an initializer that has a marker line.
inline bool is_lower_half_edited(std::string_view existing, std::string_view wanted) {
    auto old_halves = detail::split_initializer(existing), new_halves = detail::split_initializer(wanted);
    if (!old_halves || !new_halves) return false;
    auto lower = detail::with_line_ending(old_halves->lower, "\n");
    return detail::checksum(lower) != detail::marker_facts(old_halves->marker)[1] &&
           lower != new_halves->lower;
}

} // namespace azu_session::inline v0_1
