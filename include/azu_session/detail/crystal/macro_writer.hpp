#pragma once

// What the body of a macro comes to for what it is given.

#include <azu_session/detail/crystal/lexer.hpp>
#include <azu_session/detail/crystal/macro_values.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::crystal {

namespace detail {

/// Writes out texts with `{{name.id}}` and `{% for name in list %}`.
class macro_writer {
public:
    explicit macro_writer(std::size_t most) : most_(most), steps_left_(most) {}

    /// False where it has taken too long; what is left then stays.
    bool charge(std::size_t bytes) {
        auto steps = 1 + bytes / 4;
        steps_left_ -= std::min(steps_left_, steps);
        return steps_left_ > 0;
    }

    std::map<std::string, std::string, std::less<>>
        constants; ///< what they are defined as, where that is once

    /// Nothing where a part of it is not followed.
    std::optional<std::string> write(std::string_view body, const macro_scope &scope) {
        whole_ = body;
        auto written = write_part(body, scope, 0);
        if (!written || !charge(written->size())) return std::nullopt;
        auto begin = trimmed(*written);
        bool nothing = begin.empty() || (begin[0] == '#' && parse(begin).nodes.size() < 2);
        return nothing ? "nil" : written; // and not what the statement before it gives
    }

private:
    std::optional<std::string> write_part(std::string_view body, const macro_scope &scope, int depth) {
        std::string result;
        if (!charge(body.size())) return std::nullopt;
        while (!body.empty()) {
            auto at = body.find_first_of("{\\%");
            result += body.substr(0, at);
            if (at == body.npos) break;
            body.remove_prefix(at);
            if (result.size() > most_ || depth > 8) return std::nullopt;
            if (body.starts_with("{{")) {
                auto end = body.find("}}");
                auto written = write_value(body.substr(2, end - 2), scope);
                if (end == body.npos || !written) return std::nullopt;
                result += *written;
                body.remove_prefix(end + 2);
            } else if (body.starts_with("{%")) {
                auto written = trimmed(body.substr(2, 16)).starts_with("for ")
                                   ? write_loop(body, scope, depth)
                                   : write_choice(body, scope, depth);
                if (!written) return std::nullopt;
                result += *written;
            } else if (body.starts_with("\\{") || begins_fresh_name(body)) {
                return std::nullopt;
            } else {
                result += body[0];
                body.remove_prefix(1);
            }
        }
        return result;
    }

    /// `%name`, which is another variable in each expansion.
    static bool begins_fresh_name(std::string_view text) {
        auto end =
            text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", 1);
        bool name = text[0] == '%' && text.size() > 1 && in_name(text[1]) && !is_digit(text[1]);
        return name && (end != 2 || std::string_view("([{<|").find(text[end]) == std::string_view::npos);
    }

    static bool is_digit(char c) { return c >= '0' && c <= '9'; }

    /// Whether a place of the text that is written out is within a string or the like.
    bool is_in_string(const char *place) {
        auto before = whole_.substr(0, static_cast<std::size_t>(place - whole_.data()));
        lexer tokens(before);
        while (charge(4) && tokens.next().kind != token_kind::end_of_file) {
        }
        return steps_left_ == 0 || tokens.unended();
    }

    /// `name.id.upcase`
    std::optional<std::string> write_value(std::string_view expression, const macro_scope &scope) {
        using enum macro_value::form;
        auto place = expression.data() - 2;
        expression = trimmed(expression);
        auto dot = std::min(expression.find('.'), expression.size());
        auto known = scope.find(expression.substr(0, dot));
        if (known == scope.end() || known->second.is_list) return std::nullopt;
        auto value = known->second;
        for (expression.remove_prefix(dot); !expression.empty(); expression.remove_prefix(dot)) {
            expression.remove_prefix(1);
            dot = std::min(expression.find('.'), expression.size());
            auto name = expression.substr(0, dot);
            if (value.kind == code) return std::nullopt;
            if (name == "id")
                value.kind = word;
            else if (name == "stringify" && value.kind == word)
                value.kind = string;
            else if ((name == "upcase" || name == "downcase") && is_ascii(value.text))
                for (char &c : value.text)
                    c = change_case(c, name == "upcase");
            else
                return std::nullopt;
        }
        // Within a text it matters how the compiler writes it.
        if (value.kind == code && is_in_string(place)) return std::nullopt;
        return value.written();
    }

    static bool is_ascii(std::string_view text) {
        return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
    }

    static char change_case(char c, bool up) {
        bool changes = up ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z';
        return changes ? static_cast<char>(c ^ 0x20) : c;
    }

