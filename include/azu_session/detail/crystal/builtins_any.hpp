#pragma once

#include <azu_session/detail/crystal/builtin.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

// Of every value, and of the environment.

namespace azu_session::inline v0_1::crystal {

namespace detail {

inline value told(int holds) { return holds < 0 ? value() : make_boolean(holds == 1); }

inline value any_equal(interpreter &run, const value &self, arguments &given, std::string_view name) {
    auto &other = given.items[0];
    if (name == "===" && self.is(value_kind::range)) return run.send(self, "includes?", given);
    if (name == "===" && self.is(value_kind::type)) return told(run.case_equal(self, other));
    if (name == "===" && self.is(value_kind::object)) return run.send(self, "==", given);
    if (name == "==" || name == "===") return told(equal(self, other));
    auto same = run.send(self, "==", given);
    return same.is_known() ? make_boolean(!is_true(same)) : same;
}

inline value any_to_text(interpreter &run, const value &self, arguments &, std::string_view name) {
    auto result = make_text({});
    if (name == "to_s" && self.is(value_kind::text)) return self;
    if (!(name == "to_s" ? run.to_text(self, result.text) : run.inspect(self, result.text))) return {};
    return result;
}

inline value any_itself(interpreter &run, const value &self, arguments &, std::string_view) {
    if (self.is(value_kind::nil)) run.raise("NilAssertionError", "Nil assertion failed");
    return self;
}

/// Makes its own what can change within it, `left` items at most; false where a class tells how.
inline bool clone_inside(value &copy, std::size_t &left) {
    if (left <= copy.inside->items.size()) return false;
    left -= copy.inside->items.size() + 1;
    copy.inside = copy_of(*copy.inside);
    return std::all_of(copy.inside->items.begin(), copy.inside->items.end(), [&](value &item) {
        if (!item.inside) return true;
        return !item.is(value_kind::object) && !item.is(value_kind::proc) && clone_inside(item, left);
    });
}

inline value any_copy(interpreter &run, const value &self, arguments &, std::string_view name) {
    auto copy = self;
    if (!self.inside || self.is(value_kind::proc)) return copy;
    auto left = most_items;
    if (name == "clone") return clone_inside(copy, left) ? copy : value();
    copy.inside = copy_of(*self.inside);
    for (auto &item : copy.inside->items)
        item = run.copied(item);
    return copy;
}

inline value any_same(interpreter &, const value &self, arguments &given, std::string_view) {
    if (self.is(value_kind::object) && self.inside->copied) return {};
    return make_boolean(self.inside == given.items[0].inside);
}

inline value any_is_nil(interpreter &, const value &self, arguments &, std::string_view) {
    return make_boolean(self.is(value_kind::nil));
}

/// `a < b` and so on, of texts, characters, numbers, spans of time and tuples.
inline int compare(const value &a, const value &b, bool &known) {
    using enum value_kind;
    known = true;
    auto sign = [](auto x, auto y) { return x < y ? -1 : x > y ? 1 : 0; };
    if (a.kind == b.kind && a.kind == text) return sign(a.text.compare(b.text), 0);
    if (a.kind == b.kind && a.kind == character) // which `<=>` tells the distance of
        return static_cast<int>(code_point(a.text)) - static_cast<int>(code_point(b.text));
    if (a.kind == b.kind && (a.kind == whole || a.kind == member || a.kind == span))
        return sign(a.whole, b.whole);
    bool numbers = (a.kind == whole || a.kind == real) && (b.kind == whole || b.kind == real);
    if (numbers) {
        auto of = [](const value &v) { return v.kind == real ? v.fraction : static_cast<double>(v.whole); };
        known = !std::isnan(of(a)) && !std::isnan(of(b));
        return sign(of(a), of(b));
    }
    bool lists =
        a.kind == b.kind && (a.kind == list || a.kind == tuple) && !a.inside->spoiled && !b.inside->spoiled;
    for (std::size_t i = 0; lists && i < a.inside->items.size() && i < b.inside->items.size(); ++i)
        if (auto one = compare(a.inside->items[i], b.inside->items[i], known); one != 0 || !known) return one;
    if (lists) return sign(a.inside->items.size(), b.inside->items.size());
    known = false;
    return 0;
}

inline value any_compare(interpreter &, const value &self, arguments &given, std::string_view name) {
    bool known;
    auto order = compare(self, given.items[0], known);
    if (!known) return {};
    if (name == "<=>") return make_whole(order);
    return make_boolean(name == "<"    ? order < 0
                        : name == "<=" ? order <= 0
                        : name == ">"  ? order > 0
                                       : order >= 0);
}

inline value any_class(interpreter &run, const value &self, arguments &, std::string_view) {
    auto type = make_value(value_kind::type);
    type.path = run.class_of(self);
    return type;
}

} // namespace detail

inline constexpr std::uint32_t any_kind = 0x1fffffff;
inline constexpr auto ordered_kinds =
    kinds_of(value_kind::text, value_kind::character, value_kind::whole, value_kind::real, value_kind::span,
             value_kind::member, value_kind::list, value_kind::tuple);

inline constexpr auto reference_kinds = kinds_of(value_kind::list, value_kind::table, value_kind::object);

inline constexpr builtin any_builtins[] = {
    {any_kind, "==", 1, 1, detail::any_equal},          {any_kind, "!=", 1, 1, detail::any_equal},
    {any_kind, "===", 1, 1, detail::any_equal},         {any_kind, "to_s", 0, 0, detail::any_to_text},
    {any_kind, "inspect", 0, 0, detail::any_to_text},   {any_kind, "not_nil!", 0, 0, detail::any_itself},
    {any_kind, "nil?", 0, 0, detail::any_is_nil},       {any_kind, "dup", 0, 0, detail::any_copy},
    {any_kind, "clone", 0, 0, detail::any_copy},        {any_kind, "class", 0, 0, detail::any_class},
    {reference_kinds, "same?", 1, 1, detail::any_same}, {ordered_kinds, "<", 1, 1, detail::any_compare},
    {ordered_kinds, "<=", 1, 1, detail::any_compare},   {ordered_kinds, ">", 1, 1, detail::any_compare},
    {ordered_kinds, ">=", 1, 1, detail::any_compare},   {ordered_kinds, "<=>", 1, 1, detail::any_compare},
};

// How values are written.

namespace detail {

/// Whether a symbol is written without quotes.
inline bool is_plain_name(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return in_name(c); });
}

} // namespace detail

