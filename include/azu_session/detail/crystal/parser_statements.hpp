#pragma once

// Part of the parser: statements and what a keyword begins.

#include <azu_session/detail/crystal/parser.hpp>

#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::crystal::detail {

/// Whether what comes next belongs to what encloses the statements.
inline bool parser::ends_statements() const {
    switch (here().kind) {
    case token_kind::end_of_file:
    case token_kind::interpolation_end:
    case token_kind::quote_end:
        return true;
    case token_kind::keyword:
        return at_any_keyword({"end", "else", "elsif", "when", "in", "rescue", "ensure"});
    case token_kind::operation:
        if (at_operation("{%"))
            return ahead().is(token_kind::keyword, "end") || ahead().is(token_kind::keyword, "else") ||
                   ahead().is(token_kind::keyword, "elsif");
        return at_operation("}") || at_operation(")") || at_operation("]") || at_operation("]?") ||
               at_operation("%}");
    default:
        return false;
    }
}

inline void parser::parse_statements_into(node_id body) {
    with_flag allow_do(do_allowed_, true);
    with_flag await_no_colon(colon_awaited_, false);
    with_flag fresh(misread_, false);
    for (skip_newlines(); !ends_statements(); skip_newlines()) {
        auto before = at_;
        auto statement = parse_statement();
        bool goes_on = !at(token_kind::newline) && !ends_statements();
        if (goes_on || std::exchange(misread_, false)) statement = parse_misread(before);
        tree_.append(body, statement);
        if (at_ == before) take();
    }
}

/// `: Type` behind a name.
inline void parser::parse_declared_type(node_id named) {
    take();
    append_type(named);
}

inline void parser::append_type(node_id typed) {
    auto type = at_;
    skip_type();
    auto kind = tree_[typed].kind;
    if (kind == node_kind::name || kind == node_kind::list || kind == node_kind::table)
        tree_.append(typed, wrap(node_kind::restriction, text_from(type), type, {}));
}

/// A statement that was not understood, with the rest of its line.
inline node_id parser::parse_misread(position first) {
    while (!at(token_kind::newline) && !ends_statements())
        skip_group();
    misread_ = false;
    return finish(add(node_kind::opaque, "?"), first);
}

inline node_id parser::parse_body() {
    auto first = at_;
    auto body = add(node_kind::body, {});
    parse_statements_into(body);
    return finish(body, first);
}

inline node_id parser::parse_statement() {
    nested level(*this);
    auto first = at_;
    if (level.too_deep()) {
        skip_group();
        return opaque(first);
    }
    bool rest = take_operation("*"); // `*a, b = list`
    auto statement = parse_expression();
    if (rest) statement = wrap(node_kind::argument, "*", first, {statement});
    if (at_operation(":") && here().spaced) { // a declaration: name : Type = value
        parse_declared_type(statement);
        if (at_operation("=")) statement = parse_assignment(statement, first);
    }
    if (at_operation(",")) statement = parse_assignments(statement, first);
    return parse_modifiers(statement, first);
}

/// `a, b = 1, 2` behind its first target.
inline node_id parser::parse_assignments(node_id target, position first) {
    std::vector<node_id> targets = {target}, values;
    while (take_operation(",")) {
        skip_newlines();
        auto splat = at_;
        bool rest = at_operation("*") && values.empty();
        if (rest) take();
        auto next = parse_expression();
        bool equals = values.empty() && tree_[next].kind == node_kind::assign && tree_[next].text == "=";
        auto named = equals ? tree_[next].first : next;
        if (equals) values.push_back(tree_[next].last);
        if (rest) named = wrap(node_kind::argument, "*", splat, {named});
        if (equals || values.empty())
            targets.push_back(named);
        else
            values.push_back(next);
    }
    if (values.empty()) return opaque(first);
    auto assignments = add(node_kind::assign_all, {});
    for (auto each : targets) {
        auto &name = tree_[tree_[each].kind == node_kind::argument ? tree_[each].first : each];
        if (name.kind == node_kind::name) tree_.variables.insert(name.text);
        tree_.nodes[each].next = no_node;
        tree_.append(assignments, each);
    }
    auto list = values.front();
    if (values.size() > 1) {
        list = add(node_kind::list, "{");
        for (auto value : values)
            tree_.nodes[value].next = no_node, tree_.append(list, value);
    }
    tree_.append(assignments, list);
    return finish(assignments, first);
}

