#pragma once

#include <azu_session/detail/crystal/builtins_any.hpp>
#include <azu_session/detail/crystal/builtins_numbers.hpp>

#include <algorithm>
#include <string>

// Of arrays, tuples, hashes, ranges, procs and the environment.

namespace azu_session::inline v0_1::crystal {

namespace detail {

inline value list_size(interpreter &, const value &self, arguments &, std::string_view) {
    return make_whole(static_cast<std::int64_t>(self.inside->items.size()));
}

/// `self[1]`, `self[-1]?`, `self[0, 2]`, `self[1..]`.
inline value list_part(interpreter &run, const value &self, arguments &given, std::string_view name) {
    auto &items = self.inside->items;
    auto size = static_cast<std::int64_t>(items.size());
    auto &first = given.items[0];
    auto none = [&]() -> value {
        if (name == "[]?") return make_value(value_kind::nil);
        run.raise("IndexError", "Index out of bounds");
    };
    std::int64_t begin, count;
    if (first.is(value_kind::whole)) {
        begin = first.whole < 0 ? first.whole + size : first.whole;
        if (given.items.size() == 1)
            return begin < 0 || begin >= size ? none() : items[static_cast<std::size_t>(begin)];
        if (!given.items[1].is(value_kind::whole) || given.items[1].whole < 0) return {};
        count = given.items[1].whole;
    } else if (first.is(value_kind::range) && given.items.size() == 1) {
        auto &ends = first.inside->items;
        for (auto &end : ends)
            if (!end.is(value_kind::nil) && !end.is(value_kind::whole)) return {};
        auto of = [&](const value &end, std::int64_t open) {
            return end.is(value_kind::nil) ? open : end.whole < 0 ? end.whole + size : end.whole;
        };
        begin = of(ends[0], 0);
        count = std::max<std::int64_t>(0, of(ends[1], size) - begin +
                                              (first.whole || ends[1].is(value_kind::nil) ? 0 : 1));
    } else {
        return {};
    }
    if (begin < 0 || begin > size) return none();
    auto from = items.begin() + begin;
    return make_collection(self.kind, std::vector<value>(from, from + std::min(count, size - begin)));
}

inline value fitted_item(interpreter &run, const value &container, const value &item) {
    return run.fitted_inside(container.inside->of, container.inside->items, item);
}

/// What a sum begins with: a zero of the kind that the elements have; of none it may be any.
inline value list_zero(interpreter &run, const value &self, arguments &, std::string_view) {
    auto &items = self.inside->items;
    auto &held = self.inside->of;
    if (items.empty())
        return is_concrete_number(held.types) ? run.fitted(make_whole(0), held.types, held.within)
                                              : run.unknown();
    for (auto &item : items)
        if (item.kind != items[0].kind || item.width != items[0].width) return {};
    if (items[0].is(value_kind::span)) return make_span(0);
    return items[0].is(value_kind::real) ? make_real(0) : make_whole(0, items[0].width);
}

inline value list_set(interpreter &run, const value &self, arguments &given, std::string_view) {
    auto &items = self.inside->items;
    if (!given.items[0].is(value_kind::whole)) {
        run.spoil(self);
        run.escape(given.items[1]); // which is somewhere in it
        return given.items[1];
    }
    auto index = given.items[0].whole < 0 ? given.items[0].whole + static_cast<std::int64_t>(items.size())
                                          : given.items[0].whole;
    if (index < 0 || index >= static_cast<std::int64_t>(items.size()))
        run.raise("IndexError", "Index out of bounds");
    run.hold(self, given.items[1]);
    return items[static_cast<std::size_t>(index)] = fitted_item(run, self, given.items[1]);
}

inline value list_append(interpreter &run, const value &self, arguments &given, std::string_view name) {
    auto &items = self.inside->items;
    for (auto &item : given.items) {
        run.hold(self, item);
        item = fitted_item(run, self, item);
    }
    auto at = name == "unshift" ? items.begin() : items.end();
    items.insert(at, given.items.begin(), given.items.end());
    if (items.size() > most_items) {
        items.clear();
        self.inside->spoiled = true;
    }
    return self;
}

inline value list_insert(interpreter &run, const value &self, arguments &given, std::string_view) {
    auto &items = self.inside->items;
    auto size = static_cast<std::int64_t>(items.size());
    if (!given.items[0].is(value_kind::whole)) return {};
    auto index = given.items[0].whole < 0 ? given.items[0].whole + size + 1 : given.items[0].whole;
    if (index < 0 || index > size) run.raise("IndexError", "Index out of bounds");
    run.hold(self, given.items[1]);
    items.insert(items.begin() + index, fitted_item(run, self, given.items[1]));
    return self;
}

/// `pop`, `shift?`.
inline value list_take(interpreter &run, const value &self, arguments &, std::string_view name) {
    auto &items = self.inside->items;
    if (items.empty()) {
        if (name.ends_with('?')) return make_value(value_kind::nil);
        run.raise("IndexError", "Index out of bounds");
    }
    auto at = name.starts_with("pop") ? items.end() - 1 : items.begin();
    auto taken = *at;
    items.erase(at);
    return taken;
}

inline value list_delete_at(interpreter &run, const value &self, arguments &given, std::string_view) {
    auto &items = self.inside->items;
    if (!given.items[0].is(value_kind::whole)) return {};
    auto index = given.items[0].whole < 0 ? given.items[0].whole + static_cast<std::int64_t>(items.size())
                                          : given.items[0].whole;
    if (index < 0 || index >= static_cast<std::int64_t>(items.size()))
        run.raise("IndexError", "Index out of bounds");
    auto at = items.begin() + index;
    auto taken = *at;
    items.erase(at);
    return taken;
}

inline value list_clear(interpreter &, const value &self, arguments &, std::string_view) {
    self.inside->items.clear();
    self.inside->keys.clear();
    self.inside->removed = true;
    return self;
}

/// Takes the elements of another array in place of its own.
inline value list_replace(interpreter &run, const value &self, arguments &given, std::string_view) {
    auto &other = given.items[0];
    if (!other.inside || other.inside->spoiled) return {};
    for (auto &item : other.inside->items)
        run.hold(self, item);
    auto items = other.inside->items;
    for (auto &item : items)
        item = fitted_item(run, self, item);
    self.inside->items = std::move(items);
    self.inside->keys = std::vector<value>(other.inside->keys);
    self.inside->removed = true;
    return self;
}

inline value list_add(interpreter &, const value &self, arguments &given, std::string_view) {
    auto &other = given.items[0];
    if ((!other.is(value_kind::list) && !other.is(value_kind::tuple)) || other.inside->spoiled) return {};
    auto items = self.inside->items;
    items.insert(items.end(), other.inside->items.begin(), other.inside->items.end());
    return make_collection(self.kind, std::move(items));
}

inline value list_changes(interpreter &run, const value &, arguments &, std::string_view) {
    return make_whole(static_cast<std::int64_t>(run.changes()), width::i64);
}

/// Another array of the same, which is not the core library's any more.
inline value list_own(interpreter &, const value &self, arguments &, std::string_view) {
    auto made = self;
    made.inside = copy_of(*self.inside);
    made.inside->hand_out();
    return made;
}

/// A hash that has the elements as its keys.
inline value list_keyed(interpreter &run, const value &self, arguments &, std::string_view) {
    auto made = run.make_own(value_kind::table);
    if (self.inside->of.from != held_types::origin::any) made.inside->keys_of = self.inside->of;
    auto nothing = make_value(value_kind::nil);
    for (auto &item : self.inside->items) {
        run.charge(made.inside->keys.size() / 16);
        if (run.hashes_itself(item) || !set_item(*made.inside, item, nothing)) run.spoil(made);
    }
    return made;
}

inline value list_convert(interpreter &, const value &self, arguments &, std::string_view name) {
    return make_collection(name == "__tuple" ? value_kind::tuple : value_kind::list, self.inside->items);
}

// Hashes and named tuples.

/// How many entries were taken out so far.
inline value table_get(interpreter &run, const value &self, arguments &given, std::string_view name) {
    auto key = given.items[0];
    if (self.is(value_kind::named) && key.is(value_kind::text)) key.kind = value_kind::symbol;
    auto &table = *self.inside;
    auto found = find_key(table, key, true);
    if (found < 0) {
        run.escape(self);
        return run.unknown();
    }
    auto index = static_cast<std::size_t>(found);
    if (name == "has_key?") return make_boolean(index < table.keys.size());
    if (index < table.keys.size()) return table.items[index];
    bool own = !name.starts_with("__");
    if (own && name == "[]" && table.other) return *table.other;
    if (own && name == "[]" && table.code) {
        auto block = table.code;
        auto kept = self.inside;
        return run.fitted_inside(kept->of, kept->items, run.yield(block, {self, key}));
    }
    if (own && name == "[]") {
        std::string text;
        bool named = self.is(value_kind::named);
        run.inspect(named ? given.items[0] : key, text);
        run.raise("KeyError", (named ? "Missing named tuple key: " : "Missing hash key: ") + text);
    }
    return make_value(value_kind::nil);
}

inline value table_set(interpreter &run, const value &self, arguments &given, std::string_view) {
    run.hold(self, given.items[0]);
    run.hold(self, given.items[1]);
    given.items[1] = fitted_item(run, self, given.items[1]);
    given.items[0] = run.fitted_inside(self.inside->keys_of, self.inside->keys, given.items[0]);
    if (run.hashes_itself(given.items[0]) || !set_item(*self.inside, given.items[0], given.items[1]) ||
        self.inside->items.size() > most_items) {
        run.spoil(self);
        for (auto &item : given.items)
            run.escape(item); // which is somewhere in it
    }
    return given.items[1];
}

inline value table_delete(interpreter &run, const value &self, arguments &given, std::string_view) {
    auto found = find_key(*self.inside, given.items[0]);
    if (found < 0) {
        run.spoil(self);
        return run.unknown();
    }
    if (found == static_cast<std::ptrdiff_t>(self.inside->keys.size()))
        return given.block ? run.yield(given.block, {given.items[0]}) : make_value(value_kind::nil);
    self.inside->removed = true;
    auto taken = self.inside->items[static_cast<std::size_t>(found)];
    self.inside->keys.erase(self.inside->keys.begin() + found);
    self.inside->items.erase(self.inside->items.begin() + found);
    return taken;
}

inline value table_list(interpreter &, const value &self, arguments &, std::string_view name) {
    auto kind = self.is(value_kind::named) ? value_kind::tuple : value_kind::list;
    return make_collection(kind, name == "keys" ? self.inside->keys : self.inside->items);
}

/// How many keys a table was given; whether it was given more while others have left gaps. What goes through
/// it then depends on when these are closed.
inline value table_history(interpreter &, const value &self, arguments &given, std::string_view name) {
    auto added = static_cast<std::int64_t>(self.inside->added);
    if (name == "__added") return make_whole(added, width::i64);
    return make_boolean(self.inside->removed && added != given.items[0].whole);
}

/// What is given takes the place of what was there, and comes last.
inline value table_merge(interpreter &run, const value &self, arguments &given, std::string_view) {
    auto result = any_copy(run, self, given, "dup");
    auto &table = *result.inside;
    auto add = [&](std::string_view name, const value &item) {
        if (auto *known = table.find(name)) {
            auto at = known - table.items.data();
            table.items.erase(table.items.begin() + at);
            table.keys.erase(table.keys.begin() + at);
        }
        table.set(name, item);
    };
    for (std::size_t i = 0; i < given.items.size(); ++i) {
        auto &other = given.items[i];
        if (!given.names[i].empty()) {
            add(given.names[i], other);
            continue;
        }
        if (!other.is(value_kind::named) || other.inside->spoiled) return {};
        for (std::size_t j = 0; j < other.inside->keys.size(); ++j)
            add(other.inside->keys[j].text, other.inside->items[j]);
    }
    return result;
}

/// A hash of what a named tuple has.
inline value named_to_table(interpreter &, const value &self, arguments &, std::string_view) {
    auto result = self;
    result.kind = value_kind::table;
    result.inside = copy_of(*self.inside);
    return result;
}

inline value table_new(interpreter &run, const value &self, arguments &given, std::string_view) {
    if (self.path != "Hash") return {};
    auto made = run.make_own(value_kind::table);
    made.inside->code = given.block;
    if (!given.items.empty()) made.inside->other = std::make_shared<const value>(given.items[0]);
    return made;
}

// Ranges and procs.

inline value range_end(interpreter &, const value &self, arguments &, std::string_view name) {
    return self.inside->items[name == "begin" ? 0 : 1];
}

inline value range_exclusive(interpreter &, const value &self, arguments &, std::string_view) {
    return make_boolean(self.whole);
}

inline value range_includes(interpreter &, const value &self, arguments &given, std::string_view) {
    auto &ends = self.inside->items;
    bool known = true, low = true, high = true;
    if (!ends[0].is(value_kind::nil)) low = compare(ends[0], given.items[0], known) <= 0;
    if (!known) return given.items[0].is(value_kind::nil) ? make_boolean(false) : value();
    if (!ends[1].is(value_kind::nil)) {
        auto order = compare(given.items[0], ends[1], known);
        high = self.whole ? order < 0 : order <= 0;
    }
    return known ? make_boolean(low && high) : value();
}

inline value proc_call(interpreter &run, const value &self, arguments &given, std::string_view) {
    if (!self.inside->code) return {};
    return run.yield(self.inside->code, std::move(given.items));
}

// The environment.

inline value variables_get(interpreter &run, const value &, arguments &given, std::string_view name) {
    if (!given.items[0].is(value_kind::text)) return {};
    auto found = run.variable(given.items[0].text);
    if (!found.is_known()) return found;
    bool set = !found.is(value_kind::nil);
    if (name == "has_key?") {
        auto result = make_boolean(set);
        result.depend_on(found);
        return result;
    }
    if (set || name == "[]?") return found;
    if (name == "fetch" && (given.items.size() > 1 || given.block)) {
        auto fallback = given.items.size() > 1 ? given.items[1] : run.yield(given.block, {given.items[0]});
        fallback.depend_on(found);
        return fallback;
    }
    if (run.rescues()) run.raise("KeyError", "Missing ENV key: \"" + given.items[0].text + "\"");
    run.note_missing(given.items[0].text);
    auto result = run.unknown();
    result.variables.push_back(run.keep(given.items[0].text));
    result.missing = result.verbatim = true;
    result.depend_on(found);
    return result;
}

inline value variables_set(interpreter &run, const value &self, arguments &given, std::string_view name) {
    bool deletes = name == "delete";
    if (!given.items[0].is(value_kind::text)) {
        run.spoil(self);
        return run.unknown();
    }
    auto before = deletes ? run.variable(given.items[0].text) : value();
    run.set_variable(given.items[0].text, deletes ? value() : given.items[1]);
    return deletes ? before : given.items[1];
}

/// All variables: only those that are asked for by name are known.
inline value variables_all(interpreter &run, const value &, arguments &, std::string_view) {
    return run.unknown();
}

inline value variables_clear(interpreter &run, const value &self, arguments &, std::string_view) {
    run.clear_variables();
    return self;
}

} // namespace detail

inline constexpr auto a_list = kinds_of(value_kind::list),
                      a_sequence = kinds_of(value_kind::list, value_kind::tuple),
                      a_table = kinds_of(value_kind::table),
                      a_map = kinds_of(value_kind::table, value_kind::named),
                      a_range = kinds_of(value_kind::range), a_proc = kinds_of(value_kind::proc),
                      environment_kind = kinds_of(value_kind::variables);

inline constexpr builtin collection_builtins[] = {
    {a_sequence | a_map, "size", 0, 0, detail::list_size},
    {a_sequence, "[]", 1, 2, detail::list_part},
    {a_sequence, "[]?", 1, 2, detail::list_part},
    {a_list | keeps, "[]=", 2, 2, detail::list_set},
    {a_list | keeps, "<<", 1, 1, detail::list_append},
    {a_list | keeps, "push", 1, 9, detail::list_append},
    {a_list | keeps, "unshift", 1, 9, detail::list_append},
    {a_list | keeps, "insert", 2, 2, detail::list_insert},
    {a_list | changes, "pop", 0, 0, detail::list_take},
    {a_list | changes, "pop?", 0, 0, detail::list_take},
    {a_list | changes, "shift", 0, 0, detail::list_take},
    {a_list | changes, "shift?", 0, 0, detail::list_take},
    {a_list | changes, "delete_at", 1, 1, detail::list_delete_at},
    {a_list | a_table | changes, "clear", 0, 0, detail::list_clear},
    {a_list | a_table | changes, "__replace", 1, 1, detail::list_replace},
    {a_sequence, "+", 1, 1, detail::list_add},
    {a_sequence, "to_a", 0, 0, detail::list_convert},
    {a_list, "__changes", 0, 0, detail::list_changes},
    {a_list, "__own", 0, 0, detail::list_own},
    {a_list, "__keyed", 0, 0, detail::list_keyed},
    {a_sequence, "__zero", 0, 0, detail::list_zero},
    {a_sequence, "__tuple", 0, 0, detail::list_convert},
    {a_map, "[]", 1, 1, detail::table_get},
    {a_map, "[]?", 1, 1, detail::table_get},
    {a_map, "__get", 1, 1, detail::table_get},
    {a_map, "has_key?", 1, 1, detail::table_get},
    {a_table | keeps, "[]=", 2, 2, detail::table_set},
    {a_table | changes | with_block, "delete", 1, 1, detail::table_delete},
    {a_table, "__added", 0, 0, detail::table_history},
    {a_table, "__rearranged?", 1, 1, detail::table_history},
    {a_map, "keys", 0, 0, detail::table_list},
    {a_map, "values", 0, 0, detail::table_list},
    {kinds_of(value_kind::named), "merge", 1, 16, detail::table_merge},
    {kinds_of(value_kind::named), "to_h", 0, 0, detail::named_to_table},
    {a_range, "begin", 0, 0, detail::range_end},
    {a_range, "end", 0, 0, detail::range_end},
    {a_range, "excludes_end?", 0, 0, detail::range_exclusive},
    {a_range, "includes?", 1, 1, detail::range_includes},
    {a_range, "===", 1, 1, detail::range_includes},
    {a_proc | keeps, "call", 0, 9, detail::proc_call},
    {environment_kind, "[]", 1, 1, detail::variables_get},
    {environment_kind, "[]?", 1, 1, detail::variables_get},
    {environment_kind, "has_key?", 1, 1, detail::variables_get},
    {environment_kind | keeps | with_block, "fetch", 1, 2, detail::variables_get},
    {environment_kind | keeps, "[]=", 2, 2, detail::variables_set},
    {environment_kind | changes, "delete", 1, 1, detail::variables_set},
    {environment_kind, "clear", 0, 0, detail::variables_clear},
    {environment_kind, "keys", 0, 0, detail::variables_all},
    {environment_kind, "values", 0, 0, detail::variables_all},
    {environment_kind, "to_h", 0, 0, detail::variables_all},
    {kinds_of(value_kind::type) | with_block, "new", 0, 1, detail::table_new},
};

} // namespace azu_session::inline v0_1::crystal
