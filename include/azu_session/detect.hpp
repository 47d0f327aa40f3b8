#pragma once

#include <azu_session/detail/detect/detector.hpp>
#include <azu_session/detail/detect/search.hpp>
#include <azu_session/detection.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/project.hpp>

#include <utility>

namespace azu_session::inline v0_1 {

/// Learns where the application keeps its sessions: from `options`, else its initializer, else the files
/// below src/, and config/, that configure sessions where the initializer speaks of no store or there is
/// none, else SESSION_BACKEND, else Redis where there is no initializer. Reads files, connects to nothing.
/// Throws errc::invalid or errc::ambiguous when a configuration exists but cannot be evaluated, stops,
/// configures no store or another framework's, leaves several possible, or depends on a variable that
/// programs which read
/// `.env` differ on: what is deleted is never a guess. Throws errc::unsupported for sessions that are kept in
/// cookies, errc::invalid for an unknown SESSION_BACKEND, errc::usage for an option that the backend has no
/// use for, and errc::io for an initializer that cannot be read.
[[nodiscard]] inline detection detect(const project &app, const environment &variables,
                                      const detect_options &options = {}) {
    detail::detector first(app, variables, options, detail::load_initializer(app));
    bool told = options.backend == backend::memory || (options.backend && (options.prefix || options.table));
    if (told || first.speaks_of_stores()) return first.detect();
    auto others = detail::find_elsewhere(app, first.file());
    if (others.empty()) return first.detect();
    return detail::detect_elsewhere(app, variables, options, std::move(others));
}

} // namespace azu_session::inline v0_1
