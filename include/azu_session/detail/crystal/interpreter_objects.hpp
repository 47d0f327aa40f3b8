#pragma once

// Part of the interpreter: objects, their fields, and what their classes are asked for.

#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

/// Structs are copied, with those in their fields.
inline value interpreter::copied(const value &given) {
    if (!given.is(value_kind::object) || !given.inside->copied) return given;
    if (depth_ > 250) throw undetermined{site_, site_text_, true};
    nested inside(depth_);
    charge(1);
    auto copy = given;
    copy.inside = copy_of(*given.inside);
    for (auto &field : copy.inside->items)
        field = copied(field);
    return copy;
}

/// Whether a class that derives from this one starts a class variable with a value of its own. The one
/// between that and where it comes from has been seen to start with no value at all (Crystal 1.6).
inline bool interpreter::is_set_below(const std::string &path, std::string_view name) {
    charge(defined_.types.size() / 8);
    for (auto &[below, owner] : defined_.types) {
        bool sets = std::any_of(owner.class_defaults.begin(), owner.class_defaults.end(),
                                [&](auto &one) { return one.first == name; });
        if (!sets || below == path) continue;
        auto &line = ancestors(below);
        if (std::find(line.begin(), line.end(), path) != line.end()) return true;
    }
    return false;
}

/// A class variable of the class that the code runs for, with its own copy in each class that derives.
inline value &interpreter::static_field(std::string_view name, bool &sure) {
    auto &self = home_->self;
    auto path =
        self.is(value_kind::type) || self.is(value_kind::object) ? self.path : std::string(class_of(self));
    if (!find_type(path)) path = defined_.scopes[home_->within];
    auto &fields = statics_[path];
    if (!fields) fields = std::make_shared<cell>();
    sure = !fields->spoiled;
    charge(fields->keys.size() / 8);
    if (auto *known = fields->find(name)) return *known;
    auto kept = fields;
    kept->set(name, {});
    if (!sure) return *kept->find(name);
    for (auto &one : ancestors(path)) {
        auto *owner = find_type(one);
        charge(owner ? owner->class_defaults.size() / 4 : 0);
        for (std::size_t i = 0; owner && i < owner->class_defaults.size(); ++i) {
            auto &[field, where] = owner->class_defaults[i];
            if (field != name) continue;
            auto times = std::count_if(owner->class_defaults.begin(), owner->class_defaults.end(),
                                       [&](auto &other) { return other.first == name; });
            if (times > 1) throw undetermined{site_, site_text_};
            if (one != path && is_set_below(path, name)) {
                kept->set(name, unknown());
                return *kept->find(name);
            }
            auto home = std::make_shared<context>();
            home->file = where.file;
            home->self = make_value(value_kind::type);
            home->self.path = path;
            home->within = owner->opened;
            frame_guard elsewhere(*this, std::make_shared<scope>(), home);
            auto initial = copied(fitted_field(home->self, name, evaluate(at(where.node).last)));
            kept->set(name, std::move(initial));
            return *kept->find(name);
        }
    }
    return *kept->find(name);
}

inline void interpreter::set_defaults(const std::string &path, const value &object) {
    auto line = ancestors(path);
    for (auto one = line.rbegin(); one != line.rend(); ++one) {
        auto *owner = find_type(*one);
        for (std::size_t i = 0; owner && i < owner->defaults.size(); ++i) {
            auto &[field, where] = owner->defaults[i];
            if (files_[where.file].syntax[where.node].kind != node_kind::assign) continue;
            auto home = std::make_shared<context>();
            home->file = where.file;
            home->self = object;
            home->within = owner->opened;
            frame_guard elsewhere(*this, std::make_shared<scope>(), home);
            auto initial = copied(fitted_field(object, field, evaluate(at(where.node).last)));
            hold(object, initial);
            set_field(*object.inside, field, std::move(initial));
        }
    }
}

/// A field of an object; null where it has none.
inline value *interpreter::find_field(cell &fields, std::string_view name) {
    charge(fields.keys.size() / 8);
    return fields.find(name);
}

inline void interpreter::set_field(cell &fields, std::string_view name, value assigned) {
    charge(fields.keys.size() / 8);
    fields.set(name, std::move(assigned));
}

/// A collection or an object of which it is known what evaluates it.
inline value interpreter::make_own(value_kind kind, std::vector<value> items) {
    auto made = make_collection(kind, std::move(items));
    made.inside->made_by = uses_.current();
    return made;
}

/// Notes whether, and by what, a class compares its objects itself.
inline void interpreter::compare_by_class(const value &object) {
    auto &made = *object.inside;
    auto own = find_methods(object.path, "==", false);
    made.compares = !own.sure || !own.candidates.empty();
    for (auto &one : ancestors(object.path))
        if (auto *known = find_type(one); known && !known->equal_by.empty()) {
            if (!made.compares && one == object.path && !known->generic)
                made.equal_by.assign(known->equal_by.begin(), known->equal_by.end());
            made.compares = true;
        }
}

