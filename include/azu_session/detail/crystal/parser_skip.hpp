#pragma once

// Part of the parser: what it passes over without reading.

#include <azu_session/detail/crystal/parser.hpp>

namespace azu_session::inline v0_1::crystal::detail {

/// Whether the keyword at this place opens something that an `end` closes: `if` does at the start of a
/// statement and after an operator, not behind one.
inline bool parser::opens_block() const {
    auto &word = here();
    if (word.kind != token_kind::keyword) return false;
    if (word.text == "do") return true;
    if (word.text == "select" && ahead().kind != token_kind::newline) return false; // the method
    auto follows_value = [&] {
        auto &last = before_;
        switch (last.kind) {
        case token_kind::end_of_file: // there is none
            return false;
        case token_kind::newline:
        case token_kind::interpolation_begin:
        case token_kind::keyword:
            return last.text == "end" || last.text == "self" || last.text == "nil" || last.text == "true" ||
                   last.text == "false" || last.text == "next" || last.text == "return" ||
                   last.text == "break";
        case token_kind::operation:
            return last.text == ")" || last.text == "]" || last.text == "]?" || last.text == "}" ||
                   last.text == "%}";
        default:
            return true;
        }
    };
    for (std::string_view always :
         {"case", "begin", "class", "module", "struct", "enum", "lib", "macro", "annotation", "select"})
        if (word.text == always) return true;
    if (word.text == "union") return ahead().kind == token_kind::constant; // or a variable
    if (word.text == "for") return before_.is(token_kind::operation, "{%");
    if (word.text == "def") return !before_.is(token_kind::keyword, "abstract");
    for (std::string_view leading : {"if", "unless", "while", "until"})
        if (word.text == leading) return !follows_value();
    return false;
}

/// Takes one token, and where that opens something, everything up to what closes it.
inline void parser::skip_group() {
    int open = 0;
    do {
        auto &next = here();
        if (at_end()) return;
        if (opens_block()) {
            ++open;
        } else if (next.kind == token_kind::quote_begin || next.kind == token_kind::interpolation_begin) {
            ++open;
        } else if (next.kind == token_kind::quote_end || next.kind == token_kind::interpolation_end ||
                   next.is(token_kind::keyword, "end")) {
            --open;
        } else if (next.kind == token_kind::operation) {
            if (next.text == "(" || next.text == "[" || next.text == "{" || next.text == "{%" ||
                next.text == "@[")
                ++open;
            else if (next.text == "{{")
                open += 2;
            else if (next.text == ")" || next.text == "]" || next.text == "]?" || next.text == "}" ||
                     next.text == "%}")
                --open;
        }
        take();
    } while (open > 0);
}

/// For bodies that are no statements: takes everything up to and with the `end` that closes them.
inline void parser::skip_to_end_keyword() {
    for (int open = 1; open > 0 && !at_end(); take()) {
        if (at_keyword("end"))
            --open;
        else if (opens_block())
            ++open;
    }
}

/// A type, as after `name :` or `of`: up to `=`, a comma, a closing bracket, a block, or the end of the line.
inline void parser::skip_type() {
    for (bool complete = false; !at_end();) {
        auto &next = here();
        bool word = next.kind == token_kind::constant || next.kind == token_kind::identifier ||
                    next.is(token_kind::keyword, "typeof") || next.is(token_kind::keyword, "self") ||
                    next.is(token_kind::keyword, "nil") || next.kind == token_kind::number;
        bool group = at_operation("(") || at_operation("{") || at_operation("[");
        if (word && complete) return;
        if (word) {
            complete = true;
            take();
        } else if (group && !(complete && at_operation("{"))) {
            complete = true;
            skip_group();
        } else if (at_operation("|") || at_operation("::") || at_operation(".") || at_operation("->")) {
            complete = false;
            take();
        } else if (complete && !next.spaced && (at_operation("?") || at_operation("*"))) {
            take();
        } else {
            return;
        }
    }
}

/// The type of a method's result: up to the end of the line, or to what begins the body on the same line.
/// Two words in a row are never one type.
inline void parser::skip_result_type() {
    for (bool complete = false; !at(token_kind::newline) && !at_end();) {
        bool word = at(token_kind::constant) || at(token_kind::identifier) || at(token_kind::keyword);
        if (!word && !at(token_kind::operation)) return;
        if (word && (complete || at_keyword("end"))) return;
        complete = word || at_operation("?") || at_operation("*") || at_operation("(");
        if (at_operation("(") || at_operation("{") || at_operation("["))
            skip_group();
        else
            take();
    }
}

/// `{{ … }}`, from its start.
inline void parser::skip_macro_expression() {
    int open = 0;
    do {
        if (at_end()) return;
        if (at_operation("{{"))
            open += 2;
        else if (at_operation("{") || at_operation("{%"))
            ++open;
        else if (at_operation("}") || at_operation("%}"))
            --open;
        take();
    } while (open > 0);
}

} // namespace azu_session::inline v0_1::crystal::detail
