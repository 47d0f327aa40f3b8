#pragma once

#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/text/yaml_scalar.hpp>
#include <azu_session/error.hpp>

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace azu_session::inline v0_1 {

/// Where an application's session initializer may be, relative to its root: the first that is there is its.
inline constexpr std::array<std::string_view, 4> initializer_places = {
    "src/initializers/session.cr", "src/config/session.cr", "config/session.cr",
    "config/initializers/session.cr"};

/// An application on disk.
struct project {
    std::filesystem::path root; ///< absolute
    std::string name;           ///< from shard.yml, else the name of the root directory; empty for `/`
    bool unnamed = false;       ///< no shard.yml gives a name, so that it is the directory's

    /// Finds the application that `directory` belongs to: the nearest directory, upwards from there, that
    /// holds a shard.yml; `directory` itself where there is none. Throws errc::not_found when `directory` is
    /// not a directory, errc::io when shard.yml cannot be read, errc::invalid when its name cannot be told.
    [[nodiscard]] static project open(const std::filesystem::path &directory = ".");
};

inline project project::open(const std::filesystem::path &directory) {
    std::error_code failure;
    auto start = std::filesystem::canonical(directory, failure);
    if (failure || !std::filesystem::is_directory(start, failure))
        throw error(errc::not_found, {"There is no directory ", directory.string(), "."},
                    "Name the application's directory.", {setting::directory});
    for (auto candidate = start;; candidate = candidate.parent_path()) {
        if (auto shard = detail::read_linked_file(candidate / "shard.yml")) {
            auto name = detail::yaml_scalar(*shard, "name", (candidate / "shard.yml").string());
            return {candidate, name.empty() ? candidate.filename().string() : name, name.empty()};
        }
        if (candidate == candidate.parent_path()) break;
    }
    return {start, start.filename().string(), true};
}

} // namespace azu_session::inline v0_1
