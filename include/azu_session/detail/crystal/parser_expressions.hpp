#pragma once

// Part of the parser: expressions, from assignments down to literals.

#include <azu_session/detail/crystal/parser.hpp>
#include <azu_session/detail/crystal/precedence.hpp>

#include <string_view>

namespace azu_session::inline v0_1::crystal::detail {

inline node_id parser::parse_expression() {
    nested level(*this);
    auto first = at_;
    if (level.too_deep()) {
        if (!ends_statements()) skip_group();
        return opaque(first);
    }
    auto value = parse_ternary();
    return assigns(here()) ? parse_assignment(value, first) : value;
}

inline node_id parser::parse_assignment(node_id target, position first) {
    auto operation = take().text;
    skip_newlines();
    auto value = parse_expression();
    if (tree_[target].kind == node_kind::name) tree_.variables.insert(tree_[target].text);
    return wrap(node_kind::assign, operation, first, {target, value});
}

inline node_id parser::parse_ternary() {
    auto first = at_;
    auto condition = parse_binary(1);
    auto kind = tree_[condition].kind;
    bool type = (kind == node_kind::constant || kind == node_kind::generic) && !here().spaced; // `String?`
    if (!at_operation("?") || type) return condition;
    take();
    skip_newlines();
    auto then = at_;
    node_id chosen;
    {
        with_flag await_colon(colon_awaited_, true);
        chosen = parse_expression();
    }
    auto clause = wrap(node_kind::clause, {}, then, {condition, chosen});
    skip_newlines();
    if (!take_operation(":")) return opaque(first);
    skip_newlines();
    auto otherwise = at_;
    auto last = wrap(node_kind::clause, {}, otherwise, {parse_expression()});
    return wrap(node_kind::choose, {}, first, {clause, last});
}

inline node_id parser::parse_binary(int weakest) {
    auto first = at_;
    auto left = parse_unary();
    for (;;) {
        auto strength = binding_strength(here());
        if (strength < weakest || strength == 0) return left;
        auto operation = here();
        take();
        if (strength > 1) skip_newlines();
        bool endless = strength == 1 && (ends_statements() || at(token_kind::newline) || at_keyword("then"));
        bool from_right = operation.text.ends_with("**");
        auto right = endless ? finish(add(node_kind::literal, "nil"), at_)
                             : parse_binary(from_right ? strength : strength + 1);
        auto kind = operation.text == "||" || operation.text == "&&" ? node_kind::logic : node_kind::send;
        left = wrap(kind, operation.text, first, {left, right});
    }
}

inline node_id parser::parse_unary() {
    nested level(*this);
    auto first = at_;
    if (level.too_deep()) {
        if (!ends_statements()) skip_group();
        return opaque(first);
    }
    if (!at(token_kind::operation)) return parse_postfix(parse_primary(), first);
    if (take_operation("!")) return wrap(node_kind::logic, "!", first, {parse_unary()});
    bool negative = at_operation("-") && ahead().kind == token_kind::number && !ahead().spaced;
    if (negative) {
        take();
        take();
        auto literal = add(node_kind::literal, text_from(first));
        return parse_postfix(finish(literal, first), first);
    }
    if (at_operation("-") || at_operation("+") || at_operation("~")) {
        auto name = take().text;
        return wrap(node_kind::send, name == "-" ? "-@" : name == "+" ? "+@" : "~", first, {parse_unary()});
    }
    if (at_operation("..") || at_operation("...")) {
        auto name = take().text;
        auto open = finish(add(node_kind::literal, "nil"), first);
        return wrap(node_kind::send, name, first, {open, parse_binary(2)});
    }
    return parse_postfix(parse_primary(), first);
}

/// Whatever may follow a value: `.name`, `[index]`, on the next line too where that begins with a dot.
inline node_id parser::parse_postfix(node_id receiver, position first) {
    for (;;) {
        if (at(token_kind::newline) &&
            (ahead().is(token_kind::operation, ".") || ahead().is(token_kind::operation, "&.")))
            take();
        if (take_operation(".")) {
            if (!at_operation("[")) receiver = parse_member(receiver, first);
        } else if (at_operation("[") && !here().spaced) {
            take();
            auto index = wrap(node_kind::send, "[]", first, {receiver});
            with_flag allow_do(do_allowed_, true);
            with_flag await_no_colon(colon_awaited_, false);
            for (skip_newlines(); !at_operation("]") && !at_operation("]?") && !ends_statements();
                 skip_newlines()) {
                tree_.append(index, parse_argument());
                if (!take_operation(",")) break;
            }
            skip_newlines();
            if (at_operation("]?")) tree_.nodes[index].text = "[]?";
            if (at_operation("]") || at_operation("]?")) take();
            bool explicitly = tree_[index].first == tree_[index].last; // `[](1)`
            if (explicitly && take_operation("=")) tree_.nodes[index].text = "[]=";
            if (explicitly && at_operation("(") && !here().spaced) {
                take();
                parse_arguments_into(index, ")");
            }
            receiver = finish(index, first);
        } else {
            return receiver;
        }
    }
}

/// The name after a dot and what belongs to it.
inline node_id parser::parse_member(node_id receiver, position first) {
    skip_newlines();
    if (at(token_kind::newline) || ends_statements()) return opaque(first);
    auto send = add(node_kind::send, at_operation("(") ? std::string_view("call") : here().text);
    if (!at_operation("(")) take();
    tree_.append(send, receiver);
    auto name = tree_[send].text;
    if ((name == "as" || name == "as?" || name == "is_a?") && at_operation("(")) {
        take();
        auto type = at_;
        skip_type();
        tree_.append(send, wrap(node_kind::restriction, text_from(type), type, {}));
        take_operation(")");
    } else if (name == "is_a?" && here().spaced && at(token_kind::constant)) {
        auto type = at_;
        skip_type();
        tree_.append(send, wrap(node_kind::restriction, text_from(type), type, {}));
    } else if (name == "responds_to?" && here().spaced && at(token_kind::symbol)) {
        tree_.append(send, parse_primary());
    } else {
        parse_call_rest(send);
    }
    return finish(send, first);
}

inline node_id parser::parse_primary() {
    auto first = at_;
    switch (here().kind) {
    case token_kind::number:
    case token_kind::character:
    case token_kind::symbol: {
        auto literal = add(node_kind::literal, take().text);
        return finish(literal, first);
    }
    case token_kind::identifier:
    case token_kind::variable:
        return parse_name();
    case token_kind::constant:
        return parse_constant();
    case token_kind::keyword:
        return parse_keyword();
    case token_kind::quote_begin:
        return parse_quoted();
    case token_kind::operation:
        return parse_operation();
    default:
        if (!ends_statements() && !at(token_kind::newline)) take();
        return opaque(first);
    }
}

inline node_id parser::parse_operation() {
    auto first = at_;
    if (at_operation("[")) return parse_list();
    if (at_operation("{")) return parse_braces();
    if (at_operation("(")) return parse_parentheses();
    if (at_operation("->")) return parse_proc();
    if (at_operation("::")) return parse_constant();
    if (at_operation(".")) { // of `when .production?`
        auto receiver = finish(add(node_kind::receiver, {}), first);
        take();
        return parse_member(receiver, first);
    }
    if (at_operation("{{")) {
        skip_macro_expression();
        return opaque(first);
    }
    if (at_operation("{%") && !ends_statements()) return parse_macro_branches();
    if (at_operation("@[")) {
        skip_group();
        return opaque(first);
    }
    if (!ends_statements() && !at_operation(",")) take();
    return opaque(first);
}

inline node_id parser::parse_name() {
    auto first = at_;
    auto name = take();
    auto node = add(node_kind::name, name.text);
    bool variable = name.kind == token_kind::variable || tree_.variables.contains(name.text);
    bool called = (at_operation("(") && !here().spaced) || (do_allowed_ && at_keyword("do")) ||
                  (name.kind == token_kind::identifier && begins_clear_argument());
    if (variable && !called) {
        // A method's name elsewhere, and what follows would be its argument.
        if (name.kind == token_kind::identifier && begins_bare_argument())
            tree_.append(node, add(node_kind::receiver, {}));
        return finish(node, first);
    }
    auto rest = at_;
    parse_call_rest(node);
    if (at_ != rest) tree_.nodes[node].kind = node_kind::call;
    return finish(node, first);
}

inline node_id parser::parse_constant() {
    auto first = at_;
    auto node = add(node_kind::constant, {});
    take_operation("::");
    take();
    while (at_operation("::") && ahead().kind == token_kind::constant) {
        take();
        take();
    }
    tree_.nodes[node].text = text_from(first);
    if (at_operation("(") && !here().spaced) {
        tree_.nodes[node].kind = node_kind::generic;
        skip_group();
    }
    finish(node, first);
    if (at_operation("{") && !here().spaced) { // Set{1, 2}
        auto list = parse_braces();
        tree_.nodes[list].kind = node_kind::list;
        tree_.nodes[list].text = "[";
        return wrap(node_kind::send, "__from", first, {node, list});
    }
    return node;
}

inline node_id parser::parse_quoted() {
    auto first = at_;
    auto opening = here().text;
    bool words = opening.starts_with("%w") || opening.starts_with("%i");
    bool regex = opening.starts_with('/') || opening.starts_with("%r"), symbol = opening.starts_with(':');
    bool value = !opening.starts_with('`') && !opening.starts_with("%x");
    auto node = add(words             ? node_kind::list
                    : regex || symbol ? node_kind::quoted
                                      : node_kind::string,
                    words ? opening : std::string_view());
    parse_quoted_into(node);
    if (symbol) tree_.nodes[node].text = ":";
    if (regex) tree_.nodes[node].text = before_.text;
    while (!words && at(token_kind::quote_begin) && here().text == "\"" && here().spaced)
        parse_quoted_into(node); // "one" \ "two"
    finish(node, first);
    bool escapes = words && text_from(first).find('\\') != std::string_view::npos; // blanks, perhaps
    return value && !escapes ? node : opaque(first);
}

/// Appends what is between the delimiters, and takes them.
inline void parser::parse_quoted_into(node_id string) {
    auto opening = take().text;
    bool words = tree_[string].kind == node_kind::list;
    bool raw =
        tree_[string].kind != node_kind::string || opening.starts_with("%q") || opening.starts_with("<<-'");
    if (opening.starts_with(':')) raw = false;
    while (!at(token_kind::quote_end) && !at_end()) {
        auto first = at_;
        if (words && at(token_kind::text)) {
            auto text = take().text;
            std::size_t count = 0; // of which no more are followed than this
            for (std::size_t begin = 0;
                 count < 4'096 && (begin = text.find_first_not_of(" \t\r\n", begin)) != text.npos; ++count) {
                auto end = std::min(text.find_first_of(" \t\r\n", begin), text.size());
                auto piece = finish(add(node_kind::raw_piece, text.substr(begin, end - begin)), first);
                auto kind = opening.starts_with("%i") ? node_kind::quoted : node_kind::string;
                auto word = wrap(kind, kind == node_kind::quoted ? ":" : "", first, {piece});
                tree_.append(string, word);
                begin = end;
            }
        } else if (at(token_kind::text)) {
            auto piece = add(raw ? node_kind::raw_piece : node_kind::piece, take().text);
            tree_.append(string, finish(piece, first));
        } else if (at(token_kind::interpolation_begin)) {
            take();
            auto body = add(node_kind::body, {});
            while (!at(token_kind::interpolation_end) && !at_end()) {
                parse_statements_into(body);
                if (!at(token_kind::interpolation_end)) take();
            }
            finish(body, first);
            take();
            tree_.append(string, body);
        } else {
            take();
        }
    }
    if (opening.starts_with("<<-")) tree_.nodes[string].text = here().text;
    take();
}

inline node_id parser::parse_list() {
    auto first = at_;
    auto list = add(node_kind::list, take().text);
    parse_arguments_into(list, "]");
    if (take_keyword("of")) append_type(list);
    return finish(list, first);
}

/// `{a: 1}`, `{"a" => 1}` or `{1, 2}`.
inline node_id parser::parse_braces() {
    auto first = at_;
    auto braces = add(node_kind::list, take().text);
    with_flag allow_do(do_allowed_, true);
    with_flag await_no_colon(colon_awaited_, false);
    for (skip_newlines(); !at_operation("}") && !ends_statements(); skip_newlines()) {
        auto element = parse_pair();
        auto kind = tree_[element].kind;
        if (kind == node_kind::pair || kind == node_kind::argument)
            tree_.nodes[braces].kind = node_kind::table;
        tree_.append(braces, element);
        skip_newlines();
        if (!take_operation(",")) break;
    }
    take_operation("}");
    if (take_keyword("of")) {
        tree_.nodes[braces].kind = node_kind::table;
        append_type(braces);
        if (take_operation("=>")) append_type(braces);
    }
    return finish(braces, first);
}

inline node_id parser::parse_pair() {
    auto first = at_;
    auto key = parse_argument();
    bool arrow = at_operation("=>");
    bool label = at_operation(":") && tree_[key].kind == node_kind::string;
    if (!arrow && !label) return key;
    take();
    skip_newlines();
    return wrap(node_kind::pair, arrow ? std::string_view() : ":", first, {key, parse_expression()});
}

inline node_id parser::parse_parentheses() {
    auto first = at_;
    take();
    auto body = parse_body();
    take_operation(")");
    return finish(body, first);
}

/// `->(a : T) { … }`, `-> do … end`, `->name`, `->object.name(T)`.
inline node_id parser::parse_proc() {
    auto first = at_;
    take();
    auto proc = add(node_kind::proc, {});
    if (take_operation("(")) parse_parameters_into(proc, ")");
    bool silent = false;
    if (take_operation(":")) {
        auto type = at_;
        while (!at_operation("{") && !at_keyword("do") && !at(token_kind::newline) && !at_end())
            take();
        silent = gives_nil(text_from(type));
    }
    if (at_operation("{") || at_keyword("do")) {
        bool braces = take().text == "{";
        auto begin = at_;
        auto body = braces ? parse_body() : parse_guarded_body();
        tree_.append(proc, silent ? wrap(node_kind::silent, {}, begin, {body}) : body);
        braces ? void(take_operation("}")) : take_end();
        return finish(proc, first);
    }
    if (ends_statements() || at(token_kind::newline)) return opaque(first);
    return wrap(node_kind::pointer, {}, first, {parse_postfix(parse_primary(), first)});
}

} // namespace azu_session::inline v0_1::crystal::detail
