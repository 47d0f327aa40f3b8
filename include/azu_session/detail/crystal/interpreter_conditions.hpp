#pragma once

// Part of the interpreter: what decides, and `&&`, `||` and `!`.

#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

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

} // namespace azu_session::inline v0_1::crystal