/// What `to_s` gives, or with `writes` what `to_s(io)` writes, which the program may have only one of.
inline bool interpreter::to_text(const value &from, std::string &text, int depth, bool writes) {
    switch (from.kind) {
    case value_kind::text:
    case value_kind::character:
    case value_kind::symbol:
        text += from.text;
        return true;
    case value_kind::nil:
        return true;
    case value_kind::object: {
        if (writes && from.path == "String::Builder") return false; // its address
        auto writer = make_collection(value_kind::object);
        writer.path = "String::Builder";
        writer.inside->set("text", make_text({}));
        arguments given;
        auto found = find_methods(from.path, "to_s", false);
        if (!found.sure || found.candidates.empty() || depth > 4) return false;
        bool sure = true;
        auto *plain = select(found, given, sure);
        bool own = plain && plain->where.file < brought_;
        if (plain && sure && !(writes && own)) {
            auto result = call_method(*plain, found.owner, from, std::move(given));
            return result.is(value_kind::text) && to_text(result, text);
        }
        given = {};
        given.add(writer);
        sure = true;
        auto *to_writer = select(found, given, sure);
        if (!to_writer || !sure) return false;
        call_method(*to_writer, found.owner, from, std::move(given));
        auto *written = writer.inside->find("text");
        return written && written->is(value_kind::text) && to_text(*written, text);
    }
    case value_kind::member: {
        auto *owner = find_type(from.path);
        if (!owner) return false;
        auto given = find_methods(from.path, "to_s", false);
        if (!given.candidates.empty()) return false;
        auto &members = members_of(*owner);
        std::string names;
        for (std::size_t i = 0; i < members.size(); ++i) {
            auto &one = members[i];
            if (!one.is(value_kind::member)) return false;
            if (owner->flags && owner->members[i].first == "All") continue;
            if (owner->flags ? one.whole != 0 && (from.whole & one.whole) == one.whole
                             : one.whole == from.whole) {
                names += (names.empty() ? "" : " | ") + std::string(owner->members[i].first);
                if (!owner->flags) break;
            }
        }
        if (names.empty() && owner->flags && from.whole == 0) names = "None";
        text += names;
        return !names.empty();
    }
    case value_kind::type: {
        auto *owner = find_type(from.path);
        text += from.path;
        return owner && !owner->generic;
    }
    default:
        return inspect(from, text, depth);
    }
}

