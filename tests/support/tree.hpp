#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace support {

/// Every file below a directory with its bytes, and every directory, whose name ends in a slash.
using tree = std::map<std::string, std::string>;

inline tree tree_of(const std::filesystem::path &root) {
    tree all;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(root)) {
        auto name = entry.path().lexically_relative(root).generic_string();
        if (entry.is_directory()) {
            all[name + "/"];
            continue;
        }
        std::ifstream in(entry.path(), std::ios::binary);
        all[name] = {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }
    return all;
}

/// When each file was last written.
inline std::map<std::string, std::filesystem::file_time_type> times_of(const std::filesystem::path &root) {
    std::map<std::string, std::filesystem::file_time_type> all;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(root))
        all[entry.path().string()] = entry.last_write_time();
    return all;
}

} // namespace support
