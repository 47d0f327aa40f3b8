#pragma once

// Part of the interpreter: calls, and what they are given.

#include <azu_session/detail/crystal/builtins.hpp>
#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

/// A call without a receiver.
inline value interpreter::evaluate_call(const node &part) {
    auto first = part.first == no_node ? node_kind::block : at(part.first).kind;
    if (part.text == "spawn" && first != node_kind::block && first != node_kind::argument) {
        spoil_closure({part.first, scope_, home_, {}}); // a call that another fiber makes
        return unknown(part);
    }
    if (part.text == "pointerof") give_up(part); // which changes what it points to
    if (part.text == "record" && first == node_kind::constant) {
        run_record(part);
        return make_value(value_kind::nil, here(part));
    }
    auto given = part.text == "with" ? arguments() : evaluate_arguments(part.first);
    auto block = given.block;
    if (file_ < brought_) site_ = {file_, part.begin}, site_text_ = file().text_of(part);
    try {
        return made(call_bare(part, std::move(given)), part);
    } catch (jump &left) {
        if (left.how != jump::kind::leave || !left.target || left.target != block.get()) throw;
        return std::move(left.carried);
    }
}

inline bool interpreter::compares(const node &part) {
    return part.kind == node_kind::send &&
           (part.text == "<" || part.text == "<=" || part.text == ">" || part.text == ">=" ||
            part.text == "==" || part.text == "!=" || part.text == "===");
}

/// `a < b == c`: each of them once, as far as it is needed.
inline value interpreter::evaluate_comparison(const node &part) {
    std::vector<const node *> chain;
    for (auto *one = &part; compares(*one); one = &at(one->first))
        chain.push_back(one);
    auto left = evaluate(chain.back()->first);
    value holds = make_boolean(true);
    for (auto one = chain.rbegin(); one != chain.rend(); ++one) {
        if (!holds.is_known())
            pass_over(at((*one)->last));
        else if (!is_true(holds))
            break;
        else {
            arguments given;
            auto right = evaluate((*one)->last);
            given.add(right);
            holds = send(left, (*one)->text, std::move(given), *one);
            left = std::move(right);
        }
    }
    return holds;
}

inline value interpreter::evaluate_send(const node &part) {
    if (part.text == ".." || part.text == "...") {
        std::vector<value> ends;
        ends.push_back(evaluate(part.first));
        ends.push_back(evaluate(part.last));
        auto range = make_collection(value_kind::range, std::move(ends));
        range.where = here(part);
        range.whole = part.text == "...";
        return range;
    }
    if (compares(part) && compares(at(part.first))) return evaluate_comparison(part);
    auto receiver = evaluate(part.first);
    bool done = false;
    auto special = special_send(part, receiver, done);
    if (done) return special;
    auto given = evaluate_arguments(at(part.first).next);
    auto block = given.block;
    if (file_ < brought_) site_ = {file_, part.begin}, site_text_ = file().text_of(part);
    remember_match(receiver, given, part.text);
    try {
        return made(send_from(at(part.first), receiver, part.text, std::move(given), part), part);
    } catch (jump &left) {
        if (left.how != jump::kind::leave || !left.target || left.target != block.get()) throw;
        return std::move(left.carried);
    }
}

/// `$~` after a call that a method makes itself.
inline void interpreter::remember_match(const value &receiver, const arguments &given,
                                        std::string_view name) {
    bool turned = receiver.is(value_kind::regex);
    if (given.items.empty() || (!turned && !given.items[0].is(value_kind::regex))) return;
    if (file_ >= brought_ || name == "matches?") return;
    auto &text = turned ? given.items[0] : receiver;
    bool exact = (name == "match" || name == "=~" || name == "===") && given.items.size() == 1;
    home_->last_match() = exact && text.is(value_kind::text)
                              ? detail::next_match(text, turned ? receiver : given.items[0], 0).data
                              : unknown();
}

/// What an object makes connections with, where it is given that as a block; else the object itself.
inline value interpreter::connection_of(const value &pool) {
    if (!pool.is(value_kind::object) ||
        !find_methods(pool.path, "__connection_url", false).candidates.empty())
        return pool;
    const closure *connects = nullptr;
    for (auto &field : pool.inside->items)
        if (field.is(value_kind::proc) && field.inside->code) connects = field.inside->code.get();
    return connects ? call_closure(*connects, {}) : pool;
}

