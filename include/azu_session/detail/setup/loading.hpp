#pragma once

#include <azu_session/detail/setup/crystal_files.hpp>
#include <azu_session/detail/setup/edits.hpp>
#include <azu_session/detail/setup/entry_files.hpp>
#include <azu_session/detail/setup/initializer.hpp>
#include <azu_session/detail/setup/load_order.hpp>
#include <azu_session/detail/setup/require_place.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// A program of the application's, and how it loads the initializer.
struct entry_program {
    std::filesystem::path file; ///< that it begins with, relative to the application's root
    load_order order;
};

inline load_order follow(const project &app, const std::filesystem::path &entry,
                         load_order_reader::reader read) {
    return load_order_reader(app, initializer_path(app), std::move(read)).follow(entry);
}

inline load_order_reader::reader planned_texts(const edits &planned) {
    return [&planned](const std::filesystem::path &file) {
        try {
            return planned.text_of(file).value_or("");
        } catch (const error &) { // which the application cannot read either
            return std::string();
        }
    };
}

/// The programs that serve requests: of those that begin with an entry file, the ones that start a server,
/// where that can be seen, else the first. Where no entry file is known, any source may be one that starts a
/// server, or that loads the initializer.
inline std::vector<entry_program> serving_programs(const project &app, const edits &planned) {
    std::vector<entry_program> programs;
    load_order_reader reader(app, initializer_path(app), planned_texts(planned));
    auto add = [&](const std::filesystem::path &file) { programs.push_back({file, reader.follow(file)}); };
    auto starts = [](const entry_program &one) { return one.order.starts.has_value(); };
    auto entries = entry_files(app);
    std::erase(entries, initializer_path(app));
    for (const auto &file : entries)
        add(file);
    if (entries.empty())
        for (const auto &file : crystal_files(app))
            add(file.path);
    if (std::any_of(programs.begin(), programs.end(), starts))
        std::erase_if(programs, [&](const entry_program &one) { return !starts(one); });
    else if (entries.empty())
        std::erase_if(programs, [](const entry_program &one) { return !one.order.loads; });
    else
        programs.resize(1);
    return programs;
}

/// The requires of the initializer that are of no use, as sentences.
inline std::vector<std::string> idle_requires(const std::vector<entry_program> &programs) {
    std::vector<std::string> sentences;
    for (const auto &[file, order] : programs)
        if (order.loads && !order.loads_in_time)
            sentences.push_back(shown(*order.loads) +
                                " requires the initializer behind the start of the server (" +
                                shown(*order.starts) + "), where it is never reached.");
    return sentences;
}

/// What a file requires the initializer by.
inline std::string required_path(const project &app, const std::filesystem::path &file) {
    auto path =
        initializer_path(app).replace_extension().lexically_relative(file.parent_path()).generic_string();
    return path.starts_with("../") ? path : "./" + path;
}

/// Whether the node, in a file of this path, is a `require` that names the target itself.
inline bool requires_file(const crystal::tree &tree, const crystal::node &node,
                          const std::filesystem::path &file, std::filesystem::path target) {
    if (node.kind != crystal::node_kind::call || node.text != "require" || node.first == crystal::no_node)
        return false;
    const auto &name = tree[node.first];
    if (name.kind != crystal::node_kind::string || name.first == crystal::no_node) return false;
    auto path = (file.parent_path() / tree[name.first].text).lexically_normal();
    if (path.extension() == ".cr") path.replace_extension();
    return path == target.replace_extension();
}

/// The require of the initializer in the file that a program begins with, where it is loaded before the
/// server starts; nothing where there is no such place.
inline std::optional<placed_text> place_for_initializer(const project &app, const edits &planned,
                                                        const std::filesystem::path &entry) {
    auto read = planned_texts(planned);
    auto source = read(entry);
    std::string edited;
    load_order_reader reader(app, initializer_path(app), [&](const std::filesystem::path &file) {
        return file == entry ? edited : read(file);
    });
    for (auto &place : places_for_require(source, required_path(app, entry))) {
        edited = std::string(source).insert(place.at, place.text);
        if (reader.follow(entry).loads_in_time) return place;
    }
    return std::nullopt;
}

} // namespace azu_session::inline v0_1::detail
