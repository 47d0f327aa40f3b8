#pragma once

// What a program defines, found by going through its files.

#include <azu_session/detail/crystal/classes.hpp>

namespace azu_session::inline v0_1::crystal {

namespace detail {

/// Whether Crystal has a type of this name that the core library here has not: a program only reopens it.
inline bool is_unfollowed(std::string_view path) {
    for (std::string_view one :
         {"Atomic",    "Channel", "Crystal", "Fiber",   "Float32", "GC",    "HTTP",    "Int128",
          "JSON",      "Pointer", "Process", "Random",  "Signal",  "Slice", "Socket",  "StaticArray",
          "Steppable", "System",  "Thread",  "UInt128", "UUID",    "YAML",  "Iterable"})
        if (one == path) return true;
    return false;
}

/// Goes through the definitions of a program's files, methods' bodies apart.
class indexer {
public:
    indexer(const program &files, definitions &found) : files_(files), found_(found) {}

    /// With what it requires, where it does: what a later file defines again takes the place of the earlier.
    void index_file(file_index file) {
        indexed_.resize(files_.size());
        if (indexed_[file]) return;
        indexed_[file] = true;
        auto before = std::exchange(file_, file);
        auto condition = std::exchange(conditional_, false);
        if (is_own())
            for (auto name : files_[file].syntax.constants)
                ++found_.uses[name];
        index_children(files_[file].syntax.root, 0, 0);
        file_ = before;
        conditional_ = condition;
    }

private:
    const node &at(node_id id) const { return files_[file_].syntax[id]; }
    bool is_own() const { return file_ < files_.own().size(); } ///< none that the library brings along

    /// Whether `private` stands before it, which at the top level hides it from other files.
    bool is_private(const node &part) const {
        auto before = std::string_view(files_[file_].text).substr(0, part.begin);
        return before.substr(0, before.find_last_not_of(" \t") + 1).ends_with("private");
    }

    void index_children(node_id id, std::size_t within, int depth) {
        if (depth > 100) return;
        for (auto child = at(id).first; child != no_node; child = at(child).next)
            index_node(child, within, depth + 1);
    }

    type &type_at(const std::string &path) {
        auto &[name, found] = *found_.types.try_emplace(path).first;
        found.path = name;
        return found;
    }
    type &type_of(std::size_t within) { return type_at(found_.scopes[within]); }

    void index_node(node_id id, std::size_t within, int depth) {
        auto &part = at(id);
        switch (part.kind) {
        case node_kind::definition:
            return index_definition(part, within, depth);
        case node_kind::method:
            return index_method(id, within);
        case node_kind::macro:
            found_.macros[part.text] = {file_, id};
            for (std::string_view hook : {"inherited", "included", "extended", "finished", "method_added"})
                if (part.text == hook) found_.hooks.push_back({file_, id});
            if (part.text == "method_missing") type_of(within).open = true;
            return;
        case node_kind::assign:
            return index_assignment(id, within);
        case node_kind::call:
            return index_call(id, within, depth);
        case node_kind::body:
        case node_kind::attempt:
            return index_children(id, within, depth);
        case node_kind::choose:
        case node_kind::loop: {
            auto compiled = files_[file_].text_of(part).starts_with("{%");
            if (compiled && within != 0) type_of(within).open = true;
            auto before = std::exchange(conditional_, conditional_ || compiled);
            index_children(id, within, depth);
            conditional_ = before;
            return;
        }
        case node_kind::clause:
            return index_children(id, within, depth);
        case node_kind::name:
        case node_kind::constant:
            if (within != 0) index_word(id, within);
            return;
        case node_kind::opaque:
            if (part.text == "?" || (within != 0 && files_[file_].text_of(part).starts_with("{")))
                type_of(within).open = true;
            if (files_[file_].text_of(part) == "@[Flags]") flags_ = true;
            return;
        default:
            return;
        }
    }

    std::size_t open_scope(const std::string &path) {
        auto inside = found_.scopes.size();
        found_.scopes.push_back(path);
        auto &made = type_of(inside);
        if (made.opened == 0) made.opened = inside;
        return inside;
    }