/// What takes a type, which is no value.
inline value interpreter::special_send(const node &part, const value &receiver, bool &done) {
    auto name = part.text;
    if (name == "__known?") return done = true, make_boolean(receiver.is_known());
    if (name == "__or") { // as `||`, but what cannot be told stays that
        done = true;
        return receiver.is_known() && !is_true(receiver) ? evaluate(at(part.first).next) : receiver;
    }
    if (name == "__connection") return done = true, connection_of(receiver);
    bool asks = name == "is_a?", casts = name == "as" || name == "as?";
    if ((!asks && !casts) || at(part.first).next == no_node) {
        bool responds = name == "responds_to?" && at(part.first).next != no_node;
        if (!responds || !receiver.is(value_kind::object)) return {};
        done = true;
        auto wanted = at(at(part.first).next).text;
        auto found = find_methods(receiver.path, wanted.substr(wanted.starts_with(':')), false);
        if (!found.sure) return unknown(part);
        return made(make_boolean(!found.candidates.empty()), part);
    }
    done = true;
    if (!receiver.is_known()) return receiver;
    if (receiver.foreign) return casts ? receiver : unknown(part);
    auto &type = at(at(part.first).next);
    auto named = type.kind == node_kind::restriction ? type.text : file().text_of(type);
    auto holding = is_a(receiver, named, home_->within);
    if (holding < 0) return casts && name == "as" ? receiver : unknown(part);
    if (asks) return made(make_boolean(holding == 1), part);
    if (holding == 1) return receiver;
    if (name == "as?") return make_value(value_kind::nil, here(part));
    raise("TypeCastError", unknown(part)); // with its place
}

inline value interpreter::call_bare(const node &part, arguments given) {
    auto name = part.text;
    if (name == "yield" || name == "with") {
        auto &block = home_->given.block;
        if (!block) raise("NilAssertionError", "no block");
        if (name == "yield")
            return given.known ? call_closure(*block, std::move(given.items)) : unknown_call(part, {}, given);
        auto self = evaluate(part.first);
        auto handed = evaluate_arguments(at(part.first).next);
        return call_closure(*block, std::move(handed.items), &self);
    }
    if (name == "super" || name == "previous_def")
        return call_super(part, std::move(given), part.kind == node_kind::name);
    bool done = false;
    auto &self = home_->self;
    if (self.is(value_kind::object)) {
        found_methods found;
        bool sure = true;
        auto *chosen = choose(self.path, name, false, given, found, sure);
        if (!sure) return unknown_call(part, self, given);
        if (chosen) return call_method(*chosen, found.owner, self, std::move(given));
    } else if (self.is(value_kind::type)) {
        auto result = send_to_type(part, self, name, given, done);
        if (done) return result;
    } else if (self.is_known()) {
        auto found = find_methods(std::string(class_of(self)), name, false);
        bool asks = self.is(value_kind::member) && name.ends_with('?');
        if (!found.candidates.empty() || asks || is_builtin(self.kind, name))
            return send(self, name, std::move(given), &part);
    }
    auto found = find_methods({}, name, false);
    bool sure = true;
    auto *chosen = select(found, given, sure);
    if (!sure) return unknown_call(part, {}, given);
    if (chosen) return call_method(*chosen, {}, self, std::move(given));
    if (defined_.macros.contains(name)) give_up(part);
    return call_free(part, given);
}

/// What the language itself brings along.
inline value interpreter::call_free(const node &part, arguments &given) {
    auto name = part.text;
    auto nothing = make_value(value_kind::nil, here(part));
    if (name == "require") {
        if (!given.items.empty() && given.items[0].text.find("{{") != std::string::npos) give_up(part);
        auto found = given.items.empty() ? file().required.end() : file().required.find(given.items[0].text);
        if (found != file().required.end())
            for (auto index : found->second)
                run_file(index);
        return nothing;
    }
    if (name == "raise") {
        if (given.items.empty() || !given.items[0].is_known()) raise_value(unknown(part));
        auto carried = given.items[0];
        if (!carried.is(value_kind::text)) raise_value(carried);
        raise("Exception", carried.text);
    }
    if (name == "exit" || name == "abort") throw jump{jump::kind::ended, nullptr, unknown(part)};
    if (name == "sleep") spoil_escaped(); // which runs meanwhile
    bool writes = name == "puts" || name == "print" || name == "p" || name == "pp";
    for (std::size_t i = 0; i < given.items.size() && writes; ++i)
        if (given.items[i].inside) spoil_given(given.items[i]); // which may write itself
    if (name == "puts" || name == "print" || name == "p" || name == "pp" || name == "sleep" ||
        name == "include" || name == "extend" || name == "private" || name == "protected")
        return given.items.empty() ? nothing : given.items[0];
    if (name == "loop" && given.block) {
        try {
            for (;;)
                call_closure(*given.block, {});
        } catch (jump &left) {
            if (left.how != jump::kind::leave || left.target != given.block.get()) throw;
            return std::move(left.carried);
        }
    }
    if ((name == "sprintf" || name == "format") && !given.items.empty()) {
        auto form = given.items[0];
        given.items.erase(given.items.begin());
        arguments handed;
        handed.add(make_collection(value_kind::list, std::move(given.items)));
        return send(form, "%", std::move(handed), &part);
    }
    if (name == "record" || name == "alias") return nothing;
    if (name == "__unknown") { // what the method that says so was called on and given
        escape(home_->self);
        return unknown_call(part, {}, home_->given);
    }
    if (name == "__yields_whole?") return make_boolean(yields_whole(home_->given.block.get()));
    if (name == "__connects") { // which a rescue may be there for
        if (rescues_ > 0 && decide(part, unknown(part))) raise("Redis::CannotConnectError", "");
        return nothing;
    }
    return unknown_call(part, {}, given);
}

