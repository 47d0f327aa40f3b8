#pragma once

#include <azu_session/detail/crystal/builtin.hpp>
#include <azu_session/detail/crystal/numbers.hpp>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

// Of numbers, spans of time and members of enumerations.

namespace azu_session::inline v0_1::crystal {

namespace detail {

inline constexpr std::int64_t second = 1'000'000'000; ///< in nanoseconds

/// How many nanoseconds a unit has, such as `hours`.
inline std::int64_t length_of(std::string_view unit) {
    constexpr std::string_view names[] = {"second", "minute",      "hour",        "day",
                                          "week",   "millisecond", "microsecond", "nanosecond"};
    constexpr std::int64_t lengths[] = {second,          60 * second, 3600 * second, 86400 * second,
                                        604800 * second, 1'000'000,   1'000,         1};
    if (unit.ends_with('s')) unit.remove_suffix(1);
    for (std::size_t i = 0; i < std::size(names); ++i)
        if (names[i] == unit) return lengths[i];
    return 0;
}

inline double as_real(const value &number) {
    return number.is(value_kind::whole) ? static_cast<double>(number.whole) : number.fraction;
}

inline value make_span(std::int64_t nanoseconds) {
    auto made = make_value(value_kind::span);
    made.whole = nanoseconds;
    return made;
}

/// A span of so many units; unset where that is longer than is followed.
inline value make_span(std::int64_t count, std::int64_t unit) {
    std::int64_t nanoseconds;
    return __builtin_mul_overflow(count, unit, &nanoseconds) ? value() : make_span(nanoseconds);
}

/// A float as an integer, which it must not exceed even by a fraction.
inline value whole_of(interpreter &run, double number, width kept) {
    if (std::abs(number) > 9e18 && std::abs(number) < 2e19) return {};
    bool wide = kept == width::i64 || kept == width::u64;
    auto bits = 8u << (static_cast<unsigned>(kept) % 4);
    auto limit =
        wide ? 9e18 : static_cast<double>((std::int64_t{1} << (kept < width::u8 ? bits - 1 : bits)) - 1);
    bool holds = number <= limit && number >= (kept < width::u8 ? -limit - 1 : 0);
    if (!holds) run.raise("OverflowError", "Arithmetic overflow");
    return make_whole(static_cast<std::int64_t>(number), kept);
}

/// As the compiler's library does it, whose result `std::pow` may round otherwise.
inline double raise_to_power(double base, std::int64_t exponent) {
    double result = 1;
    for (auto left = std::abs(exponent); left > 0; left /= 2, base *= base)
        if (left % 2 != 0) result *= base;
    return exponent < 0 ? 1 / result : result;
}

inline value calculate_reals(interpreter &run, const value &self, const value &other, std::string_view name) {
    auto a = as_real(self), b = as_real(other);
    if (name == "+") return make_real(a + b);
    if (name == "-") return make_real(a - b);
    if (name == "*") return make_real(a * b);
    if (name == "/") return make_real(a / b);
    if (name == "//") {
        auto result = std::floor(a / b);
        return self.is(value_kind::real) ? make_real(result) : whole_of(run, result, self.width);
    }
    if (name != "**") return {};
    if (!other.is(value_kind::whole)) return make_real(std::pow(a, b));
    bool exact = other.width == width::i32 && std::abs(other.whole) < 4096;
    return exact ? make_real(raise_to_power(a, other.whole)) : value();
}

inline value number_calculate(interpreter &run, const value &self, arguments &given, std::string_view name) {
    auto &other = given.items[0];
    if (!other.is(value_kind::whole) && !other.is(value_kind::real)) return {};
    if (self.is(value_kind::real) || other.is(value_kind::real) || name == "/")
        return calculate_reals(run, self, other, name);
    auto result = make_whole(0, self.width);
    switch (calculate(self.whole, name, other.whole, self.width, result.whole)) {
    case outcome::done:
        return result;
    case outcome::overflow:
        run.raise("OverflowError", "Arithmetic overflow");
    case outcome::by_zero:
        run.raise("DivisionByZeroError", "Division by 0");
    default:
        return {};
    }
}

inline value complement(const value &number) {
    if (number.width < width::u8) return make_whole(~number.whole, number.width);
    if (number.width == width::u64) return {};
    auto bits = 8 << (static_cast<unsigned>(number.width) % 4);
    return make_whole((std::int64_t{1} << bits) - 1 - number.whole, number.width);
}

inline value number_negate(interpreter &, const value &self, arguments &, std::string_view name) {
    if (name == "+@") return self;
    auto result = self;
    if (name == "~") return complement(self);
    if (self.whole == std::numeric_limits<std::int64_t>::min()) return {};
    result.whole = -self.whole;
    result.fraction = -self.fraction;
    return self.is(value_kind::span) || fits(result.whole, self.width) ? result : value();
}

/// `to_i`, `to_i64`, `to_u8!` …
inline value number_to_whole(interpreter &run, const value &self, arguments &, std::string_view name) {
    auto suffix = name.substr(3);
    auto kept = width::i32;
    if (suffix == "u")
        kept = width::u32;
    else if (suffix != "i" && !read_width(suffix, kept))
        return {};
    if (self.is(value_kind::real)) return whole_of(run, self.fraction, kept);
    if (!fits(self.whole, kept)) run.raise("OverflowError", "Arithmetic overflow");
    return make_whole(self.whole, kept);
}

inline value number_to_real(interpreter &, const value &self, arguments &, std::string_view) {
    return make_real(as_real(self));
}

inline value number_to_text(interpreter &, const value &self, arguments &given, std::string_view) {
    auto &base = given.items[0];
    if (!given.names[0].empty() || !base.is(value_kind::whole) || base.whole < 2 || base.whole > 36)
        return {};
    char buffer[72];
    return make_text(std::string(
        buffer, std::to_chars(buffer, buffer + sizeof buffer, self.whole, static_cast<int>(base.whole)).ptr));
}

inline value number_round(interpreter &, const value &self, arguments &given, std::string_view name) {
    if (self.is(value_kind::whole)) return given.items.empty() ? self : value();
    auto number = self.fraction;
    if (!given.items.empty()) {
        if (name != "round" || !given.items[0].is(value_kind::whole) || !given.names[0].empty()) return {};
        auto factor = std::pow(10.0, as_real(given.items[0]));
        return make_real(std::nearbyint(number * factor) / factor);
    }
    return make_real(name == "round"   ? std::nearbyint(number)
                     : name == "floor" ? std::floor(number)
                     : name == "ceil"  ? std::ceil(number)
                                       : std::trunc(number));
}

inline value number_span(interpreter &, const value &self, arguments &, std::string_view name) {
    return make_span(self.whole, length_of(name));
}

inline value number_character(interpreter &, const value &self, arguments &, std::string_view) {
    if (self.whole < 0 || self.whole > 0xd7ff) return {};
    auto made = make_value(value_kind::character);
    azu_session::detail::append_utf8(made.text, static_cast<unsigned long>(self.whole));
    return made;
}

/// A span of whole nanoseconds next to so many.
inline value nearest_span(double nanoseconds) {
    return std::abs(nanoseconds) < 9e18 ? make_span(std::llround(nanoseconds)) : value();
}

inline value divide_span(const value &self, std::int64_t count) {
    if (count == 0 || count == -1) return {};
    auto seconds = self.whole / second, left = self.whole % second, rest = seconds % count;
    std::int64_t shared;
    if (__builtin_mul_overflow(rest, second, &shared)) return {};
    return make_span(seconds / count * second + left / count + floor_div(shared, count));
}

inline value span_calculate(interpreter &, const value &self, arguments &given, std::string_view name) {
    auto &other = given.items[0];
    auto total = [](const value &span) {
        return static_cast<double>(span.whole / second) * 1e9 + static_cast<double>(span.whole % second);
    };
    std::int64_t sum = 0;
    bool over = name == "+" ? __builtin_add_overflow(self.whole, other.whole, &sum)
                            : __builtin_sub_overflow(self.whole, other.whole, &sum);
    if (other.is(value_kind::span) && name == "/") return make_real(total(self) / total(other));
    if (other.is(value_kind::span)) return over || name == "*" ? value() : make_span(sum);
    if (name == "+" || name == "-") return {};
    if (other.is(value_kind::real))
        return nearest_span(name == "*" ? total(self) * other.fraction : total(self) / other.fraction);
    if (!other.is(value_kind::whole)) return {};
    return name == "*" ? make_span(self.whole, other.whole) : divide_span(self, other.whole);
}

inline value span_part(interpreter &, const value &self, arguments &, std::string_view name) {
    return name == "to_i" ? make_whole(self.whole / second, width::i64) : make_whole(self.whole % second);
}

inline value member_value(interpreter &, const value &self, arguments &, std::string_view) {
    return make_whole(self.whole, self.width);
}

} // namespace detail

inline constexpr auto a_number = kinds_of(value_kind::whole, value_kind::real),
                      an_integer = kinds_of(value_kind::whole), a_span = kinds_of(value_kind::span),
                      a_member = kinds_of(value_kind::member);

inline constexpr builtin number_builtins[] = {
    {a_number, "+", 1, 1, detail::number_calculate},
    {a_number, "-", 1, 1, detail::number_calculate},
    {a_number, "*", 1, 1, detail::number_calculate},
    {a_number, "/", 1, 1, detail::number_calculate},
    {a_number, "//", 1, 1, detail::number_calculate},
    {a_number, "%", 1, 1, detail::number_calculate},
    {a_number, "**", 1, 1, detail::number_calculate},
    {an_integer, "tdiv", 1, 1, detail::number_calculate},
    {an_integer, "remainder", 1, 1, detail::number_calculate},
    {an_integer, "&+", 1, 1, detail::number_calculate},
    {an_integer, "&-", 1, 1, detail::number_calculate},
    {an_integer, "&*", 1, 1, detail::number_calculate},
    {an_integer, "&", 1, 1, detail::number_calculate},
    {an_integer, "|", 1, 1, detail::number_calculate},
    {an_integer, "^", 1, 1, detail::number_calculate},
    {an_integer, "<<", 1, 1, detail::number_calculate},
    {an_integer, ">>", 1, 1, detail::number_calculate},
    {a_number | a_span, "-@", 0, 0, detail::number_negate},
    {a_number, "+@", 0, 0, detail::number_negate},
    {an_integer, "~", 0, 0, detail::number_negate},
    {a_number, "to_i", 0, 0, detail::number_to_whole},
    {a_number, "to_u", 0, 0, detail::number_to_whole},
    {a_number, "to_i8", 0, 0, detail::number_to_whole},
    {a_number, "to_i16", 0, 0, detail::number_to_whole},
    {a_number, "to_i32", 0, 0, detail::number_to_whole},
    {a_number, "to_i64", 0, 0, detail::number_to_whole},
    {a_number, "to_u8", 0, 0, detail::number_to_whole},
    {a_number, "to_u16", 0, 0, detail::number_to_whole},
    {a_number, "to_u32", 0, 0, detail::number_to_whole},
    {a_number, "to_u64", 0, 0, detail::number_to_whole},
    {a_number, "to_f", 0, 0, detail::number_to_real},
    {a_number, "to_f64", 0, 0, detail::number_to_real},
    {an_integer, "to_s", 1, 1, detail::number_to_text},
    {a_number, "round", 0, 1, detail::number_round},
    {a_number, "floor", 0, 0, detail::number_round},
    {a_number, "ceil", 0, 0, detail::number_round},
    {a_number, "trunc", 0, 0, detail::number_round},
    {an_integer, "chr", 0, 0, detail::number_character},
    {an_integer, "second", 0, 0, detail::number_span},
    {an_integer, "seconds", 0, 0, detail::number_span},
    {an_integer, "minute", 0, 0, detail::number_span},
    {an_integer, "minutes", 0, 0, detail::number_span},
    {an_integer, "hour", 0, 0, detail::number_span},
    {an_integer, "hours", 0, 0, detail::number_span},
    {an_integer, "day", 0, 0, detail::number_span},
    {an_integer, "days", 0, 0, detail::number_span},
    {an_integer, "week", 0, 0, detail::number_span},
    {an_integer, "weeks", 0, 0, detail::number_span},
    {an_integer, "millisecond", 0, 0, detail::number_span},
    {an_integer, "milliseconds", 0, 0, detail::number_span},
    {an_integer, "microseconds", 0, 0, detail::number_span},
    {an_integer, "nanoseconds", 0, 0, detail::number_span},
    {a_span, "+", 1, 1, detail::span_calculate},
    {a_span, "-", 1, 1, detail::span_calculate},
    {a_span, "*", 1, 1, detail::span_calculate},
    {a_span, "/", 1, 1, detail::span_calculate},
    {a_span, "to_i", 0, 0, detail::span_part},
    {a_span, "nanoseconds", 0, 0, detail::span_part},
    {a_member, "value", 0, 0, detail::member_value},
};

} // namespace azu_session::inline v0_1::crystal
