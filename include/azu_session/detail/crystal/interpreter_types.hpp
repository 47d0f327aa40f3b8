#pragma once

// Part of the interpreter: types by their names, and what is one of them.

#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

inline const type *interpreter::find_type(std::string_view path) const {
    auto found = defined_.types.find(std::string(path));
    return found == defined_.types.end() ? nullptr : &found->second;
}

/// What the top level includes, and what that does, the last first.
inline std::vector<std::string> interpreter::included_at_top() {
    std::vector<std::string> found;
    auto *top = find_type({});
    charge(top ? top->included.size() : 0);
    for (std::size_t i = top ? top->included.size() : 0; i-- > 0;)
        if (std::string path(top->included[i].path); find_type(path))
            for (auto &one : ancestors(path))
                if (!one.empty() && one != "Object") found.push_back(one);
    return found;
}

/// The path of the type that a constant's path means; empty where it means none.
inline std::string interpreter::type_at(const std::string &key) {
    if (defined_.types.contains(key)) return key;
    if (!defined_.constants.contains(key)) return {};
    auto alias = constant_named(key);
    return alias.is(value_kind::type) ? alias.path : std::string();
}

/// The path of a type that is named within what a type derives from or includes; empty where there is none.
inline std::string interpreter::inherited_type(std::string_view heir, std::string_view path) {
    constexpr int most = 16; // scopes may lie in each other
    if (heir.empty() || naming_ >= most) return {};
    nested level(naming_);
    auto among = [&](const std::string &of) {
        for (auto &one : ancestors(of))
            if (!one.empty() && one != heir && one != "Object")
                if (auto found = type_at(joined(one, path)); !found.empty()) return found;
        return std::string();
    };
    auto found = among(std::string(heir));
    auto *type = find_type(heir);
    if (!found.empty() || !type || type->superclass.path.empty()) return found;
    return among(resolve_type(type->superclass.path, type->superclass.within)); // while it is looked for, too
}

/// The path of a type as it is named within a scope; as it stands there where it is not defined.
inline std::string interpreter::resolve_type(std::string_view path, std::size_t within) {
    if (auto cut = path.find('('); cut != path.npos) path = path.substr(0, cut);
    if (path.starts_with("::")) return std::string(path.substr(2));
    if (path == "self") return defined_.scopes[within];
    for (std::string_view outer = defined_.scopes[within];; outer = outer_of(outer)) {
        if (auto found = type_at(joined(outer, path)); !found.empty()) return found;
        if (auto found = inherited_type(outer, path); !found.empty()) return found;
        if (outer.empty()) break;
    }
    for (auto &module : included_at_top())
        if (auto key = joined(module, path); defined_.types.contains(key)) return key;
    return std::string(path);
}

inline const std::vector<std::string> &interpreter::ancestors(std::string_view path) {
    auto [known, fresh] = ancestors_.try_emplace(std::string(path));
    auto &line = known->second; // still empty for what includes itself
    if (!fresh) return line;
    if (depth_ > 250) throw undetermined{site_, site_text_, true};
    nested inside(depth_);
    auto add = [&](const std::string &one) {
        if (std::find(line.begin(), line.end(), one) == line.end() && line.size() < 64) line.push_back(one);
    };
    std::string next(path);
    for (int depth = 0; depth < 24; ++depth) {
        auto *found = find_type(next);
        if (!found) {
            if (!next.empty()) add(next);
            if (next != "Object") line.emplace_back(); // what is not known
            return line;
        }
        add(next);
        for (auto one = found->included.rbegin(); one != found->included.rend(); ++one) {
            auto resolved = one->path == "self" ? next : resolve_type(one->path, one->within);
            for (auto &inner : ancestors(resolved))
                if (inner != "Object" && (!inner.empty() || !find_type(resolved))) add(inner);
        }
        if (found->kind == 'm' || next == "Object") break;
        next = found->superclass.path.empty()
                   ? std::string(found->kind == 'e' ? "Enum" : "Object")
                   : resolve_type(found->superclass.path, found->superclass.within);
    }
    add("Object");
    return line;
}

inline std::string_view interpreter::class_of(const value &any) const {
    switch (any.kind) {
    case value_kind::nil:
        return "Nil";
    case value_kind::boolean:
        return "Bool";
    case value_kind::whole:
        return width_names[static_cast<unsigned>(any.width)];
    case value_kind::real:
        return "Float64";
    case value_kind::character:
        return "Char";
    case value_kind::text:
        return "String";
    case value_kind::symbol:
        return "Symbol";
    case value_kind::span:
        return "Time::Span";
    case value_kind::regex:
        return "Regex";
    case value_kind::list:
        return "Array";
    case value_kind::tuple:
        return "Tuple";
    case value_kind::table:
        return "Hash";
    case value_kind::named:
        return "NamedTuple";
    case value_kind::range:
        return "Range";
    case value_kind::proc:
        return "Proc";
    case value_kind::variables:
        return "ENV";
    case value_kind::type:
        return "Class";
    default:
        return any.path;
    }
}

