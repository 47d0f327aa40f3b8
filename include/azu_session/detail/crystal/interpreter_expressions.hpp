#pragma once

// Part of the interpreter: values, names and operators.

#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

inline frame_guard::frame_guard(interpreter &run, std::shared_ptr<scope> variables,
                                std::shared_ptr<context> home)
    : run_(run), scope_(std::exchange(run.scope_, std::move(variables))),
      home_(std::exchange(run.home_, std::move(home))), receiver_(std::exchange(run.receiver_, nullptr)),
      file_(std::exchange(run.file_, run.home_->file)), site_(run.site_), site_text_(run.site_text_) {}

inline frame_guard::~frame_guard() {
    run_.scope_ = std::move(scope_);
    run_.home_ = std::move(home_);
    run_.receiver_ = receiver_;
    run_.file_ = file_;
    run_.site_ = site_;
    run_.site_text_ = site_text_;
}

/// A value that is made here, unless it was made elsewhere.
inline value interpreter::made(value from, const node &part) const {
    if (from.where.file == no_file) from.where = here(part);
    return from;
}

inline value interpreter::unknown(const node &part) const {
    auto result = make_value(value_kind::unknown, here(part));
    result.expression = text_of(part);
    return result;
}

inline value interpreter::unknown() const {
    auto result = make_value(value_kind::unknown, site_);
    result.expression = site_text_;
    return result;
}

/// A view that stays.
inline std::string_view interpreter::keep(std::string_view text) {
    auto &kept = defined_.kept_texts[std::string(text)];
    if (kept.empty()) kept = text;
    return kept;
}

/// Work that is done without evaluating anything.
inline void interpreter::charge(std::size_t steps) {
    if (steps_left_ < steps) throw undetermined{site_, site_text_, true};
    steps_left_ -= steps;
}

inline value interpreter::evaluate(node_id id) {
    auto &part = at(id);
    if (steps_left_ == 0) throw undetermined{here(part), text_of(part), true};
    --steps_left_;
    if (depth_ > 250) throw undetermined{here(part), text_of(part), true};
    nested inside(depth_);
    return evaluate_node(id, part);
}

inline value interpreter::evaluate_node(node_id id, const node &part) {
    switch (part.kind) {
    case node_kind::body:
        return evaluate_body(part);
    case node_kind::literal:
        return evaluate_literal(part);
    case node_kind::string:
        return evaluate_string(part);
    case node_kind::quoted:
        return evaluate_quoted(part);
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
    case node_kind::block:
    case node_kind::proc:
    case node_kind::pointer: {
        auto made = make_closure(id);
        made.where = here(part);
        if (part.kind == node_kind::pointer && at(part.first).kind == node_kind::send) {
            made.inside->code->bound = std::make_shared<const value>(copied(evaluate(at(part.first).first)));
            hold(made, *made.inside->code->bound);
        }
        return made;
    }
    case node_kind::assign:
        return evaluate_assignment(part);
    case node_kind::assign_all:
        return assign_all(part);
    case node_kind::logic:
        return evaluate_logic(part);
    case node_kind::choose:
    case node_kind::match:
        return evaluate_choice(part);
    case node_kind::loop:
        return evaluate_loop(part);
    case node_kind::attempt:
        return evaluate_attempt(part);
    case node_kind::silent:
        evaluate(part.first);
        return make_value(value_kind::nil, here(part));
    case node_kind::jump:
        return evaluate_jump(part);
    case node_kind::method:
    case node_kind::macro:
        return make_value(value_kind::nil, here(part));
    case node_kind::definition:
        run_definition(part);
        return make_value(value_kind::nil, here(part));
    default:
        return evaluate_opaque(part);
    }
}

inline value interpreter::make_closure(node_id code) {
    auto made = make_own(value_kind::proc);
    made.inside->code = std::shared_ptr<closure>(new closure{code, scope_, home_, {}});
    closures_.push_back(made.inside->code);
    return made;
}

inline void interpreter::hold(const value &container, const value &item) {
    if (container.inside) note_change(container);
    if (!item.inside || !container.inside || container.inside->held) return;
    container.inside->held = true;
    holders_.push_back(container.inside);
}

