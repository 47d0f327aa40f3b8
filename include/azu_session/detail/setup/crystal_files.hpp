#pragma once

#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/setup/entry_files.hpp>
#include <azu_session/detail/setup/initializer.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// A source file of the application's.
struct crystal_file {
    std::filesystem::path path; ///< relative to the application's root
    std::string text;
};

/// The Crystal files below src/ and those that the programs begin with, in the order of their names; the
/// initializer and what cannot be read are left out.
inline std::vector<crystal_file> crystal_files(const project &app) {
    std::error_code none;
    auto initializer = initializer_path(app);
    std::vector<crystal_file> files;
    using walk = std::filesystem::recursive_directory_iterator;
    constexpr auto skip = std::filesystem::directory_options::skip_permission_denied;
    for (auto entry = walk(app.root / "src", skip, none); entry != walk(); entry.increment(none)) {
        auto path = entry->path().lexically_relative(app.root);
        if (path.extension() != ".cr" || !entry->is_regular_file(none) || path == initializer) continue;
        files.push_back({path, text_of_file(entry->path())});
    }
    for (const auto &entry : entry_files(app))
        if (*entry.begin() != "src") files.push_back({entry, text_of_file(app.root / entry)});
    std::sort(files.begin(), files.end(),
              [](const auto &one, const auto &other) { return one.path < other.path; });
    return files;
}

} // namespace azu_session::inline v0_1::detail
