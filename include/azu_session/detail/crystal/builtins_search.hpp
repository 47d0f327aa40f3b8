#pragma once

#include <azu_session/detail/crystal/builtin.hpp>
#include <azu_session/detail/crystal/pattern.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Of strings and regular expressions: what searches, splits and replaces.

namespace azu_session::inline v0_1::crystal {

namespace detail {

inline bool is_plain(const value &given) {
    return given.is(value_kind::text) || given.is(value_kind::character);
}

inline value make_character(std::string_view one) {
    return make_value(value_kind::character, {}, std::string(one));
}

inline value make_count(std::size_t number) { return make_whole(static_cast<std::int64_t>(number)); }

/// Where a pattern is next found; npos where it is not.
inline std::size_t find_next(std::string_view text, pattern &regex, std::size_t from, std::size_t &length) {
    for (; regex.understood() && from <= text.size();
         from += from < text.size() ? character_size(text.substr(from)) : 1)
        if (std::size_t end; regex.match(text, from, end)) {
            length = end - from;
            return from;
        }
    return text.npos;
}

/// Where a text or a pattern is next found; npos where it is not. Sets `unsure` where that cannot be told.
inline std::size_t find_next(std::string_view text, const value &wanted, std::size_t from,
                             std::size_t &length, bool &unsure) {
    if (!wanted.is(value_kind::regex)) {
        length = wanted.text.size();
        return text.find(wanted.text, from);
    }
    pattern regex(wanted.text, wanted.path);
    auto found = find_next(text, regex, from, length);
    unsure = unsure || !regex.understood();
    return found;
}

/// The next match of a pattern, as `Regex::MatchData` of the core library has it, and where that is.
struct found_match {
    value data = make_value(value_kind::nil);
    std::size_t begin = 0, length = 0;
};

/// Nothing known where it cannot be told.
inline found_match next_match(const value &text, const value &wanted, std::size_t from) {
    found_match found;
    pattern regex(wanted.text, wanted.path);
    found.begin = find_next(text.text, regex, from, found.length);
    if (!regex.understood()) found.data = value();
    if (found.begin == text.text.npos || !regex.understood()) return found;
    auto part = [&](std::size_t begin, std::size_t end) {
        auto made = make_text(text.text.substr(begin, end - begin));
        made.depend_on(text);
        return made;
    };
    std::vector<value> groups{part(found.begin, found.begin + found.length)};
    std::vector<value> names{make_value(value_kind::nil)};
    for (std::size_t i = 0; i < regex.spans().size(); ++i) {
        auto &span = regex.spans()[i];
        groups.push_back(span.begin == text.text.npos ? make_value(value_kind::nil)
                                                      : part(span.begin, span.end));
        auto name = regex.name_of(i);
        names.push_back(name.empty() ? make_value(value_kind::nil) : make_text(std::string(name)));
    }
    found.data = make_collection(value_kind::object);
    found.data.path = "Regex::MatchData";
    found.data.depend_on(text);
    auto &fields = *found.data.inside;
    fields.compares = true;
    fields.set("to_a", make_collection(value_kind::list, std::move(groups)));
    fields.set("names", make_collection(value_kind::list, std::move(names)));
    fields.set("pre_match", part(0, found.begin));
    fields.set("post_match", part(found.begin + found.length, text.text.size()));
    return found;
}

inline bool is_sought(const value &given) { return is_plain(given) || given.is(value_kind::regex); }

inline value text_index(interpreter &, const value &self, arguments &given, std::string_view name) {
    auto &wanted = given.items[0];
    std::size_t from = 0, length;
    bool unsure = false;
    if (name == "=~" && !wanted.is(value_kind::regex)) return {};
    if (!is_sought(wanted)) return {};
    if (given.items.size() > 1) {
        if (!given.items[1].is(value_kind::whole)) return {};
        auto size = static_cast<std::int64_t>(count_characters(self.text)), number = given.items[1].whole;
        if (number < 0) number += size;
        if (number >= size && name == "rindex") return {};
        if (number < 0 || number > size) return make_value(value_kind::nil);
        from = offset_of_character(self.text, static_cast<std::size_t>(number));
    }
    std::size_t found;
    if (name == "rindex") {
        if (wanted.is(value_kind::regex)) return {};
        found = self.text.rfind(wanted.text, given.items.size() > 1 ? from : self.text.npos);
    } else {
        found = find_next(self.text, wanted, from, length, unsure);
    }
    if (unsure) return {};
    if (name == "matches?") return make_boolean(found != self.text.npos);
    if (found == self.text.npos) return make_value(value_kind::nil);
    return make_count(count_characters(std::string_view(self.text).substr(0, found)));
}

/// `match`, and `__scan` for all of them.
inline value text_match(interpreter &, const value &self, arguments &given, std::string_view name) {
    if (!given.items[0].is(value_kind::regex)) return {};
    if (name == "match") return next_match(self, given.items[0], 0).data;
    std::vector<value> all;
    for (std::size_t from = 0; from <= self.text.size() && all.size() <= most_items;) {
        auto found = next_match(self, given.items[0], from);
        if (found.data.is(value_kind::nil)) break;
        if (!found.data.is_known() || found.length == 0) return {};
        all.push_back(std::move(found.data));
        from = found.begin + found.length;
    }
    return make_collection(value_kind::list, std::move(all));
}

inline value regex_matches(interpreter &run, const value &self, arguments &given, std::string_view name) {
    auto &subject = given.items[0];
    if (!subject.is(value_kind::text))
        return subject.is(value_kind::nil) && name != "match" ? (name == "=~" ? subject : make_boolean(false))
                                                              : value();
    arguments turned;
    turned.add(self);
    if (name == "match") return text_match(run, subject, turned, name);
    return text_index(run, subject, turned, name == "=~" ? "=~" : "matches?");
}

/// A replacement with its `\1` and `\k<name>`.
inline bool append_referring(interpreter &run, std::string &out, std::string_view replacement,
                             const value &match) {
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        char next = i + 1 < replacement.size() ? replacement[i + 1] : '\0';
        bool number = replacement[i] == '\\' && next >= '0' && next <= '9';
        if (replacement[i] != '\\') {
            out += replacement[i];
        } else if (next == '\\') {
            out += replacement[++i];
        } else if (number || next == 'k') {
            auto close = replacement.find('>', i);
            bool named = !number && i + 2 < replacement.size() && replacement[i + 2] == '<' &&
                         close != replacement.npos;
            if (!number && !named) return false;
            arguments asked;
            asked.add(number ? make_whole(next - '0')
                             : make_text(std::string(replacement.substr(i + 3, close - i - 3))));
            auto group = run.send(match, "[]?", std::move(asked));
            if (named && group.is(value_kind::nil)) return false;
            if (!run.to_text(group, out)) return false;
            i = number ? i + 1 : close;
        } else {
            out += '\\';
        }
    }
    return true;
}

/// What a match becomes: a text, what a table has for it, or what a block gives.
inline bool append_replacement(interpreter &run, std::string &out, const std::string &match, arguments &given,
                               const value &data, bool keeps) {
    if (given.block) {
        std::vector<value> items{make_text(match)};
        if (data.is_known()) {
            given.block->home->last_match() = data;
            items.push_back(data);
        }
        return run.write(run.yield(given.block, std::move(items)), out);
    }
    auto &replacement = given.items.back();
    if (data.is_known() && replacement.is(value_kind::text))
        return append_referring(run, out, replacement.text, data);
    bool table = replacement.is(value_kind::table);
    if (!data.is_known() || (!table && !replacement.is(value_kind::named)))
        return run.write(replacement, out);
    auto &choices = *replacement.inside;
    if (choices.spoiled || choices.keys.empty()) return false;
    for (auto &key : choices.keys)
        if (table && !key.is(value_kind::text)) return false; // an overload that is not here
    auto *chosen = choices.find(match);
    if (!chosen && keeps) out += match;
    return !chosen || run.write(*chosen, out);
}

/// `sub` and `gsub`.
inline value text_replace(interpreter &run, const value &self, arguments &given, std::string_view name) {
    auto result = make_text({});
    bool regex = given.items[0].is(value_kind::regex);
    if (!is_sought(given.items[0]) || given.items.size() + (given.block != nullptr) != 2) return {};
    std::size_t from = 0, done = 0;
    bool unsure = false;
    while (from <= self.text.size()) {
        std::size_t length = 0, found = from;
        value data;
        if (regex) {
            auto next = next_match(self, given.items[0], from);
            if (next.data.is(value_kind::unset)) return {};
            found = next.begin, length = next.length, data = std::move(next.data);
        } else {
            found = find_next(self.text, given.items[0], from, length, unsure);
        }
        if (found == self.text.npos) break;
        if (length == 0 && !(regex && name == "sub")) return {}; // matches of nothing
        result.text.append(self.text, done, found - done);
        auto match = self.text.substr(found, length);
        if (!append_replacement(run, result.text, match, given, data, name == "sub")) return {};
        from = done = found + length;
        if (result.text.size() > longest_text || name == "sub") break;
    }
    result.text += self.text.substr(done);
    return result;
}

inline value text_split(interpreter &, const value &self, arguments &given, std::string_view) {
    value separator;
    std::optional<std::int64_t> limit;
    bool remove_empty = false;
    std::size_t position = 0;
    for (std::size_t i = 0; i < given.items.size(); ++i) {
        auto &item = given.items[i];
        if (given.names[i] == "remove_empty" && item.is(value_kind::boolean))
            remove_empty = item.whole;
        else if (given.names[i] == "limit" || (given.names[i].empty() && item.is(value_kind::whole)))
            limit = item.is(value_kind::whole) ? std::optional(item.whole) : std::nullopt;
        else if (given.names[i].empty() && position++ == 0 && is_sought(item))
            separator = item;
        else if (!item.is(value_kind::nil))
            return {};
    }
    if ((limit && *limit <= 1) || (self.text.empty() && !separator.is(value_kind::unset))) {
        auto whole = make_text(self.text);
        bool none = self.text.empty() && remove_empty;
        return make_collection(value_kind::list, none ? std::vector<value>() : std::vector{whole});
    }
    if (separator.is(value_kind::regex) && pattern(separator.text, separator.path).groups() > 0)
        return {}; // which are parts, too
    std::vector<std::string> parts;
    std::string_view text = self.text;
    std::size_t from = 0;
    auto full = [&] { return limit && static_cast<std::int64_t>(parts.size()) + 1 >= *limit; };
    if (separator.is(value_kind::unset)) {
        while (from < text.size()) {
            while (from < text.size() && is_whitespace(text.substr(from, character_size(text.substr(from)))))
                from += character_size(text.substr(from));
            if (from == text.size()) break;
            if (full()) {
                parts.emplace_back(text.substr(from));
                break;
            }
            auto end = from;
            while (end < text.size() && !is_whitespace(text.substr(end, character_size(text.substr(end)))))
                end += character_size(text.substr(end));
            parts.emplace_back(text.substr(from, end - from));
            from = end;
        }
    } else if (separator.text.empty()) {
        if (separator.is(value_kind::regex) || limit) return {};
        for (auto one : characters_of(text))
            parts.emplace_back(one);
    } else {
        bool unsure = false;
        for (;;) {
            std::size_t length = 0;
            auto found = full() ? text.npos : find_next(text, separator, from, length, unsure);
            if (unsure || (found != text.npos && length == 0)) return {};
            parts.emplace_back(text.substr(from, found == text.npos ? text.npos : found - from));
            if (found == text.npos) break;
            from = found + length;
            if (parts.size() > most_items) break;
        }
    }
    std::vector<value> items;
    for (auto &part : parts)
        if (!remove_empty || !part.empty()) items.push_back(make_text(std::move(part)));
    return make_collection(value_kind::list, std::move(items));
}

} // namespace detail

inline constexpr auto a_text = kinds_of(value_kind::text), a_regex = kinds_of(value_kind::regex);

inline constexpr builtin search_builtins[] = {
    {a_text, "index", 1, 2, detail::text_index},
    {a_text, "rindex", 1, 2, detail::text_index},
    {a_text, "=~", 1, 1, detail::text_index},
    {a_text, "matches?", 1, 1, detail::text_index},
    {a_text, "match", 1, 1, detail::text_match},
    {a_text, "__scan", 1, 1, detail::text_match},
    {a_regex, "match", 1, 1, detail::regex_matches},
    {a_regex, "===", 1, 1, detail::regex_matches},
    {a_regex, "matches?", 1, 1, detail::regex_matches},
    {a_regex, "=~", 1, 1, detail::regex_matches},
    {a_text | with_block, "sub", 1, 2, detail::text_replace},
    {a_text | with_block, "gsub", 1, 2, detail::text_replace},
    {a_text, "split", 0, 4, detail::text_split},
};

} // namespace azu_session::inline v0_1::crystal
