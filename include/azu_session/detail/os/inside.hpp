#pragma once

#include <filesystem>

namespace azu_session::inline v0_1::detail {

/// Whether a path, relative to a directory, names something inside it.
inline bool is_inside(const std::filesystem::path &path) {
    auto normal = path.lexically_normal();
    return !normal.empty() && normal.is_relative() && normal != "." && *normal.begin() != "..";
}

} // namespace azu_session::inline v0_1::detail
