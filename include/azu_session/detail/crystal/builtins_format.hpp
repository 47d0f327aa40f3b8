#pragma once

#include <azu_session/detail/crystal/builtins_numbers.hpp>

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// `"%s-%03d" % values`, as Crystal's `String::Formatter` reads it.

namespace azu_session::inline v0_1::crystal::detail {

/// What stands between `%` and the letter.
struct format_flags {
    bool space = false, sharp = false, plus = false, minus = false, zero = false;
    std::size_t width = 0, index = 0; ///< of the value, counted from 1; 0 where that is not said
    std::optional<std::size_t> precision;
    char type = ' ';

    bool fills_with_zeros() const { return zero && !minus && !precision; }

    std::string padded(std::string text) const {
        auto length = count_characters(text);
        auto fill = length < width ? width - length : 0;
        if (minus) return text.append(fill, ' ');
        return std::string(fill, fills_with_zeros() ? '0' : ' ') + text;
    }

    std::string sign(bool negative) const { return negative ? "-" : plus ? "+" : space ? " " : ""; }
};

/// Takes a number from the front of a text, as far as it is one that formats have.
inline std::size_t take_number(std::string_view &text) {
    std::size_t number = 0;
    for (; !text.empty() && text[0] >= '0' && text[0] <= '9' && number < 1000; text.remove_prefix(1))
        number = number * 10 + static_cast<std::size_t>(text[0] - '0');
    return number;
}

/// The values of directives without a name: one after the other, or by their numbers.
class format_values {
public:
    format_values(interpreter &run, const value &values) : run_(run), values_(values) {}

    value next() { return at(next_++); }

    value at(std::size_t index) {
        bool several = values_.is(value_kind::list) || values_.is(value_kind::tuple);
        if (index >= (several ? values_.inside->items.size() : 1))
            run_.raise("ArgumentError", "Too few arguments");
        return several ? values_.inside->items[index] : values_;
    }

