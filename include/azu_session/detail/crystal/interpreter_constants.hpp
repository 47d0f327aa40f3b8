#pragma once

// Part of the interpreter: constants and types by their paths.

#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

/// Where a constant is looked for: in each namespace and what it derives from, the innermost first.
inline std::vector<std::string> interpreter::namespaces() {
    std::vector<std::string> found;
    for (std::string_view outer = defined_.scopes[home_->within]; !outer.empty(); outer = outer_of(outer))
        for (auto &ancestor : ancestors(outer))
            if (!ancestor.empty() && ancestor != "Object") found.push_back(ancestor);
    found.emplace_back();
    for (auto &module : included_at_top())
        found.push_back(std::move(module));
    return found;
}

inline value interpreter::evaluate_constant(const node &part) {
    if (part.text == "ENV" || part.text == "::ENV") return make_value(value_kind::variables, here(part));
    auto path = part.text;
    bool absolute = path.starts_with("::");
    if (absolute) path.remove_prefix(2);
    auto cut = std::min(path.find("::"), path.size());
    auto first = path.substr(0, cut);
    for (auto &outer : absolute ? std::vector<std::string>(1) : namespaces()) {
        auto key = joined(outer, first);
        bool is_constant = defined_.constants.contains(key);
        if (!is_constant && !defined_.types.contains(key)) {
            auto member = cut == path.size() ? member_constant(outer, first) : value();
            if (!member.is(value_kind::unset)) return made(member, part);
            continue;
        }
        while (cut < path.size()) {
            if (is_constant) {
                auto alias = constant_named(key);
                if (!alias.is(value_kind::type)) return unknown(part);
                key = alias.path;
            }
            path.remove_prefix(cut + 2);
            cut = std::min(path.find("::"), path.size());
            if (auto member = member_constant(key, path); !member.is(value_kind::unset))
                return made(member, part);
            std::string next;
            for (auto &ancestor : ancestors(key))
                if (next.empty() && !ancestor.empty() &&
                    (defined_.constants.contains(joined(ancestor, path.substr(0, cut))) ||
                     defined_.types.contains(joined(ancestor, path.substr(0, cut)))))
                    next = joined(ancestor, path.substr(0, cut));
            key = next.empty() ? joined(key, path.substr(0, cut)) : next;
            is_constant = defined_.constants.contains(key);
        }
        if (is_constant) return constant_named(key);
        return make_type(part, key);
    }
    return make_type(part, std::string(absolute ? part.text.substr(2) : part.text));
}

/// One that nothing defines may be a constant of any value.
inline value interpreter::make_type(const node &part, std::string path) const {
    auto type = make_value(value_kind::type, here(part));
    if (part.kind == node_kind::generic) type.text = text_of(part);
    type.foreign = !find_type(path);
    type.path = std::move(path);
    return type;
}

/// The body of a type, within which its constants and members are evaluated.
inline std::shared_ptr<context> interpreter::home_at(location where, std::size_t within) const {
    auto home = std::make_shared<context>();
    home->file = where.file;
    home->within = within;
    home->self = make_value(value_kind::type);
    home->self.path = defined_.scopes[within];
    return home;
}

/// A constant is evaluated where it is defined, once.
inline value interpreter::constant_value(const std::string &key) {
    auto [known, fresh] = constants_.try_emplace(key);
    if (!fresh) {
        if (known->second.is(value_kind::unset)) throw undetermined{site_, site_text_}; // depends on itself
        return known->second;
    }
    auto &places = defined_.constants.find(key)->second;
    auto [where, within] = places.front();
    frame_guard elsewhere(*this, std::make_shared<scope>(), home_at(where, within));
    auto &part = at(where.node);
    uses_.begin(key);
    try {
        auto found = places.size() > 1 ? unknown(part) : copied(evaluate(part.last));
        constants_[key] = found;
        uses_.end();
        return found;
    } catch (const jump &) {
        uses_.change();
        uses_.end();
        throw;
    }
}

inline value interpreter::constant_named(const std::string &key) {
    uses_.name(key);
    return constant_value(key);
}

} // namespace azu_session::inline v0_1::crystal
