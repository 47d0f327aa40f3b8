#pragma once

#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/error.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

/// Which files Crystal's compiler takes for what a source requires.
namespace azu_session::inline v0_1::detail {

/// More than any configuration requires; what lies beyond is not read.
inline constexpr std::size_t most_files = 1'024;

/// What stands in a directory, each kind in the order of its names.
struct directory_contents {
    std::vector<std::filesystem::path> directories, sources;
};

/// A link to a directory is one, and any other name that ends in `.cr` a source, which may not be there.
/// Throws errc::io where that cannot be told.
inline directory_contents list_directory(const std::filesystem::path &directory) {
    namespace fs = std::filesystem;
    directory_contents found;
    std::error_code failure;
    for (fs::directory_iterator entry(directory, failure), end; !failure && entry != end;) {
        auto &path = entry->path();
        auto kind = fs::status(path, failure).type();
        if (kind != fs::file_type::not_found && failure) break;
        if (kind == fs::file_type::directory)
            found.directories.push_back(path);
        else if (path.native().ends_with(".cr"))
            found.sources.push_back(path);
        entry.increment(failure);
    }
    if (failure)
        throw error(errc::io,
                    {"Cannot list ", directory.lexically_normal().string(), ": ", failure.message(), "."},
                    "Check the permissions of the directory and what is in it.");
    std::sort(found.directories.begin(), found.directories.end());
    std::sort(found.sources.begin(), found.sources.end());
    return found;
}

/// Sources, and how many more directories are gone through for them: with none left, some may be wanting.
struct source_list {
    std::vector<std::filesystem::path> files;
    std::size_t directories_left = most_files;
};

/// Adds the sources of a directory and, behind them, those of the directories in it.
inline void add_sources(const std::filesystem::path &directory, bool below, source_list &found) {
    auto here = list_directory(directory);
    found.files.insert(found.files.end(), here.sources.begin(), here.sources.end());
    for (auto &one : here.directories) {
        if (!below || found.directories_left == 0 || found.files.size() > most_files) break;
        --found.directories_left;
        add_sources(one, below, found);
    }
}

/// What `require` finds from a file of `directory`, for a path that begins with a dot; nothing where nothing
/// is there. More files than `most_files` may not be all. Throws errc::io for a directory that cannot be
/// listed.
inline std::optional<source_list> required_sources(const std::filesystem::path &directory,
                                                   const std::string &path) {
    namespace fs = std::filesystem;
    if (path.find('\0') != path.npos) return std::nullopt;
    auto is_there = [](const fs::path &place) { // or cannot be looked at, as reading it will say
        std::error_code ignored;
        return fs::symlink_status(place, ignored).type() != fs::file_type::not_found;
    };
    source_list found;
    auto place = directory.string() + '/' + path;
    bool below = path.ends_with("/**");
    if (below || path.ends_with("/*")) {
        place.resize(place.rfind('/'));
        if (!is_there(place)) return std::nullopt;
        add_sources(place, below, found);
        return found;
    }
    auto name = fs::path(place.substr(0, place.find_last_not_of('/') + 1)).filename().string();
    for (auto &candidate : {place.ends_with(".cr") ? place : place + ".cr", place + '/' + name + ".cr"})
        if (found.files = {fs::path(candidate).lexically_normal()}; is_there(found.files[0])) return found;
    return std::nullopt;
}

/// The text of a source; nothing where there is none. Throws errc::io for one that cannot be read, and
/// errc::invalid for one that would take too long.
inline std::optional<std::string> read_source(const std::filesystem::path &path) {
    constexpr std::uintmax_t most = 8 << 20;
    std::error_code failure;
    if (auto size = std::filesystem::file_size(path, failure); !failure && size > most)
        throw error(errc::invalid,
                    {path.string(), " is larger than a source that is read, which has up to 8 MiB."},
                    "Keep large data in files of another kind.");
    return read_linked_file(path);
}

} // namespace azu_session::inline v0_1::detail
