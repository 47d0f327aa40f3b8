#pragma once

#include <azu_session/detail/crystal/builtins_format.hpp>
#include <azu_session/detail/crystal/builtins_numbers.hpp>
#include <azu_session/detail/crystal/builtins_search.hpp>
#include <azu_session/detail/text/percent.hpp>

#include <algorithm>
#include <string>

// Of strings, characters and symbols, but for what searches them.

namespace azu_session::inline v0_1::crystal {

namespace detail {

inline value text_join(interpreter &, const value &self, arguments &given, std::string_view) {
    if (!is_plain(given.items[0])) return {};
    return make_text(self.text + given.items[0].text);
}

inline value text_repeat(interpreter &, const value &self, arguments &given, std::string_view) {
    auto &times = given.items[0];
    if (!times.is(value_kind::whole) || times.whole < 0) return {};
    auto result = make_text({});
    for (std::int64_t i = 0; i < times.whole && result.text.size() <= longest_text && !self.text.empty(); ++i)
        result.text += self.text;
    return result;
}

inline value text_size(interpreter &, const value &self, arguments &, std::string_view name) {
    return make_count(name == "bytesize" ? self.text.size() : count_characters(self.text));
}

/// `self[1]`, `self[0, 3]`, `self[1..]`, `self["x"]?`.
inline value text_part(interpreter &run, const value &self, arguments &given, std::string_view name) {
    auto size = static_cast<std::int64_t>(count_characters(self.text));
    auto &first = given.items[0];
    auto none = [&]() -> value {
        if (name == "[]?") return make_value(value_kind::nil);
        run.raise("IndexError", "Index out of bounds");
    };
    std::int64_t begin, count;
    if (first.is(value_kind::whole)) {
        begin = first.whole < 0 ? first.whole + size : first.whole;
        if (given.items.size() == 1) {
            if (begin < 0 || begin >= size) return none();
            auto offset = offset_of_character(self.text, static_cast<std::size_t>(begin));
            return make_character(std::string_view(self.text).substr(
                offset, character_size(std::string_view(self.text).substr(offset))));
        }
        if (!given.items[1].is(value_kind::whole) || given.items[1].whole < 0) return {};
        count = given.items[1].whole;
    } else if (first.is(value_kind::range) && given.items.size() == 1) {
        auto &ends = first.inside->items;
        auto of = [&](const value &end, std::int64_t fallback) {
            return end.is(value_kind::nil) ? fallback : end.whole < 0 ? end.whole + size : end.whole;
        };
        for (auto &end : ends)
            if (!end.is(value_kind::nil) && !end.is(value_kind::whole)) return {};
        begin = of(ends[0], 0);
        auto end = of(ends[1], size);
        count = std::max<std::int64_t>(0, end - begin + (first.whole || ends[1].is(value_kind::nil) ? 0 : 1));
    } else {
        std::size_t length;
        bool unsure = false;
        if (!is_plain(first) || given.items.size() > 1) return {};
        if (find_next(self.text, first, 0, length, unsure) != self.text.npos) return first;
        if (name == "[]?") return make_value(value_kind::nil);
        run.raise("NilAssertionError", "Nil assertion failed");
    }
    if (begin < 0 || begin > size) return none();
    count = std::min(count, size - begin);
    auto from = offset_of_character(self.text, static_cast<std::size_t>(begin));
    auto to = offset_of_character(self.text, static_cast<std::size_t>(begin + count));
    return make_text(self.text.substr(from, to - from));
}

inline value text_bytes(interpreter &, const value &self, arguments &given, std::string_view) {
    if (!given.items[0].is(value_kind::whole) || !given.items[1].is(value_kind::whole)) return {};
    auto from = given.items[0].whole, count = given.items[1].whole;
    if (from < 0 || count < 0 || from > static_cast<std::int64_t>(self.text.size())) return {};
    return make_text(self.text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(count)));
}

inline value text_in_case(interpreter &, const value &self, arguments &, std::string_view name) {
    auto result = make_value(self.kind);
    if (!append_text_in_case(result.text, self.text, name == "upcase")) return {};
    return self.is(value_kind::character) && count_characters(result.text) != 1 ? self : result;
}

inline value text_asks(interpreter &, const value &self, arguments &given, std::string_view name) {
    auto &wanted = given.items[0];
    if (wanted.is(value_kind::regex)) {
        pattern regex(wanted.text, wanted.path);
        std::size_t end;
        bool holds = name == "starts_with?" && regex.understood() && regex.match(self.text, 0, end);
        return name == "starts_with?" && regex.understood() ? make_boolean(holds) : value();
    }
    if (!is_plain(wanted)) return {};
    return make_boolean(name == "starts_with?" ? self.text.starts_with(wanted.text)
                                               : self.text.ends_with(wanted.text));
}

/// What is no number of that type; unset where it is not told which text that is.
inline value raise_invalid(interpreter &run, const std::string &type, const value &self) {
    std::string shown;
    if (!run.inspect(self, shown)) return {};
    run.raise("ArgumentError", "Invalid " + type + ": " + shown);
}

/// `to_i`, `to_i64?` and so on, as Crystal's `String#to_i` reads a number.
inline value text_to_whole(interpreter &run, const value &self, arguments &given, std::string_view name) {
    bool asks = name.ends_with('?');
    auto suffix = name.substr(3, name.size() - 3 - asks);
    auto kept = width::i32;
    if (suffix == "u")
        kept = width::u32;
    else if (suffix != "i" && !read_width(suffix, kept))
        return {};
    int base = 10;
    bool whitespace = true, underscore = false, prefix = false, strict = true;
    for (std::size_t i = 0; i < given.items.size(); ++i) {
        auto &option = given.items[i];
        auto option_name = given.names[i];
        if (option_name.empty() || option_name == "base") {
            if (!option.is(value_kind::whole) || option.whole < 2 || option.whole > 36) return {};
            base = static_cast<int>(option.whole);
        } else {
            bool *known = option_name == "whitespace"   ? &whitespace
                          : option_name == "underscore" ? &underscore
                          : option_name == "prefix"     ? &prefix
                          : option_name == "strict"     ? &strict
                                                        : nullptr;
            if (!known || !option.is(value_kind::boolean)) return {};
            *known = option.whole != 0;
        }
    }
    if (prefix && given.items.size() > 1) return {};
    std::string_view text = self.text;
    auto blank = [](char c) { return c == ' ' || (c >= 9 && c <= 13); };
    while (whitespace && !text.empty() && blank(text.front()))
        text.remove_prefix(1);
    std::int64_t number = 0;
    bool negative = text.starts_with('-'), any = false, good = true, last_underscore = false;
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (negative && kept >= width::u8) good = false;
    if (prefix && text.size() > 1 && text[0] == '0') {
        base = text[1] == 'b' ? 2 : text[1] == 'o' ? 8 : text[1] == 'x' ? 16 : 10;
        if (base == 10) return {};
        text.remove_prefix(2);
    }
    while (good && !text.empty()) {
        char c = text.front();
        int digit = c >= '0' && c <= '9'                 ? c - '0'
                    : (c | 32) >= 'a' && (c | 32) <= 'z' ? (c | 32) - 'a' + 10
                                                         : 99;
        if (c == '_' && underscore && any && !last_underscore) {
            last_underscore = true;
        } else if (digit < base) {
            any = true;
            last_underscore = false;
            if (__builtin_mul_overflow(number, base, &number) ||
                __builtin_add_overflow(number, digit, &number)) {
                if (kept == width::u64 || kept == width::i64) return {};
                good = false;
            }
        } else {
            break;
        }
        text.remove_prefix(1);
    }
    good = good && any && !last_underscore;
    while (whitespace && !text.empty() && blank(text.front()))
        text.remove_prefix(1);
    if (strict && !text.empty()) good = false;
    if (negative) number = -number;
    if (good && fits(number, kept)) return make_whole(number, kept);
    if (asks) return make_value(value_kind::nil);
    return raise_invalid(run, std::string(width_names[static_cast<unsigned>(kept)]), self);
}

inline value text_to_real(interpreter &run, const value &self, arguments &given, std::string_view name) {
    if (!given.items.empty()) return {};
    std::string_view text = self.text;
    while (!text.empty() && is_whitespace(text.substr(0, character_size(text))))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || (text.back() >= 9 && text.back() <= 13)))
        text.remove_suffix(1);
    if (text.starts_with('+')) text.remove_prefix(1);
    if (text.size() < self.text.size() && text.starts_with('-')) return {};
    double number = 0;
    auto *end = text.data() + text.size();
    auto parsed = std::from_chars(text.data(), end, number);
    bool plain = text.find_first_not_of("0123456789.eE+-") == text.npos;
    bool special = text.find_first_of("xX") == 1 || text.find_first_of("nNiI") <= 1;
    if (!plain && special) return {};
    if (plain && !text.empty() && parsed.ec == std::errc() && parsed.ptr == end) return make_real(number);
    if (name.ends_with('?')) return make_value(value_kind::nil);
    return raise_invalid(run, "Float64", self);
}

