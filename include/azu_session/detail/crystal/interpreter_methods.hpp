#pragma once

// Part of the interpreter: which method a call means.

#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

namespace detail {

/// Whether a method answers to a name, as a getter of `x` does to `x` and a setter to `x=`.
inline bool answers_to(const method &one, std::string_view name) {
    if (!name.starts_with(one.name)) return false;
    auto suffix = name.substr(one.name.size());
    switch (one.role) {
    case method_role::query:
        return suffix == "?";
    case method_role::setter:
        return suffix == "=";
    default:
        return suffix.empty();
    }
}

} // namespace detail

/// Whether a call in the body of a class is one of a method, and of no macro that a library may have.
inline bool interpreter::calls_method(const type &owner, std::string_view name) {
    if (defined_.macros.contains(name)) return false;
    if (name == "raise" || name == "exit" || name == "abort" || name == "loop") return true;
    auto has = [&](const std::vector<method> &methods) {
        return std::any_of(methods.begin(), methods.end(),
                           [&](auto &one) { return detail::answers_to(one, name) && !one.conditional; });
    };
    if (auto *top = find_type({}); top && has(top->methods)) return true;
    auto *one = &owner;
    for (int depth = 0; one && depth < 24; ++depth) {
        if (has(one->class_methods)) return true;
        for (auto &mixed : one->extended) {
            auto *module = mixed.path == "self" ? one : find_type(resolve_type(mixed.path, mixed.within));
            if (module && has(module->methods)) return true;
        }
        auto &parent = one->superclass;
        one = parent.path.empty() ? nullptr : find_type(resolve_type(parent.path, parent.within));
    }
    return false;
}

/// Whether a class may have more methods than are known.
inline bool interpreter::is_open(const type &owner) {
    charge(owner.body_calls.size() * (1 + owner.class_methods.size() / 16));
    return owner.open || std::any_of(owner.body_calls.begin(), owner.body_calls.end(),
                                     [&](auto name) { return !calls_method(owner, name); });
}

/// The methods of a name in the first class of a line that has it; `after` goes on behind that class.
inline interpreter::found_methods interpreter::find_methods(const std::string &path, std::string_view name,
                                                            bool own, std::string_view after) {
    found_methods found;
    bool passed = after.empty();
    auto look = [&](const type &owner, bool of_class) {
        bool written = false;
        charge((of_class ? owner.class_methods : owner.methods).size() / 64);
        for (auto &one : of_class ? owner.class_methods : owner.methods)
            if (detail::answers_to(one, name) && (one.seen_by == no_file || one.seen_by == file_)) {
                bool brought = one.where.file >= brought_;
                if (!brought && !written) found.candidates.clear(); // the program's take the place of ours
                if (brought && written) continue;
                written = written || !brought;
                found.candidates.push_back(&one);
            }
        bool open = is_open(owner);
        if (open) found.sure = false;
        found.owner = owner.path;
        return !found.candidates.empty() || open;
    };
    if (path.empty() && !own) {
        auto *top = find_type({});
        if (top && look(*top, false)) return found;
        for (auto &module : included_at_top())
            if (look(*find_type(module), false)) return found;
        return found;
    }
    for (auto &one : ancestors(path)) {
        auto *owner = find_type(one);
        if (!passed) {
            passed = one == after;
            continue;
        }
        if (!owner) {
            if (one.empty() || own) found.sure = false;
            if (one.empty()) return found;
            continue;
        }
        if (!own) {
            if (look(*owner, false)) return found;
            continue;
        }
        if (owner->kind == 'm' && one != path) continue;
        if (look(*owner, true)) return found;
        for (auto mixed = owner->extended.rbegin(); mixed != owner->extended.rend(); ++mixed) {
            auto resolved =
                mixed->path == "self" ? std::string(owner->path) : resolve_type(mixed->path, mixed->within);
            for (auto &line : ancestors(resolved)) {
                auto *module = find_type(line);
                if (line == "Object") continue;
                if (!module) {
                    found.sure = false;
                    return found;
                }
                if (look(*module, false)) return found;
            }
        }
    }
    return found;
}

/// The overload that a call means, of the nearest class that has one for what it is given. A literal becomes
/// one of another type where nothing else takes it.
inline const method *interpreter::choose(const std::string &path, std::string_view name, bool own,
                                         const arguments &given, found_methods &found, bool &sure) {
    const method *chosen = nullptr;
    for (bool casts : {false, true}) {
        found = find_methods(path, name, own);
        if (found.candidates.empty()) return select(found, given, sure);
        chosen = select(found, given, sure, casts);
        bool inherited = !path.empty() && name != "new"; // constructors are not
        while (inherited && !chosen && sure) {
            auto next = find_methods(path, name, own, found.owner);
            if (next.owner == found.owner || (next.candidates.empty() && next.sure)) break;
            found = std::move(next);
            chosen = select(found, given, sure, casts);
        }
        if (chosen || !sure) break;
    }
    return chosen;
}

