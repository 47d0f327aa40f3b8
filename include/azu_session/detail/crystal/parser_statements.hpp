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
    if (at_end() || at(token_kind::interpolation_end) || at(token_kind::quote_end)) return true;
    if (at_any_keyword({"end", "else", "elsif", "when", "in", "rescue", "ensure"})) return true;
    if (at_operation("}") || at_operation(")") || at_operation("]") || at_operation("%}")) return true;
    return at_operation("{%") &&
           (ahead().is(token_kind::keyword, "end") || ahead().is(token_kind::keyword, "else") ||
            ahead().is(token_kind::keyword, "elsif"));
}

inline void parser::parse_statements_into(node_id body) {
    with_flag allow_do(do_allowed_, true);
    with_flag await_no_colon(colon_awaited_, false);
    for (skip_newlines(); !ends_statements(); skip_newlines()) {
        auto before = at_;
        tree_.append(body, parse_statement());
        if (at_ == before) take();
    }
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
    auto statement = parse_expression();
    if (at_operation(":") && here().spaced) { // a declaration: name : Type = value
        take();
        skip_type();
        if (at_operation("=")) statement = parse_assignment(statement, first);
    }
    if (at_operation(",")) statement = parse_assignments(statement, first);
    return parse_modifiers(statement, first);
}

/// `a, b = 1, 2` behind its first target. `a, b = pair` gives each target what cannot be told.
inline node_id parser::parse_assignments(node_id target, position first) {
    std::vector<node_id> targets = {target}, values;
    while (take_operation(",")) {
        skip_newlines();
        auto next = parse_expression();
        bool equals = values.empty() && tree_[next].kind == node_kind::assign && tree_[next].text == "=";
        if (equals) targets.push_back(tree_[next].first);
        (values.empty() && !equals ? targets : values).push_back(equals ? tree_[next].last : next);
    }
    if (values.empty()) return opaque(first);
    auto assignments = add(node_kind::assign_all, {});
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (tree_[targets[i]].kind == node_kind::name) variables_.insert(tree_[targets[i]].text);
        auto value = values.size() == targets.size() ? values[i] : opaque(first);
        tree_.append(assignments, wrap(node_kind::assign, "=", first, {targets[i], value}));
    }
    return finish(assignments, first);
}

inline node_id parser::parse_modifiers(node_id statement, position first) {
    for (;;) {
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
            statement = wrap(node_kind::maybe, {}, first, {statement});
        } else if (take_keyword("rescue")) {
            statement = wrap(node_kind::attempt, {}, first, {statement, parse_expression()});
        } else if (take_keyword("ensure")) {
            parse_expression();
        } else {
            return statement;
        }
    }
}

inline node_id parser::parse_keyword() {
    auto first = at_;
    if (at_any_keyword({"nil", "true", "false"})) {
        auto literal = add(node_kind::literal, take().text);
        return finish(literal, first);
    }
    if (at_any_keyword({"self", "super", "typeof", "yield", "with"})) return parse_name();
    if (at_keyword("if")) return parse_if();
    if (at_keyword("unless")) return parse_unless();
    if (at_keyword("case") || at_keyword("select")) return parse_case();
    if (at_keyword("while") || at_keyword("until")) return parse_loop();
    if (at_keyword("begin")) return parse_begin();
    if (at_any_keyword({"return", "next", "break"})) return parse_jump();
    if (at_any_keyword({"def", "fun"})) return parse_method();
    if (at_any_keyword({"class", "module", "struct", "enum", "union"})) return parse_definition();
    if (at_any_keyword({"macro", "lib", "annotation"})) {
        take();
        skip_to_end_keyword();
        return opaque(first);
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
    if (at_keyword("alias")) {
        while (!at(token_kind::newline) && !at_end())
            take();
        return opaque(first);
    }
    if (ends_statements()) return opaque(first);
    take();
    return opaque(first);
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
    take();
    parse_expression();
    auto body = parse_body();
    take_end();
    return wrap(node_kind::maybe, {}, first, {body});
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
    if (at_any_keyword({"rescue", "else", "ensure"})) {
        auto attempt = wrap(node_kind::attempt, {}, first, {body});
        while (at_any_keyword({"rescue", "else", "ensure"})) {
            bool has_type = at_keyword("rescue");
            take();
            if (has_type)
                while (!at(token_kind::newline) && !at_end() && !at_keyword("then"))
                    take();
            take_then();
            tree_.append(attempt, parse_body());
        }
        body = finish(attempt, first);
    }
    return body;
}

inline node_id parser::parse_jump() {
    auto first = at_;
    auto jump = add(node_kind::jump, take().text);
    bool has_value =
        !at(token_kind::newline) && !ends_statements() && !at_any_keyword({"if", "unless", "while", "until"});
    if (has_value) tree_.append(jump, parse_expression());
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
