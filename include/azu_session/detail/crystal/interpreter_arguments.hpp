#pragma once

// Part of the interpreter: what calls give.

#include <azu_session/detail/crystal/interpreter.hpp>
#include <azu_session/detail/crystal/numbers.hpp>

namespace azu_session::inline v0_1::crystal {

/// A struct that changes while what it is given with is evaluated may have been copied before or not, as the
/// compiler likes it best.
inline bool interpreter::forget_changed(arguments &given, const std::vector<std::size_t> &changes) {
    bool changed = false;
    for (std::size_t i = 0; i < changes.size() && i < given.items.size(); ++i) {
        if (changes_of(given.items[i]) == changes[i]) continue;
        escape(given.items[i]);
        given.items[i] = unknown();
        changed = true;
    }
    return changed;
}

namespace detail {

/// Whether two values differ, as far as that is seen without comparing what can change: structs are copies.
inline bool is_another(const value &a, const value &b, int depth = 0) {
    using enum value_kind;
    if (a.kind != b.kind) return true;
    if (a.inside == b.inside) return !a.inside && equal(a, b) == 0;
    bool copies = (a.is(object) && a.inside->copied) || a.is(tuple) || a.is(named);
    if (!copies || a.path != b.path || a.inside->items.size() != b.inside->items.size() || depth > 8)
        return true;
    for (std::size_t i = 0; i < a.inside->items.size(); ++i)
        if (is_another(a.inside->items[i], b.inside->items[i], depth + 1)) return true;
    return false;
}

} // namespace detail

/// Whether a variable has another value than when it was read.
inline bool interpreter::is_reassigned(const node &part, const value &read) {
    if (!is_variable(part)) return false;
    return detail::is_another(evaluate_name(part), read);
}

/// A variable that is given another value while what it is given with is evaluated: of one with several
/// types, the compiler may take either.
inline void interpreter::forget_reassigned(const node &part, value &read) {
    if (!is_reassigned(part, read)) return;
    escape(read);
    escape(evaluate_name(part));
    read = unknown(part);
}

/// One of the arguments of a call, or several for a splat.
inline void interpreter::add_argument(node_id id, arguments &given) {
    auto &part = at(id);
    if (part.kind == node_kind::restriction) return; // of the elements
    if (part.kind == node_kind::block) {
        given.block = make_closure(id).inside->code;
        return;
    }
    if (given.items.size() > most_items) {
        given.known = false;
        auto further = part.kind == node_kind::argument ? part.first : id;
        if (further != no_node) spoil(evaluate(further));
        return;
    }
    if (part.kind != node_kind::argument) return given.add(evaluate(id));
    auto item = part.first == no_node ? unknown(part) : evaluate(part.first);
    if (part.text == "&") {
        if (item.is(value_kind::proc) && item.inside->code)
            given.block = item.inside->code;
        else if (!item.is(value_kind::nil))
            given.known = false;
    } else if (part.text == "*" || part.text == "**") {
        add_splat(item, part.text == "**", given);
    } else {
        given.add(std::move(item), part.text);
    }
}

inline void interpreter::add_splat(const value &item, bool names, arguments &given) {
    bool known =
        item.inside && !item.inside->spoiled &&
        (names ? item.is(value_kind::named) : item.is(value_kind::tuple) || item.is(value_kind::list));
    given.known = given.known && known;
    for (std::size_t i = 0; known && i < item.inside->items.size(); ++i)
        given.add(item.inside->items[i], names ? keep(item.inside->keys[i].text) : std::string_view());
    if (known) return;
    spoil(item);
    pass_over_method(item, "each");
    given.add(item);
}

inline arguments interpreter::evaluate_arguments(node_id first) {
    arguments given;
    std::vector<std::size_t> changes;
    std::vector<std::pair<const node *, std::size_t>> variables;
    for (auto child = first; child != no_node; child = at(child).next) {
        for (auto i = changes.size(); i < given.items.size(); ++i)
            changes.push_back(changes_of(given.items[i]));
        bool labelled = at(child).kind == node_kind::argument && at(child).first != no_node;
        auto &part = at(labelled ? at(child).first : child);
        bool apart = labelled && (at(child).text.starts_with('*') || at(child).text == "&");
        if (!apart && is_variable(part)) variables.emplace_back(&part, given.items.size());
        add_argument(child, given);
    }
    forget_changed(given, changes);
    for (auto [part, i] : variables)
        if (i < given.items.size()) forget_reassigned(*part, given.items[i]);
    return given;
}

/// What a literal holds. Those of arrays and hashes read variables when all the rest is evaluated.
inline std::vector<value> interpreter::evaluate_parts(const std::vector<node_id> &parts, bool reads_last) {
    arguments found;
    std::vector<std::size_t> changes, last;
    for (auto id : parts) {
        bool variable = reads_last && is_variable(at(id));
        if (variable) last.push_back(found.items.size());
        found.add(variable ? value() : evaluate(id));
        changes.push_back(changes_of(found.items.back()));
    }
    forget_changed(found, changes);
    for (auto i : last)
        found.items[i] = evaluate(parts[i]);
    return std::move(found.items);
}

/// The elements of an array, whose splats are taken apart in the end.
inline arguments interpreter::evaluate_elements(node_id first) {
    std::vector<node_id> parts;
    std::vector<bool> splats;
    for (auto child = first; child != no_node; child = at(child).next) {
        if (at(child).kind == node_kind::restriction) continue;
        splats.push_back(at(child).kind == node_kind::argument && at(child).first != no_node);
        parts.push_back(splats.back() ? at(child).first : child);
    }
    auto items = evaluate_parts(parts, true);
    arguments given;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (given.items.size() > most_items)
            given.known = false, spoil(items[i]);
        else if (splats[i])
            add_splat(items[i], false, given);
        else
            given.add(std::move(items[i]));
    return given;
}

} // namespace azu_session::inline v0_1::crystal