inline bool interpreter::inspect(const value &from, std::string &out, int depth) {
    using enum value_kind;
    if (!from.is_known() || depth > 8 || out.size() > longest_text) return false;
    auto quoted = [&](char quote) {
        out += quote;
        for (auto one : characters_of(from.text)) {
            constexpr std::string_view plain = "\n\t\r\x1b\a\b\f\v", letters = "ntreabfv";
            if (one.size() > 1) {
                if (!is_printable(one)) return false;
                out += one;
            } else if (one[0] == quote || one[0] == '\\') {
                out.append("\\").append(one);
            } else if (auto at = plain.find(one[0]); at != plain.npos) {
                out.append("\\").append(1, letters[at]);
            } else if (static_cast<unsigned char>(one[0]) < 0x20 || one[0] == 0x7f) {
                return false;
            } else {
                out += one;
            }
        }
        out += quote;
        return quote != '"' || from.text.find("#{") == from.text.npos;
    };
    auto items = [&](std::string_view open, std::string_view close) {
        if (from.inside->spoiled) return false;
        out += open;
        for (std::size_t i = 0; i < from.inside->items.size(); ++i) {
            if (i > 0) out += ", ";
            if (from.is(table)) {
                if (!inspect(from.inside->keys[i], out, depth + 1)) return false;
                out += " => ";
            }
            if (from.is(named)) {
                if (!detail::is_plain_name(from.inside->keys[i].text)) return false;
                out.append(from.inside->keys[i].text).append(": ");
            }
            if (!inspect(from.inside->items[i], out, depth + 1)) return false;
        }
        out += close;
        return true;
    };
    switch (from.kind) {
    case nil:
        out += "nil";
        return true;
    case boolean:
        out += from.whole ? "true" : "false";
        return true;
    case whole:
        out += std::to_string(from.whole);
        return true;
    case real:
        out += real_text(from.fraction);
        return true;
    case value_kind::text:
        return quoted('"');
    case character:
        return quoted('\'');
    case symbol:
        out += ":" + from.text;
        return detail::is_plain_name(from.text);
    case list:
        return items("[", "]");
    case tuple:
    case named:
    case table:
        return items("{", "}");
    case span: {
        auto written = send(from, "to_s", {});
        out += written.text;
        return written.is(value_kind::text);
    }
    case range: {
        auto &ends = from.inside->items;
        if (!ends[0].is(nil) && !inspect(ends[0], out, depth + 1)) return false;
        out += from.whole ? "..." : "..";
        return ends[1].is(nil) || inspect(ends[1], out, depth + 1);
    }
    case type:
    case member:
        return from.is(type) && to_text(from, out, depth);
    default:
        return false;
    }
}

// The environment.

/// A variable as the program sees it: what it set itself, or else what it was started with.
inline value interpreter::variable(std::string_view name) {
    auto found = make_value(value_kind::nil, site_);
    charge(changed_variables_.keys.size() / 8);
    if (auto *changed = changed_variables_.find(name))
        return changed->is(value_kind::unset) ? found : *changed;
    if (changed_variables_.spoiled) return unknown();
    if (cleared_) return found;
    if (auto *set = variables_.find(name)) {
        found = set->doubt.empty() ? make_value(value_kind::text, site_, set->value) : unknown();
        found.verbatim = set->doubt.empty();
    }
    found.variables.push_back(keep(name));
    return found;
}

inline void interpreter::set_variable(std::string_view name, value assigned) {
    uses_.change();
    if (assigned.is(value_kind::nil)) assigned = {};
    charge(changed_variables_.keys.size() / 8);
    changed_variables_.set(name, std::move(assigned));
}

inline void interpreter::note_missing(std::string_view name) { missing_.emplace_back(keep(name), site_); }

} // namespace azu_session::inline v0_1::crystal
