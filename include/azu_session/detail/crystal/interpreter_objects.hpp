#pragma once

// Part of the interpreter: classes, their methods and objects.

#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

inline const type *interpreter::find_type(std::string_view path) const {
    auto found = defined_.types.find(std::string(path));
    return found == defined_.types.end() ? nullptr : &found->second;
}

/// What the top level includes, and what that does, the last first.
inline std::vector<std::string> interpreter::included_at_top() {
    std::vector<std::string> found;
    auto *top = find_type({});
    for (std::size_t i = top ? top->included.size() : 0; i-- > 0;)
        if (std::string path(top->included[i].path); find_type(path))
            for (auto &one : ancestors(path))
                if (!one.empty() && one != "Object") found.push_back(one);
    return found;
}

/// The path of a type as it is named within a scope; as it stands there where it is not defined.
inline std::string interpreter::resolve_type(std::string_view path, std::size_t within) {
    if (auto cut = path.find('('); cut != path.npos) path = path.substr(0, cut);
    if (path.starts_with("::")) return std::string(path.substr(2));
    if (path == "self") return defined_.scopes[within];
    for (std::string_view outer = defined_.scopes[within];; outer = outer_of(outer)) {
        auto key = joined(outer, path);
        if (defined_.types.contains(key)) return key;
        if (defined_.constants.contains(key)) {
            auto alias = constant_named(key);
            if (alias.is(value_kind::type)) return alias.path;
        }
        if (outer.empty()) break;
    }
    for (auto &module : included_at_top())
        if (auto key = joined(module, path); defined_.types.contains(key)) return key;
    return std::string(path);
}

inline const std::vector<std::string> &interpreter::ancestors(std::string_view path) {
    auto [known, fresh] = ancestors_.try_emplace(std::string(path));
    auto &line = known->second; // still empty for what includes itself
    if (!fresh) return line;
    auto add = [&](const std::string &one) {
        if (std::find(line.begin(), line.end(), one) == line.end() && line.size() < 64) line.push_back(one);
    };
    std::string next(path);
    for (int depth = 0; depth < 24; ++depth) {
        auto *found = find_type(next);
        if (!found) {
            if (!next.empty()) add(next);
            if (next != "Object") line.emplace_back(); // what is not known
            return line;
        }
        add(next);
        for (auto one = found->included.rbegin(); one != found->included.rend(); ++one) {
            auto resolved = one->path == "self" ? next : resolve_type(one->path, one->within);
            for (auto &inner : ancestors(resolved))
                if (inner != "Object" && (!inner.empty() || !find_type(resolved))) add(inner);
        }
        if (found->kind == 'm' || next == "Object") break;
        next = found->superclass.path.empty()
                   ? "Object"
                   : resolve_type(found->superclass.path, found->superclass.within);
    }
    add("Object");
    return line;
}

namespace detail {

/// Whether a method answers to a name, as a getter of `x` does to `x` and a setter to `x=`.
inline bool answers_to(const method &one, std::string_view name) {
    if (!name.starts_with(one.name)) return false;
    auto suffix = name.substr(one.name.size());
    switch (one.role) {
    case method_role::query:
        return suffix == "?";
    case method_role::setter:
        return suffix == "=";
    default:
        return suffix.empty();
    }
}

} // namespace detail

/// Whether a call in the body of a class is one of a method, and of no macro that a library may have.
inline bool interpreter::calls_method(const type &owner, std::string_view name) {
    if (defined_.macros.contains(name)) return false;
    if (name == "raise" || name == "exit" || name == "abort" || name == "loop") return true;
    auto has = [&](const std::vector<method> &methods) {
        return std::any_of(methods.begin(), methods.end(),
                           [&](auto &one) { return detail::answers_to(one, name) && !one.conditional; });
    };
    if (auto *top = find_type({}); top && has(top->methods)) return true;
    auto *one = &owner;
    for (int depth = 0; one && depth < 24; ++depth) {
        if (has(one->class_methods)) return true;
        for (auto &mixed : one->extended) {
            auto *module = mixed.path == "self" ? one : find_type(resolve_type(mixed.path, mixed.within));
            if (module && has(module->methods)) return true;
        }
        auto &parent = one->superclass;
        one = parent.path.empty() ? nullptr : find_type(resolve_type(parent.path, parent.within));
    }
    return false;
}

/// Whether a class may have more methods than are known.
inline bool interpreter::is_open(const type &owner) {
    return owner.open || std::any_of(owner.body_calls.begin(), owner.body_calls.end(),
                                     [&](auto name) { return !calls_method(owner, name); });
}

