#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/initializer/halves.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/setup/crystal_literal.hpp>
#include <azu_session/detail/setup/migration.hpp>
#include <azu_session/detail/setup/render.hpp>
#include <azu_session/detail/setup/schema.hpp>
#include <azu_session/detail/text/lines.hpp>
#include <azu_session/error.hpp>
#include <azu_session/plan.hpp>
#include <azu_session/project.hpp>
#include <azu_session/templates.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// What templates can use; `version` comes with the file.
inline template_values values_for_templates(const project &app, backend backend, database_engine engine) {
    bool database = backend == backend::database;
    bool postgresql = engine == database_engine::postgresql;
    return {{{"app", app.name},
             {"app_literal", crystal_literal(app.name, "application's name")},
             {"backend", std::string(to_string(backend))},
             {"braces", "{{"},
             {"create_sessions_sql", std::string(database ? create_sessions_sql(engine) : "")}},
            {{"redis", backend == backend::redis},
             {"database", database},
             {"memory", backend == backend::memory},
             {"postgresql", database && postgresql},
             {"sqlite", database && !postgresql}}};
}

[[noreturn]] inline void refuse_path(const file_template &source, std::string_view why) {
    throw error(errc::invalid, {"The template path ", source.path, " ", why, "."},
                "Name a file within the application, relative to its root.");
}

/// Stands for the version in a path, where no other character of its kind may be.
constexpr char version_mark = '\n';

/// The path in its plain form, with the mark in the place of the version; empty where there is to be no file.
inline std::string marked_path(const file_template &source, template_values values) {
    auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; };
    if (std::any_of(source.path.begin(), source.path.end(), is_control))
        refuse_path(source, "has a control character in it");
    values.variables["version"] = version_mark;
    values.variables.erase("create_sessions_sql"); // many lines
    auto rendered = render(source.path, values, "The template path " + source.path);
    if (rendered.find_first_not_of(' ') == rendered.npos) return {};
    std::filesystem::path path(rendered);
    if (path.is_absolute()) refuse_path(source, "is absolute");
    if (std::find(path.begin(), path.end(), "..") != path.end()) refuse_path(source, "has .. in it");
    path = path.lexically_normal();
    if (!path.has_filename() || path == ".") refuse_path(source, "names no file");
    auto mark = rendered.find(version_mark);
    if (mark != rendered.rfind(version_mark) ||
        path.parent_path().native().find(version_mark) != std::string::npos)
        refuse_path(source, "has the version elsewhere than once in the file's own name");
    return path;
}

/// The version of an earlier run: that of the oldest file whose name differs from this one in its digits
/// alone.
inline std::optional<std::string> version_on_disk(const project &app, const std::filesystem::path &marked) {
    auto marked_name = marked.filename().string();
    auto [front, back] = split_at(marked_name, version_mark);
    std::vector<std::string> found;
    std::error_code none;
    using walk = std::filesystem::directory_iterator;
    for (auto entry = walk(app.root / marked.parent_path(), none); entry != walk(); entry.increment(none)) {
        auto name = entry->path().filename().string();
        if (!entry->is_regular_file(none)) continue;
        if (name.size() <= front.size() + back.size() || !name.starts_with(front) || !name.ends_with(back))
            continue;
        auto version = name.substr(front.size(), name.size() - front.size() - back.size());
        if (version.find_first_not_of("0123456789") == version.npos) found.push_back(version);
    }
    if (found.empty()) return std::nullopt;
    return *std::min_element(found.begin(), found.end());
}

/// What becomes of one file; nothing where there is to be none.
inline std::optional<planned_file> plan_template(const project &app, const file_template &source,
                                                 template_values values, const std::string &new_version) {
    auto path = marked_path(source, values);
    auto mark = path.find(version_mark);
    if (mark != path.npos) {
        auto version = version_on_disk(app, path).value_or(new_version);
        path.replace(mark, 1, version);
        values.variables["version"] = version;
    } else if (path.empty()) {
        values.variables["version"] = new_version;
    }
    // Checked even where there is to be no file, so that a mistake shows with each backend.
    auto text = render(source.text, values, "The template " + source.path);
    if (path.empty() || trim(text).empty()) return std::nullopt;
    planned_file file{.path = path, .contents = text, .previous = read_file(app.root / path)};
    if (file.previous)
        file.status = same_text(*file.previous, text) ? file_status::identical
                      : trim(*file.previous).empty()  ? file_status::update
                                                      : file_status::conflict;
    return file;
}

/// Whether both cannot be files at once: they are the same, or one is the other's directory.
inline bool exclude_each_other(const std::filesystem::path &one, const std::filesystem::path &other) {
    auto [a, b] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    return a == one.end() || b == other.end();
}

/// What becomes of the templates' files, in their order. Throws errc::invalid for a template that cannot be
/// filled, for a path that is none within the root, and for two of the same file; errc::io.
inline std::vector<planned_file> plan_templates(const project &app, const setup_templates &templates,
                                                const template_values &values,
                                                const std::string &new_version) {
    std::vector<planned_file> files;
    std::vector<std::filesystem::path> taken;
    if (!templates.dependencies.empty()) taken.push_back("shard.yml");
    for (const auto &source : templates.files) {
        auto file = plan_template(app, source, values, new_version);
        if (!file) continue;
        for (const auto &other : taken)
            if (exclude_each_other(file->path, other))
                refuse_path(source, "is in the way of " + other.string());
        taken.push_back(file->path);
        files.push_back(std::move(*file));
    }
    return files;
}

} // namespace azu_session::inline v0_1::detail