/// What refers to itself does not end by itself.
inline interpreter::~interpreter() {
    for (auto &one : closures_)
        if (auto code = one.lock()) {
            auto variables = std::move(code->variables);
            auto home = std::move(code->home);
            auto bound = std::move(code->bound);
            if (variables) auto names = std::move(variables->names);
        }
    for (auto &one : holders_) {
        auto items = std::move(one->items);
        auto keys = std::move(one->keys);
        one->code.reset();
        one->other.reset();
    }
}

/// What the parser does not read: what the compiler fills in, or syntax that no configuration has.
inline value interpreter::evaluate_opaque(const node &part) {
    auto text = file().text_of(part);
    if (text.starts_with("@[") || text.empty() || text.starts_with("abstract def") ||
        text.starts_with("annotation") || text.starts_with("lib"))
        return make_value(value_kind::nil, here(part));
    if (text.starts_with("{{") || text.starts_with("{%")) give_up(part);
    return pass_over(part);
}

/// `$~` and its groups, `$1` or `$1?`.
inline value interpreter::evaluate_match(const node &part) {
    auto name = part.text.substr(1);
    bool asks = name.ends_with('?'), whole = name.starts_with('~');
    auto &match = home_->last_match();
    if (name.empty() || name == "?" || !match.is_known()) return unknown(part);
    if (match.is(value_kind::nil)) raise("NilAssertionError", "Nil assertion failed");
    if (whole) return match;
    arguments group;
    group.add(parse_number(name.substr(0, name.size() - asks)));
    return made(send(match, asks ? "[]?" : "[]", std::move(group), &part), part);
}

inline value interpreter::evaluate_name(const node &part) {
    auto name = part.text;
    if (name == "self") return home_->self;
    if (name.starts_with("@@")) {
        bool sure = true;
        auto &found = static_field(name.substr(2), sure);
        return found.is(value_kind::unset) ? (sure ? make_value(value_kind::nil, here(part)) : unknown(part))
                                           : found;
    }
    if (name.starts_with('@')) {
        auto *fields = home_->self.inside.get();
        if (!home_->self.is(value_kind::object)) return unknown(part);
        auto *found = find_field(*fields, name.substr(1));
        if (found ? leaves_open(home_->self, name.substr(1), *found) : fields->spoiled) return unknown(part);
        return found ? *found : make_value(value_kind::nil, here(part));
    }
    if (name.starts_with('$')) return evaluate_match(part);
    if (part.first != no_node && at(part.first).kind == node_kind::restriction) { // `name : Type`
        scope_->declared[name] = at(part.first).text;
        return scope_->names[name] = make_value(value_kind::nil, here(part));
    }
    for (auto *within = scope_.get(); within; within = within->outer.get())
        if (auto found = within->names.find(name); found != within->names.end()) return found->second;
    if (is_declared(name, part.begin)) return make_value(value_kind::nil, here(part));
    if (part.first != no_node && at(part.first).kind == node_kind::receiver) give_up(part);
    return evaluate_call(part);
}

/// Whether an assignment stands before, which makes a name a variable even where it is not run.
inline bool interpreter::is_declared(std::string_view name, std::uint32_t until) {
    if (home_->code == no_node || !file().syntax.variables.contains(name)) return false;
    std::vector<node_id> open{home_->code};
    while (!open.empty()) {
        auto outer = open.back();
        open.pop_back();
        if (++looked_at_ % 8 == 0 && steps_left_ > 0) --steps_left_;
        bool assigns = at(outer).kind == node_kind::assign || at(outer).kind == node_kind::assign_all;
        for (auto child = at(outer).first; child != no_node; child = at(child).next) {
            auto &part = at(child);
            bool target = assigns && child != at(outer).last && part.kind == node_kind::name;
            if (target && part.text == name) return true;
            bool own = part.kind == node_kind::method || part.kind == node_kind::definition;
            bool block = part.kind == node_kind::block || part.kind == node_kind::proc;
            if (part.begin < until && !own && !(block && part.end <= until)) open.push_back(child);
        }
    }
    return false;
}

} // namespace azu_session::inline v0_1::crystal
