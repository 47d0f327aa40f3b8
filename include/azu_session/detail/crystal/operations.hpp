#pragma once

#include <azu_session/detail/crystal/text_operations.hpp>
#include <azu_session/detail/crystal/value.hpp>

#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::crystal {

/// A whole number as Crystal writes it.
inline std::optional<std::string> whole_number(double number) {
    if (number != std::floor(number) || std::abs(number) > 9e15) return std::nullopt;
    return std::to_string(static_cast<long long>(number));
}

/// What `to_s` and interpolation make of a value.
inline std::optional<std::string> to_text(const value &from) {
    switch (from.kind) {
    case value_kind::text:
    case value_kind::symbol:
        return from.text;
    case value_kind::nil:
        return std::string();
    case value_kind::boolean:
        return std::string(from.number != 0 ? "true" : "false");
    case value_kind::number:
        return whole_number(from.number);
    default:
        return std::nullopt;
    }
}

/// Whether a condition holds for a value: all but `nil` and `false` is true.
inline std::optional<bool> truth_of(const value &from) {
    switch (from.kind) {
    case value_kind::unset:
    case value_kind::unknown:
        return std::nullopt;
    case value_kind::nil:
        return false;
    case value_kind::boolean:
        return from.number != 0;
    case value_kind::choice: {
        auto first = truth_of(from.items().front());
        for (auto &alternative : from.items())
            if (truth_of(alternative) != first) return std::nullopt;
        return first;
    }
    default:
        return true;
    }
}

/// One of several values; simply the value where they are all the same.
inline value make_choice(std::vector<value> alternatives) {
    constexpr std::size_t most = 32;
    std::vector<value> different;
    auto add = [&](value alternative) {
        for (auto &known : different)
            if (same(known, alternative)) return;
        if (different.size() <= most) different.push_back(std::move(alternative));
    };
    for (auto &alternative : alternatives) {
        if (!alternative.is(value_kind::choice)) {
            add(std::move(alternative));
            continue;
        }
        for (auto &item : alternative.items())
            add(item);
    }
    if (different.empty()) return {};
    if (different.size() == 1) return std::move(different.front());
    auto where = different.front().where;
    if (different.size() > most) return make_value(value_kind::unknown, where);
    contents inside;
    for (auto &one : different)
        inside.add(std::move(one));
    return make_value(value_kind::choice, where, std::move(inside));
}

/// `a == b`.
inline std::optional<bool> equal(const value &a, const value &b) {
    auto plain = [](const value &v) {
        return v.is(value_kind::text) || v.is(value_kind::number) || v.is(value_kind::nil) ||
               v.is(value_kind::boolean) || v.is(value_kind::symbol) || v.is(value_kind::span);
    };
    if (a.is(value_kind::member) && (b.is(value_kind::symbol) || b.is(value_kind::member)))
        return a.text == b.text;
    if (a.is(value_kind::member) && b.is(value_kind::type))
        return a.text == lower_case(b.text.substr(b.text.rfind(':') + 1));
    if (plain(a) && plain(b)) return a.kind == b.kind && a.text == b.text && a.number == b.number;
    if (!a.is(value_kind::list) || !b.is(value_kind::list)) return std::nullopt;
    if (a.items().size() != b.items().size()) return false;
    bool all_told = true;
    for (std::size_t i = 0; i < a.items().size(); ++i) {
        auto here = equal(a.items()[i], b.items()[i]);
        if (here == false) return false;
        all_told = all_told && here.has_value();
    }
    return all_told ? std::optional(true) : std::nullopt;
}

/// `pattern === subject`, as `when` asks.
inline std::optional<bool> case_equal(const value &pattern, const value &subject) {
    if (!pattern.is(value_kind::type) || subject.is(value_kind::member)) return equal(subject, pattern);
    if (pattern.text == "Nil" && !subject.is(value_kind::unknown)) return subject.is(value_kind::nil);
    if (pattern.text == "String" && !subject.is(value_kind::unknown)) return subject.is(value_kind::text);
    return std::nullopt;
}

