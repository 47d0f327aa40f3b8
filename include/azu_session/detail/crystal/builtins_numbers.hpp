#pragma once

#include <azu_session/detail/crystal/builtin.hpp>
#include <azu_session/detail/crystal/numbers.hpp>

#include <charconv>
#include <cmath>
#include <string>

// Of numbers, spans of time and members of enumerations.

namespace azu_session::inline v0_1::crystal {

namespace detail {

inline double seconds_per(std::string_view unit) {
    constexpr std::string_view names[] = {"second", "minute",      "hour",        "day",
                                          "week",   "millisecond", "microsecond", "nanosecond"};
    constexpr double seconds[] = {1, 60, 3600, 86400, 604800, 1e-3, 1e-6, 1e-9};
    if (unit.ends_with('s')) unit.remove_suffix(1);
    for (std::size_t i = 0; i < std::size(names); ++i)
        if (names[i] == unit) return seconds[i];
    return 0;
}

inline double as_real(const value &number) {
    return number.is(value_kind::whole) ? static_cast<double>(number.whole) : number.fraction;
}

inline value make_span(double seconds) {
    auto made = make_value(value_kind::span);
    made.fraction = seconds;
    return made;
}

inline value number_calculate(interpreter &run, const value &self, arguments &given, std::string_view name) {
    auto &other = given.items[0];
    bool plain = other.is(value_kind::whole) || other.is(value_kind::real);
    if (!plain)
        return other.is(value_kind::span) && name == "*" ? make_span(as_real(self) * other.fraction)
                                                         : value();
    bool reals = self.is(value_kind::real) || other.is(value_kind::real) || name == "/";
    if (!reals) {
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
    auto a = as_real(self), b = as_real(other);
    if (name == "+") return make_real(a + b);
    if (name == "-") return make_real(a - b);
    if (name == "*") return make_real(a * b);
    if (name == "/") return make_real(a / b);
    if (name == "//" && b != 0) return make_real(std::floor(a / b));
    if (name == "**" && self.is(value_kind::real)) return make_real(std::pow(a, b));
    return {};
}

inline value number_negate(interpreter &, const value &self, arguments &, std::string_view name) {
    if (name == "+@") return self;
    auto result = self;
    if (name == "~")
        return self.is(value_kind::whole) && self.width < width::u8 ? make_whole(~self.whole, self.width)
                                                                    : value();
    result.whole = -self.whole;
    result.fraction = -self.fraction;
    return fits(result.whole, self.width) ? result : value();
}

/// `to_i`, `to_i64`, `to_u8!` …
inline value number_to_whole(interpreter &run, const value &self, arguments &, std::string_view name) {
    auto suffix = name.substr(3);
    auto kept = width::i32;
    if (suffix == "u")
        kept = width::u32;
    else if (suffix != "i" && !read_width(suffix, kept))
        return {};
    auto number = self.is(value_kind::real) ? std::trunc(self.fraction) : 0;
    if (std::isnan(number) || std::abs(number) > 2e19) run.raise("OverflowError", "Arithmetic overflow");
    if (std::abs(number) > 9e18) return {};
    auto result =
        make_whole(self.is(value_kind::real) ? static_cast<std::int64_t>(number) : self.whole, kept);
    if (!fits(result.whole, kept)) run.raise("OverflowError", "Arithmetic overflow");
    return result;
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
    return make_span(as_real(self) * seconds_per(name));
}

inline value number_character(interpreter &, const value &self, arguments &, std::string_view) {
    if (self.whole < 0 || self.whole > 0xd7ff) return {};
    auto made = make_value(value_kind::character);
    azu_session::detail::append_utf8(made.text, static_cast<unsigned long>(self.whole));
    return made;
}

inline value span_calculate(interpreter &, const value &self, arguments &given, std::string_view name) {
    auto &other = given.items[0];
    bool spans = other.is(value_kind::span);
    if (spans && (name == "+" || name == "-"))
        return make_span(name == "+" ? self.fraction + other.fraction : self.fraction - other.fraction);
    if (spans && name == "/") return make_real(self.fraction / other.fraction);
    bool number = other.is(value_kind::whole) || other.is(value_kind::real);
    if (!number || (name != "*" && name != "/")) return {};
    return make_span(name == "*" ? self.fraction * as_real(other) : self.fraction / as_real(other));
}

inline value span_total(interpreter &, const value &self, arguments &, std::string_view name) {
    return make_real(self.fraction / seconds_per(name.substr(6)));
}

inline value span_part(interpreter &, const value &self, arguments &, std::string_view name) {
    auto whole = static_cast<std::int64_t>(self.fraction);
    if (name == "to_i") return make_whole(whole, width::i64);
    auto unit = static_cast<std::int64_t>(seconds_per(name));
    auto modulus = name == "days" ? whole + 1 : name == "hours" ? 86400 : unit * 60;
    return whole < 0 ? value() : make_whole(whole % modulus / unit);
}

inline value member_value(interpreter &run, const value &self, arguments &, std::string_view) {
    auto *owner = run.find_type(self.path);
    return owner && owner->based ? value() : make_whole(self.whole);
}

inline value member_join(interpreter &run, const value &self, arguments &given, std::string_view name) {
    auto &other = given.items[0];
    auto *owner = run.find_type(self.path);
    if (!other.is(value_kind::member) || other.path != self.path || !owner) return {};
    auto both = self.whole & other.whole;
    if (name == "includes?")
        return both == 0 || both == other.whole ? make_boolean(both != 0) : value(); // as the version has it
    auto result = self;
    result.whole = name == "|" ? self.whole | other.whole : self.whole & other.whole;
    return owner->flags ? result : value();
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
    {a_number, "second", 0, 0, detail::number_span},
    {a_number, "seconds", 0, 0, detail::number_span},
    {a_number, "minute", 0, 0, detail::number_span},
    {a_number, "minutes", 0, 0, detail::number_span},
    {a_number, "hour", 0, 0, detail::number_span},
    {a_number, "hours", 0, 0, detail::number_span},
    {a_number, "day", 0, 0, detail::number_span},
    {a_number, "days", 0, 0, detail::number_span},
    {a_number, "week", 0, 0, detail::number_span},
    {a_number, "weeks", 0, 0, detail::number_span},
    {a_number, "millisecond", 0, 0, detail::number_span},
    {a_number, "milliseconds", 0, 0, detail::number_span},
    {a_number, "microseconds", 0, 0, detail::number_span},
    {a_number, "nanoseconds", 0, 0, detail::number_span},
    {a_span, "+", 1, 1, detail::span_calculate},
    {a_span, "-", 1, 1, detail::span_calculate},
    {a_span, "*", 1, 1, detail::span_calculate},
    {a_span, "/", 1, 1, detail::span_calculate},
    {a_span, "total_seconds", 0, 0, detail::span_total},
    {a_span, "total_minutes", 0, 0, detail::span_total},
    {a_span, "total_hours", 0, 0, detail::span_total},
    {a_span, "total_days", 0, 0, detail::span_total},
    {a_span, "total_milliseconds", 0, 0, detail::span_total},
    {a_span, "to_i", 0, 0, detail::span_part},
    {a_span, "days", 0, 0, detail::span_part},
    {a_span, "hours", 0, 0, detail::span_part},
    {a_span, "minutes", 0, 0, detail::span_part},
    {a_span, "seconds", 0, 0, detail::span_part},
    {a_member, "value", 0, 0, detail::member_value},
    {a_member, "to_i", 0, 0, detail::member_value},
    {a_member, "|", 1, 1, detail::member_join},
    {a_member, "&", 1, 1, detail::member_join},
    {a_member, "includes?", 1, 1, detail::member_join},
};

} // namespace azu_session::inline v0_1::crystal