/// The methods of a name in the first class of a line that has it; `after` goes on behind that class.
inline interpreter::found_methods interpreter::find_methods(const std::string &path, std::string_view name,
                                                            bool own, std::string_view after) {
    found_methods found;
    bool passed = after.empty();
    auto look = [&](const type &owner, bool of_class) {
        bool written = false;
        for (auto &one : of_class ? owner.class_methods : owner.methods)
            if (detail::answers_to(one, name)) {
                bool brought = one.where.file >= brought_;
                if (!brought && !written) found.candidates.clear(); // the program's take the place of ours
                if (brought && written) continue;
                written = written || !brought;
                found.candidates.push_back(&one);
            }
        bool open = is_open(owner);
        if (open) found.sure = false;
        found.owner = owner.path;
        return !found.candidates.empty() || open;
    };
    if (path.empty() && !own) {
        auto *top = find_type({});
        if (top && look(*top, false)) return found;
        for (auto &module : included_at_top())
            if (look(*find_type(module), false)) return found;
        return found;
    }
    for (auto &one : ancestors(path)) {
        auto *owner = find_type(one);
        if (!passed) {
            passed = one == after;
            continue;
        }
        if (!owner) {
            if (one.empty() || own) found.sure = false;
            if (one.empty()) return found;
            continue;
        }
        if (!own) {
            if (look(*owner, false)) return found;
            continue;
        }
        if (owner->kind == 'm' && one != path) continue;
        if (look(*owner, true)) return found;
        for (auto mixed = owner->extended.rbegin(); mixed != owner->extended.rend(); ++mixed) {
            auto resolved = mixed->path == "self" ? owner->path : resolve_type(mixed->path, mixed->within);
            for (auto &line : ancestors(resolved)) {
                auto *module = find_type(line);
                if (line == "Object") continue;
                if (!module) {
                    found.sure = false;
                    return found;
                }
                if (look(*module, false)) return found;
            }
        }
    }
    return found;
}

/// The overload that a call means, of the nearest class that has one for what it is given.
inline const method *interpreter::choose(const std::string &path, std::string_view name, bool own,
                                         const arguments &given, found_methods &found, bool &sure) {
    found = find_methods(path, name, own);
    auto *chosen = select(found, given, sure);
    bool inherited = !path.empty() && name != "new"; // constructors are not
    while (inherited && !chosen && sure && !found.candidates.empty()) {
        auto next = find_methods(path, name, own, found.owner);
        if (next.owner == found.owner || (next.candidates.empty() && next.sure)) break;
        found = std::move(next);
        chosen = select(found, given, sure);
    }
    return chosen;
}

inline bool interpreter::has_any_property(const std::string &path) {
    for (auto &one : ancestors(path))
        if (auto *owner = find_type(one); owner && owner->any_property) return true;
    return false;
}

/// What a method wants: of each parameter its form and its type.
inline std::vector<std::pair<std::string, std::string_view>> interpreter::wanted_by(const method &asked) {
    std::vector<std::pair<std::string, std::string_view>> wanted;
    if (asked.role == method_role::setter) {
        auto *owner = find_type(defined_.scopes[asked.within]);
        bool typed = owner && owner->declared.contains(asked.field);
        wanted.emplace_back("", typed ? owner->declared.at(asked.field).path : std::string_view());
    }
    if (asked.role != method_role::written) return wanted;
    auto &syntax = files_[asked.where.file].syntax;
    auto &part = syntax[asked.where.node];
    for (auto child = part.first; child != part.last; child = syntax[child].next) {
        std::string form;
        std::string_view type;
        for (auto extra = syntax[child].first; extra != no_node; extra = syntax[extra].next) {
            auto kind = syntax[extra].kind;
            if (kind == node_kind::restriction)
                type = syntax[extra].text;
            else
                form += kind == node_kind::splat || kind == node_kind::label ? syntax[extra].text : "=";
        }
        if (!form.starts_with('&')) wanted.emplace_back(std::move(form), type);
    }
    return wanted;
}

/// Whether a method comes before one that is defined before it: 1, also where it takes its place, or -1; 0
/// where that is not followed.
inline int interpreter::compare_methods(const method &later, const method &earlier) {
    auto a = wanted_by(later), b = wanted_by(earlier);
    if (a.size() != b.size()) return 0;
    bool more = false, less = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i].first != b[i].first) return 0;
        if (a[i].second == b[i].second) continue;
        if (!a[i].second.empty() && !b[i].second.empty()) return 0;
        (a[i].second.empty() ? less : more) = true;
    }
    return more && less ? 0 : less ? -1 : 1;
}

