#pragma once

#include <azu_session/error.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace azu_session {

/// The whole file as bytes; nothing where there is no such file.
/// Throws errc::io when it exists and cannot be read.
inline std::optional<std::string> read_file(const std::filesystem::path &path) {
    std::error_code failure;
    auto status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status)) {
        if (status.type() == std::filesystem::file_type::not_found) return std::nullopt;
        throw error(errc::io, "Cannot look at " + path.string() + ": " + failure.message() + ".",
                    "Check the permissions of the file and its directory.");
    }
    std::ifstream in(path, std::ios::binary);
    std::string bytes;
    if (std::filesystem::is_regular_file(status) && in)
        bytes.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    if (!std::filesystem::is_regular_file(status) || !in)
        throw error(errc::io, "Cannot read " + path.string() + ".",
                    "It must be a regular file that you are allowed to read.");
    return bytes;
}

namespace detail {

inline std::string_view trim(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

/// Takes the first line, without its line ending, off the front of `text`.
inline std::string_view take_line(std::string_view &text) {
    auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// The scalar of a top-level `key:` line of a YAML document, unquoted and without a trailing comment.
inline std::string yaml_scalar(std::string_view yaml, std::string_view key) {
    if (yaml.starts_with("\xEF\xBB\xBF")) yaml.remove_prefix(3);
    while (!yaml.empty()) {
        auto line = take_line(yaml);
        if (!line.starts_with(key) || !line.substr(key.size()).starts_with(':')) continue;
        auto value = trim(line.substr(key.size() + 1));
        if (value.starts_with('"') || value.starts_with('\'')) {
            auto close = value.find(value.front(), 1);
            return std::string(value.substr(1, close == std::string_view::npos ? close : close - 1));
        }
        if (auto comment = value.find(" #"); comment != std::string_view::npos)
            value = value.substr(0, comment);
        return std::string(trim(value.starts_with('#') ? std::string_view() : value));
    }
    return {};
}

} // namespace detail

/// An application on disk.
struct project {
    std::filesystem::path root; ///< absolute
    std::string name;           ///< from shard.yml, else the name of the root directory

    /// Finds the application that `directory` belongs to: the nearest directory, upwards from there, that
    /// holds a shard.yml; `directory` itself where there is none. Throws errc::not_found when `directory` is
    /// not a directory, errc::io when shard.yml cannot be read.
    static project open(const std::filesystem::path &directory = ".");
};

inline project project::open(const std::filesystem::path &directory) {
    std::error_code failure;
    auto start = std::filesystem::canonical(directory, failure);
    if (failure || !std::filesystem::is_directory(start, failure))
        throw error(errc::not_found, "There is no directory " + directory.string() + ".",
                    "Name the application's directory with -C.");
    for (auto candidate = start;; candidate = candidate.parent_path()) {
        if (auto shard = read_file(candidate / "shard.yml")) {
            auto name = detail::yaml_scalar(*shard, "name");
            return {candidate, name.empty() ? candidate.filename().string() : name};
        }
        if (candidate == candidate.parent_path()) break;
    }
    return {start, start.filename().string()};
}

} // namespace azu_session
