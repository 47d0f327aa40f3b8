#pragma once

#include <azu_session/project.hpp>

#include <exception>
#include <filesystem>
#include <string>

namespace azu_session::inline v0_1::detail {

/// The file's text; empty where it cannot be read. For searches through an application's sources, which one
/// file that this user may not read, or a directory of a source's name, must not end.
inline std::string readable_source(const std::filesystem::path &path) {
    try {
        return read_file(path).value_or("");
    } catch (const std::exception &) { // std::ios_base::failure as well, when reading breaks off
        return {};
    }
}

} // namespace azu_session::inline v0_1::detail