/// Whether a block gives an Int32 whatever it is given, as `&.size` does.
inline bool interpreter::yields_whole(const closure *block) const {
    if (!block) return false;
    auto &syntax = files_[block->home->file].syntax;
    auto *made = &syntax[syntax[block->code].last];
    while (made->kind == node_kind::body && made->last != no_node)
        made = &syntax[made->last];
    for (std::string_view name : {"to_i", "size", "bytesize", "ord", "to_i32"})
        if (made->kind == node_kind::send && made->text == name) return true;
    return false;
}

/// A method that cannot be found may change whatever it is given.
inline value interpreter::unknown_call(const node &part, const value &receiver, const arguments &given) {
    auto result = unknown(part);
    bool bare = part.kind == node_kind::call || part.kind == node_kind::name;
    if (bare && has_own(part.text)) spoil_method(part.text);
    spoil(receiver);
    for (auto &item : given.items) {
        spoil(item);
        result.depend_on(item);
    }
    if (given.block) pass_over_block(part, *given.block, result);
    spoil_escaped();
    if (rescues_ > 0 && decide(part, result)) raise_value(result);
    for (auto &item : given.items)
        if (!item.is_known() && item.missing) return derived(item);
    return result;
}

/// Whether what stands there is changed where it is kept, also if it is a struct.
inline bool interpreter::is_place(const node &part) const {
    if (part.kind == node_kind::constant) return true;
    return part.kind == node_kind::name &&
           (part.text == "self" || part.text.starts_with('@') || is_variable(part.text));
}

/// `send` to what stands there. Any other struct than one at its place may be a copy or not, as the compiler
/// likes it best.
inline value interpreter::send_from(const node &origin, const value &receiver, std::string_view name,
                                    arguments given, const node &part) {
    bool passing = receiver.is(value_kind::object) && receiver.inside->copied && !is_place(origin);
    auto before = passing ? receiver.inside->changes : 0;
    auto result = send(receiver, name, std::move(given), &part);
    if (passing && receiver.inside->changes != before) spoil(receiver);
    return result;
}