/// Whether a value is of one of the types in a union: 1, 0, or -1.
inline int interpreter::is_a(const value &any, std::string_view types, std::size_t within) {
    int result = 0, open = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= types.size(); ++i) {
        char c = i < types.size() ? types[i] : '|';
        open += (c == '(' || c == '{') - (c == ')' || c == '}');
        if (c != '|' || open > 0) continue;
        auto one = is_one(any, types.substr(begin, i - begin), within);
        if (one == 1) return 1;
        if (one < 0) result = -1;
        begin = i + 1;
    }
    return result;
}

inline int interpreter::is_one(const value &any, std::string_view type, std::size_t within) {
    while (type.starts_with(' ') || type.starts_with('\n') || type.starts_with('('))
        type.remove_prefix(1);
    while (type.ends_with(' ') || type.ends_with('\n'))
        type.remove_suffix(1);
    if (type.ends_with('?')) {
        if (any.is(value_kind::nil)) return 1;
        type.remove_suffix(1);
    }
    if (type == "_" || type == "Object") return 1;
    if (type.starts_with('{') || type.find("->") != type.npos || type.find("typeof") != type.npos ||
        type.ends_with(".class") || type.ends_with('*'))
        return any.is(value_kind::proc) && type.find("->") != type.npos ? 1 : -1;
    bool generic = type.find('(') != type.npos;
    auto path = resolve_type(type, within);
    auto own = class_of(any);
    if (any.is(value_kind::object) || any.is(value_kind::member)) {
        if (path == "Reference") return !any.inside || !any.inside->copied;
        for (auto &ancestor : ancestors(any.path)) {
            if (ancestor == path && !ancestor.empty()) return generic ? -1 : 1;
            if (ancestor.empty()) return -1;
        }
        return find_type(path) || path == "String" || path == "Int32" || path == "Nil" ? 0 : -1;
    }
    if (own == path) return generic ? -1 : 1;
    bool whole = any.is(value_kind::whole), real = any.is(value_kind::real);
    if (path == "Int") return whole;
    if (path == "Float") return real;
    if (path == "Number") return whole || real;
    auto is = [&](std::string_view name) { return path == name; };
    for (std::string_view known :
         {"String",     "Nil",    "Bool",   "Char",   "Symbol",  "Array",  "Hash",  "Tuple",
          "NamedTuple", "Proc",   "Range",  "Regex",  "Int8",    "Int16",  "Int32", "Int64",
          "UInt8",      "UInt16", "UInt32", "UInt64", "Float32", "Float64"})
        if (is(known)) return 0;
    if (auto *known = find_type(path)) {
        for (auto &ancestor : ancestors(own))
            if (ancestor == path) return generic ? -1 : 1;
        return known->kind == 'm' ? -1 : 0;
    }
    return -1;
}

/// Whether all of one union are of the other: 1, 0, or -1.
inline int interpreter::is_within(std::string_view narrow, std::size_t its, std::string_view wide,
                                  std::size_t within) {
    auto members = [&](std::string_view types, std::size_t scope) {
        std::vector<std::string> all;
        while (!types.empty()) {
            auto one = types.substr(0, types.find('|'));
            types.remove_prefix(std::min(types.size(), one.size() + 1));
            while (!one.empty() && detail::is_blank(one.front()))
                one.remove_prefix(1);
            while (!one.empty() && detail::is_blank(one.back()))
                one.remove_suffix(1);
            if (one.ends_with('?')) one.remove_suffix(1), all.emplace_back("Nil");
            bool plain =
                std::all_of(one.begin(), one.end(), [](char c) { return detail::in_name(c) || c == ':'; });
            auto path = plain ? resolve_type(one, scope) : std::string();
            all.push_back(find_type(path) && !find_type(path)->generic ? path : std::string());
        }
        return all;
    };
    auto all = members(wide, within);
    int result = 1;
    for (auto &one : members(narrow, its)) {
        auto &line = ancestors(one);
        bool sure = !one.empty() && std::find(line.begin(), line.end(), "") == line.end() &&
                    std::find(all.begin(), all.end(), "") == all.end();
        if (!sure) return -1;
        bool found = std::any_of(all.begin(), all.end(), [&](auto &other) {
            return std::find(line.begin(), line.end(), other) != line.end();
        });
        if (!found) result = 0;
    }
    return result;
}

} // namespace azu_session::inline v0_1::crystal
