#pragma once

// Part of the interpreter: values, names and operators.

#include <azu_session/detail/crystal/builtin.hpp>
#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

inline frame_guard::frame_guard(interpreter &run, std::shared_ptr<scope> variables,
                                std::shared_ptr<context> home)
    : run_(run), scope_(std::exchange(run.scope_, std::move(variables))),
      home_(std::exchange(run.home_, std::move(home))), receiver_(std::exchange(run.receiver_, nullptr)),
      file_(std::exchange(run.file_, run.home_->file)), site_(run.site_), site_text_(run.site_text_) {}

inline frame_guard::~frame_guard() {
    run_.scope_ = std::move(scope_);
    run_.home_ = std::move(home_);
    run_.receiver_ = receiver_;
    run_.file_ = file_;
    run_.site_ = site_;
    run_.site_text_ = site_text_;
}

/// A value that is made here, unless it was made elsewhere.
inline value interpreter::made(value from, const node &part) const {
    if (from.where.file == no_file) from.where = here(part);
    return from;
}

inline value interpreter::unknown(const node &part) const {
    auto result = make_value(value_kind::unknown, here(part));
    result.expression = text_of(part);
    return result;
}

inline value interpreter::unknown() const {
    auto result = make_value(value_kind::unknown, site_);
    result.expression = site_text_;
    return result;
}

/// A view that stays.
inline std::string_view interpreter::keep(std::string_view text) {
    auto &kept = defined_.kept_texts[std::string(text)];
    if (kept.empty()) kept = text;
    return kept;
}

/// Work that is done without evaluating anything.
inline void interpreter::charge(std::size_t steps) {
    if (steps_left_ < steps) throw undetermined{site_, site_text_, true};
    steps_left_ -= steps;
}

inline value interpreter::evaluate(node_id id) {
    auto &part = at(id);
    if (steps_left_ == 0) throw undetermined{here(part), text_of(part), true};
    --steps_left_;
    if (depth_ > 250) throw undetermined{here(part), text_of(part), true};
    nested inside(depth_);
    return evaluate_node(id, part);
}

inline value interpreter::evaluate_node(node_id id, const node &part) {
    switch (part.kind) {
    case node_kind::body:
        return evaluate_body(part);
    case node_kind::literal:
        return evaluate_literal(part);
    case node_kind::string:
        return evaluate_string(part);
    case node_kind::quoted:
        return evaluate_quoted(part);
    case node_kind::list:
        return evaluate_list(part);
    case node_kind::table:
        return evaluate_table(part);
    case node_kind::constant:
    case node_kind::generic:
        return evaluate_constant(part);
    case node_kind::name:
        return evaluate_name(part);
    case node_kind::call:
        return evaluate_call(part);
    case node_kind::send:
        return evaluate_send(part);
    case node_kind::receiver:
        return receiver_ ? *receiver_ : unknown(part);
    case node_kind::block:
    case node_kind::proc:
    case node_kind::pointer: {
        auto made = make_closure(id);
        made.where = here(part);
        if (part.kind == node_kind::pointer && at(part.first).kind == node_kind::send) {
            made.inside->code->bound = std::make_shared<const value>(copied(evaluate(at(part.first).first)));
            hold(made, *made.inside->code->bound);
        }
        return made;
    }
    case node_kind::assign:
        return evaluate_assignment(part);
    case node_kind::assign_all:
        return assign_all(part);
    case node_kind::logic:
        return evaluate_logic(part);
    case node_kind::choose:
    case node_kind::match:
        return evaluate_choice(part);
    case node_kind::loop:
        return evaluate_loop(part);
    case node_kind::attempt:
        return evaluate_attempt(part);
    case node_kind::silent:
        evaluate(part.first);
        return make_value(value_kind::nil, here(part));
    case node_kind::jump:
        return evaluate_jump(part);
    case node_kind::method:
    case node_kind::macro:
        return make_value(value_kind::nil, here(part));
    case node_kind::definition:
        run_definition(part);
        return make_value(value_kind::nil, here(part));
    default:
        return evaluate_opaque(part);
    }
}

inline value interpreter::make_closure(node_id code) {
    auto made = make_own(value_kind::proc);
    made.inside->code = std::shared_ptr<closure>(new closure{code, scope_, home_, {}});
    closures_.push_back(made.inside->code);
    return made;
}

inline void interpreter::hold(const value &container, const value &item) {
    if (container.inside) note_change(container);
    if (!item.inside || !container.inside || container.inside->held) return;
    container.inside->held = true;
    holders_.push_back(container.inside);
}

/// What refers to itself does not end by itself.
inline interpreter::~interpreter() {
    for (auto &one : closures_)
        if (auto code = one.lock()) {
            auto variables = std::move(code->variables);
            auto home = std::move(code->home);
            auto bound = std::move(code->bound);
            if (variables) auto names = std::move(variables->names);
        }
    for (auto &one : holders_) {
        auto items = std::move(one->items);
        auto keys = std::move(one->keys);
        one->code.reset();
        one->other.reset();
    }
}

/// What the parser does not read: what the compiler fills in, or syntax that no configuration has.
inline value interpreter::evaluate_opaque(const node &part) {
    auto text = file().text_of(part);
    if (text.starts_with("@[") || text.empty() || text.starts_with("abstract def") ||
        text.starts_with("annotation") || text.starts_with("lib"))
        return make_value(value_kind::nil, here(part));
    if (text.starts_with("{{") || text.starts_with("{%")) give_up(part);
    return pass_over(part);
}

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