inline value text_characters(interpreter &, const value &self, arguments &, std::string_view name) {
    std::vector<value> found;
    if (name == "bytes") {
        for (char one : self.text)
            found.push_back(make_whole(static_cast<unsigned char>(one), width::u8));
        return make_collection(value_kind::list, std::move(found));
    }
    for (auto one : characters_of(self.text))
        found.push_back(make_character(one));
    return make_collection(value_kind::list, std::move(found));
}

/// `strip`, `lstrip('x')`, `rstrip("a-z")`.
inline value text_strip(interpreter &, const value &self, arguments &given, std::string_view name) {
    if (!given.items.empty() && !is_plain(given.items[0])) return {};
    auto drops = [&](std::string_view one) {
        if (given.items.empty()) return is_whitespace(one) || one == std::string_view("\0", 1);
        auto any = characters_of(given.items[0].text);
        return std::find(any.begin(), any.end(), one) != any.end();
    };
    auto all = characters_of(self.text);
    std::size_t first = 0, last = all.size();
    bool nul = self.text.find('\0') != self.text.npos;
    if (nul) return {};
    while (name != "rstrip" && first < last && drops(all[first]))
        ++first;
    while (name != "lstrip" && last > first && drops(all[last - 1]))
        --last;
    auto result = make_text({});
    for (auto i = first; i < last; ++i)
        result.text += all[i];
    return result;
}