    /// `{% for a, b in list %} … {% end %}`, which is taken from the front of the text.
    std::optional<std::string> write_loop(std::string_view &text, const macro_scope &scope, int depth) {
        auto tag = text.find("%}");
        auto words = trimmed(text.substr(2, tag - 2));
        auto in = words.find(" in ");
        if (tag == text.npos || !words.starts_with("for ") || in == words.npos) return std::nullopt;
        auto inner = text.substr(tag + 2);
        auto end = end_of_block(inner);
        if (!end || end->else_begin < end->begin) return std::nullopt;
        auto body = inner.substr(0, end->begin);
        text = inner.substr(end->end);
        auto names = words.substr(4, in - 4);
        auto comma = names.find(',');
        std::string first(trimmed(names.substr(0, comma))),
            second(comma == names.npos ? std::string_view() : trimmed(names.substr(comma + 1)));
        bool pairs = false;
        auto items = items_of(trimmed(words.substr(in + 4)), scope, pairs);
        if (!items || (pairs && second.empty())) return std::nullopt;
        std::string result;
        for (std::size_t i = 0; i < items->size(); i += pairs ? 2 : 1) {
            auto inside = scope;
            inside[first] = (*items)[i];
            if (pairs) inside[second] = (*items)[i + 1];
            if (!pairs && !second.empty()) inside[second] = {macro_value::form::word, std::to_string(i)};
            auto written = write_part(body, inside, depth + 1);
            if (!written || result.size() > most_) return std::nullopt;
            result += *written;
        }
        return result;
    }

    std::optional<std::vector<macro_value>> items_of(std::string_view list, const macro_scope &scope,
                                                     bool &pairs) {
        auto known = scope.find(list);
        auto constant = constants.find(list);
        if (known == scope.end())
            return macro_items_of(constant == constants.end() ? list : constant->second, pairs);
        if (known->second.is_list) return known->second.items;
        return charge(known->second.text.size()) ? macro_items_of(known->second.text, pairs) : std::nullopt;
    }

    /// `{% if name %} … {% else %} … {% end %}`, which is taken from the front of the text.
    std::optional<std::string> write_choice(std::string_view &text, const macro_scope &scope, int depth) {
        auto tag = text.find("%}");
        if (tag == text.npos) return std::nullopt;
        auto words = trimmed(text.substr(2, tag - 2));
        bool unless = words.starts_with("unless "), always = words == "begin";
        if (!unless && !always && !words.starts_with("if ")) return std::nullopt;
        auto holds = always ? true : condition(trimmed(words.substr(unless ? 7 : 3)), scope);
        auto inner = text.substr(tag + 2);
        auto end = end_of_block(inner);
        if (!end || !holds) return std::nullopt;
        auto otherwise = std::min(end->else_begin, end->begin);
        auto taken = *holds != unless               ? inner.substr(0, otherwise)
                     : end->else_begin < end->begin ? inner.substr(end->else_end, end->begin - end->else_end)
                                                    : std::string_view();
        text = inner.substr(end->end);
        return write_part(taken, scope, depth + 1);
    }

    /// A literal that the compiler compares by what is written.
    static bool is_plain_literal(std::string_view text) {
        bool quoted = text.size() > 1 && text[0] == '"' && text.find_first_of("\"\\#", 1) == text.size() - 1;
        bool symbol = text.starts_with(':') && is_plain_word(text.substr(1));
        bool digits = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
        bool number = digits && (text[0] != '0' || text.size() == 1);
        return quoted || symbol || number || text == "true" || text == "false" || text == "nil";
    }

    /// Whether a parameter is true, or equal to a literal; nothing where that is not followed.
    static std::optional<bool> condition(std::string_view words, const macro_scope &scope) {
        bool negated = words.starts_with('!');
        words.remove_prefix(negated);
        auto equals = words.find(" == "), differs = words.find(" != ");
        auto cut = std::min({equals, differs, words.size()});
        auto known = scope.find(trimmed(words.substr(0, cut)));
        if (known == scope.end() || known->second.is_list) return std::nullopt;
        auto written = known->second.written();
        if (!is_plain_literal(written)) return std::nullopt;
        if (cut == words.size()) return negated == (written == "false" || written == "nil");
        auto other = trimmed(words.substr(cut + 4));
        if (negated || !is_plain_literal(other)) return std::nullopt;
        return (written == other) == (cut == equals);
    }

    /// Where the `{% end %}` of a loop or condition is, and its `{% else %}`.
    struct block_end {
        std::size_t begin = std::string_view::npos, end = begin, else_begin = begin, else_end = begin;
    };
    static std::optional<block_end> end_of_block(std::string_view text) {
        int open = 1;
        block_end found;
        for (auto at = text.find("{%"); at != text.npos; at = text.find("{%", at + 2)) {
            auto close = text.find("%}", at);
            if (close == text.npos) break;
            auto word = trimmed(text.substr(at + 2, close - at - 2));
            bool opens = word.starts_with("for ") || word.starts_with("if ") || word.starts_with("unless ") ||
                         word == "begin";
            bool turns = word == "else";
            if (!opens && !turns && word != "end") break; // what is not followed
            if (turns && open == 1) found.else_begin = at, found.else_end = close + 2;
            open += opens ? 1 : turns ? 0 : -1;
            found.begin = at, found.end = close + 2;
            if (open == 0) return found;
        }
        return std::nullopt;
    }

    std::string_view whole_; ///< what is written out
    std::size_t most_;       ///< bytes
    std::size_t steps_left_;
};

} // namespace detail

} // namespace azu_session::inline v0_1::crystal
