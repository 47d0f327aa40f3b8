#pragma once

#include <azu_session/detail/crystal/numbers.hpp>
#include <azu_session/detail/crystal/source.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::crystal {

/// A node of one of a program's files.
struct location {
    file_index file = 0;
    node_id node = no_node;
};

/// The namespace that one is in.
inline std::string_view outer_of(std::string_view path) {
    auto cut = path.rfind("::");
    return cut == path.npos ? std::string_view() : path.substr(0, cut);
}

enum class method_role { written, getter, query, sure_getter, setter, delegate };

struct method {
    std::string_view name;
    location where; ///< of the `def`, or of what stands for it
    std::size_t within = 0;
    method_role role = method_role::written;
    std::string_view field;       ///< of a getter or setter, without its `@`
    node_id block = no_node;      ///< what makes the value of a getter
    bool conditional = false;     ///< the compiler decides whether it is there
    file_index seen_by = no_file; ///< the only file that sees it, if it is private at the top level
};

/// A name that a class derives from or includes.
struct mixin {
    std::string_view path;
    std::size_t within = 0;
};

/// A class, module, struct or enum, with all that reopens it.
struct type {
    std::string_view path;
    char kind = 'm'; ///< first letter of the keyword
    mixin superclass;
    std::vector<mixin> included, extended;
    std::vector<method> methods, class_methods;
    std::vector<std::pair<std::string_view, location>> defaults, class_defaults; ///< of fields: assignments
    std::vector<std::pair<std::string_view, location>> members;                  ///< of an enum
    std::vector<std::string_view> body_calls; ///< what is called in the body: methods, or macros of a library
    std::vector<std::string_view> equal_by;   ///< fields that equality and the hash go by, as the macro says
    std::string_view base;                    ///< of an enum: the type of its numbers, if other than Int32
    location forwards;                        ///< what takes the methods that are missing
    bool open = false;                        ///< a macro may have defined more
    bool generic = false;                     ///< its name goes on with what it is made of
    bool any_property = false;                ///< has whatever it is asked for or given
    bool flags = false;                       ///< an enum whose members are bits
    std::size_t opened = 0;                   ///< the first scope that opens it; 0 where none does
    file_index seen_by = no_file; ///< the only file that sees it, if it is private at the top level
};

inline std::string joined(std::string_view outer, std::string_view path) {
    if (path.starts_with("::")) return std::string(path.substr(2));
    return outer.empty() ? std::string(path) : std::string(outer).append("::").append(path);
}

/// What a program defines.
struct definitions {
    std::unordered_map<std::string, type> types;
    std::map<std::tuple<const type *, bool, std::string_view>, mixin>
        declared; ///< types of fields, or of a class's
    std::unordered_map<std::string, std::vector<std::pair<location, std::size_t>>> constants; ///< with scope
    std::unordered_map<std::string_view, int> uses; ///< of constants' names, apart from their definitions
    std::unordered_map<std::string_view, std::vector<method>> by_name; ///< methods, wherever they are
    std::vector<std::string> scopes = {{}}; ///< namespaces as they are opened; the first is the top level
    std::unordered_map<std::string_view, location> macros;
    std::unordered_map<std::string, std::string> kept_texts; ///< what values refer to that is in no file
    bool forwards = false;       ///< whether a class hands on the methods that it lacks
    std::size_t core_scopes = 0; ///< the first of them, which the core library opens
    std::vector<location> hooks; ///< macros that are run for what derives from or includes

    /// The path of what is opened within a scope by a name, of whose parts the first is looked for.
    std::string opened_path(std::size_t within, std::string_view name) const {
        auto first = name.substr(0, name.find("::"));
        if (!name.empty() && first.size() < name.size() && !name.starts_with("::"))
            for (std::string_view outer = scopes[within]; !outer.empty(); outer = outer_of(outer))
                if (types.contains(joined(outer, first))) return joined(outer, name);
        bool nested = first.size() < name.size() && types.contains(std::string(first));
        return nested ? std::string(name) : joined(scopes[within], name);
    }
};

namespace detail {

/// Whether a call in a class's body is a macro of the language that only defines something.
inline bool declares(std::string_view name) {
    for (std::string_view one :
         {"include", "extend", "delegate", "forward_missing_to", "any_property", "private", "protected",
          "def_equals", "def_hash", "def_equals_and_hash", "def_clone"})
        if (name == one) return true;
    if (name.starts_with("class_")) name.remove_prefix(6);
    for (std::string_view accessor : {"getter", "property", "setter"})
        if (name.starts_with(accessor) &&
            (name.size() == accessor.size() ||
             (name.size() == accessor.size() + 1 && (name.back() == '?' || name.back() == '!'))))
            return true;
    return false;
}

} // namespace detail
} // namespace azu_session::inline v0_1::crystal
