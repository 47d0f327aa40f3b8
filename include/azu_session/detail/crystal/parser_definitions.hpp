#pragma once

// Part of the parser: methods, their parameters, and classes.

#include <azu_session/detail/crystal/parser.hpp>

#include <string_view>

namespace azu_session::inline v0_1::crystal::detail {

inline void parser::parse_method_name() {
    take();
    while (at_operation(".") || (!here().spaced && !at_operation("(") && !at_operation(":") &&
                                 !at(token_kind::newline) && !at_end())) {
        bool dot = at_operation(".");
        take();
        if (dot) take();
    }
}

inline node_id parser::parse_method() {
    auto first = at_;
    take();
    auto method = add(node_kind::method, {});
    auto name = at_;
    parse_method_name();
    tree_.nodes[method].text = text_from(name);
    if (take_operation("(")) parse_parameters_into(method, ")");
    if (take_operation(":")) skip_result_type();
    if (at(token_kind::identifier) && here().text == "forall")
        while (!at(token_kind::newline) && !at_end())
            take();
    tree_.append(method, parse_guarded_body());
    take_end();
    return finish(method, first);
}

/// The parameters of a method or block, up to and with the closing token.
inline void parser::parse_parameters_into(node_id parent, spelling close) {
    while (!at_operation(close) && !at_end()) {
        auto first = at_;
        skip_newlines();
        if (at_operation(close)) break;
        std::string_view name;
        int open = 0;
        for (; !at_end(); take()) {
            if (open == 0 && (at_operation(",") || at_operation("=") || at_operation(close))) break;
            if (at_operation("(") || at_operation("[") || at_operation("{")) ++open;
            if (at_operation(")") || at_operation("]") || at_operation("}")) --open;
            // Of `external internal : Type` the last name before the colon is the variable.
            bool typed = at_operation(":");
            if (at(token_kind::identifier) || at(token_kind::variable)) name = here().text;
            if (typed && open == 0) {
                take();
                skip_type();
                break;
            }
        }
        auto parameter = add(node_kind::parameter, name);
        variables_.insert(name);
        if (take_operation("=")) tree_.append(parameter, parse_expression());
        tree_.append(parent, finish(parameter, first));
        if (!take_operation(",") && !at_operation(close)) {
            if (at_ == first) take();
            if (at(token_kind::newline)) skip_newlines();
        }
    }
    take_operation(close);
}

inline node_id parser::parse_definition() {
    auto first = at_;
    take();
    auto definition = add(node_kind::definition, {});
    auto name = at_;
    while (at(token_kind::constant) || at_operation("::"))
        take();
    tree_.nodes[definition].text = text_from(name);
    if (at_operation("(")) skip_group();
    if (take_operation("<")) tree_.append(definition, parse_expression());
    if (take_operation(":")) skip_type();
    tree_.append(definition, parse_body());
    take_end();
    return finish(definition, first);
}

} // namespace azu_session::inline v0_1::crystal::detail