inline value interpreter::send(const value &receiver, std::string_view name, arguments given,
                               const node *from) {
    static const node nowhere;
    auto &part = from ? *from : nowhere;
    auto lost = [&] { return from ? unknown(part) : unknown(); };
    if (!receiver.is_known()) {
        for (auto &item : given.items)
            spoil(item);
        if (given.block) pass_over_block(part, *given.block, receiver);
        pass_over_method(receiver, name);
        if (rescues_ > 0 && from && decide(part, receiver)) raise_value(receiver);
        return receiver.is(value_kind::unset) ? lost() : derived(receiver);
    }
    if (receiver.is(value_kind::object)) charge(receiver.inside->keys.size() / 8);
    bool done = false;
    if (receiver.is(value_kind::type)) {
        auto result = send_to_type(part, receiver, name, given, done);
        if (done) return result;
    }
    auto path = receiver.is(value_kind::object) || receiver.is(value_kind::member)
                    ? receiver.path
                    : std::string(class_of(receiver));
    found_methods found;
    bool sure = true;
    auto *chosen = choose(path, name, receiver.is(value_kind::variables), given, found, sure);
    if (!sure) return unknown_call(part, receiver, given);
    // What the program changes of the core classes may be called by their own methods, or not.
    bool patched = file_ >= brought_ && chosen && chosen->where.file < brought_ &&
                   !receiver.is(value_kind::object) && !receiver.is(value_kind::member);
    if (patched) throw undetermined{site_, site_text_};
    // What a class does itself comes before what a module brings it.
    bool mixed = chosen && !receiver.is(value_kind::object) && chosen->where.file >= brought_ &&
                 find_type(found.owner)->kind == 'm';
    if (mixed && find_builtin(receiver.kind, name, given.items.size())) chosen = nullptr;
    if (chosen) return call_method(*chosen, found.owner, receiver, std::move(given));
    if (receiver.is(value_kind::object) && name == "copy_with" && find_type(path) &&
        find_type(path)->kind == 'r') {
        auto copy = copied(receiver);
        for (std::size_t i = 0; i < given.items.size(); ++i)
            copy.inside->set(given.names[i], copied(fitted_field(copy, given.names[i], given.items[i])));
        return copy;
    }
    bool own = find_builtin(receiver.kind, name, given.items.size()) == nullptr;
    auto *forwards = receiver.is(value_kind::object) && own ? forwarder(path) : nullptr;
    if (forwards) return forward(*forwards, receiver, name, std::move(given), part);
    if (receiver.is(value_kind::object) && own && has_any_property(path)) {
        if (name.ends_with('=') && given.items.size() == 1) {
            auto &item = given.items[0];
            forget_missing(item);
            if (item.is(value_kind::nil)) item.where = site_, item.expression = site_text_;
            hold(receiver, item);
            receiver.inside->set(name.substr(0, name.size() - 1), copied(item));
            return item;
        }
        auto *field = given.items.empty() ? receiver.inside->find(name) : nullptr;
        if (field) return *field;
        if (given.block) spoil_closure(*given.block);
        return lost();
    }
    if (given.known) {
        auto result = call_builtin(*this, receiver, name, given, done);
        if (done) {
            // The library's own steps do not make a text another one.
            if (receiver.is(value_kind::type) && result.is(value_kind::table))
                hold_parameter(result, receiver.text);
            if (result.where.file == no_file && file_ >= brought_) result.where = receiver.where;
            result.depend_on(receiver);
            for (auto &item : given.items)
                result.depend_on(item);
            if (result.text.size() > longest_text ||
                (result.inside && result.inside->items.size() > most_items))
                return lost();
            return result;
        }
    }
    return unknown_call(part, receiver, given);
}

/// The class that tells what takes the methods that an object lacks; null where none does.
inline const type *interpreter::forwarder(const std::string &path) {
    for (auto &one : ancestors(path))
        if (auto *owner = find_type(one); owner && owner->forwards.node != no_node) return owner;
    return nullptr;
}

/// A method that an object lacks is one of what its class forwards to.
inline value interpreter::forward(const type &owner, const value &self, std::string_view name,
                                  arguments given, const node &part) {
    // What every object has, though it is not known here.
    for (std::string_view inherent : {"=~", "!~", "same?", "hash", "object_id", "crystal_type_id"})
        if (name == inherent) return unknown_call(part, self, given);
    auto home = std::make_shared<context>();
    home->self = self;
    home->file = owner.forwards.file;
    home->within = owner.opened.empty() ? 0 : owner.opened.front();
    value target;
    {
        frame_guard elsewhere(*this, std::make_shared<scope>(), home);
        target = evaluate(owner.forwards.node);
    }
    return send(target, name, std::move(given), &part);
}

/// What only goes into an attribute is not needed to go on.
inline void interpreter::forget_missing(const value &item) {
    if (!missing_.empty() && item.missing_variable() == missing_.back().first) missing_.pop_back();
}