/// The overload that a call means; null where there is none.
inline const method *interpreter::select(const found_methods &found, const arguments &given, bool &sure) {
    if (!found.sure) return sure = false, nullptr;
    const method *chosen = nullptr;
    int chosen_fit = 0;
    auto takes_block = [&](const method &one) {
        auto &code = files_[one.where.file];
        auto &part = code.syntax[one.where.node];
        for (auto child = part.first; child != no_node && child != part.last;
             child = code.syntax[child].next) {
            auto splat = code.syntax[child].first;
            if (splat != no_node && code.syntax[splat].kind == node_kind::splat &&
                code.syntax[splat].text == "&")
                return true;
        }
        return code.text_of(part).find("yield") != std::string_view::npos;
    };
    bool several = found.candidates.size() > 1;
    if (several && !given.known) return sure = false, nullptr;
    for (auto *one : found.candidates) {
        auto fit = accepts(*one, given);
        if (fit == 0 && given.known) continue;
        if (!given.known) fit = -1;
        bool strict = several || given.block || one->where.file >= brought_;
        if (strict && one->role == method_role::written && takes_block(*one) != (given.block != nullptr))
            continue;
        auto order = chosen ? compare_methods(*one, *chosen) : 1;
        if (order == 0 || (order < 0 ? chosen_fit : fit) < 0) {
            if (chosen) return sure = false, nullptr;
        }
        if (order < 0) continue;
        chosen = one;
        chosen_fit = fit;
    }
    if (!given.known) sure = false;
    if (chosen && chosen->conditional) sure = false;
    return sure ? chosen : nullptr;
}

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
            home->within = owner->opened.empty() ? 0 : owner->opened.front();
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
            home->within = owner->opened.empty() ? 0 : owner->opened.front();
            frame_guard elsewhere(*this, std::make_shared<scope>(), home);
            auto initial = copied(fitted_field(object, field, evaluate(at(where.node).last)));
            hold(object, initial);
            object.inside->set(field, std::move(initial));
        }
    }
}

/// A collection or an object of which it is known what evaluates it.
inline value interpreter::make_own(value_kind kind, std::vector<value> items) {
    auto made = make_collection(kind, std::move(items));
    made.inside->made_by = uses_.current();
    return made;
}

inline value interpreter::construct(const node &part, const std::string &path, arguments given) {
    auto made = make_own(value_kind::object);
    made.where = here(part);
    made.path = path;
    auto *owner = find_type(path);
    made.inside->copied = owner && (owner->kind == 's' || owner->kind == 'r');
    auto own = find_methods(path, "==", false);
    made.inside->compares = !own.sure || !own.candidates.empty();
    for (auto &one : ancestors(path))
        if (auto *known = find_type(one); known && !known->equal_by.empty()) {
            if (!made.inside->compares && one == path && !known->generic)
                made.inside->equal_by.assign(known->equal_by.begin(), known->equal_by.end());
            made.inside->compares = true;
        }
    made.inside->spoiled = !owner;
    if (creations_.size() < 256 && file_ < brought_) creations_.push_back({made, given});
    set_defaults(path, made);
    auto found = find_methods(path, "initialize", false);
    bool sure = true;
    auto *chosen = select(found, given, sure);
    if (chosen && sure) {
        call_method(*chosen, found.owner, made, std::move(given));
    } else if (owner && owner->kind == 'r') {
        std::size_t next = 0;
        for (auto &[field, where] : owner->defaults) {
            std::size_t at = given.items.size();
            for (std::size_t i = 0; i < given.items.size(); ++i)
                if (given.names[i] == field) at = i;
            if (at == given.items.size() && next < given.items.size() && given.names[next].empty())
                at = next++;
            if (at < given.items.size())
                made.inside->set(field, copied(fitted_field(made, field, given.items[at])));
        }
    } else if (!owner || !found.sure || !given.items.empty() || !found.candidates.empty()) {
        // A class that is not known, or arguments that it does not take.
        for (std::size_t i = 0; i < given.items.size(); ++i)
            made.inside->set(given.names[i].empty() ? std::to_string(i) : given.names[i], given.items[i]);
        made.inside->spoiled = true;
        for (auto &item : given.items)
            if (!item.is(value_kind::object)) spoil(item);
        if (given.block) spoil_closure(*given.block);
    }
    made.inside->made_with = made.inside->changes;
    return made;
}

namespace detail {

inline value make_member(const type &owner, std::int64_t number) {
    auto member = make_value(value_kind::member);
    member.path = owner.path;
    member.whole = number;
    return member;
}

} // namespace detail

