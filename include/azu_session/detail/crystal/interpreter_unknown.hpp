#pragma once

// Part of the interpreter: what is not known any more, and all that can be reached from it.

#include <azu_session/detail/crystal/interpreter.hpp>

#include <array>

namespace azu_session::inline v0_1::crystal {

/// Code that is not run may keep what it is given, and change that whenever such code runs again.
inline void interpreter::escape(const value &reached) {
    bool shared = reached.is(value_kind::variables) ||
                  (reached.is(value_kind::type) && !reached.path.empty() && find_type(reached.path));
    if (shared && escaped_names_.insert(reached.path).second) escaped_.push_back(reached);
    if (!reached.inside || reached.inside->escaped) return;
    reached.inside->escaped = true;
    if (reached.is(value_kind::proc)) {
        if (reached.inside->code) escaped_closures_.push_back(*reached.inside->code);
        return;
    }
    charge(16); // it is kept, and looked at again whenever such code runs
    escaped_.push_back(reached);
    if (depth_ > 250) throw undetermined{site_, site_text_, true};
    nested inside(depth_);
    if (reached.inside->other) escape(*reached.inside->other);
    for (auto &item : reached.inside->items)
        escape(item);
}

inline void interpreter::spoil_escaped() {
    charge(escaped_.size() + escaped_closures_.size());
    for (std::size_t i = 0; i < escaped_.size(); ++i)
        spoil(value(escaped_[i]));
    for (std::size_t i = 0; i < escaped_closures_.size(); ++i)
        spoil_closure(closure(escaped_closures_[i]));
}

/// Whatever can be reached from a value is unknown from now on.
inline void interpreter::spoil(const value &reached) {
    charge(1);
    if (depth_ > 250) throw undetermined{site_, site_text_, true};
    nested level(depth_);
    touched_ += reached.inside || reached.is(value_kind::variables) || reached.is(value_kind::type);
    escape(reached);
    if (reached.is(value_kind::variables)) {
        changed_variables_.spoiled = true;
        changed_variables_.keys.clear();
        changed_variables_.items.clear();
    }
    if (reached.is(value_kind::type) && find_type(reached.path) && !reached.path.empty()) {
        auto &fields = statics_[reached.path];
        if (!fields) fields = std::make_shared<cell>();
        if (fields->spoiled && fields->items.empty()) return;
        fields->spoiled = true;
        auto inner = std::exchange(fields->items, {});
        fields->keys.clear();
        for (auto &item : inner)
            spoil(item);
    }
    if (!reached.inside) return;
    spoil_given(reached);
    if (reached.is(value_kind::proc) && reached.inside->code) return spoil_closure(*reached.inside->code);
    if (reached.inside->spoiled && reached.inside->items.empty()) return;
    auto inner = std::exchange(reached.inside->items, {});
    auto keys = std::exchange(reached.inside->keys, {});
    reached.inside->spoiled = true;
    for (auto &item : inner)
        spoil(item);
    for (auto &key : keys)
        if (key.inside) spoil(key);
    if (reached.inside->other) spoil(value(*reached.inside->other));
    if (reached.inside->code) spoil_closure(*reached.inside->code);
    if (reached.is(value_kind::tuple) || reached.is(value_kind::named) || reached.is(value_kind::range)) {
        // These cannot change themselves.
        reached.inside->items = std::move(inner);
        reached.inside->keys = std::move(keys);
        reached.inside->spoiled = false;
    }
}

inline void interpreter::spoil_closure(const closure &reached) {
    auto text = files_[reached.home->file].text_of(files_[reached.home->file].syntax[reached.code]);
    charge(16 + text.size() / 8);
    if (depth_ > 200) throw undetermined{site_, site_text_};
    auto before = touched_;
    {
        nested inside(depth_);
        frame_guard elsewhere(*this, reached.variables, reached.home);
        if (reached.bound) spoil(value(*reached.bound));
        spoil_code(text);
    }
    if (touched_ != before) keep_escaped(reached);
}

inline void interpreter::keep_escaped(const closure &reached) {
    bool known = std::any_of(escaped_closures_.begin(), escaped_closures_.end(), [&](const closure &one) {
        return one.code == reached.code && one.variables == reached.variables;
    });
    if (!known) escaped_closures_.push_back(reached);
}

/// The class variables of a class, and of those that derive from it: each has its own.
inline void interpreter::spoil_class(const std::string &path) {
    charge(defined_.types.size() / 8);
    auto type = make_value(value_kind::type);
    for (auto &[below, owner] : defined_.types) {
        auto &line = ancestors(below);
        if (below != path && std::find(line.begin(), line.end(), path) == line.end()) continue;
        type.path = below;
        spoil(type);
    }
}

/// Of a getter or setter that may be called: those of a class give what is its own.
inline void interpreter::spoil_accessor(const method &called) {
    auto type = make_value(value_kind::type);
    type.path = defined_.scopes[called.within];
    auto *owner = find_type(type.path);
    bool of_class =
        owner &&
        std::any_of(owner->class_methods.begin(), owner->class_methods.end(), [&](const method &one) {
            return one.where.file == called.where.file && one.where.node == called.where.node;
        });
    if (of_class) spoil_class(type.path);
    if (called.block == no_node) return;
    auto home = std::make_shared<context>();
    home->file = called.where.file;
    home->within = called.within;
    home->self = type;
    frame_guard elsewhere(*this, std::make_shared<scope>(), home);
    spoil_code(text_of(at(called.block)));
}

/// The getter that a setter or question of this name may stand beside.
inline std::string_view getter_of(std::string_view name) {
    bool beside = name.size() > 1 && (name.back() == '=' || name.back() == '?') &&
                  detail::in_name(name[name.size() - 2]);
    return name.substr(0, name.size() - beside);
}

/// Of a method that may be called: whatever of that name the program has.
inline void interpreter::spoil_method(std::string_view name) {
    if (auto getter = getter_of(name); getter != name) spoil_method(getter);
    auto found = defined_.by_name.find(name);
    if (found == defined_.by_name.end()) return;
    charge(found->second.size() / 4);
    if (has_own(name)) spoil_protocol(); // of what it gives
    for (auto &one : found->second) {
        if (one.where.file == brought_) continue; // the core library changes nothing but what it is called on
        auto &methods = files_[one.where.file];
        auto text = methods.text_of(methods.syntax[one.where.node]);
        if (!spoiled_methods_.insert(text.data()).second) continue;
        if (one.role != method_role::written) {
            spoil_accessor(one);
            continue;
        }
        auto home = std::make_shared<context>();
        home->file = one.where.file;
        home->within = one.within;
        frame_guard elsewhere(*this, std::make_shared<scope>(), home);
        auto &code = methods.syntax[one.where.node];
        for (auto child = code.first; child != code.last; child = at(child).next) {
            scope_->names[at(child).text.substr(at(child).text.starts_with('@'))] = unknown();
            for (auto extra = at(child).first; extra != no_node; extra = at(extra).next)
                spoil_code(methods.text_of(at(extra))); // the default
        }
        spoil_code(methods.text_of(at(code.last)));
    }
}

inline void interpreter::spoil_name(std::string_view name, bool assigned) {
    auto lost = unknown();
    if (name.starts_with("@@")) {
        auto self = home_->self;
        if (!self.is(value_kind::type) && !self.is(value_kind::object))
            self.path = defined_.scopes[home_->within];
        return spoil_class(self.path);
    }
    if (name.starts_with('@')) {
        if (!home_->self.is(value_kind::object)) return;
        auto *field = home_->self.inside->find(name.substr(1));
        if (field && !assigned) return spoil(value(*field));
        if (field) escape(*field); // which it may still be
        ++touched_;
        return home_->self.inside->set(name.substr(1), lost);
    }
    for (auto *within = scope_.get(); within; within = within->outer.get())
        if (auto found = within->names.find(name); found != within->names.end()) {
            if (!assigned) return spoil(value(found->second));
            escape(found->second); // which it may still be
            found->second = lost;
            ++touched_;
            return;
        }
    if (assigned) {
        scope_->names[name] = lost;
        return;
    }
    if (name == "self") return spoil(home_->self);
    if (name == "yield" && home_->given.block) return spoil_closure(*home_->given.block);
    bool has_self = home_->self.is(value_kind::object) || home_->self.is(value_kind::type);
    if (has_self && defined_.by_name.contains(name)) spoil(home_->self);
    spoil_method(name);
}

/// A method of something unknown, which may be the program's. What only lacks a variable is a String.
inline void interpreter::pass_over_method(const value &receiver, std::string_view name) {
    if (name == "new") name = "initialize";
    if (name == "-@" || name == "+@") name.remove_suffix(1);
    auto of_text =
        receiver.missing ? find_methods("String", name, false).candidates : std::vector<const method *>();
    bool own = receiver.missing ? !of_text.empty() && of_text.front()->where.file < brought_ : has_own(name);
    if (own) spoil_method(name);
    spoil_escaped();
}

/// Whether the program itself has a method of this name.
inline bool interpreter::has_own(std::string_view name) const {
    if (auto getter = getter_of(name); getter != name && has_own(getter)) return true;
    auto found = defined_.by_name.find(name);
    if (found == defined_.by_name.end()) return false;
    for (auto &one : found->second)
        if (one.where.file < brought_) return true;
    return false;
}

inline bool interpreter::is_variable(std::string_view name) const {
    for (auto *within = scope_.get(); within; within = within->outer.get())
        if (within->names.contains(name)) return true;
    return false;
}

/// Of code that stands in the body of a class.
inline void interpreter::spoil_elsewhere(location code, std::size_t within) {
    if (code.file >= brought_) return;
    charge(4);
    if (depth_ > 200) throw undetermined{site_, site_text_};
    nested level(depth_);
    auto home = std::make_shared<context>();
    home->file = code.file;
    home->within = within;
    home->self = make_value(value_kind::type);
    home->self.path = defined_.scopes[within];
    frame_guard elsewhere(*this, std::make_shared<scope>(), home);
    spoil_code(text_of(at(code.node)));
}

/// What stands for more than one method among those that were gone through.
inline constexpr char all_defaults = 0, whole_protocol = 0;

/// What the fields of new objects begin with.
inline void interpreter::spoil_defaults() {
    if (!spoiled_methods_.insert(&all_defaults).second) return;
    charge(defined_.types.size() / 8);
    for (auto &[path, owner] : defined_.types)
        for (auto &[field, where] : owner.defaults) {
            auto &part = files_[where.file].syntax[where.node];
            if (part.kind == node_kind::assign && owner.opened != 0)
                spoil_elsewhere({where.file, part.last}, owner.opened);
        }
}

/// For as long as it lives each method is gone through once, however many lead to it.
class interpreter::each_once {
public:
    explicit each_once(interpreter &run) : run_(run) { ++run_.spoiling_; }
    each_once(const each_once &) = delete;
    each_once &operator=(const each_once &) = delete;
    ~each_once() {
        if (--run_.spoiling_ == 0) run_.spoiled_methods_.clear();
    }

private:
    interpreter &run_;
};

/// What libraries call by themselves, of whatever they are given.
inline constexpr std::array<std::string_view, 18> protocol = {
    "to_s", "inspect", "each", "next",    "==",      "===",          "<=>",   "hash",    "size",
    "succ", "call",    "read", "message", "to_json", "pretty_print", "write", "to_yaml", "unsafe_fetch"};

inline void interpreter::spoil_protocol() {
    each_once level(*this);
    if (!spoiled_methods_.insert(&whole_protocol).second) return;
    for (auto name : protocol)
        spoil_own(name);
    if (!defined_.forwards) return;
    charge(defined_.types.size() / 8);
    for (auto &[path, owner] : defined_.types)
        if (owner.forwards.node != no_node && owner.opened != 0)
            spoil_elsewhere(owner.forwards, owner.opened);
}

inline void interpreter::spoil_own(std::string_view name) {
    if (has_own(name)) spoil_method(name);
}

/// Whether something has methods of the program's own that libraries call, or that no name tells.
inline bool interpreter::answers_itself() const {
    return defined_.forwards ||
           std::any_of(protocol.begin(), protocol.end(), [&](auto name) { return has_own(name); });
}

/// Whether an object's class has methods of its own that libraries call.
inline bool interpreter::has_own_protocol(const value &object) {
    if (defined_.forwards && forwarder(object.path)) return true;
    return std::any_of(protocol.begin(), protocol.end(), [&](std::string_view name) {
        if (!has_own(name)) return false;
        auto found = find_methods(object.path, name, false);
        return !found.candidates.empty() && found.candidates.front()->where.file < brought_;
    });
}

/// Of an object that code has which is not run.
inline void interpreter::spoil_given(const value &given) {
    if (given.is(value_kind::object) && has_own_protocol(given)) spoil_protocol();
}

/// Whether the program's own code runs to show a value, or anything in it.
inline bool interpreter::shows_itself(const value &given) {
    std::vector<value> open{given};
    std::unordered_set<const cell *> seen;
    while (!open.empty()) {
        auto one = std::move(open.back());
        open.pop_back();
        if (!one.inside || !seen.insert(one.inside.get()).second) continue;
        charge(1 + one.inside->items.size() / 8);
        if (one.is(value_kind::object) && has_own_protocol(one)) return true;
        for (auto *all : {&one.inside->items, &one.inside->keys})
            for (auto &inner : *all)
                if (inner.inside) open.push_back(inner);
    }
    return false;
}

/// Whether the program's own code runs to put a key into a hash: what it changes is unknown then.
inline bool interpreter::hashes_itself(const value &key) {
    if (!key.inside || !has_own("hash") || !shows_itself(key)) return false;
    spoil(key);
    return true;
}

/// A constant that code names. One that is not evaluated yet may be changed when it is.
inline void interpreter::spoil_constant(std::string_view path, bool called) {
    for (auto &outer : namespaces()) {
        auto key = joined(outer, path);
        if (auto known = constants_.find(key); known != constants_.end()) return spoil(value(known->second));
        if (defined_.constants.contains(key)) {
            ++touched_;
            constants_[key] = unknown();
            auto [where, scope] = defined_.constants.find(key)->second.front();
            spoil_elsewhere({where.file, files_[where.file].syntax[where.node].last}, scope);
            return;
        }
        if (!find_type(key)) continue;
        auto type = make_value(value_kind::type);
        type.path = key;
        if (called) spoil(type);
        return;
    }
}

} // namespace azu_session::inline v0_1::crystal
