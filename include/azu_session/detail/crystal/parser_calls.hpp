#pragma once

// Part of the parser: arguments and blocks of calls.

#include <azu_session/detail/crystal/parser.hpp>
#include <azu_session/detail/crystal/precedence.hpp>

#include <string_view>

namespace azu_session::inline v0_1::crystal::detail {

/// What may follow a method's name: arguments in parentheses or without, then a block.
inline void parser::parse_call_rest(node_id call) {
    if (at_operation("(") && !here().spaced) {
        take();
        parse_arguments_into(call, ")");
    } else if (begins_bare_argument()) {
        parse_bare_arguments_into(call);
    }
    if (begins_block()) parse_block_into(call);
}

inline void parser::parse_arguments_into(node_id call, spelling close) {
    with_flag allow_do(do_allowed_, true);
    with_flag await_no_colon(colon_awaited_, false);
    for (skip_newlines(); !at_operation(close) && !at_end(); skip_newlines()) {
        auto before = at_;
        tree_.append(call, parse_argument());
        skip_newlines();
        if (take_operation(",") || at_operation(close)) continue;
        misread_ = true;
        if (ends_statements()) return; // unbalanced
        if (at_ == before) take();
    }
    take_operation(close);
}

inline void parser::parse_bare_arguments_into(node_id call) {
    with_flag leave_do(do_allowed_, false);
    do {
        skip_newlines();
        if (ends_statements()) return;
        tree_.append(call, parse_argument());
    } while (take_operation(","));
}

inline node_id parser::parse_argument() {
    auto first = at_;
    bool labelled = (at(token_kind::identifier) || at(token_kind::constant)) &&
                    ahead().is(token_kind::operation, ":") && !ahead().spaced;
    if (labelled) {
        auto argument = add(node_kind::argument, take().text);
        take();
        skip_newlines();
        if (!at_operation(",") && !ends_statements()) tree_.append(argument, parse_expression());
        return finish(argument, first);
    }
    if (at_operation("**") || at_operation("*")) {
        auto argument = add(node_kind::argument, take().text);
        tree_.append(argument, parse_expression());
        return finish(argument, first);
    }
    if (at_operation("&.") || at_operation("&")) return parse_short_block();
    auto value = parse_expression();
    if (at_operation(":") && here().spaced && !colon_awaited_) { // getter name : Type = value
        parse_declared_type(value);
        if (at_operation("=")) value = parse_assignment(value, first);
    }
    return value;
}

/// `&.name` is a block that calls `name` on what it is given; `&block` passes one on.
inline node_id parser::parse_short_block() {
    auto first = at_;
    if (take_operation("&")) return wrap(node_kind::argument, "&", first, {parse_expression()});
    auto block = add(node_kind::block, {});
    auto receiver = finish(add(node_kind::receiver, {}), first);
    take();
    auto value = parse_postfix(at_operation("[") ? receiver : parse_member(receiver, first), first);
    tree_.append(block, assigns(here()) ? parse_assignment(value, first) : value);
    return finish(block, first);
}

/// Whether an argument follows a method's name without parentheses.
inline bool parser::begins_bare_argument() const {
    auto &next = here();
    if (!next.spaced) return false;
    switch (next.kind) {
    case token_kind::identifier:
    case token_kind::constant:
    case token_kind::variable:
    case token_kind::number:
    case token_kind::character:
    case token_kind::symbol:
    case token_kind::quote_begin:
        return true;
    case token_kind::keyword:
        return at_any_keyword(
            {"nil", "true", "false", "self", "case", "typeof", "yield", "super", "def", "select"});
    case token_kind::operation:
        if (next.text == "(" || next.text == "[" || next.text == "->" || next.text == "{{" ||
            next.text == "&.")
            return true;
        if (ahead().spaced) return false;
        return next.text == "-" || next.text == "*" || next.text == "**" || next.text == "&" ||
               next.text == "!" || next.text == "::" || next.text == "~";
    default:
        return false;
    }
}

/// Whether what follows a name is no operator, so that even a variable's name is a method's there.
inline bool parser::begins_clear_argument() const {
    bool plain = at(token_kind::identifier) || at(token_kind::constant) || at(token_kind::variable) ||
                 at(token_kind::number) || at(token_kind::character) ||
                 (at(token_kind::quote_begin) && here().text == "\"");
    return here().spaced && plain;
}

inline bool parser::begins_block() const { return at_operation("{") || (do_allowed_ && at_keyword("do")); }

inline void parser::parse_block_into(node_id call) {
    auto first = at_;
    bool braces = take().text == "{";
    auto block = add(node_kind::block, {});
    if (take_operation("|")) parse_parameters_into(block, "|");
    tree_.append(block, braces ? parse_body() : parse_guarded_body());
    if (braces)
        take_operation("}");
    else
        take_end();
    tree_.append(call, finish(block, first));
}

} // namespace azu_session::inline v0_1::crystal::detail