inline bool interpreter::has_any_property(const std::string &path) {
    for (auto &one : ancestors(path))
        if (auto *owner = find_type(one); owner && owner->any_property) return true;
    return false;
}

/// Whether the core library calls a method that the program has in place of the core library's own. Crystal's
/// own methods may not call that, but for what they all are made of.
inline bool interpreter::replaces(const method &own, const std::string &path) {
    if (file_ != brought_ || own.where.file >= brought_) return false;
    for (std::string_view called : {"each", "<=>", "==", "<", ">", "<=", ">=", "hash", "to_s", "inspect",
                                    "size", "[]", "[]?", "message", "initialize", "call", "includes?"})
        if (own.name == called) return false;
    auto &line = ancestors(path);
    auto &all = defined_.by_name.find(own.name)->second;
    charge(all.size() / 8);
    return std::any_of(all.begin(), all.end(), [&](const method &one) {
        return one.where.file == brought_ &&
               std::find(line.begin(), line.end(), defined_.scopes[one.within]) != line.end();
    });
}

/// What a method wants: of each parameter its form and its type.
inline std::vector<std::pair<std::string, std::string_view>> interpreter::wanted_by(const method &asked) {
    std::vector<std::pair<std::string, std::string_view>> wanted;
    if (asked.role == method_role::setter) {
        auto found = defined_.declared.find({find_type(defined_.scopes[asked.within]), false, asked.field});
        wanted.emplace_back("", found == defined_.declared.end() ? std::string_view() : found->second.path);
    }
    if (asked.role != method_role::written) return wanted;
    auto &syntax = files_[asked.where.file].syntax;
    auto &part = syntax[asked.where.node];
    for (auto child = part.first; child != part.last; child = syntax[child].next) {
        std::string form;
        std::string_view type;
        for (auto extra = syntax[child].first; extra != no_node; extra = syntax[extra].next) {
            auto kind = syntax[extra].kind;
            if (kind == node_kind::restriction)
                type = syntax[extra].text;
            else
                form += kind == node_kind::splat || kind == node_kind::label ? syntax[extra].text : "=";
        }
        if (!form.starts_with('&')) wanted.emplace_back(std::move(form), type);
    }
    return wanted;
}

/// Whether a method comes before one that is defined before it: 1, also where it takes its place, or -1; 0
/// where that is not followed.
inline int interpreter::compare_methods(const method &later, const method &earlier) {
    auto a = wanted_by(later), b = wanted_by(earlier);
    if (a.size() != b.size()) return 0;
    bool more = false, less = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i].first != b[i].first) return 0;
        auto &mine = a[i].second, &other = b[i].second;
        if (mine == other) continue;
        auto within = other.empty()  ? 1
                      : mine.empty() ? 0
                                     : is_within(mine, later.within, other, earlier.within);
        auto around = mine.empty()    ? 1
                      : other.empty() ? 0
                                      : is_within(other, earlier.within, mine, later.within);
        if (within + around != 1) return 0;
        (within == 1 ? more : less) = true;
    }
    return more && less ? 0 : less ? -1 : 1;
}

inline bool interpreter::takes_block(const method &one) const {
    auto &code = files_[one.where.file];
    auto &part = code.syntax[one.where.node];
    for (auto child = part.first; child != no_node && child != part.last; child = code.syntax[child].next) {
        auto splat = code.syntax[child].first;
        if (splat != no_node && code.syntax[splat].kind == node_kind::splat && code.syntax[splat].text == "&")
            return true;
    }
    return code.text_of(part).find("yield") != std::string_view::npos;
}

/// The overload that a call means; null where there is none. With `casts` a literal may become one of another
/// type.
inline const method *interpreter::select(const found_methods &found, const arguments &given, bool &sure,
                                         bool casts) {
    bool several = found.candidates.size() > 1;
    if (!found.sure || (several && !given.known)) return sure = false, nullptr;
    const method *chosen = nullptr;
    int chosen_fit = 0;
    charge(found.candidates.size());
    for (auto *one : found.candidates) {
        auto fit = accepts(*one, given, casts);
        if (fit == 0 && given.known) continue;
        if (!given.known) fit = -1;
        bool strict = several || given.block || one->where.file >= brought_;
        if (strict && one->role == method_role::written && takes_block(*one) != (given.block != nullptr))
            continue;
        auto order = chosen ? compare_methods(*one, *chosen) : 1;
        if (chosen && (order == 0 || (order < 0 ? chosen_fit : fit) < 0)) return sure = false, nullptr;
        if (order < 0) continue;
        chosen = one;
        chosen_fit = fit;
    }
    auto elsewhere = [&](const method *one) { return one->seen_by != chosen->seen_by; };
    bool hidden = chosen && std::any_of(found.candidates.begin(), found.candidates.end(), elsewhere);
    if (!given.known || hidden || (chosen && chosen->conditional)) sure = false;
    return sure ? chosen : nullptr;
}

} // namespace azu_session::inline v0_1::crystal
