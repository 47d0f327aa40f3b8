#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::crystal {

/// A file of a program, by its place among the others.
using file_index = std::uint32_t;

/// Where something stands: a file, and a byte of it.
struct place {
    file_index file = 0;
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

struct contents;

/// What an expression stands for, as far as it can be told. The views are of the program, or of what the
/// evaluator keeps as long as itself.
struct value {
    value_kind kind = value_kind::unset;
    bool generic = false;  ///< type, object: written with type arguments
    bool verbatim = false; ///< it is exactly the value of its one variable
    bool missing = false;  ///< an unknown for no other reason than that the first of its variables is not set
    place where;
    double number = 0;
    std::string_view expression; ///< of an unknown: what could not be evaluated
    std::string text;
    std::vector<std::string_view> variables; ///< of the environment, that it depends on
    std::shared_ptr<const contents> inside;  ///< what it is made of: shared, since most copies are only read

    bool is(value_kind wanted) const { return kind == wanted; }

    const std::vector<value> &items() const;
    const std::vector<std::string_view> &names() const;

    /// The item with this name, or null.
    const value *find(std::string_view name) const {
        for (std::size_t i = 0; i < items().size() && i < names().size(); ++i)
            if (names()[i] == name) return &items()[i];
        return nullptr;
    }

    /// The variable that an unknown value only lacks; empty where it is not that.
    std::string_view missing_variable() const { return missing ? variables.front() : std::string_view(); }

    /// Adds the variables that another value depends on.
    void depend_on(const value &other) {
        for (auto name : other.variables)
            if (std::find(variables.begin(), variables.end(), name) == variables.end())
                variables.push_back(name);
    }
};

/// The items of a list, a table, an object or a choice.
struct contents {
    std::vector<value> items = {};
    std::vector<std::string_view> names = {}; ///< of each item; empty for positional ones
    std::size_t weight = 1;                   ///< how many values these are, with all that is inside them

    void add(value item, std::string_view name = {}) {
        weight += item.inside ? item.inside->weight : 1;
        items.push_back(std::move(item));
        names.push_back(name);
    }
};

namespace detail {
inline const contents nothing_inside;
}

inline const std::vector<value> &value::items() const {
    return inside ? inside->items : detail::nothing_inside.items;
}
inline const std::vector<std::string_view> &value::names() const {
    return inside ? inside->names : detail::nothing_inside.names;
}

/// What configuration never is: values like this come from code that doubles them again and again.
inline bool is_excessive(const contents &made) { return made.weight > 4'096; }
inline bool is_excessive(const value &made) {
    return made.text.size() > 65'536 || (made.inside && is_excessive(*made.inside));
}

inline value make_value(value_kind kind, place where, std::string text = {}, double number = 0) {
    value made;
    made.kind = kind;
    made.where = where;
    made.text = std::move(text);
    made.number = number;
    return made;
}

inline value make_value(value_kind kind, place where, contents inside) {
    value made;
    made.kind = kind;
    made.where = where;
    made.inside = std::make_shared<const contents>(std::move(inside));
    return made;
}

/// What stands there, as something that cannot be told. Its text is kept where it names a type; any other may
/// be a secret.
inline value made_unknown(value from) {
    if (!from.is(value_kind::object) && !from.is(value_kind::type)) from.text.clear();
    from.kind = value_kind::unknown;
    return from;
}

/// Whether two values are the same as far as anybody can tell; places and origins do not count.
inline bool same(const value &a, const value &b) {
    if (a.kind != b.kind || a.text != b.text || a.expression != b.expression || a.number != b.number ||
        a.generic != b.generic || a.names() != b.names() || a.items().size() != b.items().size())
        return false;
    for (std::size_t i = 0; i < a.items().size() && a.inside != b.inside; ++i)
        if (!same(a.items()[i], b.items()[i])) return false;
    // Two objects that are made alike are two places all the same.
    return a.kind != value_kind::object || a.where == b.where;
}

} // namespace azu_session::inline v0_1::crystal
