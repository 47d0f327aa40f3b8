#pragma once

#include <azu_session/detail/crystal/source.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// An application's initializer and the files that it requires.
struct initializer {
    std::filesystem::path path; ///< relative to the application's root
    std::unique_ptr<crystal::program> files = std::make_unique<crystal::program>();
};

inline bool is_crystal_file(const std::filesystem::directory_entry &entry) {
    std::error_code ignored;
    return entry.path().extension() == ".cr" && entry.is_regular_file(ignored);
}

/// The files of a directory, and of those below it, in the compiler's order.
template <class Iterator>
std::vector<std::filesystem::path> crystal_files(const std::filesystem::path &directory) {
    std::vector<std::filesystem::path> found;
    std::error_code failure;
    for (Iterator entry(directory, failure), end; !failure && entry != end; entry.increment(failure)) {
        if (is_crystal_file(*entry)) found.push_back(entry->path());
        if (found.size() == 64) break;
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// The files that `require` names, for a path that begins with a dot.
inline std::vector<std::filesystem::path> required_files(const std::filesystem::path &directory,
                                                         std::string_view path) {
    namespace fs = std::filesystem;
    if (path.find('\0') != path.npos) return {};
    if (path.ends_with("/**"))
        return crystal_files<fs::recursive_directory_iterator>(directory / path.substr(0, path.size() - 3));
    if (path.ends_with("/*"))
        return crystal_files<fs::directory_iterator>(directory / path.substr(0, path.size() - 2));
    std::error_code ignored;
    auto plain = directory / path;
    for (auto &candidate :
         {plain, fs::path(plain.string() + ".cr"), plain / (plain.filename().string() + ".cr")})
        if (fs::is_regular_file(candidate, ignored)) return {candidate};
    return {};
}

/// The literal paths that a file requires.
inline std::vector<std::string> required_paths(const crystal::tree &syntax) {
    std::vector<std::string> paths;
    for (auto &part : syntax.nodes) {
        if (part.kind != crystal::node_kind::call || part.text != "require" || part.first == crystal::no_node)
            continue;
        auto &name = syntax[part.first];
        if (name.kind != crystal::node_kind::string || name.first == crystal::no_node ||
            name.first != name.last)
            continue;
        auto text = syntax[name.first].text;
        if (text.starts_with("./") || text.starts_with("../")) paths.emplace_back(text);
    }
    return paths;
}

/// Reads the files that the initializer requires; what those require in turn is left alone.
inline void load_required(const project &app, initializer &loaded) {
    std::vector<std::filesystem::path> known = {app.root / loaded.path};
    auto &first = loaded.files->front();
    for (auto &path : required_paths(first.syntax)) {
        auto &indices = first.required[path];
        for (auto &file : required_files((app.root / loaded.path).parent_path(), path)) {
            auto normal = file.lexically_normal();
            auto seen = std::find(known.begin(), known.end(), normal);
            if (seen == known.end()) {
                auto text = read_file(normal);
                if (!text || known.size() > 64) continue;
                loaded.files->emplace_back(normal.lexically_relative(app.root).generic_string(),
                                           std::move(*text));
                known.push_back(normal);
                indices.push_back(static_cast<crystal::file_index>(known.size() - 1));
            } else if (seen != known.begin()) {
                indices.push_back(static_cast<crystal::file_index>(seen - known.begin()));
            }
        }
    }
}

/// The application's initializer; nothing where there is none. Throws errc::io when one cannot be read.
inline std::optional<initializer> load_initializer(const project &app) {
    for (auto place : initializer_places) {
        auto text = read_file(app.root / place);
        if (!text) continue;
        initializer loaded{place};
        loaded.files->emplace_back(std::string(place), std::move(*text));
        load_required(app, loaded);
        return loaded;
    }
    return std::nullopt;
}

} // namespace azu_session::inline v0_1::detail
