#pragma once

// Part of the interpreter: the code of methods and blocks, in frames of its own.

#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

/// The class variable that an accessor of a class stands for.
inline value &interpreter::shared_field(const method &accessor, const value &self, bool &sure) {
    auto home = std::make_shared<context>();
    home->file = accessor.where.file, home->self = self, home->within = accessor.within;
    frame_guard elsewhere(*this, scope_, home);
    return static_field(accessor.field, sure);
}

/// Whether code of the program finds nothing in a field of a store for which the library has a default of its
/// own.
inline bool interpreter::leaves_open(const value &self, std::string_view name, const value &field) {
    if (!field.is(value_kind::nil) || file_ >= brought_ || is_a(self, "Session::Store", 0) != 1) return false;
    auto found = find_methods(self.path, name, false);
    return !found.candidates.empty() && found.candidates.back()->where.file > brought_;
}

inline value interpreter::read_field(const method &accessor, const value &self) {
    bool sure = true;
    if (self.is(value_kind::type)) {
        auto found = shared_field(accessor, self, sure);
        return found.is(value_kind::unset) ? (sure ? make_value(value_kind::nil) : unknown()) : found;
    }
    auto *found = self.inside ? find_field(*self.inside, accessor.field) : nullptr;
    if (found) return leaves_open(self, accessor.field, *found) ? unknown() : *found;
    return self.inside && !self.inside->spoiled ? make_value(value_kind::nil) : unknown();
}

inline void interpreter::write_field(const method &accessor, const value &self, const value &item) {
    bool sure = true;
    if (self.is(value_kind::type)) {
        uses_.change();
        shared_field(accessor, self, sure) = copied(handed_to_field(self, accessor.field, item));
    } else if (self.inside) {
        hold(self, item);
        set_field(*self.inside, accessor.field, copied(handed_to_field(self, accessor.field, item)));
    }
}

/// `getter`, `setter` and the like; a getter's block makes its value when that is asked for.
inline value interpreter::call_accessor(const method &called, const std::string &owner, const value &self,
                                        const arguments &given) {
    if (called.role == method_role::setter) {
        if (given.items.size() != 1) return unknown();
        forget_missing(given.items[0]);
        write_field(called, self, given.items[0]);
        bool literal = given.items[0].is(value_kind::whole) || given.items[0].is(value_kind::symbol);
        return literal ? read_field(called, self) : given.items[0];
    }
    auto current = read_field(called, self);
    if (called.block == no_node) {
        if (called.role == method_role::sure_getter && current.is(value_kind::nil))
            raise("NilAssertionError", unknown());
        return current;
    }
    frame_guard elsewhere(*this, std::make_shared<scope>(), home_of(called, owner, self));
    if (!current.is_known()) pass_over(at(called.block));
    if (!current.is(value_kind::nil)) return current;
    auto result = evaluate(at(called.block).last);
    write_field(called, self, result);
    return result;
}

inline std::shared_ptr<context> interpreter::home_of(const method &called, const std::string &owner,
                                                     const value &self) {
    auto home = std::make_shared<context>();
    home->self = self;
    home->within = called.within;
    home->file = called.where.file;
    home->running = &called;
    home->code = called.where.node;
    home->owner = owner;
    return home;
}

inline value interpreter::call_delegate(const method &called, const node &part, arguments given) {
    if (depth_ > 250) throw undetermined{site_, site_text_, true};
    nested level(depth_);
    value target;
    for (auto child = part.first; child != no_node; child = at(child).next)
        if (at(child).kind == node_kind::argument && at(child).text == "to")
            target = evaluate(at(child).first);
    return send(target, called.name, std::move(given), &part);
}

inline value interpreter::call_method(const method &called, const std::string &owner, const value &self,
                                      arguments given) {
    if (called.conditional) throw undetermined{site_, site_text_};
    if (file_ < brought_) called_[&called] = true;
    bool written = called.role == method_role::written;
    if (!written && called.role != method_role::delegate) return call_accessor(called, owner, self, given);
    auto &part = files_[called.where.file].syntax[called.where.node];
    auto home = home_of(called, owner, self);
    bool handed_out = file_ < brought_ && called.where.file >= brought_;
    frame_guard elsewhere(*this, std::make_shared<scope>(), home);
    if (!written) return call_delegate(called, part, std::move(given));
    value result;
    try {
        home->given.block = given.block;
        bind(part, std::move(given), *home);
        result = evaluate(part.last);
    } catch (jump &left) {
        if (left.how != jump::kind::give || left.target != home.get()) throw;
        bool silent = at(part.last).kind == node_kind::silent;
        result = silent ? make_value(value_kind::nil, here(part)) : std::move(left.carried);
    }
    if (handed_out && result.inside) result.inside->hand_out();
    return result;
}

inline value interpreter::yield(const std::shared_ptr<closure> &block, std::vector<value> items) {
    return call_closure(*block, std::move(items));
}