inline node_id parser::parse_modifiers(node_id statement, position first) {
    while (at(token_kind::keyword)) {
        if (take_keyword("if")) {
            auto clause = wrap(node_kind::clause, {}, first, {parse_expression(), statement});
            statement = wrap(node_kind::choose, {}, first, {clause});
        } else if (take_keyword("unless")) {
            auto condition = at_;
            auto negated = wrap(node_kind::logic, "!", condition, {parse_expression()});
            statement = wrap(node_kind::choose, {}, first,
                             {wrap(node_kind::clause, {}, first, {negated, statement})});
        } else if (at_any_keyword({"while", "until"})) {
            take();
            parse_expression();
            statement = opaque(first);
        } else if (take_keyword("rescue")) {
            auto handler = wrap(node_kind::handler, {}, at_, {parse_expression()});
            bool plain = tree_[statement].kind == node_kind::assign && tree_[statement].text == "=" &&
                         tree_[tree_[statement].first].kind != node_kind::send;
            if (plain) { // it is the value that is rescued
                auto [target, value] = std::pair(tree_[statement].first, tree_[statement].last);
                tree_.nodes[target].next = no_node;
                auto rescued = wrap(node_kind::attempt, {}, first, {value, handler});
                statement = wrap(node_kind::assign, tree_[statement].text, first, {target, rescued});
            } else {
                statement = wrap(node_kind::attempt, {}, first, {statement, handler});
            }
        } else if (take_keyword("ensure")) {
            auto last = wrap(node_kind::clause, "ensure", at_, {parse_expression()});
            statement = wrap(node_kind::attempt, {}, first, {statement, last});
        } else {
            break;
        }
    }
    return statement;
}

inline node_id parser::parse_keyword() {
    auto first = at_;
    if (at_any_keyword({"nil", "true", "false"})) {
        auto literal = add(node_kind::literal, take().text);
        return finish(literal, first);
    }
    if (at_keyword("self")) {
        auto name = add(node_kind::name, take().text);
        return finish(name, first);
    }
    bool method = at_keyword("select") && ahead().kind != token_kind::newline;
    bool variable = at_keyword("union") && ahead().kind != token_kind::constant;
    if (method || variable || at_any_keyword({"super", "yield"})) return parse_name();
    if (at_any_keyword({"typeof", "asm", "lib", "annotation", "select"})) return parse_unread();
    if (at_keyword("with")) return parse_with();
    if (at_keyword("if")) return parse_if();
    if (at_keyword("unless")) return parse_unless();
    if (at_keyword("case")) return parse_case();
    if (at_keyword("while") || at_keyword("until")) return parse_loop();
    if (at_keyword("begin")) return parse_begin();
    if (at_any_keyword({"return", "next", "break"})) return parse_jump();
    if (at_any_keyword({"def", "fun"})) return parse_method();
    if (at_any_keyword({"class", "module", "struct", "enum", "union"})) return parse_definition();
    if (take_keyword("macro")) {
        auto macro = add(node_kind::macro, here().text);
        skip_to_end_keyword();
        return finish(macro, first);
    }
    if (at_any_keyword({"private", "protected"})) {
        take();
        return parse_expression();
    }
    if (take_keyword("abstract")) {
        if (!at_keyword("def")) return parse_expression();
        take();
        parse_method_name();
        if (at_operation("(")) skip_group();
        skip_type();
        return opaque(first);
    }
    if (at_any_keyword({"require", "include", "extend"})) {
        auto call = add(node_kind::call, take().text);
        parse_bare_arguments_into(call);
        return finish(call, first);
    }
    if (take_keyword("alias")) {
        auto name = parse_constant();
        return at_operation("=") ? parse_assignment(name, first) : opaque(first);
    }
    if (ends_statements()) return opaque(first);
    take();
    return opaque(first);
}

/// What is taken, but not looked into.
inline node_id parser::parse_unread() {
    auto first = at_;
    bool encloses = !at_keyword("typeof") && !at_keyword("asm");
    take();
    if (encloses)
        skip_to_end_keyword();
    else if (at_operation("("))
        skip_group();
    return opaque(first);
}

/// `with object yield value`.
inline node_id parser::parse_with() {
    auto first = at_;
    take();
    auto call = wrap(node_kind::call, "with", first, {parse_expression()});
    if (!take_keyword("yield")) return opaque(first);
    if (at_operation("(") && !here().spaced) {
        take();
        parse_arguments_into(call, ")");
    } else if (begins_bare_argument()) {
        parse_bare_arguments_into(call);
    }
    return finish(call, first);
}

inline void parser::take_then() {
    if (at(token_kind::newline)) skip_newlines();
    take_keyword("then");
}

/// A clause whose conditions are read; reads its body.
inline node_id parser::parse_clause(std::initializer_list<node_id> conditions, position first) {
    auto clause = wrap(node_kind::clause, {}, first, conditions);
    take_then();
    tree_.append(clause, parse_body());
    return finish(clause, first);
}

inline node_id parser::parse_if() {
    auto first = at_;
    auto choice = add(node_kind::choose, {});
    do {
        auto clause = at_;
        take();
        auto condition = parse_expression();
        tree_.append(choice, parse_clause({condition}, clause));
    } while (at_keyword("elsif"));
    auto clause = at_;
    if (take_keyword("else")) tree_.append(choice, parse_clause({}, clause));
    take_end();
    return finish(choice, first);
}

