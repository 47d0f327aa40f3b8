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

/// Whether a type of what is given turns it into nil, whatever it is.
inline bool gives_nil(std::string_view type) {
    type = type.substr(0, type.find_last_not_of(" \t\r\n") + 1);
    return type == "Nil" || type == "::Nil" || type == "Void";
}

inline node_id parser::parse_method() {
    auto first = at_;
    bool silent = false;
    take();
    auto method = add(node_kind::method, {});
    auto name = at_;
    parse_method_name();
    tree_.nodes[method].text = text_from(name);
    if (take_operation("(")) parse_parameters_into(method, ")");
    if (take_operation(":")) {
        auto type = at_;
        skip_result_type();
        silent = gives_nil(text_from(type));
    }
    if (at(token_kind::identifier) && here().text == "forall")
        while (!at(token_kind::newline) && !at_end())
            take();
    auto begin = at_;
    auto body = parse_guarded_body();
    tree_.append(method, silent ? wrap(node_kind::silent, {}, begin, {body}) : body);
    take_end();
    return finish(method, first);
}

/// The parameters of a method or block, up to and with the closing token.
inline void parser::parse_parameters_into(node_id parent, spelling close) {
    for (skip_newlines(); !at_operation(close) && !at_end(); skip_newlines()) {
        auto before = at_;
        tree_.append(parent, parse_parameter(close));
        skip_newlines();
        if (take_operation(",") || at_operation(close)) continue;
        if (close.text != "|" && ends_statements()) return; // unbalanced
        if (at_ == before) take();
    }
    take_operation(close);
}

/// `*external name : Type = default`, or `(a, b)` of a block.
inline node_id parser::parse_parameter(spelling close) {
    nested level(*this);
    auto first = at_;
    auto parameter = add(node_kind::parameter, {});
    if (level.too_deep()) return finish(parameter, first);
    while (at_operation("@[")) {
        skip_group();
        skip_newlines();
    }
    if (take_operation("(")) {
        parse_parameters_into(parameter, ")");
        return finish(parameter, first);
    }
    auto sign = at_;
    bool block = at_operation("&");
    if (at_operation("*") || at_operation("**") || block)
        tree_.append(parameter, finish(add(node_kind::splat, take().text), sign));
    auto outer = at_;
    auto is_name = [&] {
        return at(token_kind::identifier) || at(token_kind::variable) || at(token_kind::keyword);
    };
    if (is_name()) {
        auto name = take().text;
        if (is_name() && !at_keyword("end")) {
            tree_.append(parameter, finish(add(node_kind::label, name), outer));
            name = take().text;
        }
        tree_.nodes[parameter].text = name;
        tree_.variables.insert(name.starts_with('@') ? name.substr(1) : name);
    }
    if (close.text != "|" && take_operation(":")) {
        auto type = at_;
        skip_type();
        while (block && at_operation(",")) // of what a block is given
            take(), skip_type();
        tree_.append(parameter, wrap(node_kind::restriction, text_from(type), type, {}));
    }
    if (take_operation("=")) tree_.append(parameter, parse_expression());
    return finish(parameter, first);
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
    if (take_operation(":")) {
        auto type = at_;
        skip_type();
        tree_.append(definition, wrap(node_kind::restriction, text_from(type), type, {}));
    }
    tree_.append(definition, parse_body());
    take_end();
    return finish(definition, first);
}

} // namespace azu_session::inline v0_1::crystal::detail