/// What a record's own constructor does.
inline void interpreter::set_record(const type &owner, const value &object, const arguments &given) {
    std::size_t next = 0;
    for (auto &[field, where] : owner.defaults) {
        charge(given.items.size() / 8);
        std::size_t at = given.items.size();
        for (std::size_t i = 0; i < given.items.size(); ++i)
            if (given.names[i] == field) at = i;
        if (at == given.items.size() && next < given.items.size() && given.names[next].empty()) at = next++;
        if (at < given.items.size())
            set_field(*object.inside, field, copied(fitted_field(object, field, given.items[at])));
    }
}

/// Of a class that is not known, or that does not take them.
inline void interpreter::keep_arguments(const value &object, const arguments &given) {
    for (std::size_t i = 0; i < given.items.size(); ++i)
        set_field(*object.inside, given.names[i].empty() ? std::to_string(i) : given.names[i],
                  given.items[i]);
    object.inside->spoiled = true;
    for (auto &item : given.items)
        if (!item.is(value_kind::object)) spoil(item);
    if (given.block) spoil_closure(*given.block);
}

/// Whether an object of a generic class is made, whose types are those of what it is given.
inline bool interpreter::infers_types() const {
    auto &self = home_->self;
    return self.is(value_kind::object) && self.inside->inferred && home_->owner == self.path &&
           home_->running && home_->running->name == "initialize";
}

inline value interpreter::construct(const node &part, const std::string &path, arguments given,
                                    bool inferred) {
    auto made = make_own(value_kind::object);
    made.inside->inferred = inferred;
    made.where = here(part);
    made.path = path;
    auto *owner = find_type(path);
    made.inside->copied = owner && (owner->kind == 's' || owner->kind == 'r');
    compare_by_class(made);
    made.inside->spoiled = !owner;
    if (creations_.size() < 256 && file_ < brought_) creations_.push_back({made, given});
    set_defaults(path, made);
    auto found = find_methods(path, "initialize", false);
    bool sure = true;
    auto *chosen = select(found, given, sure);
    if (chosen && sure)
        call_method(*chosen, found.owner, made, std::move(given));
    else if (owner && owner->kind == 'r')
        set_record(*owner, made, given);
    else if (!owner || !found.sure || !given.items.empty() || !found.candidates.empty())
        keep_arguments(made, given);
    charge(4 * made.inside->keys.size()); // each takes a third of a kilobyte
    made.inside->made_with = made.inside->changes;
    return made;
}

/// `Array(Float64).new`, `Hash(String, Int64).new(0)`.
inline void interpreter::hold_parameter(const value &made, std::string_view type) {
    auto open = type.find('('), close = type.rfind(')');
    if (open == type.npos || close == type.npos || close < open || !made.inside) return;
    type = type.substr(open + 1, close - open - 1);
    auto *all = made.is(value_kind::object) ? made.inside->find("all") : nullptr;
    auto &held = all && all->inside ? *all->inside : *made.inside;
    std::size_t comma = 0;
    int depth = 0;
    for (; comma < type.size() && (type[comma] != ',' || depth > 0); ++comma)
        depth += (type[comma] == '(' || type[comma] == '{') - (type[comma] == ')' || type[comma] == '}');
    if (all && all->is(value_kind::table)) return hold_types(held.keys_of, held.keys, type);
    if (made.is(value_kind::table) && comma < type.size()) {
        hold_types(held.keys_of, held.keys, type.substr(0, comma));
        type.remove_prefix(comma + 1);
    }
    hold_types(held.of, held.items, type);
    if (held.other) held.other = std::make_shared<const value>(fitted(*held.other, type, home_->within));
}

/// A method of a class itself. Not `done` where it is none of those.
inline value interpreter::send_to_type(const node &part, const value &receiver, std::string_view name,
                                       arguments given, bool &done) {
    bool written = file_ < brought_ && defined_.macros.contains(name); // which comes before any method
    if (written) give_up(part);
    auto &path = receiver.path;
    auto *owner = find_type(path);
    bool sure = true;
    found_methods found;
    auto *chosen = owner ? choose(path, name, true, given, found, sure) : nullptr;
    done = true;
    if (owner && !sure && !found.candidates.empty()) return unknown_call(part, {}, given);
    if (chosen) {
        auto made = call_method(*chosen, found.owner, receiver, std::move(given));
        if ((path == "Array" && name == "new") || name == "__from") hold_parameter(made, receiver.text);
        return made;
    }
    if (owner && owner->kind == 'e') {
        bool answered = true;
        auto result = send_to_enum(part, *owner, name, given, answered);
        if (answered) return result;
    }
    bool makes = name == "new" || name == "open" || name == "connect";
    if (name == "new" && path != "Hash" && path != "Array" && (!owner || owner->kind != 'e')) {
        auto made = construct(part, path, std::move(given), owner && owner->generic && receiver.text.empty());
        if (path == "Set" || path == "Deque") hold_parameter(made, receiver.text);
        return made;
    }
    if (makes && !owner) return construct(part, path, std::move(given));
    if (name == "name" || name == "to_s") {
        std::string text;
        return to_text(receiver, text) ? make_text(std::move(text)) : unknown(part);
    }
    done = owner == nullptr;
    return done ? unknown_call(part, {}, given) : value();
}

} // namespace azu_session::inline v0_1::crystal