namespace detail {

inline std::optional<double> seconds_per(std::string_view unit) {
    struct row {
        std::string_view name;
        double seconds;
    };
    static constexpr row rows[] = {{"second", 1},         {"minute", 60},      {"hour", 3600},
                                   {"day", 86400},        {"week", 604800},    {"millisecond", 0.001},
                                   {"microsecond", 1e-6}, {"nanosecond", 1e-9}};
    if (unit.ends_with('s')) unit.remove_suffix(1);
    for (auto &candidate : rows)
        if (candidate.name == unit) return candidate.seconds;
    return std::nullopt;
}

inline std::optional<double> calculate(double a, std::string_view operation, double b) {
    if (operation == "+") return a + b;
    if (operation == "-") return a - b;
    if (operation == "*") return a * b;
    if (operation == "//" && b != 0) return std::floor(a / b);
    if (operation == "/" && b != 0) return a / b;
    return std::nullopt;
}

inline std::optional<bool> compare(double a, std::string_view operation, double b) {
    if (operation == "<") return a < b;
    if (operation == ">") return a > b;
    if (operation == "<=") return a <= b;
    if (operation == ">=") return a >= b;
    return std::nullopt;
}

inline std::optional<value> operate_on_number(const value &receiver, std::string_view method,
                                              const std::vector<value> &given, place where) {
    bool span = receiver.is(value_kind::span);
    if (given.empty()) {
        if (auto unit = seconds_per(method); unit && !span)
            return make_value(value_kind::span, where, {}, receiver.number * *unit);
        if (method == "-@") return make_value(receiver.kind, where, {}, -receiver.number);
        if (method == "+@" || (!span && method.starts_with("to_i")) || (!span && method.starts_with("to_u")))
            return make_value(receiver.kind, where, {}, std::floor(receiver.number));
        if (span && method.starts_with("total_"))
            if (auto unit = seconds_per(method.substr(6)))
                return make_value(value_kind::number, where, {}, receiver.number / *unit);
        return std::nullopt;
    }
    auto &other = given.front();
    if (!other.is(value_kind::number) && !other.is(value_kind::span)) return std::nullopt;
    bool both = span == other.is(value_kind::span);
    if (auto holds = compare(receiver.number, method, other.number); holds && both)
        return make_value(value_kind::boolean, where, {}, *holds);
    if (!both && !(method == "*" || (method == "/" && span))) return std::nullopt;
    auto result = calculate(receiver.number, method, other.number);
    if (!result) return std::nullopt;
    auto kind = span || other.is(value_kind::span) ? value_kind::span : value_kind::number;
    return make_value(kind, where, {}, *result);
}

/// `list.includes?(x)`, `x.in?(list)`, `x.in?(a, b)`.
inline std::optional<value> contains(const std::vector<value> &items, const value &wanted, place where) {
    bool all_told = true;
    for (auto &item : items) {
        auto here = equal(wanted, item);
        if (here == true) return make_value(value_kind::boolean, where, {}, 1);
        all_told = all_told && here.has_value();
    }
    if (!all_told) return std::nullopt;
    return make_value(value_kind::boolean, where, {}, 0);
}

inline std::optional<value> join(const value &list, const std::vector<value> &given, place where) {
    auto joint = given.empty() ? std::string() : given.front().text;
    std::string text;
    for (auto &item : list.items()) {
        auto piece = to_text(item);
        if (!piece) return std::nullopt;
        text += (&item == &list.items().front() ? std::string() : joint) + *piece;
    }
    return make_value(value_kind::text, where, std::move(text));
}

inline std::optional<value> operate_plainly(const value &receiver, std::string_view method,
                                            const std::vector<value> &given, place where) {
    bool plain = !receiver.is(value_kind::unknown) && !receiver.is(value_kind::unset) &&
                 !receiver.is(value_kind::choice);
    if (!plain) return std::nullopt;
    if (method == "not_nil!" || method == "as" || method == "as?" || method == "dup" || method == "itself")
        return receiver;
    if (method == "nil?") return make_value(value_kind::boolean, where, {}, receiver.is(value_kind::nil));
    if (method == "presence" && receiver.is(value_kind::nil)) return receiver;
    if (method == "to_s" && given.empty()) {
        if (receiver.is(value_kind::text)) return receiver;
        auto text = to_text(receiver);
        return text ? std::optional(make_value(value_kind::text, where, *text)) : std::nullopt;
    }
    if ((method == "==" || method == "!=" || method == "===") && given.size() == 1) {
        auto holds = method == "===" ? case_equal(receiver, given[0]) : equal(receiver, given[0]);
        if (!holds) return std::nullopt;
        return make_value(value_kind::boolean, where, {}, *holds == (method != "!="));
    }
    if (method == "in?" && given.size() == 1 && given[0].is(value_kind::list))
        return contains(given[0].items(), receiver, where);
    if (method == "in?") return contains(given, receiver, where);
    return std::nullopt;
}

inline std::optional<value> operate_by_kind(const value &receiver, std::string_view method,
                                            const std::vector<value> &given, place where) {
    if (auto result = operate_plainly(receiver, method, given, where)) return result;
    switch (receiver.kind) {
    case value_kind::text:
        return operate_on_text(receiver, method, given, where);
    case value_kind::number:
    case value_kind::span:
        return operate_on_number(receiver, method, given, where);
    case value_kind::member:
        if (!method.ends_with('?') || !given.empty()) return std::nullopt;
        return make_value(value_kind::boolean, where, {},
                          receiver.text == method.substr(0, method.size() - 1));
    case value_kind::list:
        if (method == "includes?" && given.size() == 1) return contains(receiver.items(), given[0], where);
        if (method == "join") return join(receiver, given, where);
        return std::nullopt;
    case value_kind::table:
        if ((method != "[]" && method != "[]?") || given.empty() || !to_text(given[0])) return std::nullopt;
        if (auto *item = receiver.find(*to_text(given[0]))) return *item;
        return method == "[]?" ? std::optional(make_value(value_kind::nil, where)) : std::nullopt;
    default:
        return std::nullopt;
    }
}

} // namespace detail

/// `receiver.method(given)` for values that Crystal brings along; nothing where that cannot be told.
inline std::optional<value> operate(const value &receiver, std::string_view method,
                                    const std::vector<value> &given, place where) {
    auto result = detail::operate_by_kind(receiver, method, given, where);
    if (!result || is_excessive(*result)) return std::nullopt;
    result->depend_on(receiver);
    for (auto &one : given)
        result->depend_on(one);
    return result;
}

} // namespace azu_session::inline v0_1::crystal
