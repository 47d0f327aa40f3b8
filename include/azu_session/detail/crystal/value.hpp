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

inline constexpr file_index no_file = ~file_index{0};

/// Where something stands: a file, and a byte of it.
struct place {
    file_index file = no_file;
    std::uint32_t begin = 0;

    bool operator==(const place &) const = default;
};

enum class value_kind : std::uint8_t {
    unset,     ///< nothing was ever assigned
    unknown,   ///< what cannot be told without running the program
    nil,       //
    boolean,   ///< `whole` is 0 or 1
    whole,     ///< an integer of `width`
    real,      ///< a float
    character, ///< `text` holds it
    text,      //
    symbol,    //
    span,      ///< of time; `whole` is its nanoseconds
    regex,     ///< `text` is the pattern, `path` its options
    member,    ///< of the enumeration `path`; `whole` is its number
    type,      ///< `path`
    list,      ///< from here on `inside` is what can change, and is shared by those that name it
    tuple,     //
    table,     ///< a hash
    named,     ///< a named tuple
    range,     ///< begin and end; `whole` is 1 without its end
    object,    ///< of the class `path`, its fields by name
    proc,      //
    variables, ///< `ENV`
};

/// How an integer is kept, which tells when it overflows.
enum class width : std::uint8_t { i8, i16, i32, i64, u8, u16, u32, u64 };

struct cell;

/// What an expression stands for. The views are of the program.
struct value {
    value_kind kind = value_kind::unset;
    crystal::width width = width::i32;
    bool verbatim = false; ///< it is exactly the value of its one variable
    bool foreign = false;  ///< of a type: nothing defines it, so that it may be a constant
    bool missing = false;  ///< an unknown for no other reason than that the first of its variables is not set
    place where;
    std::int64_t whole = 0;
    double fraction = 0;
    std::string_view expression; ///< of an unknown: what could not be evaluated
    std::string text;
    std::string path;
    std::vector<std::string_view> variables; ///< of the environment, that it depends on
    std::shared_ptr<cell> inside;

    bool is(value_kind wanted) const { return kind == wanted; }
    bool is_known() const { return kind != value_kind::unknown && kind != value_kind::unset; }

    /// The variable that an unknown value only lacks; empty where it is not that.
    std::string_view missing_variable() const { return missing ? variables.front() : std::string_view(); }

    /// Adds the variables that another value depends on.
    void depend_on(const value &other) {
        for (auto name : other.variables)
            if (std::find(variables.begin(), variables.end(), name) == variables.end())
                variables.push_back(name);
    }
};

struct closure;

/// The type of what a collection holds, which numbers that it is given become.
struct held_types {
    enum class origin { unsaid, said, any }; ///< any of those that the core library makes for whatever it has
    origin from = origin::unsaid;
    std::string_view types;
    std::size_t within = 0; ///< the scope that it is named in
};

/// What can change: the elements of a collection, or the fields of an object.
struct cell {
    std::vector<value> items;
    std::vector<value> keys;       ///< of a table; symbols where they are names
    std::shared_ptr<closure> code; ///< of a proc; or what gives a table's missing values
    std::shared_ptr<const value>
        other; ///< what stands for a table's missing values; what a proc is called on
    held_types of, keys_of;
    std::size_t changes = 0;           ///< how often a field was set
    std::size_t made_by = 0;           ///< the evaluation of a constant that it may come from
    bool spoiled = false;              ///< what is not here may be there all the same
    bool escaped = false;              ///< whether code that is not run may have it
    bool held = false;                 ///< whether it is noted as one that may hold itself
    bool copied = false;               ///< a struct's: whoever is given it has one of his own
    bool inferred = false;             ///< of a generic class, whose types are those that it is made with
    bool compares = false;             ///< it may have an `==` of its own
    std::vector<std::string> equal_by; ///< the fields that it is compared by, where these tell
    std::size_t made_with = 0;         ///< how many of the changes made it
    std::size_t added = 0;             ///< how many keys a table was given
    bool removed = false;              ///< it lost one of them

    cell() = default;
    cell(const cell &) = default;
    cell &operator=(const cell &) = default;
    ~cell() {
        // One after the other, however deep they nest.
        std::vector<std::shared_ptr<cell>> last;
        hand_over(last);
        while (!last.empty()) {
            auto one = std::move(last.back());
            last.pop_back();
            if (one.use_count() == 1) one->hand_over(last);
        }
    }

    /// The core library has made it: what it holds is from now on what is in it.
    void hand_out() {
        for (auto *one : {&of, &keys_of})
            if (one->from == held_types::origin::any) *one = {};
    }

    /// The item with this name, or null.
    value *find(std::string_view name) {
        for (std::size_t i = 0; i < keys.size(); ++i)
            if (keys[i].text == name) return &items[i];
        return nullptr;
    }
    void set(std::string_view name, value assigned) {
        ++changes;
        if (auto *known = find(name)) {
            *known = std::move(assigned);
            return;
        }
        value key;
        key.kind = value_kind::symbol;
        key.text = name;
        keys.push_back(std::move(key));
        items.push_back(std::move(assigned));
    }

private:
    void hand_over(std::vector<std::shared_ptr<cell>> &last) {
        for (auto *all : {&items, &keys})
            for (auto &one : *all)
                if (one.inside) last.push_back(std::move(one.inside));
    }
};

/// How often a struct has changed.
inline std::size_t changes_of(const value &item) {
    return item.is(value_kind::object) && item.inside->copied ? item.inside->changes : 0;
}