inline value interpreter::call_closure(const closure &called, std::vector<value> items, const value *self) {
    auto &part = files_[called.home->file].syntax[called.code];
    bool proc = part.kind == node_kind::proc;
    auto inner = std::make_shared<scope>();
    inner->outer = called.variables;
    auto home = called.home;
    if (proc || self) {
        called.home->last_match();
        home = std::make_shared<context>(*called.home);
        if (self) home->self = *self;
    }
    frame_guard elsewhere(*this, std::move(inner), home);
    charge(4);
    bool silent = called.silent || at(part.last).kind == node_kind::silent;
    auto result = [&](value given) {
        return silent ? make_value(value_kind::nil, here(part)) : std::move(given);
    };
    if (part.kind == node_kind::pointer) {
        auto &target = at(part.first);
        arguments given;
        for (auto &item : items)
            given.add(std::move(item));
        bool bound = target.kind == node_kind::send;
        return result(bound ? send(*called.bound, target.text, std::move(given), &part)
                            : call_bare(target, std::move(given)));
    }
    bool shorthand = part.first == part.last && at(part.first).kind != node_kind::body &&
                     at(part.first).kind != node_kind::attempt && at(part.first).kind != node_kind::silent &&
                     at(part.first).kind != node_kind::parameter;
    value single;
    if (shorthand) {
        if (items.empty()) return unknown(part);
        single = items[0];
        receiver_ = &single;
    } else {
        bind_block(part, std::move(items));
    }
    try {
        return result(evaluate(part.last));
    } catch (jump &left) {
        if (left.how == jump::kind::next) return result(std::move(left.carried));
        if (left.how == jump::kind::leave && !left.target && !proc) left.target = &called;
        if (left.how == jump::kind::give && left.target == home.get()) {
            if (proc) return result(std::move(left.carried));
            left.target = called.home.get();
        }
        throw;
    }
}

/// What a method passes on by `super` alone: the values of its parameters, which may have been assigned
/// since; those behind a splat by the names that callers give them.
inline arguments interpreter::passed_on(const method &running) {
    arguments passed;
    auto &code = files_[running.where.file].syntax;
    auto &written = code[running.where.node];
    bool behind = false;
    for (auto child = written.first; child != written.last; child = code[child].next) {
        auto name = code[child].text.substr(code[child].text.starts_with('@'));
        std::string_view splat, label = name;
        for (auto extra = code[child].first; extra != no_node; extra = code[extra].next) {
            if (code[extra].kind == node_kind::splat) splat = code[extra].text;
            if (code[extra].kind == node_kind::label) label = code[extra].text;
        }
        behind = behind || splat == "*";
        if (splat == "&" || name.empty()) continue;
        auto item = unknown();
        for (auto *within = scope_.get(); within; within = within->outer.get())
            if (auto found = within->names.find(name); found != within->names.end()) {
                item = found->second;
                break;
            }
        if (splat.empty())
            passed.add(std::move(item), behind ? label : std::string_view());
        else
            add_splat(item, splat == "**", passed);
    }
    return passed;
}

/// `super` and `previous_def`; with `all`, with what the method itself was given.
inline value interpreter::call_super(const node &part, arguments given, bool all) {
    auto home = home_;
    auto *running = home->running;
    if (!running) return unknown_call(part, home->self, given);
    if (all) {
        auto block = given.block ? given.block : home->given.block;
        given = passed_on(*running);
        given.block = std::move(block);
    }
    bool own = home->self.is(value_kind::type);
    auto path = own                                 ? home->self.path
                : home->self.is(value_kind::object) ? home->self.path
                                                    : std::string(class_of(home->self));
    found_methods found;
    if (part.text == "previous_def") {
        auto *owner = find_type(home->owner);
        if (!owner) return unknown_call(part, home->self, given);
        auto &methods = own ? owner->class_methods : owner->methods;
        for (auto &one : methods) {
            if (&one == running) break;
            bool same = one.name == running->name && wanted_by(one) == wanted_by(*running) &&
                        takes_block(one) == takes_block(*running);
            if (same) found.candidates = {&one};
        }
        found.owner = home->owner;
    } else {
        found = find_methods(path, running->name, own, home->owner);
    }
    bool sure = true;
    auto *chosen = select(found, given, sure);
    if (chosen && sure) return call_method(*chosen, found.owner, home->self, std::move(given));
    bool constructor = running->name == "initialize";
    if (sure && found.sure && constructor) return make_value(value_kind::nil, here(part));
    if (sure && running->name == "new" && own) return construct(part, home->self.path, std::move(given));
    if (constructor && home->self.inside)
        for (std::size_t i = 0; i < given.items.size(); ++i)
            if (!given.names[i].empty()) set_field(*home->self.inside, given.names[i], given.items[i]);
    if (constructor && home->self.inside) home->self.inside->spoiled = true;
    return unknown_call(part, constructor ? value() : home->self, given);
}

} // namespace azu_session::inline v0_1::crystal