    void index_definition(const node &part, std::size_t within, int depth) {
        auto path = found_.opened_path(within, part.text);
        auto inside = open_scope(path);
        auto &made = type_of(inside);
        auto keyword = files_[file_].text_of(part);
        if (keyword.starts_with("abstract ")) keyword.remove_prefix(9);
        if (made.kind != 'r') made.kind = keyword.empty() ? 'm' : keyword[0]; // or reopens a record
        auto seen_by = within == 0 && is_private(part) ? file_ : no_file;
        if (made.opened == inside) made.seen_by = seen_by;
        made.open = made.open || conditional_ || is_unfollowed(path) || made.seen_by != seen_by;
        made.generic = made.generic || *(part.text.data() + part.text.size()) == '(';
        bool based = part.first != no_node && at(part.first).kind == node_kind::restriction;
        if (based) made.base = at(part.first).text;
        made.flags = std::exchange(flags_, false) || made.flags;
        if (part.first != part.last && !based) made.superclass = {at(part.first).text, within};
        for (auto child = at(part.last).first; child != no_node; child = at(child).next)
            index_node(child, inside, depth + 1);
    }

    void index_method(node_id id, std::size_t within) {
        auto name = at(id).text;
        auto dot = std::min(name.find('.'), name.size()); // of `self.name` or `Class.name`
        if (name.empty() || name.front() == '.') dot = name.size();
        bool own = dot < name.size();
        auto *owner = &type_of(within);
        if (own && name.substr(0, dot) != "self")
            owner = &type_at(found_.opened_path(within, name.substr(0, dot)));
        if (own) name.remove_prefix(dot + 1);
        for (auto child = at(id).first; child != at(id).last; child = at(child).next)
            if (!own && at(child).text.starts_with('@')) declare_parameter(*owner, at(child), within);
        auto seen_by = within == 0 && is_private(at(id)) ? file_ : no_file;
        add_method({name, {file_, id}, within, method_role::written, {}, no_node, conditional_, seen_by}, own,
                   owner);
    }

    void declare_parameter(type &owner, const node &parameter, std::size_t within) {
        for (auto extra = parameter.first; extra != no_node; extra = at(extra).next)
            if (at(extra).kind == node_kind::restriction)
                found_.declared.try_emplace({&owner, false, parameter.text.substr(1)},
                                            mixin{at(extra).text, within});
    }

    void add_method(method made, bool own, type *given = nullptr) {
        auto &owner = given ? *given : type_of(made.within);
        (own ? owner.class_methods : owner.methods).push_back(made);
        found_.by_name[made.name].push_back(made);
    }

    void index_assignment(node_id id, std::size_t within) {
        auto &target = at(at(id).first);
        auto &owner = type_of(within);
        if (target.kind == node_kind::constant && owner.kind == 'e' && within != 0)
            owner.members.emplace_back(target.text, location{file_, id});
        else if (target.kind == node_kind::constant) {
            if (is_own()) --found_.uses[target.text];
            found_.constants[joined(owner.path, target.text)].push_back({{file_, id}, within});
        } else if (target.kind == node_kind::name && target.text.starts_with("@") && within != 0) {
            declare(owner, target, within);
            add_default(owner, target.text.substr(target.text.find_first_not_of('@')), id,
                        target.text.starts_with("@@"));
        }
    }

    void index_word(node_id id, std::size_t within) {
        auto &owner = type_of(within);
        if (at(id).text == "any_property")
            owner.any_property = true;
        else if (owner.kind == 'e' && at(id).kind == node_kind::constant)
            owner.members.emplace_back(at(id).text, location{file_, id});
        else if (at(id).kind == node_kind::name && !at(id).text.starts_with('@'))
            owner.body_calls.push_back(at(id).text);
        else if (at(id).kind == node_kind::name)
            declare(owner, at(id), within);
    }

    /// Notes the type that a field is said to have.
    void declare(type &owner, const node &named, std::size_t within, bool own = false) {
        if (named.first == no_node || at(named.first).kind != node_kind::restriction) return;
        auto name = named.text.substr(std::min(named.text.find_first_not_of('@'), named.text.size()));
        bool of_class = own || named.text.starts_with("@@");
        found_.declared[{&owner, of_class, name}] = {at(named.first).text, within};
    }

    // Macros of the language, which define methods.

    void index_call(node_id id, std::size_t within, int depth) {
        auto &part = at(id);
        auto name = part.text;
        if (name == "record") return index_record(part, within, depth);
        if (name == "require") return index_required(part);
        if (within == 0 && (name != "include" || conditional_)) return;
        auto &owner = type_of(within);
        if (name == "include" || name == "extend")
            return index_mixins(part, within, name == "include" ? owner.included : owner.extended);
        if (name == "delegate") return index_delegates(id, within);
        if (name == "forward_missing_to" && part.first != no_node && !conditional_) {
            owner.forwards = {file_, part.first};
            found_.forwards = true;
            return;
        }
        if (name.starts_with("def_equals") && !index_equality(part, owner))
            add_method({"==", {file_, id}, within, method_role::delegate, {}, no_node, true}, false);
        bool own = name.starts_with("class_");
        if (own) name.remove_prefix(6);
        bool reads = name.starts_with("getter") || name.starts_with("property");
        bool writes = name == "setter" || name.starts_with("property");
        bool harmless = name.starts_with("def_") || name == "private" || name == "puts";
        if (!reads && !writes && !harmless) owner.body_calls.push_back(part.text);
        bool lazy = part.last != no_node && at(part.last).kind == node_kind::block;
        for (auto child = part.first; child != no_node && (reads || writes); child = at(child).next)
            if (at(child).kind != node_kind::block)
                index_accessor(child, within, own, reads ? name.back() : ' ', writes,
                               lazy ? part.last : no_node);
    }