/// A copy that is held by nothing yet.
inline std::shared_ptr<cell> copy_of(const cell &original) {
    auto copy = std::make_shared<cell>(original);
    copy->held = copy->escaped = false;
    return copy;
}

/// What configuration never is: values like this come from code that doubles them again and again.
inline constexpr std::size_t longest_text = 8'192, most_items = 2'048;

inline value make_value(value_kind kind, place where = {}, std::string text = {}) {
    value made;
    made.kind = kind;
    made.where = where;
    made.text = std::move(text);
    return made;
}

inline value make_boolean(bool holds) {
    auto made = make_value(value_kind::boolean);
    made.whole = holds;
    return made;
}

inline value make_whole(std::int64_t number, width kept = width::i32) {
    auto made = make_value(value_kind::whole);
    made.whole = number;
    made.width = kept;
    return made;
}

inline value make_real(double number) {
    auto made = make_value(value_kind::real);
    made.fraction = number;
    return made;
}

/// What is made of a value that cannot be told: that neither, and no variable's own value any more.
inline value derived(value unknown) {
    unknown.verbatim = false;
    return unknown;
}

inline value make_text(std::string text) { return make_value(value_kind::text, {}, std::move(text)); }

inline value make_collection(value_kind kind, std::vector<value> items = {}) {
    auto made = make_value(kind);
    made.inside = std::make_shared<cell>();
    made.inside->items = std::move(items);
    return made;
}

/// What stands there, as something that cannot be told. Its text is kept where it names a type; any other may
/// be a secret.
inline value made_unknown(value from) {
    if (from.is(value_kind::object) || from.is(value_kind::type))
        from.text = from.path;
    else
        from.text.clear();
    from.kind = value_kind::unknown;
    from.inside = nullptr;
    return from;
}

/// Whether a condition holds for a value that is known: all but `nil` and `false` is true.
inline bool is_true(const value &known) {
    return !known.is(value_kind::nil) && !(known.is(value_kind::boolean) && known.whole == 0);
}

inline int equal(const value &a, const value &b, int depth = 0);

/// Whether two objects of a class that names the fields to compare are equal. One that has changed since may
/// be a key that is not found any more.
inline int equal_by_fields(const value &a, const value &b, int depth) {
    auto &one = *a.inside, &other = *b.inside;
    bool fixed = one.changes == one.made_with && other.changes == other.made_with;
    if (a.path != b.path || one.spoiled || other.spoiled || !fixed || depth > 8) return -1;
    for (auto &name : one.equal_by) {
        auto *field = one.find(name), *same = other.find(name);
        bool plain = field && same && !field->inside && !same->inside;
        auto result = plain ? equal(*field, *same, depth + 1) : -1;
        if (result != 1) return result;
    }
    return 1;
}

/// Whether a collection equals itself, as far as that is sure: one with what is not a number does not.
inline bool equals_itself(const cell &inside, int depth = 0) {
    return !inside.spoiled && std::all_of(inside.items.begin(), inside.items.end(), [&](const value &item) {
        if (item.inside) return depth < 2 && equal(item, item, depth + 1) == 1;
        return item.is_known() && item.fraction == item.fraction;
    });
}

/// `a == b` for two values that are known, as far as their contents can be told: 1 or 0, or -1.
inline int equal(const value &a, const value &b, int depth) {
    using enum value_kind;
    bool numbers = (a.kind == whole || a.kind == real) && (b.kind == whole || b.kind == real);
    if (numbers) {
        auto of = [](const value &v) { return v.kind == real ? v.fraction : static_cast<double>(v.whole); };
        return a.kind == whole && b.kind == whole ? a.whole == b.whole : of(a) == of(b);
    }
    if (!a.is_known() || !b.is_known()) return -1;
    auto unclear = [](const value &v) { return v.kind == type && (v.foreign || !v.text.empty()); };
    if (unclear(a) || unclear(b)) return -1;
    if (a.kind == regex || a.kind == proc || a.kind == variables) return -1;
    auto by_fields = [](const value &v) { return v.kind == object && !v.inside->equal_by.empty(); };
    auto compares = [&](const value &v) { return v.kind == object && v.inside->compares && !by_fields(v); };
    if (compares(a) || compares(b)) return -1;
    if (a.kind != b.kind) return 0;
    if (by_fields(a) || by_fields(b)) return equal_by_fields(a, b, depth);
    if (a.inside == b.inside && a.inside)
        return (a.kind == object && !a.inside->copied) || equals_itself(*a.inside, depth) ? 1 : -1;
    if (a.kind == object && (!a.inside->copied || a.path != b.path)) return 0;
    if (!a.inside)
        return a.text == b.text && a.path == b.path && a.whole == b.whole && a.fraction == b.fraction;
    if (a.inside->spoiled || b.inside->spoiled || depth > 8) return -1;
    if (a.inside->items.size() != b.inside->items.size()) return a.kind == object ? -1 : 0;
    auto result = 1;
    for (std::size_t i = 0; i < a.inside->items.size() && result == 1; ++i) {
        auto at = i;
        if (a.kind == table || a.kind == named || a.kind == object) {
            bool sure = a.kind != object;
            for (at = 0; at < b.inside->keys.size(); ++at) {
                auto same = equal(a.inside->keys[i], b.inside->keys[at], depth + 1);
                if (same == 1) break;
                sure = sure && same == 0;
            }
            if (at == b.inside->keys.size()) return sure ? 0 : -1;
        }
        result = equal(a.inside->items[i], b.inside->items[at], depth + 1);
    }
    return a.kind == range && a.whole != b.whole ? 0 : result;
}

} // namespace azu_session::inline v0_1::crystal
