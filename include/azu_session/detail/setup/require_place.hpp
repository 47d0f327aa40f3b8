#pragma once

#include <azu_session/detail/crystal/parse.hpp>
#include <azu_session/detail/setup/edits.hpp>
#include <azu_session/detail/text/lines.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Text and the byte before which it is put.
struct placed_text {
    std::size_t at = 0;
    std::string text;
};

/// Whether a statement is to be run before the initializer: one that requires, and one that loads `.env`.
inline bool goes_first(const crystal::tree &tree, crystal::node_id statement) {
    using enum crystal::node_kind;
    const auto &node = tree[statement];
    if (node.kind == call) return node.text == "require";
    if (node.kind != send || node.first == crystal::no_node) return false;
    const auto &object = tree[node.first];
    return object.kind == constant && (object.text == "Dotenv" || object.text == "::Dotenv");
}

/// Where the comments begin that document a statement, which are those right above it; a shebang is none.
inline std::size_t documentation_start(std::string_view source, std::size_t statement) {
    auto start = line_start(source, statement);
    while (start > 0) {
        auto above = line_start(source, start - 1);
        auto text = trim(source.substr(above, start - above));
        if (!text.starts_with('#') || text.starts_with("#!")) break;
        start = above;
    }
    return start;
}

/// Where a `require` of `path` can stand in a source file: behind each of the statements that are to be run
/// before it, the last one first, and at last before the first statement. None where the file cannot be read.
inline std::vector<placed_text> places_for_require(std::string_view source, const std::string &path) {
    auto tree = crystal::parse(source);
    std::vector<placed_text> places;
    if (tree.unended || tree.cut_off) return places;
    auto statements =
        tree.root == crystal::no_node ? std::vector<crystal::node_id>() : tree.children(tree.root);
    auto line = "require \"" + path + "\"";
    std::string ending = line_ending_of(source);
    auto add = [&](std::size_t at, std::string text) {
        bool within = std::any_of(statements.begin(), statements.end(),
                                  [&](auto id) { return tree[id].begin < at && at < tree[id].end; });
        bool known = !places.empty() && places.back().at == at;
        if (!within && !known) places.push_back({at, std::move(text)});
    };
    for (auto id = statements.rbegin(); id != statements.rend(); ++id) {
        if (!goes_first(tree, *id)) continue;
        auto end = source.find('\n', tree[*id].end);
        if (end == source.npos)
            add(source.size(), ending + line);
        else
            add(end + 1, line + ending);
    }
    if (statements.empty()) {
        add(source.size(), as_last_line(source, line));
        return places;
    }
    auto begin = tree[statements.front()].begin;
    if (goes_first(tree, statements.front()))
        add(line_start(source, begin), line + ending);
    else
        add(documentation_start(source, begin), line + ending + ending);
    return places;
}

} // namespace azu_session::inline v0_1::detail
