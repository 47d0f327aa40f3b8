#pragma once

#include <azu_session/detail/crystal/parse.hpp>
#include <azu_session/detail/detect/initializer.hpp>
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

/// What a program does from its entry file on, in the order in which it does it.
struct load_order {
    std::optional<source_line> loads;  ///< the `require` by which it first loads the initializer
    std::optional<source_line> starts; ///< where it first starts a server, behind which nothing is run
    bool loads_in_time = false;        ///< whether it loads the initializer, and does so before it starts
};

/// Follows a program through the files that it requires. Method bodies, macros, and what is handed to `spawn`
/// or `at_exit` are not run where they stand.
class load_order_reader {
public:
    /// Gives the text of a file, relative to the application's root.
    using reader = std::function<std::string(const std::filesystem::path &)>;

    load_order_reader(const project &app, std::filesystem::path initializer, reader read)
        : app_(app), initializer_(std::move(initializer)), read_(std::move(read)) {}

    load_order follow(const std::filesystem::path &entry) {
        open(entry);
        while (!ahead_.empty()) {
            auto &[file, events] = ahead_.back();
            if (events.empty()) {
                ahead_.pop_back();
                continue;
            }
            auto next = std::move(events.back());
            events.pop_back();
            run(file, next);
        }
        return found_;
    }

private:
    struct event {
        std::size_t byte = 0, line = 0;
        std::string required = {}; ///< empty where a server is started
    };

    void open(const std::filesystem::path &file) {
        if (std::find(known_.begin(), known_.end(), file) != known_.end() || known_.size() >= most_files)
            return;
        known_.push_back(file);
        ahead_.emplace_back(file, events_of(read_(file)));
    }

    void run(std::filesystem::path file, const event &next) {
        source_line here{file, next.line};
        if (next.required.empty()) {
            if (!found_.starts) found_.starts = here;
            return;
        }
        auto required = required_files(app_.root / file.parent_path(), next.required);
        // The last one opened is run first.
        for (auto path = required.rbegin(); path != required.rend(); ++path) {
            auto relative = path->lexically_normal().lexically_relative(app_.root);
            if (relative != initializer_) open(relative);
        }
        if (!found_.loads && loads(file, next.required)) {
            found_.loads = here;
            found_.loads_in_time = !found_.starts;
        }
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
    static std::vector<event> events_of(const std::string &text) {
        auto tree = crystal::parse(text);
        std::vector<event> events;
        if (tree.root == crystal::no_node) return events;
        std::vector<crystal::node_id> ahead = {tree.root};
        while (!ahead.empty()) {
            auto id = ahead.back();
            ahead.pop_back();
            if (runs_later(tree, id)) continue;
            if (auto found = event_of(tree, id)) events.push_back(std::move(*found));
            for (auto child : tree.children(id))
                ahead.push_back(child);
        }
        std::sort(events.begin(), events.end(),
                  [](const event &one, const event &other) { return one.byte > other.byte; });
        for (auto &one : events)
            one.line = static_cast<std::size_t>(
                std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(one.byte), '\n') + 1);
        return events;
    }

    static bool runs_later(const crystal::tree &tree, crystal::node_id id) {
        using enum crystal::node_kind;
        const auto &node = tree[id];
        return node.kind == method || node.kind == macro || node.kind == proc ||
               (node.kind == call && (node.text == "spawn" || node.text == "at_exit"));
    }

    static std::optional<event> event_of(const crystal::tree &tree, crystal::node_id id) {
        using enum crystal::node_kind;
        const auto &node = tree[id];
        if (node.kind == call && node.text == "require" && node.first != crystal::no_node) {
            const auto &name = tree[node.first];
            if (name.kind != string || name.first == crystal::no_node || name.first != name.last) return {};
            auto path = tree[name.first].text;
            if (path.starts_with("./") || path.starts_with("../"))
                return event{node.begin, 0, std::string(path)};
        }
        if (node.kind == send && is_start(tree, id)) return event{node.begin};
        return {};
    }

    /// `server.listen`, and `Application.start` with handlers. Others that are called so need not block.
    static bool is_start(const crystal::tree &tree, crystal::node_id id) {
        auto children = tree.children(id);
        if (children.empty()) return false;
        if (tree[id].text == "listen") return true;
        return tree[id].text == "start" && children.size() > 1 &&
               tree[children[0]].kind == crystal::node_kind::constant;
    }

    const project &app_;
    std::filesystem::path initializer_;
    reader read_;
    load_order found_;
    std::vector<std::filesystem::path> known_;
    std::vector<std::pair<std::filesystem::path, std::vector<event>>> ahead_;
};

} // namespace azu_session::inline v0_1::detail
