#pragma once

// Part of the interpreter: what a value answers that is called on.

#include <azu_session/detail/crystal/builtins.hpp>
#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

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
    if (receiver.is(value_kind::object) && (name == "-@" || name == "+@")) name.remove_suffix(1); // `def -`
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
    if (patched || (chosen && replaces(*chosen, path))) throw undetermined{site_, site_text_};
    // What a class does itself comes before what a module brings it, and may come before what everything has.
    bool has_row = chosen && !receiver.is(value_kind::object) &&
                   find_builtin(receiver.kind, name, given.items.size()) != nullptr;
    if (has_row && chosen->where.file < brought_ && found.owner != path)
        throw undetermined{site_, site_text_};
    if (has_row && chosen->where.file >= brought_ && find_type(found.owner)->kind == 'm') chosen = nullptr;
    if (chosen) return call_method(*chosen, found.owner, receiver, std::move(given));
    if (receiver.is(value_kind::object) && name == "copy_with" && find_type(path) &&
        find_type(path)->kind == 'r') {
        auto copy = copied(receiver);
        for (std::size_t i = 0; i < given.items.size(); ++i)
            set_field(*copy.inside, given.names[i],
                      copied(fitted_field(copy, given.names[i], given.items[i])));
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
            set_field(*receiver.inside, name.substr(0, name.size() - 1), copied(item));
            return item;
        }
        auto *field = given.items.empty() ? find_field(*receiver.inside, name) : nullptr;
        bool open = field && field->is(value_kind::nil) && file_ < brought_; // the library has a default
        if (field && !open) return *field;
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
                (result.inside && result.inside->items.size() > most_items)) {
                escape(result);
                return lost();
            }
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
    if (depth_ > 250) throw undetermined{site_, site_text_, true};
    nested level(depth_);
    auto home = std::make_shared<context>();
    home->self = self;
    home->file = owner.forwards.file;
    home->within = owner.opened;
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

} // namespace azu_session::inline v0_1::crystal