inline value interpreter::call_method(const method &called, const std::string &owner, const value &self,
                                      arguments given) {
    auto &part = files_[called.where.file].syntax[called.where.node];
    if (called.conditional) throw undetermined{site_, site_text_};
    if (file_ < brought_) called_[&called] = true;
    auto field = std::string_view(called.field);
    bool own = self.is(value_kind::type);
    auto shared = [&](bool &sure) -> value & {
        auto home = std::make_shared<context>();
        home->file = called.where.file, home->self = self, home->within = called.within;
        frame_guard elsewhere(*this, scope_, home);
        return static_field(field, sure);
    };
    auto read = [&]() -> value {
        if (own) {
            bool sure = true;
            auto found = shared(sure);
            return found.is(value_kind::unset) ? (sure ? make_value(value_kind::nil) : unknown()) : found;
        }
        auto *found = self.inside ? self.inside->find(field) : nullptr;
        if (found) return *found;
        return self.inside && !self.inside->spoiled ? make_value(value_kind::nil) : unknown();
    };
    auto write = [&](const value &item) {
        bool sure = true;
        if (own) {
            uses_.change();
            shared(sure) = copied(fitted_field(self, field, item));
        } else if (self.inside) {
            hold(self, item);
            self.inside->set(field, copied(fitted_field(self, field, item)));
        }
    };
    bool reads = called.role == method_role::getter || called.role == method_role::query ||
                 called.role == method_role::sure_getter;
    if (called.role == method_role::setter) {
        if (given.items.size() != 1) return unknown();
        forget_missing(given.items[0]);
        write(given.items[0]);
        return given.items[0];
    }
    if (reads && called.block == no_node) {
        auto found = read();
        if (called.role == method_role::sure_getter && found.is(value_kind::nil))
            raise("NilAssertionError", unknown());
        return found;
    }
    auto home = std::make_shared<context>();
    home->self = self;
    home->within = called.within;
    home->file = called.where.file;
    home->running = &called;
    home->code = called.where.node;
    home->owner = owner;
    frame_guard elsewhere(*this, std::make_shared<scope>(), home);
    if (reads) {
        auto current = read();
        if (!current.is_known()) pass_over(at(called.block));
        if (!current.is(value_kind::nil)) return current;
        auto result = evaluate(at(called.block).last);
        write(result);
        return result;
    }
    if (called.role == method_role::delegate) {
        value target;
        for (auto child = part.first; child != no_node; child = at(child).next)
            if (at(child).kind == node_kind::argument && at(child).text == "to")
                target = evaluate(at(child).first);
        return send(target, called.name, std::move(given), &part);
    }
    try {
        home->given.block = given.block;
        bind(part, std::move(given), *home);
        return evaluate(part.last);
    } catch (jump &left) {
        if (left.how != jump::kind::give || left.target != home.get()) throw;
        return std::move(left.carried);
    }
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
    if (part.kind == node_kind::pointer) {
        auto &target = at(part.first);
        arguments given;
        for (auto &item : items)
            given.add(std::move(item));
        if (target.kind == node_kind::send) return send(*called.bound, target.text, std::move(given), &part);
        return call_bare(target, std::move(given));
    }
    bool shorthand = part.first == part.last && at(part.first).kind != node_kind::body &&
                     at(part.first).kind != node_kind::attempt && at(part.first).kind != node_kind::parameter;
    value single;
    if (shorthand) {
        if (items.empty()) return unknown(part);
        single = items[0];
        receiver_ = &single;
    } else {
        bind_block(part, std::move(items));
    }
    try {
        return evaluate(part.last);
    } catch (jump &left) {
        if (left.how == jump::kind::next) return std::move(left.carried);
        if (left.how == jump::kind::leave && !left.target && !proc) left.target = &called;
        if (left.how == jump::kind::give && left.target == home.get()) {
            if (proc) return std::move(left.carried);
            left.target = called.home.get();
        }
        throw;
    }
}

/// `super` and `previous_def`; with `all`, with what the method itself was given.
inline value interpreter::call_super(const node &part, arguments given, bool all) {
    auto home = home_;
    auto *running = home->running;
    if (!running) return unknown_call(part, home->self, given);
    if (all) {
        // The parameters' values, which may have been assigned since.
        auto block = given.block;
        given = home->given;
        auto &code = files_[running->where.file].syntax;
        std::size_t i = 0;
        for (auto child = code[running->where.node].first;
             child != code[running->where.node].last && i < given.items.size(); child = code[child].next) {
            bool plain = code[child].first == no_node || code[code[child].first].kind != node_kind::splat;
            if (!plain) return unknown_call(part, home->self, given);
            auto name = code[child].text.substr(code[child].text.starts_with('@'));
            for (auto *within = scope_.get(); within; within = within->outer.get())
                if (auto found = within->names.find(name); found != within->names.end()) {
                    given.items[i] = found->second;
                    break;
                }
            ++i;
        }
        given.block = block ? block : home->given.block;
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
            if (one.name == running->name && accepts(one, given) != 0) found.candidates = {&one};
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
            if (!given.names[i].empty()) home->self.inside->set(given.names[i], given.items[i]);
    if (constructor && home->self.inside) home->self.inside->spoiled = true;
    return unknown_call(part, constructor ? value() : home->self, given);
}

} // namespace azu_session::inline v0_1::crystal
