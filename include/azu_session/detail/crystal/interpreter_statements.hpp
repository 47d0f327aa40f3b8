#pragma once

// Part of the interpreter: which statements run.

#include <azu_session/detail/crystal/interpreter.hpp>

#include <optional>

namespace azu_session::inline v0_1::crystal {

inline value interpreter::evaluate_body(const node &part) {
    auto result = make_value(value_kind::nil, here(part));
    for (auto child = part.first; child != no_node; child = at(child).next)
        result = evaluate(child);
    return result;
}

/// Whether to go on as if a condition held that cannot be told.
inline bool interpreter::decide(const node &part, const value &outcome) {
    note_doubt(part, outcome);
    if (!decided_) give_up(part);
    if (decided_->next == decided_->taken.size()) decided_->taken.push_back(true);
    return decided_->taken[decided_->next++];
}

inline void interpreter::note_doubt(const node &part, const value &outcome) {
    if (doubts_.size() > 16) return;
    bool named = outcome.is(value_kind::unknown) && !outcome.expression.empty();
    doubts_.push_back({named ? outcome.expression : text_of(part), here(part), outcome.missing_variable(),
                       outcome.variables});
}

inline void interpreter::note_decisive(std::string_view variable) {
    constexpr std::size_t most = 16; // more than a message names
    bool known = std::find(decisive_.begin(), decisive_.end(), variable) != decisive_.end();
    if (file_ < brought_ && !known && decisive_.size() < most) decisive_.push_back(variable);
}

inline value interpreter::evaluate_choice(const node &part) {
    auto clause = part.first;
    value subject;
    bool has_subject = part.kind == node_kind::match;
    if (has_subject) {
        subject = evaluate(clause);
        clause = at(clause).next;
    }
    for (; clause != no_node; clause = at(clause).next) {
        value outcome;
        auto &one = at(clause);
        auto holding = holds(one, has_subject ? &subject : nullptr, outcome);
        if (has_subject && is_read_again(at(part.first), subject)) give_up(part);
        for (auto name : outcome.variables)
            note_decisive(name);
        if (holding < 0 && !decided_) {
            note_doubt(at(one.first), outcome);
            return pass_over(part);
        }
        bool doubtful =
            holding < 0 || (decided_ && decided_->contrary && file_ < brought_ && one.first != one.last);
        if (doubtful) {
            bool known = holding >= 0;
            auto before = doubts_.size();
            auto taken = decide(at(one.first), outcome);
            if (known) {
                doubts_.resize(before);
                taken = taken == (holding == 1); // the way that can be told comes first
            }
            holding = taken;
        }
        if (holding == 1) return evaluate(one.last);
    }
    return make_value(value_kind::nil, here(part));
}

/// Whether the compiler reads what a `case` is about for each condition, and that has changed.
inline bool interpreter::is_read_again(const node &part, const value &subject) {
    bool wraps = part.kind == node_kind::body && part.first != no_node && part.first == part.last;
    if (wraps || part.kind == node_kind::assign) return is_read_again(at(part.first), subject);
    if (part.kind != node_kind::list || !subject.is(value_kind::tuple)) return is_reassigned(part, subject);
    auto child = part.first;
    for (auto &item : subject.inside->items) {
        if (child == no_node) return false;
        if (is_read_again(at(child), item)) return true;
        child = at(child).next;
    }
    return false;
}

/// Whether a clause is chosen, given that none before it was: 1, 0, or -1.
inline int interpreter::holds(const node &clause, const value *subject, value &outcome) {
    if (clause.first == clause.last) return 1;
    int result = 0;
    for (auto condition = clause.first; condition != clause.last; condition = at(condition).next) {
        value found;
        int holding;
        if (at(condition).kind == node_kind::opaque) { // the compiler's
            found = unknown(at(condition));
            holding = -1;
        } else if (subject) {
            holding = matches(*subject, condition);
            found = *subject;
        } else {
            found = evaluate_condition(condition);
            holding = found.is_known() ? is_true(found) : -1;
        }
        found.depend_on(outcome);
        outcome = std::move(found);
        if (holding == 1) return 1;
        if (holding < 0) result = -1;
    }
    return result;
}

/// `condition === subject`.
inline int interpreter::matches(const value &subject, node_id condition) {
    auto &part = at(condition);
    if (part.kind == node_kind::name && part.text == "_") return 1;
    if (part.kind == node_kind::argument && part.text == "*") return -1;
    if (part.kind == node_kind::list && part.text == "{" && subject.is(value_kind::tuple)) {
        int result = 1;
        std::size_t i = 0;
        for (auto child = part.first; child != no_node && result != 0; child = at(child).next, ++i) {
            if (i >= subject.inside->items.size()) return 0;
            auto one = matches(subject.inside->items[i], child);
            if (one != 1) result = one;
        }
        return result;
    }
    auto *outer = std::exchange(receiver_, &subject);
    auto pattern = evaluate(condition);
    receiver_ = outer;
    auto *asked = &part;
    while (asked->kind == node_kind::send)
        asked = &at(asked->first);
    bool receives = asked->kind == node_kind::receiver;
    if (receives && part.text == "as?" && pattern.is(value_kind::nil) && is_true(subject))
        give_up(part); // as in any other condition
    if (receives) return pattern.is_known() ? is_true(pattern) : -1;
    return case_equal(pattern, subject);
}

inline int interpreter::case_equal(const value &pattern, const value &subject) {
    if (!pattern.is_known()) pass_over_method(pattern, "===");
    if (!pattern.is_known() || !subject.is_known()) return -1;
    if (subject.foreign) return -1;
    if (pattern.is(value_kind::type)) // whatever its own `===` says
        return is_a(subject, pattern.text.empty() ? pattern.path : pattern.text, home_->within);
    if (pattern.is(value_kind::object) || pattern.is(value_kind::range) || pattern.is(value_kind::regex)) {
        arguments given;
        given.add(subject);
        remember_match(pattern, given, "===");
        auto found = send(pattern, "===", std::move(given));
        return found.is_known() ? is_true(found) : -1;
    }
    if (pattern.is(value_kind::symbol) && subject.is(value_kind::member)) return -1;
    if (pattern.is(value_kind::proc)) {
        if (!pattern.inside->code) return -1;
        auto found = yield(pattern.inside->code, {subject});
        return found.is_known() ? is_true(found) : -1;
    }
    return equal(pattern, subject);
}

/// A loop whose condition cannot be told runs any number of times.
inline value interpreter::evaluate_loop(const node &part) {
    if (part.text == "for") return pass_over(part);
    for (;;) {
        auto condition = evaluate_condition(part.first);
        if (!condition.is_known()) return pass_over(part);
        if (is_true(condition) == (part.text == "until")) return make_value(value_kind::nil, here(part));
        try {
            evaluate(part.last);
        } catch (jump &left) {
            if (left.how == jump::kind::leave && !left.target) return std::move(left.carried);
            if (left.how != jump::kind::next) throw;
        }
    }
}

inline value interpreter::evaluate_attempt(const node &part) {
    value result;
    node_id last = no_node, otherwise = no_node;
    bool has_handler = false;
    for (auto child = at(part.first).next; child != no_node; child = at(child).next) {
        has_handler = has_handler || at(child).kind == node_kind::handler;
        if (at(child).kind == node_kind::clause) (at(child).text == "ensure" ? last : otherwise) = child;
    }
    bool in_else = false;
    auto ensure = [&] {
        if (last != no_node) evaluate(at(last).first);
    };
    try {
        bool raised = false;
        jump caught;
        try {
            std::optional<nested> rescued;
            if (has_handler) rescued.emplace(rescues_);
            result = evaluate(part.first);
        } catch (jump &left) {
            if (left.how != jump::kind::raised || !has_handler) throw;
            raised = true;
            caught = std::move(left);
        }
        if (!raised && otherwise != no_node) {
            in_else = true;
            result = evaluate(at(otherwise).first);
        }
        for (auto child = at(part.first).next; raised && child != no_node; child = at(child).next) {
            auto &handler = at(child);
            if (handler.kind != node_kind::handler || !handles(handler, caught.carried)) continue;
            if (!handler.text.empty()) assign_local(handler.text, caught.carried);
            result = evaluate(handler.last);
            raised = false;
        }
        if (raised) throw caught;
    } catch (jump &left) {
        // Crystal 1.6 passes over `ensure` then.
        if (in_else && last != no_node && left.how == jump::kind::raised) give_up(part);
        ensure();
        throw;
    }
    ensure();
    return result;
}

inline bool interpreter::handles(const node &handler, const value &raised) {
    if (handler.first == handler.last) return true;
    auto holding = raised.is_known() ? is_a(raised, at(handler.first).text, home_->within) : -1;
    return holding < 0 ? decide(handler, raised) : holding == 1;
}

inline value interpreter::evaluate_jump(const node &part) {
    auto result = part.first == no_node ? make_value(value_kind::nil, here(part)) : evaluate(part.first);
    if (part.text == "return") throw jump{jump::kind::give, home_.get(), std::move(result)};
    throw jump{part.text == "next" ? jump::kind::next : jump::kind::leave, nullptr, std::move(result)};
}

inline value interpreter::evaluate_assigned(const node &part) {
    auto assigned = evaluate(part.last);
    if (file_ < brought_) site_ = here(at(part.last)), site_text_ = text_of(at(part.last));
    return assigned;
}

/// `receiver[given] = assigned` and `receiver.name = assigned`.
inline value interpreter::assign_through(const node &target, const value &receiver, arguments given,
                                         const value &assigned) {
    auto name = target.text.starts_with('[') ? std::string("[]=") : std::string(target.text) + "=";
    given.add(assigned);
    auto given_back = send_from(at(target.first), receiver, name, std::move(given), target);
    // Which of both it is depends on the version of Crystal.
    if (assigned.is_known() && equal(given_back, assigned) != 1) return unknown(target);
    if (class_of(given_back) == class_of(assigned)) return assigned;
    auto setters = find_methods(receiver.path, name, false).candidates;
    bool plain = !receiver.is(value_kind::object) ||
                 (setters.size() == 1 && setters.front()->role == method_role::setter);
    return plain ? given_back : unknown(target); // what a literal has become
}

inline value interpreter::evaluate_assignment(const node &part) {
    auto &target = at(part.first);
    if (target.kind == node_kind::constant) {
        auto uses = defined_.uses.find(target.text);
        bool unused = uses != defined_.uses.end() && uses->second <= 0;
        if (unused) return make_value(value_kind::nil, here(part)); // which the compiler leaves out
        auto key = joined(defined_.scopes[home_->within], target.text);
        return defined_.constants.contains(key) ? constant_value(key) : unknown(part);
    }
    if (part.text == "=" && target.kind == node_kind::send) {
        auto receiver = evaluate(target.first);
        auto given = evaluate_arguments(at(target.first).next);
        return assign_through(target, receiver, std::move(given), evaluate_assigned(part));
    }
    if (part.text == "=") {
        auto assigned = evaluate_assigned(part);
        bool typed = target.first != no_node && at(target.first).kind == node_kind::restriction;
        if (typed) assigned = fitted(std::move(assigned), at(target.first).text, home_->within);
        assign(part.first, assigned);
        if (typed && is_variable(target.text)) scope_->declared[target.text] = at(target.first).text;
        bool literal = assigned.is(value_kind::whole) || assigned.is(value_kind::symbol);
        return literal && !typed && target.kind == node_kind::name ? evaluate(part.first) : assigned;
    }
    auto operation = part.text.substr(0, part.text.size() - 1);
    if (target.kind == node_kind::name) {
        bool declared = target.text.starts_with('@');
        for (auto *within = scope_.get(); within && !declared; within = within->outer.get())
            declared = within->names.contains(target.text);
        auto current = declared ? evaluate(part.first) : make_value(value_kind::nil, here(part));
        auto result = combine(part, current, operation);
        assign(part.first, result);
        return result;
    }
    if (target.kind != node_kind::send) return pass_over(part);
    // Each once, and the receiver last.
    auto given = evaluate_arguments(at(target.first).next);
    auto receiver = evaluate(target.first);
    if (!is_variable(at(target.first))) receiver = copied(receiver);
    bool index = target.text.starts_with('[');
    bool asks = index && (operation == "||" || operation == "&&");
    auto name = asks ? std::string_view("[]?") : target.text;
    auto current = send(receiver, name, given, &part);
    auto result = combine(part, current, operation);
    bool decides = current.is_known() &&
                   ((operation == "||" && is_true(current)) || (operation == "&&" && !is_true(current)));
    if (decides) return current;
    return assign_through(target, receiver, std::move(given), result);
}

/// `x ||= y`, `x &&= y`, `x += y`.
inline value interpreter::combine(const node &part, value current, std::string_view operation) {
    if (operation == "||" || operation == "&&") {
        if (!current.is_known()) return evaluate_doubtful(part, current, operation);
        if (is_true(current) == (operation == "||")) return current;
        auto result = evaluate(part.last);
        result.depend_on(current);
        return result;
    }
    arguments given;
    given.add(evaluate(part.last));
    forget_reassigned(at(part.first), current);
    return send(current, operation, std::move(given), &part);
}

/// A variable belongs to the outermost block that has it.
inline void interpreter::assign_local(std::string_view name, const value &assigned) {
    auto *owner = scope_.get();
    while (owner && !owner->names.contains(name))
        owner = owner->outer.get();
    if (owner && owner != scope_.get() && file_ < brought_) uses_.change();
    if (!owner) owner = scope_.get();
    auto type = owner->declared.find(name);
    owner->names[name] =
        copied(type == owner->declared.end() ? assigned : fitted(assigned, type->second, home_->within));
}

inline void interpreter::assign(node_id id, const value &assigned) {
    auto &target = at(id);
    if (target.kind == node_kind::name) {
        auto name = target.text;
        if (name.starts_with("@@")) {
            bool sure = true;
            auto type = make_value(value_kind::type);
            type.path = home_->self.path;
            uses_.change();
            static_field(name.substr(2), sure) = copied(fitted_field(type, name.substr(2), assigned));
        } else if (name.starts_with('@')) {
            hold(home_->self, assigned);
            forget_missing(assigned);
            if (!home_->self.is(value_kind::object)) return;
            set_field(*home_->self.inside, name.substr(1),
                      copied(fitted_field(home_->self, name.substr(1), assigned)));
        } else {
            assign_local(name, assigned);
        }
    } else if (target.kind == node_kind::send) {
        auto receiver = evaluate(target.first);
        assign_through(target, receiver, evaluate_arguments(at(target.first).next), assigned);
    } else {
        pass_over(target);
    }
}

/// `a, *b = list`: the value first. It is what the last one was given.
inline value interpreter::assign_all(const node &part) {
    auto given = evaluate(part.last);
    std::size_t count = 0, splats = 0, splat = 0;
    for (auto child = part.first; child != part.last; child = at(child).next, ++count)
        if (at(child).kind == node_kind::argument) ++splats, splat = count;
    bool known =
        (given.is(value_kind::tuple) || given.is(value_kind::list)) && !given.inside->spoiled && splats <= 1;
    std::vector<value> items;
    if (known)
        items = given.inside->items;
    else if (given.is_known())
        unknown_call(part, given, {}); // of its `[]`
    bool middle = splats == 1 && splat > 0 && splat + 1 < count;
    if (known && middle && items.size() + 1 < count)
        raise("IndexError", "Multiple assignment count mismatch");
    value last = unknown(part);
    std::size_t i = 0;
    for (auto child = part.first; child != part.last; child = at(child).next, ++i) {
        bool rest = at(child).kind == node_kind::argument;
        auto place = splats == 1 && i > splat ? items.size() + i - count : i; // from the end
        if (!known) {
            last = given.is_known() ? unknown(part) : given;
        } else if (rest) {
            auto begin = items.begin() + static_cast<std::ptrdiff_t>(i);
            auto size = items.size() + 1 > count ? items.size() + 1 - count : 0;
            last =
                made(make_collection(given.kind, {begin, begin + static_cast<std::ptrdiff_t>(size)}), part);
        } else if (place < items.size()) {
            last = items[place];
        } else {
            raise("IndexError", "Index out of bounds");
        }
        assign(rest ? at(child).first : child, last);
    }
    return last;
}

/// A class's body runs in its place.
inline void interpreter::run_definition(const node &part) {
    run_class_body(defined_.opened_path(home_->within, part.text), part, at(part.last));
}

/// `record Name, a : T do … end`, whose fields are no expressions.
inline void interpreter::run_record(const node &part) {
    for (auto child = part.first; child != no_node; child = at(child).next)
        if (at(child).kind == node_kind::block)
            run_class_body(joined(defined_.scopes[home_->within], at(part.first).text), part,
                           at(at(child).last));
}

inline void interpreter::run_class_body(const std::string &path, const node &part, const node &body) {
    auto home = std::make_shared<context>();
    home->file = file_;
    home->self = make_value(value_kind::type, here(part));
    home->self.path = path;
    auto *known = find_type(path);
    if (!known || known->kind == 'e') return;
    home->within = known->opened;
    frame_guard elsewhere(*this, std::make_shared<scope>(), home);
    for (auto child = body.first; child != no_node; child = at(child).next) {
        auto &statement = at(child);
        auto &target = statement.kind == node_kind::assign ? at(statement.first) : statement;
        if (statement.kind == node_kind::assign && target.text.starts_with("@@")) {
            bool sure = true;
            if (statement.text != "=") give_up(statement); // which the compiler reads otherwise
            static_field(target.text.substr(2), sure);
            continue;
        }
        bool calls = statement.kind == node_kind::call || statement.kind == node_kind::name;
        if (calls && defined_.macros.contains(statement.text)) give_up(statement);
        if (calls && statement.text.starts_with("class_")) run_class_accessors(statement);
        if (!target.text.starts_with('@') && !(calls && detail::declares(statement.text))) evaluate(child);
    }
}

/// `class_property name = value`: the value in its place.
inline void interpreter::run_class_accessors(const node &part) {
    for (auto child = part.first; child != no_node; child = at(child).next) {
        bool sure = true;
        if (at(child).kind == node_kind::assign) static_field(at(at(child).first).text, sure);
    }
}

} // namespace azu_session::inline v0_1::crystal
