#pragma once

// Part of the interpreter: what is written out, as texts, arrays and hashes.

#include <azu_session/detail/crystal/builtin.hpp>
#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

inline value interpreter::evaluate_literal(const node &part) {
    auto text = part.text;
    char first = text.empty() ? '\0' : text[0];
    if (text == "nil") return make_value(value_kind::nil, here(part));
    if (text == "true" || text == "false") return made(make_boolean(text == "true"), part);
    if (first == ':') return make_value(value_kind::symbol, here(part), std::string(text.substr(1)));
    if (first == '\'')
        return make_value(value_kind::character, here(part),
                          detail::unescape(text.substr(1, text.size() - 2)));
    auto number = made(parse_number(text), part);
    return number.is_known() ? number : unknown(part);
}

inline value interpreter::evaluate_quoted(const node &part) {
    std::string text;
    value inner;
    bool told = true;
    for (auto child = part.first; child != no_node; child = at(child).next) {
        if (at(child).kind == node_kind::body) {
            auto shown = evaluate(child);
            told = told && shown.is(value_kind::text);
            if (!told) spoil_protocol(); // to show it
            text += shown.text;
            inner.depend_on(shown);
            continue;
        }
        text += at(child).kind == node_kind::piece ? detail::unescape(at(child).text)
                                                   : std::string(at(child).text);
    }
    if (!told || text.size() > longest_text) return unknown(part);
    if (part.text == ":") return make_value(value_kind::symbol, here(part), std::move(text));
    auto regex = make_value(value_kind::regex, here(part), std::move(text));
    auto end = part.text.find_last_not_of("imx");
    regex.path = part.text.substr(end == part.text.npos ? 0 : end + 1);
    regex.depend_on(inner);
    return regex;
}

namespace detail {

/// A heredoc's text without the indentation of its last line.
inline std::string without_indentation(std::string_view text, std::size_t width) {
    std::string result;
    for (bool first = true; first || !text.empty(); first = false) {
        auto end = std::min(text.find('\n'), text.size() - 1) + 1;
        auto line = text.substr(0, end);
        auto blank = std::min(line.find_first_not_of(" \t"), width);
        result += line.substr(std::min(blank, line.size()));
        text.remove_prefix(end);
    }
    return result;
}

} // namespace detail

/// A literal part of a string as it is written.
inline std::string interpreter::piece_text(const node &string, const node &piece, bool &joins) const {
    std::string text(piece.text);
    // A backslash at a line's end joins it with the next one, without that one's indentation.
    if (joins) text.erase(0, std::min(text.find_first_not_of(" \t"), text.size()));
    auto last = text.ends_with('\n') ? text.size() - 1 : text.size();
    auto slashes = last - (text.find_last_not_of('\\', last == 0 ? 0 : last - 1) + 1);
    joins = piece.kind == node_kind::piece && last > 0 && text[last - 1] == '\\' && slashes % 2 == 1;
    bool at_line_start =
        &piece == &at(string.first) || piece.begin == 0 || file().text[piece.begin - 1] == '\n';
    auto last_line = std::min(string.text.find_first_not_of(" \t"), string.text.size());
    if (!string.text.empty() && at_line_start) text = detail::without_indentation(piece.text, last_line);
    return piece.kind == node_kind::piece ? detail::unescape(text) : text;
}

/// All parts are evaluated before the first one is written.
inline value interpreter::evaluate_string(const node &part) {
    auto result = make_value(value_kind::text, here(part));
    bool joins = false, several = part.first != no_node && at(part.first).next != no_node;
    std::vector<value> parts;
    for (auto child = part.first; child != no_node; child = at(child).next) {
        bool literal = at(child).kind == node_kind::piece || at(child).kind == node_kind::raw_piece;
        parts.push_back(literal ? make_text(piece_text(part, at(child), joins)) : evaluate(child));
        if (!parts.back().is_known()) pass_over_method(parts.back(), "to_s");
    }
    std::size_t i = 0;
    for (auto child = part.first; child != no_node; child = at(child).next, ++i)
        if (at(child).kind == node_kind::body && at(child).first != no_node)
            forget_reassigned(at(at(child).first), parts[i]);
    for (auto &one : parts) {
        if (!to_text(one, result.text, 0, several)) {
            auto failed = one.is_known() ? unknown(part) : derived(one);
            failed.depend_on(result);
            return failed;
        }
        result.depend_on(one);
        if (result.text.size() > longest_text) return unknown(part);
    }
    if (!part.text.empty() && result.text.ends_with('\n')) result.text.pop_back();
    return result;
}

