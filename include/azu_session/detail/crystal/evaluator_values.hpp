#pragma once

// Part of the evaluator: literals, strings, constants, variables and assignments.

#include <azu_session/detail/crystal/escape.hpp>
#include <azu_session/detail/crystal/evaluator.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1::crystal {

inline void evaluator::run_file(file_index index) {
    if (file_ran_[index]) return;
    file_ran_[index] = true;
    auto *outer_frame = std::exchange(frame_, &frames_.emplace_back());
    auto outer_file = std::exchange(file_, index);
    evaluate(file().syntax.root);
    file_ = outer_file;
    frame_ = outer_frame;
}

inline value evaluator::evaluate(node_id id) {
    if (depth_ >= 250 || steps_left_ == 0) return unknown(at(id));
    ++depth_;
    --steps_left_;
    auto result = evaluate_node(id);
    --depth_;
    return result;
}

inline value evaluator::evaluate_node(node_id id) {
    auto &part = at(id);
    switch (part.kind) {
    case node_kind::body:
        return evaluate_body(id);
    case node_kind::literal:
        return evaluate_literal(part);
    case node_kind::string:
        return evaluate_string(part);
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
    case node_kind::assign:
        return evaluate_assignment(part);
    case node_kind::assign_all:
        return evaluate_assignments(part);
    case node_kind::logic:
        return evaluate_logic(part);
    case node_kind::choose:
    case node_kind::match:
        return evaluate_branches(id);
    case node_kind::maybe:
        return evaluate_maybe(part);
    case node_kind::attempt:
        return evaluate_attempt(part);
    case node_kind::jump:
        return evaluate_jump(part);
    case node_kind::definition: {
        auto outer = frame_->within;
        frame_->within += (outer.empty() ? "" : "::") + std::string(part.text);
        evaluate(part.last);
        frame_->within = outer;
        return make(value_kind::nil, part);
    }
    default:
        return unknown(part);
    }
}

inline value evaluator::evaluate_literal(const node &part) const {
    auto text = part.text;
    if (text == "nil") return make(value_kind::nil, part);
    if (text == "true" || text == "false") return make(value_kind::boolean, part, {}, text == "true");
    if (text.starts_with(':')) return make(value_kind::symbol, part, std::string(text.substr(1)));
    if (text.starts_with('\''))
        return make(value_kind::text, part, detail::unescape(text.substr(1, text.size() - 2)));
    if (auto number = parse_number(text)) return make(value_kind::number, part, {}, *number);
    return unknown(part);
}

inline value evaluator::evaluate_string(const node &part) {
    auto result = make(value_kind::text, part);
    auto indent = part.text.find_first_not_of(" \t"); // of a heredoc's last line; all its lines lose as much
    bool line_start = true, joined = false;
    for (auto child = part.first; child != no_node; child = at(child).next) {
        auto &piece = at(child);
        if (piece.kind != node_kind::piece && piece.kind != node_kind::raw_piece) {
            auto inner = evaluate(child);
            result.depend_on(inner);
            auto text = to_text(inner);
            if (!text) return inner.is(value_kind::unknown) ? inner : unknown(piece);
            result.text += *text;
            if (is_excessive(result)) return unknown(part);
            line_start = joined = false;
            continue;
        }
        auto text = piece.text;
        if (joined) text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
        if (line_start && !part.text.empty())
            text.remove_prefix(std::min({text.find_first_not_of(" \t"), indent, text.size()}));
        joined = piece.kind == node_kind::piece && text.ends_with("\\\n");
        line_start = text.ends_with('\n');
        result.text += piece.kind == node_kind::piece ? detail::unescape(text) : std::string(text);
    }
    // The line end before a heredoc's last line is not part of it.
    if (!part.text.empty() && result.text.ends_with('\n')) result.text.pop_back();
    if (!part.text.empty() && result.text.ends_with('\r')) result.text.pop_back();
    return result;
}

inline value evaluator::evaluate_list(const node &part) {
    contents inside;
    for (auto child = part.first; child != no_node; child = at(child).next) {
        inside.add(evaluate(child));
        if (is_excessive(inside)) return unknown(part);
    }
    auto result = make_value(value_kind::list, here(part), std::move(inside));
    for (auto &item : result.items())
        result.depend_on(item);
    return result;
}

inline value evaluator::evaluate_table(const node &part) {
    contents inside;
    for (auto child = part.first; child != no_node; child = at(child).next) {
        auto &entry = at(child);
        if (entry.first == no_node) return unknown(part);
        auto key = entry.kind == node_kind::pair ? to_text(evaluate(entry.first)) : std::string(entry.text);
        if (!key) return unknown(part);
        inside.add(evaluate(entry.last), keep(*key));
        if (is_excessive(inside)) return unknown(part);
    }
    return make_value(value_kind::table, here(part), std::move(inside));
}

inline value evaluator::evaluate_constant(const node &part) {
    if (part.text == "ENV" || part.text == "::ENV") return make(value_kind::variables, part);
    if (part.text == "Session::CONFIG" || part.text == "::Session::CONFIG")
        return make(value_kind::configuration, part);
    auto found = definitions::resolve(definitions_.constants, frame_->within, part.text);
    if (found != definitions_.constants.end()) return constant_value(found->second, part);
    auto type = make(value_kind::type, part, std::string(part.text));
    auto defined = definitions::resolve(definitions_.superclasses, frame_->within, part.text);
    if (defined != definitions_.superclasses.end()) type.text = defined->first;
    type.generic = part.kind == node_kind::generic;
    return type;
}