inline value text_chomp(interpreter &, const value &self, arguments &, std::string_view) {
    std::string_view text = self.text;
    if (text.ends_with("\r\n"))
        text.remove_suffix(2);
    else if (text.ends_with('\n') || text.ends_with('\r'))
        text.remove_suffix(1);
    return make_text(std::string(text));
}

/// `tr`, which has no ranges: what there is no counterpart for becomes the last of them, or nothing.
/// `delete`, `squeeze` and `count` by characters or sets of them.
inline value text_sets(interpreter &, const value &self, arguments &given, std::string_view name) {
    for (auto &one : given.items)
        if (!is_plain(one)) return {};
    auto result = make_text({});
    std::int64_t count = 0;
    std::string_view before;
    for (auto one : characters_of(self.text)) {
        bool in_all = true;
        for (auto &set : given.items) {
            auto holds = set.is(value_kind::character) ? int{set.text == one} : in_set(set.text, one);
            if (in_all && holds < 0) return {};
            in_all = in_all && holds == 1;
        }
        count += in_all;
        bool dropped = name == "delete" ? in_all : in_all && one == before;
        if (!dropped) result.text += one;
        before = one;
    }
    return name == "count" ? make_whole(count) : result;
}

inline value text_translate(interpreter &run, const value &self, arguments &given, std::string_view) {
    if (!given.items[0].is(value_kind::text) || !given.items[1].is(value_kind::text)) return {};
    if (given.items[1].text.empty()) {
        given.items.pop_back(); // a set, unlike all others
        return text_sets(run, self, given, "delete");
    }
    auto from = characters_of(given.items[0].text), to = characters_of(given.items[1].text);
    auto result = make_text({});
    for (auto one : characters_of(self.text)) {
        auto last = std::find(from.rbegin(), from.rend(), one);
        auto index = static_cast<std::size_t>(from.rend() - last) - 1;
        if (last == from.rend())
            result.text += one;
        else
            result.text += to[std::min(index, to.size() - 1)];
    }
    return result;
}

inline value text_encode(interpreter &, const value &self, arguments &given, std::string_view name) {
    if (name == "__encode")
        return make_text(azu_session::detail::percent_encode(self.text, given.items[0].text));
    auto decoded = azu_session::detail::percent_decode(self.text);
    return decoded ? make_text(*decoded) : value();
}

inline value character_number(interpreter &, const value &self, arguments &, std::string_view) {
    return make_whole(static_cast<std::int64_t>(code_point(self.text)));
}

inline value character_asks(interpreter &, const value &self, arguments &, std::string_view name) {
    if (name == "whitespace?") return make_boolean(is_whitespace(self.text));
    bool wide = self.text.size() > 1 && !name.starts_with("ascii");
    if (wide && !has_case(self.text)) return {};
    std::string small;
    append_in_case(small, self.text, false);
    char c = self.text.size() == 1 ? self.text[0] : '\x80';
    bool lower = wide ? small == self.text : c >= 'a' && c <= 'z';
    bool upper = wide ? !lower : c >= 'A' && c <= 'Z', digit = c >= '0' && c <= '9';
    if (name.ends_with("ascii?")) return make_boolean(self.text.size() == 1);
    if (name.ends_with("alphanumeric?")) return make_boolean(lower || upper || digit);
    if (name.ends_with("letter?")) return make_boolean(lower || upper);
    if (name.ends_with("number?")) return make_boolean(digit);
    return make_boolean(name.ends_with("lowercase?") ? lower : upper);
}

} // namespace detail