    bool any_taken() const { return next_ > 0; }

private:
    interpreter &run_;
    const value &values_;
    std::size_t next_ = 0;
};

/// Takes the flags from the front of a form, with the letter; false where they are not followed.
inline bool take_flags(std::string_view &form, format_flags &flags, format_values &values) {
    auto behind = form;
    if (auto number = take_number(behind); number > 0 && behind.starts_with('$')) { // `%1$s`
        flags.index = number;
        form = behind.substr(1);
    }
    for (; !form.empty(); form.remove_prefix(1)) {
        bool *flag = form[0] == ' '   ? &flags.space
                     : form[0] == '#' ? &flags.sharp
                     : form[0] == '+' ? &flags.plus
                     : form[0] == '-' ? &flags.minus
                     : form[0] == '0' ? &flags.zero
                                      : nullptr;
        if (!flag) break;
        *flag = true;
    }
    flags.width = take_number(form);
    if (form.starts_with('*') && flags.width == 0) {
        auto given = values.next();
        if (!given.is(value_kind::whole) || given.whole < 0 || given.whole >= 1000) return false;
        flags.width = static_cast<std::size_t>(given.whole);
        form.remove_prefix(1);
    }
    if (form.starts_with('.')) {
        form.remove_prefix(1);
        flags.precision = take_number(form);
    }
    constexpr std::size_t most = 60;
    if (form.empty() || flags.width >= 1000 || flags.precision > most) return false;
    flags.type = form[0];
    form.remove_prefix(1);
    return true;
}

/// `%d`, `%x` and the like; false where that is not followed.
inline bool format_whole(const format_flags &flags, const value &given, std::string &text) {
    if (!given.is(value_kind::whole) || flags.precision == std::size_t{0}) return false;
    bool negative = given.whole < 0;
    auto size = static_cast<std::uint64_t>(given.whole);
    if (negative) size = 0 - size;
    int base = flags.type == 'b' ? 2 : flags.type == 'o' ? 8 : (flags.type | 32) == 'x' ? 16 : 10;
    char buffer[72];
    std::string digits(buffer, std::to_chars(buffer, buffer + sizeof buffer, size, base).ptr);
    for (char &c : digits)
        if (flags.type == 'X' && c >= 'a') c = static_cast<char>(c - 32);
    auto sign = flags.sign(negative);
    std::size_t least = flags.precision.value_or(0);
    if (flags.fills_with_zeros()) least = flags.width - std::min(flags.width, sign.size());
    if (digits.size() < least) digits.insert(0, least - digits.size(), '0');
    if (flags.sharp && base != 10 && size != 0) sign.append("0").append(1, flags.type);
    auto spaced = flags;
    spaced.zero = false; // which the digits have been given
    if (flags.fills_with_zeros()) spaced.width = 0;
    text += spaced.padded(sign + digits);
    return true;
}

/// `%f`, `%g` and `%e`; false where that is not followed.
inline bool format_real(const format_flags &flags, const value &given, std::string &text) {
    bool number = given.is(value_kind::real) || given.is(value_kind::whole);
    if (!number || flags.sharp || !std::isfinite(as_real(given))) return false;
    char buffer[480];
    auto form = flags.type == 'f'   ? std::chars_format::fixed
                : flags.type == 'g' ? std::chars_format::general
                                    : std::chars_format::scientific;
    auto size = std::abs(as_real(given));
    auto end = std::to_chars(buffer, buffer + sizeof buffer, size, form,
                             static_cast<int>(flags.precision.value_or(6)));
    std::string digits(buffer, end.ptr);
    for (char &c : digits)
        if (flags.type == 'E' && c == 'e') c = 'E';
    auto sign = flags.sign(std::signbit(as_real(given)));
    if (flags.zero && !flags.minus && sign.size() + digits.size() < flags.width)
        digits.insert(0, flags.width - sign.size() - digits.size(), '0');
    auto spaced = flags;
    spaced.zero = false;
    text += spaced.padded(sign + digits);
    return true;
}

/// One directive's value; false where that is not followed.
inline bool format_one(interpreter &run, const format_flags &flags, const value &given, std::string &text) {
    std::string plain;
    switch (flags.type) {
    case 's':
        if (!run.write(given, plain)) return false;
        if (flags.precision) plain.resize(offset_of_character(plain, *flags.precision));
        text += flags.padded(std::move(plain));
        return true;
    case 'c':
        text += flags.padded(given.text);
        return given.is(value_kind::character);
    case 'd':
    case 'i':
    case 'b':
    case 'o':
    case 'x':
    case 'X':
        return format_whole(flags, given, text);
    case 'f':
    case 'g':
    case 'e':
    case 'E':
        return format_real(flags, given, text);
    default:
        return false;
    }
}

/// The value that `%{name}` or `%<name>` means.
inline value named_value(interpreter &run, const value &values, std::string_view name) {
    bool single = values.is(value_kind::list) || values.is(value_kind::tuple);
    if (single && values.inside->items.size() != 1) return {};
    auto &source = single ? values.inside->items[0] : values;
    if (!source.is(value_kind::named) && !source.is(value_kind::table)) return {};
    arguments key;
    key.add(make_text(std::string(name)));
    return run.send(source, "[]", std::move(key));
}

inline value text_format(interpreter &run, const value &self, arguments &given, std::string_view) {
    auto &values = given.items[0];
    if (values.inside && values.inside->spoiled && !values.is(value_kind::object)) return {};
    format_values plain(run, values);
    auto result = make_text({});
    bool names = false, places = false, numbers = false;
    for (std::string_view form = self.text; !form.empty();) {
        auto begin = form.find('%');
        result.text += form.substr(0, begin);
        if (begin == form.npos) break;
        form.remove_prefix(begin + 1);
        if (form.starts_with('%')) {
            result.text += '%';
            form.remove_prefix(1);
            continue;
        }
        format_flags flags;
        flags.type = 's';
        bool whole = form.starts_with('{'), named = whole || form.starts_with('<');
        (named ? names : places) = true;
        auto end = named ? form.find(whole ? '}' : '>') : 0;
        if (end == form.npos || (names && places)) return {};
        auto name = form.substr(0, end);
        if (named) form.remove_prefix(end + 1);
        if (!whole && !take_flags(form, flags, plain)) return {};
        numbers = numbers || flags.index > 0;
        if (numbers && (named || plain.any_taken() || flags.index == 0)) return {};
        auto item = named     ? named_value(run, values, name.substr(1))
                    : numbers ? plain.at(flags.index - 1)
                              : plain.next();
        result.depend_on(item);
        if (!item.is_known() || !format_one(run, flags, item, result.text)) return {};
    }
    return result;
}

} // namespace azu_session::inline v0_1::crystal::detail