inline value interpreter::member_of(const type &owner, std::size_t index) {
    std::int64_t number = owner.flags ? 1 : 0;
    for (std::size_t i = 0; i <= index; ++i) {
        auto where = owner.members[i].second;
        auto &part = files_[where.file].syntax[where.node];
        if (part.kind == node_kind::assign) {
            auto given = parse_number(files_[where.file].text_of(files_[where.file].syntax[part.last]));
            if (!given.is(value_kind::whole)) return unknown();
            number = given.whole;
        }
        if (i < index) number = owner.flags ? number * 2 : number + 1;
    }
    return detail::make_member(owner, number);
}

/// The member that an enumeration has by this name; those of bits have `None` and `All`, too.
inline value interpreter::member_constant(const std::string &path, std::string_view name) {
    auto *owner = find_type(path);
    if (!owner || owner->kind != 'e') return {};
    std::int64_t all = 0;
    for (std::size_t i = 0; i < owner->members.size(); ++i) {
        auto member = member_of(*owner, i);
        if (owner->members[i].first == name) return member;
        all |= member.whole;
    }
    if (!owner->flags || (name != "None" && name != "All")) return {};
    return detail::make_member(*owner, name == "All" ? all : 0);
}

/// The member of an enumeration that a name means, however it is written; nothing where there is none.
inline value interpreter::member_named(const std::string &path, std::string_view name) {
    auto plain = [](std::string_view text) {
        std::string all;
        bool begins = text.starts_with('_') || text.starts_with('-');
        for (char c : text)
            if (std::exchange(begins, false) || (c != '_' && c != '-'))
                all += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        return all;
    };
    auto *owner = find_type(path);
    for (std::size_t i = 0; owner && i < owner->members.size(); ++i)
        if (plain(owner->members[i].first) == plain(name)) return member_of(*owner, i);
    return plain(name) == "none"  ? member_constant(path, "None")
           : plain(name) == "all" ? member_constant(path, "All")
                                  : value();
}

/// `Array(Float64).new`, `Hash(String, Int64).new(0)`.
inline void interpreter::hold_parameter(const value &made, std::string_view type) {
    auto open = type.find('('), close = type.rfind(')');
    if (open == type.npos || close == type.npos || close < open || !made.inside) return;
    type = type.substr(open + 1, close - open - 1);
    auto comma = made.is(value_kind::table) ? type.rfind(',') : type.npos;
    hold_numbers(*made.inside, comma == type.npos ? type : type.substr(comma + 1));
}

/// A method of a class itself. Not `done` where it is none of those.
inline value interpreter::send_to_type(const node &part, const value &receiver, std::string_view name,
                                       arguments given, bool &done) {
    auto &path = receiver.path;
    auto *owner = find_type(path);
    bool sure = true;
    found_methods found;
    auto *chosen = owner ? choose(path, name, true, given, found, sure) : nullptr;
    done = true;
    if (owner && !sure && !found.candidates.empty()) return unknown_call(part, {}, given);
    if (chosen) {
        auto made = call_method(*chosen, found.owner, receiver, std::move(given));
        if (path == "Array" && name == "new") hold_parameter(made, receiver.text);
        return made;
    }
    if (owner && owner->kind == 'e') {
        auto members = std::vector<value>();
        for (std::size_t i = 0; i < owner->members.size(); ++i)
            members.push_back(member_of(*owner, i));
        if (name == "values") return make_collection(value_kind::list, std::move(members));
        if (name == "names") {
            for (auto &member : members) {
                std::string text;
                if (!to_text(member, text)) return unknown(part);
                member = make_text(std::move(text));
            }
            return make_collection(value_kind::list, std::move(members));
        }
        bool parses =
            name.starts_with("parse") && given.items.size() == 1 && given.items[0].is(value_kind::text);
        bool converts =
            name.starts_with("from_value") && given.items.size() == 1 && given.items[0].is(value_kind::whole);
        auto meant = parses ? member_named(path, given.items[0].text) : value();
        for (auto &member : members)
            if (converts && meant.is(value_kind::unset) && member.whole == given.items[0].whole)
                meant = member;
        if (converts && owner->flags && meant.is(value_kind::unset)) return unknown(part);
        if (!meant.is(value_kind::unset)) {
            meant.depend_on(given.items[0]);
            return meant;
        }
        if (parses || converts) {
            std::string text;
            bool told = to_text(given.items[0], text);
            auto message = told ? make_text("Unknown enum " + path + " value: " + text) : unknown(part);
            message.depend_on(given.items[0]);
            if (!name.ends_with('?')) raise(parses ? "ArgumentError" : "Exception", std::move(message));
            auto nothing = make_value(value_kind::nil);
            nothing.depend_on(given.items[0]);
            return nothing;
        }
        for (auto &item : given.items)
            if (!item.is_known()) return unknown_call(part, {}, given);
    }
    if (defined_.macros.contains(name)) give_up(part);
    bool makes = name == "new" || name == "open" || name == "connect";
    if (name == "new" && path != "Hash" && path != "Array" && (!owner || owner->kind != 'e'))
        return construct(part, path, std::move(given));
    if (makes && !owner) return construct(part, path, std::move(given));
    if (name == "name" || name == "to_s") {
        std::string text;
        return to_text(receiver, text) ? make_text(std::move(text)) : unknown(part);
    }
    done = owner == nullptr;
    return done ? unknown_call(part, {}, given) : value();
}

