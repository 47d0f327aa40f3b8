#pragma once

#include <azu_session/detail/crystal/syntax.hpp>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// `server.listen`, `Application.start` with handlers, and `start` with a list of them. Others that are
/// called so need not block.
inline bool is_server_start(const crystal::tree &tree, crystal::node_id id) {
    using enum crystal::node_kind;
    const auto &node = tree[id];
    auto children = tree.children(id);
    if (children.empty()) return false;
    if (node.kind == call) return node.text == "start" && tree[children[0]].kind == list;
    if (node.kind != send) return false;
    if (node.text == "listen") return true;
    return node.text == "start" && children.size() > 1 && tree[children[0]].kind == constant;
}

/// Whether what the node encloses is not run where it stands.
inline bool runs_later(const crystal::tree &tree, crystal::node_id id) {
    using enum crystal::node_kind;
    const auto &node = tree[id];
    return node.kind == method || node.kind == macro || node.kind == proc ||
           (node.kind == call && (node.text == "spawn" || node.text == "at_exit"));
}

/// The methods of an application that start a server when they are called, themselves or by way of others.
/// They are told by their names alone.
class starting_methods {
public:
    void add(const crystal::tree &tree) {
        for (const auto &node : tree.nodes)
            if (node.kind == crystal::node_kind::method) add(tree, node);
    }

    /// Once all are added.
    void resolve() {
        for (bool found = true; found;) {
            found = false;
            for (const auto &one : methods_)
                if (!starting_.contains(one.name) && calls_starting(one)) {
                    starting_.insert(one.name);
                    found = true;
                }
        }
    }

    bool are_called(const crystal::node &node) const {
        return is_call(node) && starting_.contains(node.text);
    }

private:
    struct method {
        std::string name;
        bool starts = false;
        std::set<std::string, std::less<>> calls = {};
    };

    static bool is_call(const crystal::node &node) {
        using enum crystal::node_kind;
        return node.kind == send || node.kind == call || node.kind == name;
    }

    void add(const crystal::tree &tree, const crystal::node &definition) {
        method found{std::string(definition.text.substr(definition.text.rfind('.') + 1))};
        if (found.name == "initialize") return; // which nobody calls by its name
        std::vector<crystal::node_id> ahead;
        if (definition.last != crystal::no_node) ahead.push_back(definition.last);
        while (!ahead.empty()) {
            auto id = ahead.back();
            ahead.pop_back();
            if (runs_later(tree, id)) continue;
            if (is_server_start(tree, id)) found.starts = true;
            if (is_call(tree[id])) found.calls.emplace(tree[id].text);
            for (auto child : tree.children(id))
                ahead.push_back(child);
        }
        methods_.push_back(std::move(found));
    }

    bool calls_starting(const method &one) const {
        return one.starts || std::any_of(one.calls.begin(), one.calls.end(),
                                         [&](const auto &called) { return starting_.contains(called); });
    }

    std::vector<method> methods_;
    std::set<std::string, std::less<>> starting_; ///< names
};

} // namespace azu_session::inline v0_1::detail