inline node_id parser::parse_unless() {
    auto first = at_;
    auto choice = add(node_kind::choose, {});
    take();
    auto condition = at_;
    auto negated = wrap(node_kind::logic, "!", condition, {parse_expression()});
    tree_.append(choice, parse_clause({negated}, first));
    auto clause = at_;
    if (take_keyword("else")) tree_.append(choice, parse_clause({}, clause));
    take_end();
    return finish(choice, first);
}

inline node_id parser::parse_case() {
    auto first = at_;
    take();
    bool has_subject = !at(token_kind::newline);
    auto choice = add(has_subject ? node_kind::match : node_kind::choose, {});
    if (has_subject) tree_.append(choice, parse_expression());
    skip_newlines();
    while (at_any_keyword({"when", "in"})) {
        auto start = at_;
        auto clause = add(node_kind::clause, {});
        do {
            take();
            skip_newlines();
            tree_.append(clause, parse_expression());
        } while (at_operation(","));
        take_then();
        tree_.append(clause, parse_body());
        tree_.append(choice, finish(clause, start));
    }
    auto clause = at_;
    if (take_keyword("else")) tree_.append(choice, parse_clause({}, clause));
    take_end();
    return finish(choice, first);
}

inline node_id parser::parse_loop() {
    auto first = at_;
    auto word = take().text;
    auto condition = parse_expression();
    auto body = parse_body();
    take_end();
    return wrap(node_kind::loop, word, first, {condition, body});
}

inline node_id parser::parse_begin() {
    auto first = at_;
    take();
    auto body = parse_guarded_body();
    take_end();
    return finish(body, first);
}

/// Statements with the `rescue`, `else` and `ensure` that may follow.
inline node_id parser::parse_guarded_body() {
    auto first = at_;
    auto body = parse_body();
    if (!at_any_keyword({"rescue", "else", "ensure"})) return body;
    auto attempt = wrap(node_kind::attempt, {}, first, {body});
    while (at_any_keyword({"rescue", "else", "ensure"}))
        tree_.append(attempt, at_keyword("rescue") ? parse_handler() : parse_last_clause());
    return finish(attempt, first);
}

/// `rescue`, `rescue error`, `rescue A | B`, `rescue error : A`.
inline node_id parser::parse_handler() {
    auto first = at_;
    take();
    auto handler = add(node_kind::handler, {});
    if (at(token_kind::identifier)) {
        tree_.variables.insert(here().text);
        tree_.nodes[handler].text = take().text;
        take_operation(":");
    }
    auto type = at_;
    while (!at(token_kind::newline) && !at_end() && !at_keyword("then"))
        take();
    if (at_ != type) tree_.append(handler, wrap(node_kind::restriction, text_from(type), type, {}));
    take_then();
    tree_.append(handler, parse_body());
    return finish(handler, first);
}

inline node_id parser::parse_last_clause() {
    auto first = at_;
    auto word = take().text;
    auto body = parse_body();
    return wrap(node_kind::clause, word, first, {body});
}

inline node_id parser::parse_jump() {
    auto first = at_;
    auto jump = add(node_kind::jump, take().text);
    bool has_value =
        !at(token_kind::newline) && !ends_statements() && !at_any_keyword({"if", "unless", "while", "until"});
    if (has_value) {
        auto begin = at_;
        auto carried = parse_expression();
        if (at_operation(",")) carried = wrap(node_kind::list, "{", begin, {carried});
        while (take_operation(","))
            tree_.append(carried, parse_expression());
        tree_.append(jump, finish(carried, begin));
    }
    return finish(jump, first);
}

/// `{% if … %} … {% else %} … {% end %}`: what the compiler decides, and this library cannot.
inline node_id parser::parse_macro_branches() {
    auto first = at_;
    auto take_tag = [&] { // and tell its first word
        auto word = ahead();
        while (!at_operation("%}") && !at_end())
            take();
        take();
        return word;
    };
    auto word = take_tag();
    bool branches = word.is(token_kind::keyword, "if") || word.is(token_kind::keyword, "unless");
    bool encloses = branches || word.is(token_kind::keyword, "for") ||
                    word.is(token_kind::keyword, "begin") || word.is(token_kind::keyword, "verbatim");
    if (!encloses) return opaque(first);
    if (word.is(token_kind::keyword, "for")) {
        auto condition = opaque(first);
        auto body = parse_body();
        if (at_operation("{%")) take_tag();
        return wrap(node_kind::loop, "for", first, {condition, body});
    }
    auto choice = add(node_kind::choose, {});
    for (auto tag = first;;) {
        auto clause = add(node_kind::clause, {});
        if (!word.is(token_kind::keyword, "else")) tree_.append(clause, opaque(tag));
        tree_.append(clause, parse_body());
        tree_.append(choice, finish(clause, tag));
        if (!at_operation("{%")) break;
        tag = at_;
        word = take_tag();
        if (word.is(token_kind::keyword, "end")) break;
    }
    return finish(choice, first);
}

} // namespace azu_session::inline v0_1::crystal::detail