namespace detail {

inline bool is_literal(const node &part) {
    return part.kind == node_kind::literal || part.kind == node_kind::string ||
           part.kind == node_kind::quoted;
}

} // namespace detail

inline value interpreter::evaluate_list(const node &part) {
    bool tuple = part.text == "{";
    auto given = tuple ? evaluate_arguments(part.first) : evaluate_elements(part.first);
    auto result = make_own(tuple ? value_kind::tuple : value_kind::list, std::move(given.items));
    result.where = here(part);
    bool literal = true, said = false;
    for (auto child = part.first; child != no_node; child = at(child).next) {
        said = at(child).kind == node_kind::restriction;
        if (said) hold_types(result.inside->of, result.inside->items, at(child).text);
        literal = literal && detail::is_literal(at(child));
    }
    if (!said) hold_literals(result.inside->of, result.inside->items, literal);
    for (auto &item : result.inside->items) {
        item = copied(item);
        result.depend_on(item);
    }
    if (given.known && result.inside->items.size() <= most_items) return result;
    escape(result);
    return unknown(part);
}

/// What a collection is given becomes what its type says.
inline void interpreter::hold_types(held_types &held, std::vector<value> &items, std::string_view types) {
    bool own = file_ < brought_;
    held = {own ? held_types::origin::said : held_types::origin::any, own ? keep(types) : types,
            home_->within};
    for (auto &item : items)
        if (own) item = fitted(std::move(item), types, home_->within);
}

/// Literals say what a collection of them holds; of anything else there may be more than can be seen.
inline void interpreter::hold_literals(held_types &held, const std::vector<value> &items, bool literal) {
    if (file_ >= brought_) held.from = held_types::origin::any;
    if (file_ >= brought_ || !literal || items.empty()) return;
    std::string types;
    for (auto &item : items) {
        auto type = " | " + std::string(class_of(item));
        bool number = item.is(value_kind::whole) || item.is(value_kind::real);
        if (number && (types + " ").find(type + " ") == types.npos) types += type;
    }
    held = {held_types::origin::said, types.empty() ? std::string_view() : keep(types), 0};
}

inline value interpreter::evaluate_table(const node &part) {
    auto names = [](const node &entry) { return entry.kind == node_kind::argument || entry.text == ":"; };
    bool named =
        part.first != no_node && at(part.first).kind != node_kind::restriction && names(at(part.first));
    std::vector<node_id> parts, items, types;
    bool literal_keys = true, literal_items = true;
    for (auto child = part.first; child != no_node; child = at(child).next) {
        auto &entry = at(child);
        if (entry.kind == node_kind::restriction) {
            types.push_back(child);
            continue;
        }
        bool argument = entry.kind == node_kind::argument && named && !entry.text.starts_with('*');
        if (entry.first == no_node || (entry.kind != node_kind::pair && !argument)) return pass_over(part);
        literal_keys = literal_keys && detail::is_literal(at(entry.first));
        literal_items = literal_items && detail::is_literal(at(entry.last));
        if (!named) parts.push_back(entry.first);
        items.push_back(entry.last);
    }
    parts.insert(parts.end(), items.begin(), items.end()); // all keys come before all values
    auto evaluated = evaluate_parts(parts, !named);
    auto label_of = [&](const node &entry) {
        bool quoted = entry.kind == node_kind::pair; // {"a": 1}
        auto label = quoted ? evaluate(entry.first) : make_text(std::string(entry.text));
        label.kind = value_kind::symbol;
        label.where = here(part);
        return label;
    };
    auto result = make_own(named ? value_kind::named : value_kind::table);
    result.where = here(part);
    auto &table = *result.inside;
    auto child = part.first;
    for (std::size_t i = 0; i < items.size(); ++i, child = at(child).next) {
        charge(i / 16);
        auto key = named ? label_of(at(child)) : std::move(evaluated[i]);
        auto item = copied(evaluated[evaluated.size() - items.size() + i]);
        if (hashes_itself(key) || !set_item(table, key, item)) table.spoiled = true;
    }
    for (auto type : types) { // of the keys, then of the values
        bool last = type == types.back();
        hold_types(last ? table.of : table.keys_of, last ? table.items : table.keys, at(type).text);
    }
    if (types.empty()) hold_literals(table.keys_of, table.keys, literal_keys);
    if (types.empty()) hold_literals(table.of, table.items, literal_items);
    return result;
}

} // namespace azu_session::inline v0_1::crystal
