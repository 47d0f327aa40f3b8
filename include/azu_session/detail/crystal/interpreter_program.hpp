#pragma once

// Part of the interpreter: how a program begins and ends, and what it is asked from outside.

#include <azu_session/detail/crystal/builtins.hpp>
#include <azu_session/detail/crystal/interpreter.hpp>
#include <azu_session/detail/crystal/unfollowed.hpp>

namespace azu_session::inline v0_1::crystal {

inline interpreter::interpreter(const program &files, definitions &defined, const environment &variables,
                                choices *decided)
    : files_(files), defined_(defined), variables_(variables), decided_(decided), file_ran_(files.size()),
      brought_(static_cast<file_index>(files.own().size())) {
    steps_left_ = 40'000;
    for (std::size_t i = 0; i < files.size(); ++i)
        steps_left_ += 4 * files[i].syntax.nodes.size();
}

inline void interpreter::run() {
    try {
        if (!defined_.hooks.empty()) {
            file_ = defined_.hooks.front().file;
            give_up(at(defined_.hooks.front().node));
        }
        give_up_on_patches();
        run_file(0);
    } catch (jump &ended) {
        stopped_ = true;
        error_ = std::move(ended.carried);
    }
    if (auto *unused = stopped_ ? nullptr : uses_.doubtful()) {
        file_ = defined_.constants.find(*unused)->second.front().first.file;
        give_up(at(defined_.constants.find(*unused)->second.front().first.node));
    }
    spoil_escaped(); // which may run yet
}

/// Whether a method compares or shows whatever there is.
inline bool is_asked_of_all(std::string_view name) {
    for (std::string_view asked :
         {"to_s", "inspect", "==", "!=", "===", "<", "<=", ">", ">=", "<=>", "hash", "nil?", "=~"})
        if (name == asked) return true;
    return false;
}

/// Whether the core library has a method of that name for one of its types, or for what that derives from.
inline bool interpreter::has_core_method(const std::string &path, std::string_view name) {
    auto &line = ancestors(path);
    auto above = [&](const method &one) {
        return one.where.file == brought_ &&
               std::find(line.begin(), line.end(), defined_.scopes[one.within]) != line.end();
    };
    auto &all = defined_.by_name.find(name)->second;
    charge(all.size() / 8);
    if (std::any_of(all.begin(), all.end(), above)) return true;
    auto word = " " + std::string(name) + " ";
    for (auto &[owner, names] : unfollowed)
        if (std::find(line.begin(), line.end(), owner) != line.end() && names.find(word) != names.npos)
            return true;
    if (path == "Object") return is_builtin(value_kind::boolean, name); // as everything has
    for (auto i = static_cast<unsigned>(value_kind::nil); i <= static_cast<unsigned>(value_kind::variables);
         ++i) {
        auto kind = static_cast<value_kind>(i);
        auto &below = ancestors(class_of(make_value(kind)));
        bool of_kind = std::find(below.begin(), below.end(), path) != below.end() ||
                       (kind == value_kind::whole && is_concrete_number(path));
        if (of_kind && is_builtin(kind, name)) return true;
    }
    return false;
}

/// How values are compared and written is not asked of their classes, and the core library's own methods call
/// each other, as literals do: all of that is another language where one of them is replaced.
inline void interpreter::give_up_on_patches() {
    auto give_up_on = [&](const method &one) {
        file_ = one.where.file;
        give_up(at(one.where.node));
    };
    for (std::string_view path : {"Reference", "Value", "Struct"}) // which are passed over in lines
        if (auto *owner = find_type(path); owner && !owner->methods.empty())
            give_up_on(owner->methods.front());
    auto look = [&](const std::string &path, const type &from) {
        for (auto *methods : {&from.methods, &from.class_methods})
            for (auto &one : *methods)
                if (one.where.file < brought_ &&
                    (is_asked_of_all(one.name) || has_core_method(path, one.name)))
                    give_up_on(one);
    };
    for (auto &[path, owner] : defined_.types) {
        bool core = owner.opened != 0 && owner.opened < defined_.core_scopes;
        if (path.empty() || !core) continue;
        look(path, owner);
        for (auto *all : {&owner.included, &owner.extended})
            for (auto &mixed : *all)
                if (mixed.within >= defined_.core_scopes)
                    for (auto &one : ancestors(resolve_type(mixed.path, mixed.within)))
                        if (auto *module = find_type(one)) look(path, *module);
    }
}

inline void interpreter::run_file(file_index index) {
    if (file_ran_[index]) return;
    file_ran_[index] = true;
    if (files_[index].syntax.cut_off) throw undetermined{site_, site_text_, true};
    auto home = std::make_shared<context>();
    home->file = index;
    home->code = files_[index].syntax.root;
    frame_guard elsewhere(*this, std::make_shared<scope>(), home);
    auto &statements = at(file().syntax.root);
    for (auto child = statements.first; child != no_node; child = at(child).next) {
        auto &part = at(child);
        auto text = file().text_of(part);
        // `{% skip_file %}`: the compiler decides whether the rest is there.
        if (part.kind == node_kind::opaque && text.starts_with("{%") && text.find("skip_file") != text.npos) {
            if (decide(part, unknown(part))) return;
        } else {
            evaluate(child);
        }
    }
}

inline value interpreter::constant(std::string_view path) {
    try {
        return defined_.constants.contains(std::string(path)) ? constant_value(std::string(path)) : value();
    } catch (jump &) {
        return unknown();
    }
}

inline void interpreter::run_uncalled() {
    for (auto &[path, owner] : defined_.types)
        for (auto *methods : {&owner.class_methods, path.empty() ? &owner.methods : &owner.class_methods})
            for (auto &one : *methods) {
                bool open = one.role == method_role::written && one.where.file < brought_ && !called_[&one];
                if (!open || accepts(one, {}) != 1) continue;
                auto self = make_value(value_kind::type);
                self.path = path;
                try {
                    call_method(one, path, self, {});
                } catch (const jump &) {
                } catch (const undetermined &) {
                }
            }
}

inline value interpreter::ask(const value &receiver, std::string_view name) {
    auto *deciding = std::exchange(decided_, nullptr); // the program is over
    auto result = make_value(value_kind::unknown, receiver.where);
    site_ = receiver.where;
    site_text_ = {};
    try {
        result = send(receiver, name, {});
    } catch (jump &left) {
        result = made_unknown(std::move(left.carried));
    } catch (const undetermined &lost) {
        result.expression = lost.expression;
    }
    decided_ = deciding;
    return result;
}

inline void interpreter::raise_value(value carried) {
    constexpr std::size_t cost = 150; // unwinding takes as long as so many steps
    charge(cost);
    throw jump{jump::kind::raised, nullptr, std::move(carried)};
}

inline void interpreter::raise(std::string_view type, std::string message) {
    raise(type, make_text(std::move(message)));
}

inline void interpreter::raise(std::string_view type, value message) {
    auto made = make_collection(value_kind::object);
    made.where = site_;
    made.path = type;
    made.inside->set("message", std::move(message));
    raise_value(std::move(made));
}

} // namespace azu_session::inline v0_1::crystal