inline constexpr auto a_character = kinds_of(value_kind::character),
                      a_word = kinds_of(value_kind::text, value_kind::symbol);

inline constexpr builtin text_builtins[] = {
    {a_text | a_character, "+", 1, 1, detail::text_join},
    {a_text, "*", 1, 1, detail::text_repeat},
    {a_word, "size", 0, 0, detail::text_size},
    {a_text, "bytesize", 0, 0, detail::text_size},
    {a_text, "[]", 1, 2, detail::text_part},
    {a_text, "[]?", 1, 2, detail::text_part},
    {a_text, "byte_slice", 2, 2, detail::text_bytes},
    {a_text | a_character, "downcase", 0, 0, detail::text_in_case},
    {a_text | a_character, "upcase", 0, 0, detail::text_in_case},
    {a_text, "starts_with?", 1, 1, detail::text_asks},
    {a_text, "ends_with?", 1, 1, detail::text_asks},
    {a_text, "to_i", 0, 5, detail::text_to_whole},
    {a_text, "to_i?", 0, 5, detail::text_to_whole},
    {a_text, "to_i8", 0, 5, detail::text_to_whole},
    {a_text, "to_i8?", 0, 5, detail::text_to_whole},
    {a_text, "to_i16", 0, 5, detail::text_to_whole},
    {a_text, "to_i16?", 0, 5, detail::text_to_whole},
    {a_text, "to_i32", 0, 5, detail::text_to_whole},
    {a_text, "to_i32?", 0, 5, detail::text_to_whole},
    {a_text, "to_i64", 0, 5, detail::text_to_whole},
    {a_text, "to_i64?", 0, 5, detail::text_to_whole},
    {a_text, "to_u8", 0, 5, detail::text_to_whole},
    {a_text, "to_u8?", 0, 5, detail::text_to_whole},
    {a_text, "to_u16", 0, 5, detail::text_to_whole},
    {a_text, "to_u16?", 0, 5, detail::text_to_whole},
    {a_text, "to_u32", 0, 5, detail::text_to_whole},
    {a_text, "to_u32?", 0, 5, detail::text_to_whole},
    {a_text, "to_u64", 0, 5, detail::text_to_whole},
    {a_text, "to_u64?", 0, 5, detail::text_to_whole},
    {a_text, "to_f", 0, 0, detail::text_to_real},
    {a_text, "to_f?", 0, 0, detail::text_to_real},
    {a_text, "to_f64", 0, 0, detail::text_to_real},
    {a_text, "chars", 0, 0, detail::text_characters},
    {a_text, "bytes", 0, 0, detail::text_characters},
    {a_text, "strip", 0, 1, detail::text_strip},
    {a_text, "lstrip", 0, 1, detail::text_strip},
    {a_text, "rstrip", 0, 1, detail::text_strip},
    {a_text, "__chomp", 0, 0, detail::text_chomp},
    {a_text, "tr", 2, 2, detail::text_translate},
    {a_text, "delete", 1, 4, detail::text_sets},
    {a_text, "squeeze", 0, 4, detail::text_sets},
    {a_text, "count", 1, 4, detail::text_sets},
    {a_text, "%", 1, 1, detail::text_format},
    {a_text, "__encode", 1, 1, detail::text_encode},
    {a_text, "__decode", 0, 0, detail::text_encode},
    {a_character, "ord", 0, 0, detail::character_number},
    {a_character, "whitespace?", 0, 0, detail::character_asks},
    {a_character, "ascii?", 0, 0, detail::character_asks},
    {a_character, "ascii_alphanumeric?", 0, 0, detail::character_asks},
    {a_character, "alphanumeric?", 0, 0, detail::character_asks},
    {a_character, "ascii_letter?", 0, 0, detail::character_asks},
    {a_character, "letter?", 0, 0, detail::character_asks},
    {a_character, "ascii_number?", 0, 0, detail::character_asks},
    {a_character, "number?", 0, 0, detail::character_asks},
    {a_character, "ascii_lowercase?", 0, 0, detail::character_asks},
    {a_character, "lowercase?", 0, 0, detail::character_asks},
    {a_character, "ascii_uppercase?", 0, 0, detail::character_asks},
    {a_character, "uppercase?", 0, 0, detail::character_asks},
};

} // namespace azu_session::inline v0_1::crystal