/// The right side of `left || right` and `left && right`, where the left one cannot be told.
inline value interpreter::evaluate_doubtful(const node &part, const value &left, std::string_view operation) {
    if (!decided_) {
        pass_over(at(part.last));
        return left;
    }
    return decide(part, left) == (operation == "||") ? left : evaluate(part.last);
}

/// `if number = x.as?(Int32)`: where that does not hold the compiler takes a variable that may be nil for
/// nil. `within` what is asked for its type in turn, it may take it for anything.
inline void interpreter::forget_mistaken(const node &condition, bool holds, bool within) {
    auto is_local = [&](const node &part) {
        return part.kind == node_kind::name && !part.text.starts_with('@') && is_variable(part.text);
    };
    auto look_into = [&](const node &part) {
        if (within && is_local(part)) spoil_name(part.text, true);
        if (part.kind != node_kind::name) forget_mistaken(part, holds, within);
    };
    bool wraps = condition.kind == node_kind::body && condition.first == condition.last;
    if ((wraps && condition.last != no_node) || condition.kind == node_kind::assign)
        return forget_mistaken(at(condition.last), holds, within);
    if (condition.kind == node_kind::logic) {
        look_into(at(condition.first));
        if (condition.text != "!") look_into(at(condition.last));
    }
    constexpr std::string_view questions[] = {"as?", "as", "is_a?", "nil?", "responds_to?"};
    bool asks = std::find(std::begin(questions), std::end(questions), condition.text) != std::end(questions);
    if (condition.kind != node_kind::send || !asks) return;
    auto &asked = at(condition.first);
    bool refused = condition.text == "as?" && !holds && is_local(asked) && is_true(evaluate_name(asked));
    within = within || refused || asked.kind != node_kind::name;
    look_into(asked);
}

/// What decides; a constant that nothing defines may be `false`.
inline value interpreter::evaluate_condition(node_id id) {
    auto found = evaluate(id);
    if (file_ < brought_ && found.is_known()) forget_mistaken(at(id), is_true(found));
    return found.foreign ? made_unknown(std::move(found)) : found;
}

inline value interpreter::evaluate_logic(const node &part) {
    auto left = evaluate_condition(part.first);
    if (!left.is_known()) return part.text == "!" ? left : evaluate_doubtful(part, left, part.text);
    if (part.text == "!") {
        auto result = made(make_boolean(!is_true(left)), part);
        result.depend_on(left);
        return result;
    }
    if (is_true(left) == (part.text == "||")) return left;
    auto right = evaluate(part.last);
    right.depend_on(left);
    if (!left.variables.empty()) right.verbatim = right.verbatim && right.variables.size() == 1;
    return right;
}

/// `$~` and its groups, `$1` or `$1?`.
inline value interpreter::evaluate_match(const node &part) {
    auto name = part.text.substr(1);
    bool asks = name.ends_with('?'), whole = name.starts_with('~');
    auto &match = home_->last_match();
    if (name.empty() || name == "?" || !match.is_known()) return unknown(part);
    if (match.is(value_kind::nil)) raise("NilAssertionError", "Nil assertion failed");
    if (whole) return match;
    arguments group;
    group.add(parse_number(name.substr(0, name.size() - asks)));
    return made(send(match, asks ? "[]?" : "[]", std::move(group), &part), part);
}

inline value interpreter::evaluate_name(const node &part) {
    auto name = part.text;
    if (name == "self") return home_->self;
    if (name.starts_with("@@")) {
        bool sure = true;
        auto &found = static_field(name.substr(2), sure);
        return found.is(value_kind::unset) ? (sure ? make_value(value_kind::nil, here(part)) : unknown(part))
                                           : found;
    }
    if (name.starts_with('@')) {
        auto *fields = home_->self.inside.get();
        if (!home_->self.is(value_kind::object)) return unknown(part);
        auto *found = find_field(*fields, name.substr(1));
        if (found ? leaves_open(home_->self, name.substr(1), *found) : fields->spoiled) return unknown(part);
        return found ? *found : make_value(value_kind::nil, here(part));
    }
    if (name.starts_with('$')) return evaluate_match(part);
    if (part.first != no_node && at(part.first).kind == node_kind::restriction) { // `name : Type`
        scope_->declared[name] = at(part.first).text;
        return scope_->names[name] = make_value(value_kind::nil, here(part));
    }
    for (auto *within = scope_.get(); within; within = within->outer.get())
        if (auto found = within->names.find(name); found != within->names.end()) return found->second;
    if (is_declared(name, part.begin)) return make_value(value_kind::nil, here(part));
    if (part.first != no_node && at(part.first).kind == node_kind::receiver) give_up(part);
    return evaluate_call(part);
}

/// Whether an assignment stands before, which makes a name a variable even where it is not run.
inline bool interpreter::is_declared(std::string_view name, std::uint32_t until) {
    if (home_->code == no_node || !file().syntax.variables.contains(name)) return false;
    std::vector<node_id> open{home_->code};
    while (!open.empty()) {
        auto outer = open.back();
        open.pop_back();
        if (++looked_at_ % 8 == 0 && steps_left_ > 0) --steps_left_;
        bool assigns = at(outer).kind == node_kind::assign || at(outer).kind == node_kind::assign_all;
        for (auto child = at(outer).first; child != no_node; child = at(child).next) {
            auto &part = at(child);
            bool target = assigns && child != at(outer).last && part.kind == node_kind::name;
            if (target && part.text == name) return true;
            bool own = part.kind == node_kind::method || part.kind == node_kind::definition;
            bool block = part.kind == node_kind::block || part.kind == node_kind::proc;
            if (part.begin < until && !own && !(block && part.end <= until)) open.push_back(child);
        }
    }
    return false;
}

} // namespace azu_session::inline v0_1::crystal
