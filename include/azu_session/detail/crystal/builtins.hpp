#pragma once

#include <azu_session/detail/crystal/interpreter.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

// What Crystal's own classes can do that the core library (core.hpp) is not written in Crystal for: a row
// each.

namespace azu_session::inline v0_1::crystal {

/// A method of values of these kinds, with how many arguments it takes.
struct builtin {
    std::uint32_t kinds; ///< a bit each
    std::string_view name;
    unsigned least, most;
    value (*run)(interpreter &run, const value &self, arguments &given, std::string_view name);
};

constexpr std::uint32_t kinds_of() { return 0; }
template <class... More>
constexpr std::uint32_t kinds_of(value_kind one, More... more) {
    return 1u << static_cast<unsigned>(one) | kinds_of(more...);
}

/// Of rows that keep what they are given without looking at it.
inline constexpr std::uint32_t keeps = 1u << 31;

/// Null where there is none.
const builtin *find_builtin(value_kind kind, std::string_view name, std::size_t count);

bool is_builtin(value_kind kind, std::string_view name);

/// `self.name(given)`; not `done` where the language has no such method.
value call_builtin(interpreter &run, const value &self, std::string_view name, arguments &given, bool &done);

/// Where a table has a key; its size where it has not, -1 where that cannot be told.
inline std::ptrdiff_t find_key(const cell &table, const value &key) {
    for (std::size_t i = 0; i < table.keys.size(); ++i) {
        auto same = table.keys[i].kind == key.kind ? equal(table.keys[i], key) : key.is_known() ? 0 : -1;
        if (same < 0) return -1;
        if (same == 1) return static_cast<std::ptrdiff_t>(i);
    }
    return static_cast<std::ptrdiff_t>(table.keys.size());
}

/// `table[key] = item`; false where it cannot be told which one that is.
inline bool set_item(cell &table, const value &key, const value &item) {
    auto found = find_key(table, key);
    if (found < 0 || !key.is_known()) return false;
    auto index = static_cast<std::size_t>(found);
    if (index == table.keys.size()) {
        table.keys.push_back(key);
        table.items.push_back(item);
    } else {
        table.items[index] = item;
    }
    return true;
}

} // namespace azu_session::inline v0_1::crystal

#include <azu_session/detail/crystal/builtins_any.hpp>
#include <azu_session/detail/crystal/builtins_collections.hpp>
#include <azu_session/detail/crystal/builtins_numbers.hpp>
#include <azu_session/detail/crystal/builtins_text.hpp>

namespace azu_session::inline v0_1::crystal {

inline const builtin *find_builtin(value_kind kind, std::string_view name, std::size_t count) {
    auto bit = kinds_of(kind);
    auto in = [&](const auto &rows) -> const builtin * {
        for (auto &row : rows)
            if ((row.kinds & bit) && row.name == name && count >= row.least && count <= row.most) return &row;
        return nullptr;
    };
    const builtin *found = nullptr;
    using enum value_kind;
    if (kind == text || kind == character || kind == symbol || kind == regex)
        found = in(text_builtins);
    else if (kind == whole || kind == real || kind == span || kind == member)
        found = in(number_builtins);
    else if (kind >= list || kind == type)
        found = in(collection_builtins);
    return found ? found : in(any_builtins);
}

inline bool is_builtin(value_kind kind, std::string_view name) {
    for (std::size_t count = 0; count < 4; ++count)
        if (find_builtin(kind, name, count)) return true;
    return false;
}

inline value call_builtin(interpreter &run, const value &self, std::string_view name, arguments &given,
                          bool &done) {
    auto *row = find_builtin(self.kind, name, given.items.size());
    done = row != nullptr;
    if (!row && self.is(value_kind::member) && name.ends_with('?') && given.items.empty()) {
        auto asked = run.member_named(self.path, name.substr(0, name.size() - 1));
        done = asked.is(value_kind::member);
        auto *owner = run.find_type(self.path);
        bool flag = owner && owner->flags && asked.whole != 0;
        return make_boolean(flag ? (self.whole & asked.whole) == asked.whole : self.whole == asked.whole);
    }
    if (!row) return {};
    if (self.inside && self.inside->spoiled && !self.is(value_kind::object)) {
        for (auto &item : given.items)
            run.spoil(item);
        return run.unknown();
    }
    if (!(row->kinds & keeps))
        for (auto &item : given.items)
            if (!item.is_known()) {
                if (run.rescues()) done = false;
                return item;
            }
    auto result = row->run(run, self, given, name);
    if (result.is(value_kind::unset)) done = false; // for arguments that are not followed
    return result;
}

} // namespace azu_session::inline v0_1::crystal