/// A constant is evaluated where it is defined, once.
inline value evaluator::constant_value(const std::vector<location> &places, const node &part) {
    std::vector<value> alternatives;
    for (auto &where : places) {
        auto [known, fresh] = constants_.try_emplace({where.file, where.node});
        if (fresh) {
            auto outer_file = std::exchange(file_, where.file);
            auto evaluated = evaluate(at(where.node).last);
            file_ = outer_file;
            known->second = std::move(evaluated);
        }
        // While it is being evaluated it depends on itself.
        alternatives.push_back(known->second.is(value_kind::unset) ? unknown(part) : known->second);
    }
    return make_choice(std::move(alternatives));
}

/// A view that stays.
inline std::string_view evaluator::keep(std::string_view text) {
    auto found = kept_texts_.find(text);
    return found != kept_texts_.end() ? *found : *kept_texts_.emplace(text).first;
}

inline value evaluator::look_up(std::string_view variable, const node &part) {
    auto found = make(value_kind::nil, part);
    auto changed = changed_variables_.names.find(variable);
    if (changed != changed_variables_.names.end() && !changed->second.is(value_kind::unset))
        return changed->second;
    if (auto *set = variables_.find(variable)) {
        found = set->doubt.empty() ? make(value_kind::text, part, set->value) : unknown(part);
        found.verbatim = set->doubt.empty();
    }
    found.variables.push_back(keep(variable));
    return found;
}

inline value evaluator::evaluate_logic(const node &part) {
    auto left = evaluate(part.first);
    auto truth = truth_of(left);
    if (part.text == "!") {
        if (!truth) return left.is(value_kind::unknown) ? left : unknown(part);
        auto result = make(value_kind::boolean, part, {}, !*truth);
        result.depend_on(left);
        return result;
    }
    bool decides = part.text == "||"; // the truth of the left side that makes it the result
    if (truth == decides) return left;
    if (!truth) return left.is(value_kind::unknown) ? left : unknown(part);
    auto right = evaluate(part.last);
    right.depend_on(left);
    if (!left.variables.empty()) right.verbatim = right.verbatim && right.variables.size() == 1;
    return right;
}

inline value evaluator::evaluate_assignment(const node &part) {
    auto &target = at(part.first);
    bool plain = part.text == "=";
    bool variable = target.kind == node_kind::send && target.text == "[]" && at(target.first).text == "ENV";
    if (target.kind == node_kind::constant) return evaluate_constant(target);
    value assigned;
    if (plain) {
        assigned = evaluate(part.last);
    } else if (variable) { // ENV["X"] ||= "d" asks first
        auto key = to_text(evaluate(target.last));
        assigned = combine(part, part.text, key ? look_up(*key, target) : unknown(target));
    } else {
        assigned = combine(part, part.text, evaluate(part.first));
    }
    assign(part, assigned);
    return assigned;
}

/// `a, b = b, a`: all values first.
inline value evaluator::evaluate_assignments(const node &part) {
    std::vector<value> assigned;
    for (auto child = part.first; child != no_node; child = at(child).next)
        assigned.push_back(evaluate(at(child).last));
    auto next = assigned.begin();
    for (auto child = part.first; child != no_node; child = at(child).next)
        assign(at(child), std::move(*next++));
    return make(value_kind::nil, part);
}

inline void evaluator::assign(const node &part, value assigned) {
    auto &target = at(part.first);
    bool raised = frame_->stopped == stop::raised; // by what was to be assigned
    if (target.kind == node_kind::name) write(*frame_, target.text, std::move(assigned));
    if (target.kind == node_kind::send) assign_attribute(part, target, std::move(assigned), raised);
}

/// `x ||= y`, `x &&= y`, `x += y`.
inline value evaluator::combine(const node &part, std::string_view operation, value current) {
    operation.remove_suffix(1);
    auto truth = current.is(value_kind::unset) ? std::optional(false) : truth_of(current);
    if (operation == "||" || operation == "&&") {
        if (!truth) return current.is(value_kind::unknown) ? current : unknown(part);
        return *truth == (operation == "||") ? current : evaluate(part.last);
    }
    auto given = evaluate(part.last);
    auto result = operate(current, operation, {given}, here(part)).value_or(unknown(part));
    result.depend_on(current);
    result.depend_on(given);
    return result;
}

inline void evaluator::assign_attribute(const node &part, const node &target, value assigned, bool raised) {
    auto receiver = evaluate(target.first);
    if (receiver.is(value_kind::configuration)) {
        auto &source = at(part.last);
        assignments_.push_back(
            {target.text, raised ? value() : assigned, file().text_of(source), here(source)});
        if (raised) return;
        write(globals_, target.text, std::move(assigned));
    } else if (!raised && receiver.is(value_kind::variables) && target.text == "[]") {
        if (auto key = to_text(evaluate(target.last)))
            write(changed_variables_, keep(*key), std::move(assigned));
    }
}

} // namespace azu_session::inline v0_1::crystal
