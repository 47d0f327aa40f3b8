#pragma once

#include <azu_session/detail/crystal/source.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::crystal {

/// A node of one of a program's files.
struct location {
    file_index file = 0;
    node_id node = no_node;
};

/// A class in a line of descent.
struct ancestor {
    std::string path;
    bool defined = false; ///< by the program
    bool generic = false; ///< written with type arguments
};

/// What a program defines, by path.
struct definitions {
    std::map<std::string, std::vector<location>, std::less<>> constants;
    std::map<std::string, location, std::less<>> methods; ///< `name`, `Type.name` and `Type#name`
    std::map<std::string, ancestor, std::less<>>
        superclasses; ///< of each class; an empty path where none is named

    /// A path as written within a class or module, tried from the inside out. Null when there is no such
    /// entry.
    template <class Map>
    static auto resolve(const Map &entries, std::string_view within, std::string_view path) {
        bool absolute = path.starts_with("::");
        if (absolute) path.remove_prefix(2);
        for (std::string outer(absolute ? std::string_view() : within);;) {
            auto found = outer.empty() ? entries.find(path) : entries.find((outer + "::").append(path));
            if (found != entries.end() || outer.empty()) return found;
            auto cut = outer.rfind("::");
            outer.resize(cut == std::string::npos ? 0 : cut);
        }
    }

    /// The class itself, then what it derives from.
    std::vector<ancestor> ancestors(std::string_view path) const {
        std::vector<ancestor> line;
        ancestor next{std::string(path), false, false};
        while (!next.path.empty() && line.size() < 16) {
            auto within = line.empty() ? std::string_view() : std::string_view(line.back().path);
            // A class's superclass is looked for beside the class, not within it.
            auto outer = within.substr(0, within.rfind("::") == within.npos ? 0 : within.rfind("::"));
            auto found = resolve(superclasses, outer, next.path);
            next.defined = found != superclasses.end();
            if (next.defined) next.path = found->first;
            line.push_back(next);
            if (!next.defined) break;
            next = found->second;
        }
        return line;
    }
};

namespace detail {

inline void index_body(definitions &found, const source &file, file_index index, node_id id,
                       const std::string &within, int depth);

inline void index_definition(definitions &found, const source &file, file_index index, const node &part,
                             const std::string &within, int depth) {
    auto name = part.text.starts_with("::") ? part.text.substr(2) : part.text;
    auto path =
        within.empty() || part.text.starts_with("::") ? std::string(name) : within + "::" + std::string(name);
    auto &superclass = found.superclasses[path];
    if (part.first != part.last) {
        auto &base = file.syntax[part.first];
        superclass = {std::string(base.text), false, base.kind == node_kind::generic};
    }
    index_body(found, file, index, part.last, path, depth + 1);
}

inline void index_node(definitions &found, const source &file, file_index index, node_id id,
                       const std::string &within, int depth) {
    auto &part = file.syntax[id];
    auto scoped = [&](std::string_view joint, std::string_view name) {
        return (within.empty() ? std::string() : within + std::string(joint)) + std::string(name);
    };
    if (part.kind == node_kind::definition) {
        index_definition(found, file, index, part, within, depth);
    } else if (part.kind == node_kind::assign && file.syntax[part.first].kind == node_kind::constant) {
        found.constants[scoped("::", file.syntax[part.first].text)].push_back({index, id});
    } else if (part.kind == node_kind::method) {
        bool own = part.text.starts_with("self.");
        auto name = own ? part.text.substr(5) : part.text;
        found.methods[own ? scoped(".", name) : scoped("#", name)] = {index, id};
    } else if (part.kind == node_kind::body || part.kind == node_kind::choose ||
               part.kind == node_kind::clause || part.kind == node_kind::attempt ||
               part.kind == node_kind::assign_all) {
        index_body(found, file, index, id, within, depth + 1);
    }
}

inline void index_body(definitions &found, const source &file, file_index index, node_id id,
                       const std::string &within, int depth) {
    if (depth > 200) return;
    for (auto child = file.syntax[id].first; child != no_node; child = file.syntax[child].next)
        index_node(found, file, index, child, within, depth);
}

} // namespace detail

inline definitions index_definitions(const program &files) {
    definitions found;
    for (file_index i = 0; i < files.size(); ++i)
        detail::index_body(found, files[i], i, files[i].syntax.root, {}, 0);
    return found;
}

} // namespace azu_session::inline v0_1::crystal
