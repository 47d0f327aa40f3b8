#pragma once

#include <azu_session/detail/crystal/value.hpp>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::crystal {

inline constexpr std::string_view width_names[] = {"Int8",  "Int16",  "Int32",  "Int64",
                                                   "UInt8", "UInt16", "UInt32", "UInt64"};

/// Whether a number can be kept so; of UInt64 only what fits in 63 bits is followed.
inline bool fits(std::int64_t number, width kept) {
    auto index = static_cast<unsigned>(kept);
    if (kept == width::i64) return true;
    if (kept == width::u64) return number >= 0;
    auto bits = 8u << (index % 4);
    auto limit = std::int64_t{1} << (index < 4 ? bits - 1 : bits);
    return number < limit && number >= (index < 4 ? -limit : 0);
}

/// The width that a suffix such as `i64` or `_u8` or a method such as `to_i64?` names; false for others.
inline bool read_width(std::string_view suffix, width &found) {
    if (suffix.starts_with('_')) suffix.remove_prefix(1);
    constexpr std::string_view names[] = {"i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"};
    for (unsigned i = 0; i < 8; ++i)
        if (names[i] == suffix) {
            found = static_cast<width>(i);
            return true;
        }
    return false;
}

/// What a literal such as `3_600`, `0x1f`, `1.5e3` or `30_i64` stands for; unknown where it is none.
inline value parse_number(std::string_view literal) {
    std::string digits;
    for (char c : literal)
        if (c != '_') digits += c;
    bool negative = digits.starts_with('-');
    std::size_t begin = negative || digits.starts_with('+');
    int base = 10;
    if (digits.size() > begin + 2 && digits[begin] == '0' &&
        (digits[begin + 1] == 'x' || digits[begin + 1] == 'b' || digits[begin + 1] == 'o')) {
        base = digits[begin + 1] == 'x' ? 16 : digits[begin + 1] == 'b' ? 2 : 8;
        digits.erase(begin, 2);
    }
    auto *first = digits.data() + begin, *last = digits.data() + digits.size();
    std::int64_t whole = 0;
    auto parsed = std::from_chars(first, last, whole, base);
    std::string_view suffix(parsed.ptr, static_cast<std::size_t>(last - parsed.ptr));
    if (parsed.ptr == first || parsed.ec != std::errc()) return make_value(value_kind::unknown);
    if (negative) whole = -whole;
    auto made = make_whole(whole, fits(whole, width::i32) ? width::i32 : width::i64);
    if (suffix.empty() || read_width(suffix, made.width)) return fits(whole, made.width) ? made : value();
    double fraction = 0;
    auto real = std::from_chars(first, last, fraction);
    std::string_view rest(real.ptr, static_cast<std::size_t>(last - real.ptr));
    if (base != 10 || (!rest.empty() && rest != "f64")) return make_value(value_kind::unknown);
    return make_real(negative ? -fraction : fraction);
}

/// Whether a type is one of numbers that are kept in one way.
inline bool is_concrete_number(std::string_view type) {
    for (auto name : width_names)
        if (name == type) return true;
    return type == "Float64" || type == "Float32" || type == "Int128" || type == "UInt128";
}

/// A number as one of another type; unset where that is not followed.
inline value as_number(const value &given, std::string_view type) {
    for (unsigned i = 0; i < 8 && given.is(value_kind::whole); ++i)
        if (width_names[i] == type && fits(given.whole, static_cast<width>(i)))
            return make_whole(given.whole, static_cast<width>(i));
    bool real = type == "Float64" && given.is(value_kind::whole);
    return real ? make_real(static_cast<double>(given.whole)) : value();
}

/// A float as Crystal writes it: the shortest that is the same number.
inline std::string real_text(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
    char buffer[40];
    auto size = std::abs(number);
    bool plain = number == 0 || (size < 1e15 && size >= 1e-4);
    auto form = plain ? std::chars_format::fixed : std::chars_format::scientific;
    std::string text(buffer, std::to_chars(buffer, buffer + sizeof buffer, number, form).ptr);
    auto exponent = std::min(text.find('e'), text.size());
    if (text.find('.') == text.npos) text.insert(exponent, ".0");
    if (auto sign = text.find('e'); sign != text.npos && text[sign + 2] == '0') text.erase(sign + 2, 1);
    return text;
}

/// How an operation on integers ended.
enum class outcome { done, overflow, by_zero, not_followed };

/// Of the division that rounds down.
inline std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    auto quotient = a / b;
    return (a % b != 0) && ((a < 0) != (b < 0)) ? quotient - 1 : quotient;
}

inline outcome raise_to_power(std::int64_t base, std::int64_t exponent, std::int64_t &result) {
    if (exponent < 0 || exponent > 64) return outcome::not_followed;
    result = 1;
    for (; exponent > 0; --exponent)
        if (__builtin_mul_overflow(result, base, &result)) return outcome::overflow;
    return outcome::done;
}

/// `a operation b` in the width of `a`, as integers.
inline outcome calculate(std::int64_t a, std::string_view operation, std::int64_t b, width kept,
                         std::int64_t &result) {
    bool wraps = operation.size() == 2 && operation[0] == '&';
    char sign = operation.size() == 2 && wraps ? operation[1] : operation[0];
    auto bits = 8 << (static_cast<unsigned>(kept) % 4);
    bool over = false;
    if (operation == "**") {
        if (auto how = raise_to_power(a, b, result); how != outcome::done) return how;
    } else if (sign == '+') {
        over = __builtin_add_overflow(a, b, &result);
    } else if (sign == '-') {
        over = __builtin_sub_overflow(a, b, &result);
    } else if (sign == '*') {
        over = __builtin_mul_overflow(a, b, &result);
    } else if (operation == "//" || operation == "%" || operation == "tdiv" || operation == "remainder") {
        bool rest = operation == "%" || operation == "remainder";
        if (b == 0) return outcome::by_zero;
        if (b < 0 && kept >= width::u8) return outcome::not_followed;
        if (b == -1) return rest ? (result = 0, outcome::done) : outcome::not_followed;
        result = operation == "//"     ? floor_div(a, b)
                 : operation == "%"    ? a - b * floor_div(a, b)
                 : operation == "tdiv" ? a / b
                                       : a % b;
    } else if (operation == "&" || operation == "|" || operation == "^") {
        result = sign == '&' ? a & b : sign == '|' ? a | b : a ^ b;
        if (operation.size() != 1) return outcome::not_followed;
    } else if (operation == "<<" || operation == ">>") {
        if (b < 0 || b >= bits) return outcome::not_followed;
        wraps = operation == "<<";
        result = wraps ? static_cast<std::int64_t>(static_cast<std::uint64_t>(a) << b) : a >> b;
    } else {
        return outcome::not_followed;
    }
    if (wraps && (over || !fits(result, kept))) {
        auto unused = 64 - bits;
        if (unused == 0) return fits(result, kept) ? outcome::done : outcome::not_followed;
        auto low = static_cast<std::uint64_t>(result) << unused;
        result = kept < width::u8 ? static_cast<std::int64_t>(low) >> unused
                                  : static_cast<std::int64_t>(low >> unused);
        return outcome::done;
    }
    if (kept == width::u64 && over) return outcome::not_followed;
    return over || !fits(result, kept) ? outcome::overflow : outcome::done;
}

} // namespace azu_session::inline v0_1::crystal