    void index_required(const node &call) {
        bool named = call.first != no_node && at(call.first).first != no_node;
        auto path = named ? at(at(call.first).first).text : std::string_view();
        auto found = files_[file_].required.find(path);
        if (found == files_[file_].required.end()) return;
        for (auto file : found->second)
            index_file(file);
    }

    /// `def_equals_and_hash @a, @b`; false where it cannot be told what that compares.
    bool index_equality(const node &call, type &owner) {
        if (call.text != "def_equals_and_hash" || conditional_ || !owner.equal_by.empty()) return false;
        for (auto child = call.first; child != no_node; child = at(child).next) {
            if (at(child).kind != node_kind::name || !at(child).text.starts_with('@')) return false;
            owner.equal_by.push_back(at(child).text.substr(1));
        }
        return !owner.equal_by.empty();
    }

    void index_mixins(const node &call, std::size_t within, std::vector<mixin> &found) {
        for (auto child = call.first; child != no_node; child = at(child).next)
            found.push_back({at(child).text, within});
    }

    /// `getter name`, `name : Type`, `name = value`, `name { value }`.
    void index_accessor(node_id id, std::size_t within, bool own, char kind, bool writes, node_id block) {
        auto &part = at(id);
        bool assigned = part.kind == node_kind::assign;
        auto &named = assigned ? at(part.first) : part;
        if (named.kind != node_kind::name && named.kind != node_kind::call &&
            named.kind != node_kind::quoted && named.kind != node_kind::literal)
            return;
        auto name = named.text.starts_with(':') ? named.text.substr(1) : named.text;
        declare(type_of(within), named, within, own);
        auto role = kind == '?'   ? method_role::query
                    : kind == '!' ? method_role::sure_getter
                                  : method_role::getter;
        if (kind != ' ') add_method({name, {file_, id}, within, role, name, block, conditional_}, own);
        if (kind == '!')
            add_method({name, {file_, id}, within, method_role::query, name, no_node, conditional_}, own);
        if (writes)
            add_method({name, {file_, id}, within, method_role::setter, name, no_node, conditional_}, own);
        if (assigned) add_default(type_of(within), name, id, own);
    }

    void add_default(type &owner, std::string_view name, node_id id, bool own) {
        (own ? owner.class_defaults : owner.defaults).emplace_back(name, location{file_, id});
    }

    void index_delegates(node_id id, std::size_t within) {
        for (auto child = at(id).first; child != no_node; child = at(child).next) {
            auto name = at(child).text.substr(at(child).text.starts_with(':'));
            if (at(child).kind == node_kind::name || at(child).kind == node_kind::literal)
                add_method({name, {file_, id}, within, method_role::delegate, {}, no_node, conditional_},
                           false);
        }
    }

    /// `record Name, a : T, b = value do … end`.
    void index_record(const node &part, std::size_t within, int depth) {
        if (part.first == no_node || at(part.first).kind != node_kind::constant) return;
        auto path = joined(found_.scopes[within], at(part.first).text);
        auto inside = open_scope(path);
        auto &made = type_of(inside);
        made.kind = 'r';
        for (auto child = at(part.first).next; child != no_node; child = at(child).next) {
            if (at(child).kind == node_kind::block) {
                index_node(at(child).last, inside, depth + 1);
                continue;
            }
            auto &named = at(child).kind == node_kind::assign ? at(at(child).first) : at(child);
            auto name = named.text;
            declare(type_of(inside), named, inside);
            add_default(type_of(inside), name, child, false);
            add_method({name, {file_, child}, inside, method_role::getter, name, no_node, conditional_},
                       false);
        }
    }

    const program &files_;
    definitions &found_;
    file_index file_ = 0;
    bool conditional_ = false, flags_ = false;
    std::vector<bool> indexed_; ///< by file
};

} // namespace detail
} // namespace azu_session::inline v0_1::crystal
