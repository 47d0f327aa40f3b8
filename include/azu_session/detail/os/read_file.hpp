#pragma once

#include <azu_session/error.hpp>

#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace azu_session::inline v0_1::detail {

/// The whole file as bytes; nothing where there is no such file.
/// Throws errc::io when it exists and cannot be read.
inline std::optional<std::string> read_file(const std::filesystem::path &path) {
    std::error_code failure;
    auto status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status)) {
        if (status.type() == std::filesystem::file_type::not_found) return std::nullopt;
        throw error(errc::io, {"Cannot look at ", path.string(), ": ", failure.message(), "."},
                    "Check the permissions of the file and its directory.");
    }
    std::ifstream in;
    if (std::filesystem::is_regular_file(status)) in.open(path, std::ios::binary); // a pipe would wait
    std::string bytes;
    for (char piece[16'384]; in.is_open() && in;) {
        in.read(piece, sizeof piece);
        bytes.append(piece, static_cast<std::size_t>(in.gcount()));
    }
    if (!in.eof())
        throw error(errc::io, {"Cannot read ", path.string(), "."},
                    "It must be a regular file that you are allowed to read.");
    return bytes;
}

/// The same, where a link that leads nowhere, of the file or a directory on the way to it, is no sign that
/// there is no such file. Throws errc::io for such a link, too.
inline std::optional<std::string> read_linked_file(const std::filesystem::path &path) {
    auto bytes = read_file(path);
    std::error_code ignored;
    for (auto place = path; !bytes && place.has_relative_path(); place = place.parent_path()) {
        if (std::filesystem::exists(place, ignored)) break;
        if (std::filesystem::is_symlink(place, ignored))
            throw error(errc::io, {place.string(), " is a link to something that is not there."},
                        "Restore what it leads to, or remove the link.");
    }
    return bytes;
}

/// The bytes; none where they cannot be read. For searches through an application's sources, which one file
/// that this user may not read, or a directory of a source's name, must not end.
inline std::string text_of_file(const std::filesystem::path &path) {
    try {
        return read_file(path).value_or("");
    } catch (const std::exception &) { // std::ios_base::failure as well, when reading breaks off
        return {};
    }
}

} // namespace azu_session::inline v0_1::detail