inline std::string_view interpreter::class_of(const value &any) const {
    switch (any.kind) {
    case value_kind::nil:
        return "Nil";
    case value_kind::boolean:
        return "Bool";
    case value_kind::whole:
        return width_names[static_cast<unsigned>(any.width)];
    case value_kind::real:
        return "Float64";
    case value_kind::character:
        return "Char";
    case value_kind::text:
        return "String";
    case value_kind::symbol:
        return "Symbol";
    case value_kind::span:
        return "Time::Span";
    case value_kind::regex:
        return "Regex";
    case value_kind::list:
        return "Array";
    case value_kind::tuple:
        return "Tuple";
    case value_kind::table:
        return "Hash";
    case value_kind::named:
        return "NamedTuple";
    case value_kind::range:
        return "Range";
    case value_kind::proc:
        return "Proc";
    case value_kind::variables:
        return "ENV";
    case value_kind::type:
        return "Class";
    default:
        return any.path;
    }
}

/// Whether a value is of one of the types in a union: 1, 0, or -1.
inline int interpreter::is_a(const value &any, std::string_view types, std::size_t within) {
    int result = 0, open = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= types.size(); ++i) {
        char c = i < types.size() ? types[i] : '|';
        open += (c == '(' || c == '{') - (c == ')' || c == '}');
        if (c != '|' || open > 0) continue;
        auto one = is_one(any, types.substr(begin, i - begin), within);
        if (one == 1) return 1;
        if (one < 0) result = -1;
        begin = i + 1;
    }
    return result;
}

inline int interpreter::is_one(const value &any, std::string_view type, std::size_t within) {
    while (type.starts_with(' ') || type.starts_with('\n') || type.starts_with('('))
        type.remove_prefix(1);
    while (type.ends_with(' ') || type.ends_with('\n'))
        type.remove_suffix(1);
    if (type.ends_with('?')) {
        if (any.is(value_kind::nil)) return 1;
        type.remove_suffix(1);
    }
    if (type == "_" || type == "Object") return 1;
    if (type.starts_with('{') || type.find("->") != type.npos || type.find("typeof") != type.npos ||
        type.ends_with(".class") || type.ends_with('*'))
        return any.is(value_kind::proc) && type.find("->") != type.npos ? 1 : -1;
    bool generic = type.find('(') != type.npos;
    auto path = resolve_type(type, within);
    auto own = class_of(any);
    if (any.is(value_kind::object) || any.is(value_kind::member)) {
        if (path == "Enum") return any.is(value_kind::member);
        if (path == "Reference") return !any.inside || !any.inside->copied;
        for (auto &ancestor : ancestors(any.path)) {
            if (ancestor == path && !ancestor.empty()) return generic ? -1 : 1;
            if (ancestor.empty()) return -1;
        }
        return find_type(path) || path == "String" || path == "Int32" || path == "Nil" ? 0 : -1;
    }
    if (own == path) return generic ? -1 : 1;
    bool whole = any.is(value_kind::whole), real = any.is(value_kind::real);
    if (path == "Int") return whole;
    if (path == "Float") return real;
    if (path == "Number") return whole || real;
    auto is = [&](std::string_view name) { return path == name; };
    for (std::string_view known :
         {"String",     "Nil",    "Bool",   "Char",   "Symbol",  "Array",  "Hash",  "Tuple",
          "NamedTuple", "Proc",   "Range",  "Regex",  "Int8",    "Int16",  "Int32", "Int64",
          "UInt8",      "UInt16", "UInt32", "UInt64", "Float32", "Float64"})
        if (is(known)) return 0;
    if (auto *known = find_type(path)) {
        for (auto &ancestor : ancestors(own))
            if (ancestor == path) return generic ? -1 : 1;
        return known->kind == 'm' ? -1 : 0;
    }
    return -1;
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
