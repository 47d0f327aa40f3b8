#pragma once

#include <azu_session/detail/os/inside.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/setup/shard_file.hpp>
#include <azu_session/detail/text/yaml_lines.hpp>
#include <azu_session/detail/text/yaml_scalar.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// The `main:` files of a shard.yml's targets, as they are written there.
inline std::vector<std::filesystem::path> target_files(std::string_view shard_yml) {
    std::vector<std::filesystem::path> files;
    auto lines = yaml_lines(shard_yml);
    for (const auto &section : yaml_sections(lines, "targets"))
        for (auto i = section.first + 1; i <= section.last; ++i) {
            if (yaml_key(lines[i]) != "main") continue;
            auto line = lines[i].text;
            if (auto path = plain_scalar(line.substr(line.find(':') + 1)); path && !path->empty())
                files.emplace_back(*path);
        }
    return files;
}

/// The files that an application's programs begin with, relative to its root and each once: those of its
/// targets, else the usual ones that are there, of which some may be required by others. What lies outside
/// the root is none of its own.
inline std::vector<std::filesystem::path> entry_files(const project &app) {
    std::error_code none;
    auto is_there = [&](const std::filesystem::path &file) {
        return is_inside(file) && file.extension() == ".cr" &&
               std::filesystem::is_regular_file(app.root / file, none);
    };
    std::vector<std::filesystem::path> files;
    for (const auto &target : target_files(text_of_file(app.root / "shard.yml"))) {
        auto file = target.lexically_normal();
        bool known = std::find(files.begin(), files.end(), file) != files.end();
        if (!known && is_there(file)) files.push_back(file);
    }
    if (!files.empty()) return files;
    for (const auto &usual : {"src/" + app.name + ".cr", std::string("src/app.cr"),
                              std::string("src/server.cr"), std::string("src/main.cr")})
        if (auto file = std::filesystem::path(usual).lexically_normal();
            is_there(file) && std::find(files.begin(), files.end(), file) == files.end())
            files.push_back(file);
    return files;
}

} // namespace azu_session::inline v0_1::detail
