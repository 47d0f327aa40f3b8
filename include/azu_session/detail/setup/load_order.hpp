#pragma once

#include <azu_session/detail/crystal/parse.hpp>
#include <azu_session/detail/detect/source_files.hpp>
#include <azu_session/detail/setup/crystal_files.hpp>
#include <azu_session/detail/setup/server_starts.hpp>
#include <azu_session/detail/text/lines.hpp>
#include <azu_session/error.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// A line of a source file.
struct source_line {
    std::filesystem::path file; ///< relative to the application's root
    std::size_t number = 0;     ///< counted from 1
};

/// "src/app.cr:3"
inline std::string shown(const source_line &line) {
    return line.file.generic_string() + ":" + std::to_string(line.number);
}

/// What a program does from its entry file on, in the order in which it does it.
struct load_order {
    std::optional<source_line> loads;  ///< the `require` by which it first loads the initializer
    std::optional<source_line> starts; ///< where it first starts a server, behind which nothing is run
    bool loads_in_time = false;        ///< whether it loads the initializer, and does so before it starts
};

/// Follows a program through the files that it requires. Method bodies are run where they are called, and
/// what is handed to `spawn` or `at_exit` is not. A `require` within `{% if … %}` does not count as loading
/// anything, as the build decides that.
class load_order_reader {
public:
    /// Gives the text of a file, relative to the application's root.
    using reader = std::function<std::string(const std::filesystem::path &)>;

    load_order_reader(const project &app, std::filesystem::path initializer, reader read)
        : app_(app), initializer_(std::move(initializer)), read_(std::move(read)) {
        for (const auto &file : crystal_files(app))
            starting_.add(crystal::parse(file.text));
        starting_.resolve();
    }

    load_order follow(const std::filesystem::path &entry) {
        found_ = {};
        known_.clear();
        open(entry, true);
        while (!ahead_.empty()) {
            auto &[file, certain, events] = ahead_.back();
            if (events.empty()) {
                ahead_.pop_back();
                continue;
            }
            auto next = std::move(events.back());
            events.pop_back();
            next.certain = next.certain && certain;
            run(file, next);
        }
        return found_;
    }

private:
    struct event {
        std::size_t byte = 0, line = 0;
        std::string required = {}; ///< empty where a server is started
        bool certain = true;       ///< whether it happens however the program is built
    };
    struct open_file {
        std::filesystem::path path;
        bool certain = true;
        std::vector<event> events = {}; ///< the last one first
    };

    void open(const std::filesystem::path &file, bool certain) {
        auto known = std::any_of(known_.begin(), known_.end(), [&](const auto &one) {
            return one.first == file && (one.second || !certain);
        });
        if (known || known_.size() >= most_files) return;
        known_.emplace_back(file, certain);
        ahead_.push_back({file, certain, events_of(read_(file))});
    }

    void run(std::filesystem::path file, const event &next) {
        source_line here{file, next.line};
        if (next.required.empty()) {
            if (!found_.starts) found_.starts = here;
            return;
        }
        auto required = files_of(file, next.required);
        // The last one opened is run first.
        for (auto path = required.rbegin(); path != required.rend(); ++path) {
            auto relative = path->lexically_normal().lexically_relative(app_.root);
            if (relative != initializer_) open(relative, next.certain);
        }
        if (next.certain && !found_.loads && loads(file, next.required)) {
            found_.loads = here;
            found_.loads_in_time = !found_.starts;
        }
    }

    /// None where that cannot be told.
    std::vector<std::filesystem::path> files_of(const std::filesystem::path &file,
                                                const std::string &required) const try {
        return required_sources(app_.root / file.parent_path(), required).value_or(source_list()).files;
    } catch (const error &) {
        return {};
    }

    /// Whether this `require` loads the initializer, which need not be there yet.
    bool loads(const std::filesystem::path &file, std::string_view required) const {
        auto target = initializer_;
        target.replace_extension();
        auto path = (file.parent_path() / required).lexically_normal();
        if (path.filename() == "*") return path.parent_path() == target.parent_path();
        if (path.filename() == "**")
            return target.generic_string().starts_with(path.parent_path().generic_string() + "/");
        return (path.extension() == ".cr" ? path.replace_extension() : path) == target;
    }

    /// In the order of the source, the last one first.
    std::vector<event> events_of(const std::string &text) const {
        auto tree = crystal::parse(text);
        std::vector<event> events;
        if (tree.root == crystal::no_node) return events;
        std::vector<std::pair<crystal::node_id, bool>> ahead = {{tree.root, true}};
        while (!ahead.empty()) {
            auto [id, certain] = ahead.back();
            ahead.pop_back();
            if (runs_later(tree, id)) continue;
            if (auto found = event_of(tree, id)) {
                found->certain = certain;
                events.push_back(std::move(*found));
            }
            certain = certain && tree[id].kind != crystal::node_kind::choose;
            for (auto child : tree.children(id))
                ahead.emplace_back(child, certain);
        }
        std::sort(events.begin(), events.end(),
                  [](const event &one, const event &other) { return one.byte > other.byte; });
        for (auto &one : events)
            one.line = line_number(text, one.byte);
        return events;
    }

    std::optional<event> event_of(const crystal::tree &tree, crystal::node_id id) const {
        using enum crystal::node_kind;
        const auto &node = tree[id];
        if (node.kind == call && node.text == "require" && node.first != crystal::no_node) {
            const auto &name = tree[node.first];
            if (name.kind != string || name.first == crystal::no_node || name.first != name.last) return {};
            auto path = tree[name.first].text;
            if (path.starts_with("./") || path.starts_with("../"))
                return event{node.begin, 0, std::string(path)};
        }
        if (is_server_start(tree, id) || starting_.are_called(node)) return event{node.begin};
        return {};
    }

    const project &app_;
    std::filesystem::path initializer_;
    reader read_;
    load_order found_;
    starting_methods starting_;
    std::vector<std::pair<std::filesystem::path, bool>> known_; ///< and whether they are certain to be loaded
    std::vector<open_file> ahead_;
};

} // namespace azu_session::inline v0_1::detail
