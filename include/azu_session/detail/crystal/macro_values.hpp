#pragma once

// What a macro is given: nodes of the program, as the compiler writes them.

#include <azu_session/detail/crystal/parse.hpp>
#include <azu_session/detail/crystal/spelling.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::crystal {

namespace detail {

/// What a macro's variable stands for.
struct macro_value {
    enum class form { code, word, string, symbol };
    form kind = form::code;
    std::string text;
    std::vector<macro_value> items = {}; ///< of a list
    bool is_list = false;

    std::string written() const {
        return kind == form::string ? '"' + text + '"' : kind == form::symbol ? ':' + text : text;
    }
};

using macro_scope = std::map<std::string, macro_value, std::less<>>;

inline bool is_plain_word(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return in_name(c); });
}

inline std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    auto begin = std::min(text.find_first_not_of(blank), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(blank) + 1);
}

/// What stands in a program, as a macro is given it.
inline macro_value macro_value_of(const tree &syntax, node_id id, std::string_view text) {
    using enum macro_value::form;
    auto &part = syntax[id];
    bool quoted = text.size() > 1 && text.front() == '"' && text.back() == '"';
    if (quoted && text.find_first_of("\"\\#", 1) == text.size() - 1)
        return {string, std::string(text.substr(1, text.size() - 2))};
    bool plain = std::all_of(text.begin(), text.end(), [](char c) { return in_name(c) || c == ':'; });
    if (part.kind == node_kind::literal && text.starts_with(':') && plain && text.rfind(':') == 0)
        return {symbol, std::string(text.substr(1))};
    bool number =
        !text.empty() && text[0] >= '0' && text[0] <= '9'; // written without underscores and the like
    bool digits = text.find_first_not_of("0123456789") == text.npos;
    bool single = part.kind == node_kind::name || part.kind == node_kind::constant ||
                  (part.kind == node_kind::literal && (!number || digits));
    return {single && plain && !text.empty() && text[0] != ':' ? word : code, std::string(text)};
}

/// Whether a call has a block, or arguments without parentheses, which the compiler puts there.
inline bool is_open_call(const tree &syntax, const node &part) {
    if (part.kind == node_kind::block) return true;
    bool sent = part.kind == node_kind::send && part.first != no_node;
    bool calls = sent || part.kind == node_kind::call;
    auto first = sent ? syntax[part.first].next : part.first;
    if (!calls || first == no_node || part.text.empty() || !in_name(part.text[0])) return false;
    return part.text.data()[part.text.size()] != '(';
}

/// Whether the compiler writes an argument so that it means the same beside anything else.
inline bool is_written_alike(const tree &syntax, node_id id) {
    using enum node_kind;
    std::array known = {body,    literal, string, quoted, list,   table, constant,
                        generic, name,    call,   send,   assign, logic};
    if (std::find(known.begin(), known.end(), syntax[id].kind) == known.end()) return false;
    std::vector<node_id> left = {id};
    while (!left.empty()) {
        auto &part = syntax[left.back()];
        left.pop_back();
        if (is_open_call(syntax, part)) return false;
        for (auto child = part.first; child != no_node; child = syntax[child].next)
            left.push_back(child);
    }
    return true;
}

/// The words of `%w(a b)` or `%i(a b)`.
inline std::optional<std::vector<macro_value>> macro_words_of(std::string_view text) {
    using enum macro_value::form;
    bool words = text.starts_with("%w"), known = words || text.starts_with("%i");
    if (!known || text.size() < 4 || text.find('\\') != text.npos) return std::nullopt;
    std::vector<macro_value> found;
    for (auto rest = trimmed(text.substr(3, text.size() - 4)); !rest.empty(); rest = trimmed(rest)) {
        auto one = rest.substr(0, rest.find_first_of(" \t\r\n"));
        found.push_back({words ? string : symbol, std::string(one)});
        rest.remove_prefix(one.size());
    }
    return found;
}

/// The elements of a literal list, or of a table's keys and values in turn.
inline std::optional<std::vector<macro_value>> macro_items_of(std::string_view text, bool &pairs) {
    if (text.starts_with('%')) return macro_words_of(text);
    if (!text.starts_with('[') && !text.starts_with('{')) return std::nullopt;
    auto syntax = parse(text);
    auto text_of = [&](node_id id) {
        return text.substr(syntax[id].begin, syntax[id].end - syntax[id].begin);
    };
    std::vector<macro_value> found;
    auto first = syntax[syntax.root].first;
    if (first == no_node || syntax[first].next != no_node || text_of(first) != text) return std::nullopt;
    pairs = syntax[first].kind == node_kind::table;
    if (!pairs && syntax[first].kind != node_kind::list) return std::nullopt;
    for (auto child : syntax.children(first)) {
        auto &part = syntax[child];
        if (pairs && part.kind == node_kind::pair) {
            for (auto side : {part.first, part.last}) {
                if (!is_written_alike(syntax, side)) return std::nullopt;
                found.push_back(macro_value_of(syntax, side, text_of(side)));
            }
        } else if (pairs && part.kind == node_kind::argument && part.first != no_node &&
                   is_plain_word(part.text) && is_written_alike(syntax, part.first)) {
            found.push_back({macro_value::form::word, std::string(part.text)});
            found.push_back(macro_value_of(syntax, part.first, text_of(part.first)));
        } else if (pairs || !is_written_alike(syntax, child)) {
            return std::nullopt;
        } else {
            found.push_back(macro_value_of(syntax, child, text_of(child)));
        }
    }
    return found;
}

} // namespace detail

} // namespace azu_session::inline v0_1::crystal
