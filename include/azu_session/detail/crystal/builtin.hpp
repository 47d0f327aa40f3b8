#pragma once

#include <azu_session/detail/crystal/interpreter.hpp>

#include <algorithm>
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

/// Of rows that take a block.
inline constexpr std::uint32_t with_block = 1u << 29;

/// Of rows that change what they are called on.
inline constexpr std::uint32_t changes = 1u << 30;

/// Whether what a value consists of may be changed by somebody else who has it.
inline bool is_shared(const value &one, int depth = 0) {
    if (!one.inside || one.is(value_kind::proc) || (one.is(value_kind::object) && !one.inside->copied))
        return false;
    bool mutates = one.is(value_kind::list) || one.is(value_kind::table);
    if (depth > 8 || (mutates && one.inside.use_count() > 1)) return true;
    return std::any_of(one.inside->items.begin(), one.inside->items.end(),
                       [&](const value &item) { return is_shared(item, depth + 1); });
}

/// Where a table has a key; its size where it has not, -1 where that cannot be told. Entries are found by
/// what a key was when it came, but for those that are only asked for in a small table.
inline std::ptrdiff_t find_key(const cell &table, const value &key, bool asked = false) {
    constexpr std::size_t small = 8;
    for (std::size_t i = 0; i < table.keys.size(); ++i) {
        auto same = equal(table.keys[i], key, 1);
        if (same == 0) continue;
        bool as_it_came = (asked && table.keys.size() <= small) || !is_shared(table.keys[i]);
        return same == 1 && as_it_came ? static_cast<std::ptrdiff_t>(i) : -1;
    }
    return static_cast<std::ptrdiff_t>(table.keys.size());
}

/// `table[key] = item`; false where it cannot be told which one that is.
inline bool set_item(cell &table, const value &key, const value &item) {
    auto found = find_key(table, key);
    if (found < 0 || !key.is_known()) return false;
    auto index = static_cast<std::size_t>(found);
    if (index == table.keys.size()) {
        ++table.added;
        table.keys.push_back(key);
        table.items.push_back(item);
    } else {
        table.items[index] = item;
    }
    return true;
}

} // namespace azu_session::inline v0_1::crystal
