#pragma once

// Part of the interpreter: what parameters, fields and collections make of what they are given.

#include <azu_session/detail/crystal/interpreter.hpp>
#include <azu_session/detail/crystal/numbers.hpp>

namespace azu_session::inline v0_1::crystal {

/// Whether a type of a proc, as `String -> Nil` or `Proc(String, Nil)?`, turns what that gives into nil.
inline bool silences(std::string_view type) {
    std::string plain;
    for (char c : type)
        if (c != ' ' && c != '\t' && c != '\n') plain += c;
    for (std::string_view nilable : {"?", "|Nil"})
        if (plain.ends_with(nilable)) plain.resize(plain.size() - nilable.size());
    for (std::string_view ending : {"->", "->Nil", "->Void", "->)", "->Nil)", ",Nil)", "Proc(Nil)"})
        if (plain.ends_with(ending)) return true;
    return false;
}

/// A proc that gives nil, whatever its code does.
inline value interpreter::silenced(value proc) {
    proc.inside = copy_of(*proc.inside);
    proc.inside->code = std::make_shared<closure>(*proc.inside->code);
    proc.inside->code->silent = true;
    closures_.push_back(proc.inside->code);
    return proc;
}

/// Gives a method's parameters what it is called with.
inline void interpreter::bind(const node &method, arguments given, context &home) {
    std::size_t position = 0;
    std::vector<bool> used(given.items.size());
    bool named_only = false;
    for (auto child = method.first; child != method.last; child = at(child).next) {
        auto &parameter = at(child);
        std::string_view splat, restriction;
        auto label = parameter.text.substr(parameter.text.starts_with('@'));
        node_id fallback = no_node;
        for (auto extra = parameter.first; extra != no_node; extra = at(extra).next) {
            if (at(extra).kind == node_kind::splat)
                splat = at(extra).text;
            else if (at(extra).kind == node_kind::label)
                label = at(extra).text;
            else if (at(extra).kind == node_kind::restriction)
                restriction = at(extra).text;
            else
                fallback = extra;
        }
        value bound;
        if (splat == "&") {
            bound = make_value(value_kind::nil, here(parameter));
            if (given.block) {
                bound = make_collection(value_kind::proc);
                bound.inside->code = given.block;
                if (silences(restriction)) bound = silenced(std::move(bound));
            }
        } else if (splat == "*") {
            named_only = true;
            std::vector<value> rest;
            for (; position < given.items.size(); ++position)
                if (given.names[position].empty() && !used[position])
                    rest.push_back(fitted(given.items[position], restriction, home.within)),
                        used[position] = true;
            bound = make_collection(value_kind::tuple, std::move(rest));
        } else if (splat == "**") {
            bound = make_collection(value_kind::named);
            for (std::size_t i = 0; i < given.items.size(); ++i)
                if (!used[i] && !given.names[i].empty())
                    set_field(*bound.inside, given.names[i],
                              fitted(given.items[i], restriction, home.within));
        } else {
            for (std::size_t i = 0; i < given.items.size(); ++i)
                if (given.names[i] == label && !used[i]) bound = given.items[i], used[i] = true;
            while (!named_only && position < given.items.size() &&
                   (used[position] || !given.names[position].empty()))
                ++position;
            if (bound.is(value_kind::unset) && !named_only && position < given.items.size())
                bound = given.items[position], used[position] = true;
            if (bound.is(value_kind::unset))
                bound = fallback == no_node ? unknown(parameter) : evaluate(fallback);
            bound = fitted(std::move(bound), restriction, home.within);
            if (parameter.text.starts_with('@'))
                bound = handed_to_field(home.self, parameter.text.substr(1), bound);
            home.given.add(bound);
        }
        bound = copied(bound);
        if (parameter.text.starts_with('@')) {
            hold(home.self, bound);
            if (home.self.is(value_kind::object))
                set_field(*home.self.inside, parameter.text.substr(1), bound);
            scope_->names[parameter.text.substr(1)] = std::move(bound);
        } else if (!parameter.text.empty()) {
            scope_->names[parameter.text] = std::move(bound);
        }
    }
}

/// The parameters of a written method, but for its block.
inline std::vector<interpreter::parameter_form> interpreter::parameters_of(const method &written) const {
    std::vector<parameter_form> all;
    auto &syntax = files_[written.where.file].syntax;
    auto &part = syntax[written.where.node];
    for (auto child = part.first; child != part.last; child = syntax[child].next) {
        parameter_form one;
        one.label = syntax[child].text.substr(syntax[child].text.starts_with('@'));
        for (auto extra = syntax[child].first; extra != no_node; extra = syntax[extra].next) {
            auto kind = syntax[extra].kind;
            if (kind == node_kind::splat)
                one.splat = syntax[extra].text;
            else if (kind == node_kind::label)
                one.label = syntax[extra].text;
            else if (kind == node_kind::restriction)
                one.restriction = syntax[extra].text;
            else
                one.optional = true;
        }
        if (one.splat != "&") all.push_back(one);
    }
    return all;
}

/// Whether a parameter of this type takes it: 1, 0, or -1; with `casts` also as a literal of another type.
inline int interpreter::takes(const value &item, std::string_view restriction, std::size_t within,
                              bool casts) {
    if (restriction.empty()) return 1;
    auto fit = item.is_known() ? is_a(item, restriction, within) : -1;
    if (fit != 0 || !casts) return fit;
    if (item.is(value_kind::symbol)) {
        auto *wanted = find_type(resolve_type(restriction, within));
        return wanted && wanted->kind == 'e';
    }
    bool cast = item.is(value_kind::whole) && class_of(fitted(item, restriction, within)) != class_of(item);
    return cast ? -1 : 0;
}

/// Whether a method takes what a call gives: 1, 0, or -1; with `casts` also as literals of another type.
inline int interpreter::accepts(const method &candidate, const arguments &given, bool casts) {
    if (candidate.role == method_role::delegate) return 1;
    if (candidate.role != method_role::written)
        return given.items.size() == (candidate.role == method_role::setter ? 1u : 0u);
    std::vector<std::size_t> positional, named;
    for (std::size_t i = 0; i < given.items.size(); ++i)
        (given.names[i].empty() ? positional : named).push_back(i);
    std::size_t position = 0;
    bool named_only = false;
    int result = 1;
    auto take = [&](std::size_t index, std::string_view restriction) {
        auto fit = takes(given.items[index], restriction, candidate.within, casts);
        result = fit == 0 || result == 0 ? 0 : std::min(fit, result);
    };
    for (auto &parameter : parameters_of(candidate)) {
        if (parameter.splat == "*") {
            named_only = true;
            while (!parameter.label.empty() && position < positional.size())
                take(positional[position++], parameter.restriction);
        } else if (parameter.splat == "**") {
            for (auto index : named)
                take(index, parameter.restriction);
            named.clear();
        } else if (auto same = std::find_if(named.begin(), named.end(),
                                            [&](auto i) { return given.names[i] == parameter.label; });
                   same != named.end()) {
            take(*same, parameter.restriction);
            named.erase(same);
        } else if (!named_only && position < positional.size()) {
            take(positional[position++], parameter.restriction);
        } else if (!parameter.optional) {
            return 0;
        }
    }
    return position < positional.size() || !named.empty() ? 0 : result;
}

/// What a literal becomes where a type is wanted: an integer one of another width or a float, a symbol a
/// member of an enumeration.
inline value interpreter::fitted(value given, std::string_view types, std::size_t within) {
    bool proc = given.is(value_kind::proc) && given.inside->code && !given.inside->code->silent;
    if (proc && silences(types)) return silenced(std::move(given));
    bool number = given.is(value_kind::whole) || given.is(value_kind::real);
    if (!number && !given.is(value_kind::symbol)) return given;
    std::string wanted;
    bool several = false;
    while (!types.empty()) {
        auto one = types.substr(0, types.find('|'));
        types.remove_prefix(std::min(types.size(), one.size() + 1));
        while (!one.empty() && (detail::is_blank(one.front()) || one.front() == '('))
            one.remove_prefix(1);
        while (!one.empty() && (detail::is_blank(one.back()) || one.back() == '?' || one.back() == ')'))
            one.remove_suffix(1);
        auto path = resolve_type(one, within);
        if (path == class_of(given)) return given;
        auto *owner = find_type(path);
        auto *generic =
            owner ? nullptr : find_type(defined_.scopes[within]); // whose parameter may be any type
        bool literal = !given.is(value_kind::real) && given.width == width::i32;
        if (generic && generic->generic && literal && !infers_types()) return unknown();
        if (number ? !is_concrete_number(path) : !owner || owner->kind != 'e') continue;
        several = !wanted.empty();
        wanted = path;
    }
    if (wanted.empty()) return given;
    auto result = number ? as_number(given, wanted) : member_named(wanted, given.text);
    if (several || result.is(value_kind::unset)) result = unknown();
    result.where = given.where;
    return result;
}

/// The type that a field is said to have; null where that is not said.
inline const mixin *interpreter::declared_type(const value &self, std::string_view name) {
    for (auto &one : ancestors(self.path)) {
        auto found = defined_.declared.find({find_type(one), self.is(value_kind::type), name});
        if (found != defined_.declared.end()) return &found->second;
    }
    return nullptr;
}

inline const value *interpreter::field_of(const value &self, std::string_view name) {
    auto fields = self.is(value_kind::type) ? statics_[self.path] : self.inside;
    return fields ? fields->find(name) : nullptr;
}

/// A value for a field, by the type that it is said to have.
inline value interpreter::fitted_field(const value &self, std::string_view name, value given) {
    bool literal = given.is(value_kind::whole) || given.is(value_kind::real) || given.is(value_kind::symbol);
    bool proc = given.is(value_kind::proc);
    if (!literal && !proc) return given;
    if (auto *said = declared_type(self, name)) return fitted(std::move(given), said->path, said->within);
    auto *current = proc ? nullptr : field_of(self, name);
    return current ? beside(*current, std::move(given)) : given;
}

/// What a setter or parameter hands to a field. Where no type is said, that has the type of all that is
/// assigned to it, and a literal may become one of that.
inline value interpreter::handed_to_field(const value &self, std::string_view name, const value &given) {
    auto fitted = fitted_field(self, name, given);
    bool literal =
        fitted.is(value_kind::symbol) || (fitted.is(value_kind::whole) && fitted.width == width::i32);
    if (!literal || declared_type(self, name)) return fitted;
    auto *current = field_of(self, name);
    if (current && current->is(fitted.kind)) return fitted;
    if (current && current->is_known() && !current->is(value_kind::nil)) return unknown();
    auto written = (self.is(value_kind::type) ? "@@" : "@") + std::string(name);
    auto &own = files_.own();
    bool assigned = std::any_of(own.begin(), own.end(),
                                [&](auto &one) { return one.syntax.variables.contains(written); });
    return assigned ? unknown() : fitted;
}

/// An integer that takes the place of another kind of number, which it may become, or of what may be one.
inline value interpreter::beside(const value &current, value given) const {
    bool number =
        current.is(value_kind::whole) || current.is(value_kind::real) || current.is(value_kind::unknown);
    bool literal = given.is(value_kind::whole) && given.width == width::i32;
    return literal && number && class_of(current) != class_of(given) ? unknown() : given;
}

/// What a collection is given, as one of the type that it holds. Where that is not said, an integer may be a
/// literal that becomes one of those that are there or were there before.
inline value interpreter::fitted_inside(const held_types &held, const std::vector<value> &present,
                                        const value &item) {
    using enum held_types::origin;
    if (held.from == said) return held.types.empty() ? item : fitted(item, held.types, held.within);
    bool literal = item.is(value_kind::whole) && item.width == width::i32;
    if (!literal || (held.from == any && file_ >= brought_)) return item;
    auto same = std::find_if(present.begin(), present.end(), [](const value &one) {
        return one.is(value_kind::whole) && one.width == width::i32;
    });
    charge(static_cast<std::size_t>(same - present.begin()) / 16);
    return same != present.end() ? item : unknown();
}

/// A single tuple is unpacked where a block has several parameters, and none of them takes the rest.
inline void interpreter::bind_block(const node &code, std::vector<value> items) {
    std::size_t count = 0;
    auto is_splat = [&](const node &parameter) {
        return parameter.first != no_node && at(parameter.first).kind == node_kind::splat;
    };
    bool has_splat = false;
    for (auto child = code.first; child != code.last; child = at(child).next) {
        ++count;
        has_splat = has_splat || is_splat(at(child));
    }
    if (items.size() == 1 && count > 1 && !has_splat && items[0].is(value_kind::tuple) &&
        !items[0].inside->spoiled) {
        auto whole = items[0];
        items = whole.inside->items;
        // Unpacking within an iterator's block has been seen to assign an outer variable of that name
        // (Crystal 1.6).
        for (auto child = code.first; child != code.last; child = at(child).next)
            for (auto *outer = scope_->outer.get(); outer; outer = outer->outer.get())
                if (auto same = outer->names.find(at(child).text); same != outer->names.end()) {
                    same->second = unknown(at(child));
                    break;
                }
    }
    std::size_t next = 0, left = items.size();
    for (auto child = code.first; child != code.last; child = at(child).next) {
        auto &parameter = at(child);
        if (!is_splat(parameter)) {
            bind_parameter(parameter, next < items.size() ? items[next] : unknown(parameter));
            ++next;
            continue;
        }
        auto behind = count > next ? count - next - 1 : 0;
        std::vector<value> rest;
        for (; next + behind < left; ++next)
            rest.push_back(items[next]);
        bind_parameter(parameter, make_collection(value_kind::tuple, std::move(rest)));
    }
}

inline void interpreter::bind_parameter(const node &parameter, value given) {
    if (!parameter.text.empty()) {
        scope_->names[parameter.text] = copied(given);
        return;
    }
    // `(a, b)`
    std::size_t i = 0;
    bool known =
        given.inside && !given.inside->spoiled && (given.is(value_kind::tuple) || given.is(value_kind::list));
    if (!known && given.is_known()) unknown_call(parameter, given, {}); // of its `[]`
    for (auto child = parameter.first; child != no_node; child = at(child).next, ++i) {
        if (known && i >= given.inside->items.size()) raise("IndexError", "Index out of bounds");
        bind_parameter(at(child), known ? given.inside->items[i] : unknown(parameter));
    }
}

} // namespace azu_session::inline v0_1::crystal
