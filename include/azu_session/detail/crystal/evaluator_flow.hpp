#pragma once

// Part of the evaluator: which statements run.

#include <azu_session/detail/crystal/evaluator.hpp>

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::crystal {

inline value evaluator::evaluate_body(node_id id) { return evaluate_rest(at(id).first); }

/// Statements in sequence. Behind one that may have returned, the others run or do not.
inline value evaluator::evaluate_rest(node_id first) {
    for (auto child = first; child != no_node; child = at(child).next) {
        bool doubtful = frame_->may_have_stopped;
        if (frame_->stopped != stop::none)
            explore(child);
        else if (at(child).next == no_node)
            return evaluate(child);
        else
            evaluate(child);
        if (doubtful || !frame_->may_have_stopped || frame_->stopped != stop::none) continue;
        std::vector<path> paths(1);
        paths.push_back(follow([&] { return evaluate_rest(at(child).next); }));
        auto last = paths.back().result;
        merge(std::move(paths));
        frame_->may_have_stopped = true;
        return last;
    }
    return make_value(value_kind::nil, {file_});
}

/// Evaluates what does not run, for what it shows, and forgets what it did.
inline void evaluator::explore(node_id id) {
    bool before = std::exchange(live_, false);
    auto results = frame_->results.size();
    follow([&] { return evaluate(id); });
    frame_->results.resize(results);
    live_ = before;
}

inline value evaluator::evaluate_branches(node_id id) {
    auto &part = at(id);
    auto clause = part.first;
    std::optional<value> subject;
    if (part.kind == node_kind::match) {
        subject = evaluate(clause);
        clause = at(clause).next;
    }
    std::vector<node_id> possible;
    bool certain = false;
    for (; clause != no_node; clause = at(clause).next) {
        auto holding = certain ? std::optional(false) : holds(at(clause), subject ? &*subject : nullptr);
        if (holding == false)
            explore(at(clause).last);
        else
            possible.push_back(at(clause).last);
        certain = certain || holding == true;
    }
    if (possible.empty()) return make(value_kind::nil, part);
    if (certain && possible.size() == 1) return evaluate(possible.front());
    std::vector<path> paths;
    for (auto body : possible)
        paths.push_back(follow([&] { return evaluate(body); }));
    if (!certain) paths.push_back({.result = make(value_kind::nil, part), .changed = {}});
    return merge(std::move(paths));
}

/// Whether a clause is chosen, given that none before it was.
inline std::optional<bool> evaluator::holds(const node &clause, const value *subject) {
    bool all_told = true;
    for (auto condition = clause.first; condition != clause.last; condition = at(condition).next) {
        std::optional<bool> holding;
        value outcome;
        if (subject) {
            holding = matches(*subject, condition);
            outcome = *subject;
        } else {
            outcome = evaluate(condition);
            holding = truth_of(outcome);
        }
        note_decisive(outcome);
        if (holding == true) return true;
        if (!holding) note_doubt(at(condition), outcome);
        all_told = all_told && holding.has_value();
    }
    if (clause.first == clause.last) return true;
    return all_told ? std::optional(false) : std::nullopt;
}

/// `condition === subject`.
inline std::optional<bool> evaluator::matches(const value &subject, node_id condition) {
    auto &part = at(condition);
    if (part.kind == node_kind::name && part.text == "_") return true;
    if (part.kind == node_kind::list && subject.is(value_kind::list)) {
        bool all_told = true;
        std::size_t i = 0;
        for (auto child = part.first; child != no_node; child = at(child).next, ++i) {
            if (i >= subject.items().size()) return false;
            auto holding = matches(subject.items()[i], child);
            if (holding == false) return false;
            all_told = all_told && holding.has_value();
        }
        return all_told ? std::optional(i == subject.items().size()) : std::nullopt;
    }
    auto *outer = std::exchange(receiver_, &subject);
    auto pattern = evaluate(condition);
    receiver_ = outer;
    bool asks = part.kind == node_kind::send && at(part.first).kind == node_kind::receiver;
    return asks ? truth_of(pattern) : case_equal(pattern, subject);
}

inline void evaluator::note_doubt(const node &condition, const value &outcome) {
    if (!live_) return;
    bool named = outcome.is(value_kind::unknown) && !outcome.expression.empty();
    doubts_.push_back({named ? outcome.expression : file().text_of(condition), here(condition),
                       outcome.missing_variable(), outcome.variables});
}

inline void evaluator::note_decisive(const value &outcome) {
    if (!live_) return;
    value all;
    all.variables = std::move(decisive_);
    all.depend_on(outcome);
    decisive_ = std::move(all.variables);
}

inline value evaluator::evaluate_maybe(const node &part) {
    std::vector<path> paths(1);
    paths.push_back(follow([&] { return evaluate(part.last); }));
    return merge(std::move(paths));
}

/// What runs on an exception may run on top of all that the body did.
inline value evaluator::evaluate_attempt(const node &part) {
    auto result = evaluate(part.first);
    auto stopped = std::exchange(frame_->stopped, stop::none);
    for (auto handler = at(part.first).next; handler != no_node; handler = at(handler).next) {
        std::vector<path> paths(1);
        paths.back().result = result;
        paths.push_back(follow([&] { return evaluate(handler); }));
        result = merge(std::move(paths));
    }
    if (stopped == stop::returned) frame_->stopped = stopped;
    return result;
}

inline value evaluator::evaluate_jump(const node &part) {
    auto result = part.first == no_node ? make(value_kind::nil, part) : evaluate(part.first);
    frame_->results.push_back(result);
    frame_->stopped = stop::returned;
    return result;
}

inline void evaluator::write(frame &owner, std::string_view name, value assigned) {
    auto &slot = owner.names[name];
    journal_.push_back({&owner, name, std::exchange(slot, std::move(assigned))});
}

/// Undoes what was written since, and tells what it was.
inline evaluator::changes evaluator::roll_back(std::size_t mark) {
    changes undone;
    for (; journal_.size() > mark; journal_.pop_back()) {
        auto &last = journal_.back();
        auto &slot = last.owner->names[last.name];
        undone.try_emplace({last.owner, last.name}, std::move(slot));
        slot = std::move(last.before);
    }
    return undone;
}

/// Runs one of several ways to go, and undoes it.
template <class Run>
evaluator::path evaluator::follow(Run run) {
    auto mark = journal_.size();
    auto stopped = std::exchange(frame_->stopped, stop::none);
    auto may_have_stopped = std::exchange(frame_->may_have_stopped, false);
    path taken;
    taken.result = run();
    taken.stopped = std::exchange(frame_->stopped, stopped);
    taken.may_have_stopped = std::exchange(frame_->may_have_stopped, may_have_stopped);
    taken.changed = roll_back(mark);
    return taken;
}

/// Goes on as if any of the ways had been taken.
inline value evaluator::merge(std::vector<path> paths) {
    std::erase_if(paths, [](const path &taken) { return taken.stopped == stop::raised; });
    if (paths.empty()) {
        frame_->stopped = stop::raised;
        return {};
    }
    std::map<changes::key_type, std::vector<value>> touched;
    std::vector<value> results;
    std::size_t returned = 0;
    for (auto &taken : paths) {
        bool returns = taken.stopped == stop::returned;
        returned += returns;
        if (!returns) results.push_back(std::move(taken.result));
        frame_->may_have_stopped = frame_->may_have_stopped || taken.may_have_stopped;
        for (auto &[key, changed] : taken.changed)
            if (!returns || key.first != frame_) touched[key].push_back(std::move(changed));
    }
    for (auto &[key, alternatives] : touched) {
        auto going_on = key.first == frame_ ? paths.size() - returned : paths.size();
        if (alternatives.size() < going_on) alternatives.push_back(key.first->names[key.second]);
        write(*key.first, key.second, make_choice(std::move(alternatives)));
    }
    if (returned == paths.size())
        frame_->stopped = stop::returned;
    else if (returned > 0)
        frame_->may_have_stopped = true;
    return make_choice(std::move(results));
}

} // namespace azu_session::inline v0_1::crystal
