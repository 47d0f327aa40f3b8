#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace azu_session::crystal {

/// Where something stands: a file, by its index, a line for messages, and the byte that tells apart what
/// shares a line.
struct place {
    std::size_t file = 0;
    std::uint32_t line = 0;
    std::uint32_t begin = 0;

    bool operator==(const place &) const = default;
};

enum class value_kind : std::uint8_t {
    unset,   ///< nothing was ever assigned
    unknown, ///< what cannot be told without running the program
    nil,
    boolean, ///< `number` is 0 or 1
    number,
    text,
    symbol,
    member, ///< of an enumeration, by its name in lower case
    span,   ///< of time; `number` is its seconds
    list,   ///< `items`
    table,  ///< `items` by `names`
    type,   ///< `text` is its path
    object, ///< of the type in `text`; made with the arguments `items`, by `names` where those are not empty
    configuration, ///< the one object that `Session.configure` hands out
    variables,     ///< `ENV`
    choice,        ///< one of `items`, and it cannot be told which
};

/// What an expression stands for, as far as it can be told.
struct value {
    value_kind kind = value_kind::unset;
    bool generic = false; ///< type, object: written with type arguments
    double number = 0;
    std::string text;    ///< contents; of an unknown the expression that could not be evaluated
    std::string missing; ///< of an unknown: the variable that is not set
    std::vector<value> items;
    std::vector<std::string> names;
    place where;
    std::vector<std::string> variables; ///< of the environment, that it depends on
    bool verbatim = false;              ///< it is exactly the value of its one variable
    std::size_t weight = 1;             ///< how many values it is made of

    bool is(value_kind wanted) const { return kind == wanted; }

    /// The item with this name, or null.
    const value *find(std::string_view name) const {
        for (std::size_t i = 0; i < items.size() && i < names.size(); ++i)
            if (names[i] == name) return &items[i];
        return nullptr;
    }

    /// Adds the variables that another value depends on.
    void depend_on(const value &other) {
        for (auto &name : other.variables) {
            bool known = false;
            for (auto &mine : variables)
                known = known || mine == name;
            if (!known) variables.push_back(name);
        }
    }
};

/// Adds an item to a list, a table or an object.
inline void add_item(value &to, value item, std::string name = {}) {
    to.weight += item.weight;
    to.items.push_back(std::move(item));
    to.names.push_back(std::move(name));
}

/// What configuration never is: values like this come from code that doubles them again and again.
inline bool is_excessive(const value &made) { return made.weight > 4'096 || made.text.size() > 65'536; }

inline value make_value(value_kind kind, place where, std::string text = {}, double number = 0) {
    value made;
    made.kind = kind;
    made.where = where;
    made.text = std::move(text);
    made.number = number;
    return made;
}

/// Whether two values are the same as far as anybody can tell; places and origins do not count.
inline bool same(const value &a, const value &b) {
    if (a.kind != b.kind || a.text != b.text || a.number != b.number || a.names != b.names ||
        a.items.size() != b.items.size() || a.generic != b.generic)
        return false;
    for (std::size_t i = 0; i < a.items.size(); ++i)
        if (!same(a.items[i], b.items[i])) return false;
    // Two objects that are made alike are two places all the same.
    return a.kind != value_kind::object || a.where == b.where;
}

} // namespace azu_session::crystal
