#pragma once

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// A new name beside `target` for what is to take its place: `.azu-<digits>.tmp`.
inline std::filesystem::path temporary_beside(const std::filesystem::path &target) {
    return target.parent_path() / (".azu-" + std::to_string(std::random_device()()) + ".tmp");
}

/// The name for what stood there before, while that may still be undone.
inline std::filesystem::path backup_of(const std::filesystem::path &temporary) {
    return temporary.string() + "~";
}

/// Whether it is a name of one of these forms; nothing else may be taken for what a killed setup left.
inline bool is_temporary_name(std::string_view name) {
    constexpr std::string_view before = ".azu-", after = ".tmp";
    if (name.ends_with('~')) name.remove_suffix(1);
    if (!name.starts_with(before) || !name.ends_with(after)) return false;
    name.remove_prefix(before.size());
    name.remove_suffix(std::min(after.size(), name.size()));
    return !name.empty() && name.find_first_not_of("0123456789") == name.npos;
}

/// A new name beside `target` for old contents that a person is told of: no setup ever removes that.
inline std::filesystem::path kept_beside(const std::filesystem::path &target) {
    return target.string() + ".azu-" + std::to_string(std::random_device()()) + ".backup";
}

} // namespace azu_session::inline v0_1::detail
