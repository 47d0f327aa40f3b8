#pragma once

#include <azu_session/detail/crystal/builtins_any.hpp>
#include <azu_session/detail/crystal/builtins_collections.hpp>
#include <azu_session/detail/crystal/builtins_numbers.hpp>
#include <azu_session/detail/crystal/builtins_search.hpp>
#include <azu_session/detail/crystal/builtins_text.hpp>

namespace azu_session::inline v0_1::crystal {

/// Null where there is none.
inline const builtin *find_builtin(value_kind kind, std::string_view name, std::size_t count) {
    auto bit = kinds_of(kind);
    auto in = [&](const auto &rows) -> const builtin * {
        for (auto &row : rows)
            if ((row.kinds & bit) && row.name == name && count >= row.least && count <= row.most) return &row;
        return nullptr;
    };
    const builtin *found = nullptr;
    using enum value_kind;
    if (kind == text || kind == character || kind == symbol || kind == regex) {
        found = in(text_builtins);
        if (!found) found = in(search_builtins);
    } else if (kind == whole || kind == real || kind == span || kind == member)
        found = in(number_builtins);
    else if (kind >= list || kind == type)
        found = in(collection_builtins);
    return found ? found : in(any_builtins);
}

inline bool is_builtin(value_kind kind, std::string_view name) {
    for (std::size_t count = 0; count < 4; ++count)
        if (find_builtin(kind, name, count)) return true;
    return false;
}

/// `self.name(given)`; not `done` where the language has no such method.
inline value call_builtin(interpreter &run, const value &self, std::string_view name, arguments &given,
                          bool &done) {
    auto *row = find_builtin(self.kind, name, given.items.size());
    done = row != nullptr;
    if (!row && self.is(value_kind::member) && name.ends_with('?') && given.items.empty()) {
        auto asked = run.member_named(self.path, name.substr(0, name.size() - 1));
        done = asked.is(value_kind::member);
        auto *owner = run.find_type(self.path);
        bool flag = owner && owner->flags && asked.whole != 0;
        auto both = self.whole & asked.whole;
        if (flag && both != 0 && both != asked.whole) return run.unknown(); // as the version has it
        return make_boolean(flag ? (self.whole & asked.whole) == asked.whole : self.whole == asked.whole);
    }
    if (row && given.block && !(row->kinds & with_block)) done = false; // an overload that is not here
    if (!done) return {};
    if (self.inside && self.inside->spoiled && !self.is(value_kind::object)) {
        for (auto &item : given.items)
            run.spoil(item);
        return run.unknown();
    }
    for (auto &item : given.items) {
        if (row->kinds & keeps)
            item = run.copied(item);
        else if (!item.is_known()) {
            if (run.rescues() || given.block) done = false;
            bool stores = self.inside && self.inside->code; // what is missing
            if (stores || (row->kinds & changes)) run.spoil(self);
            run.escape(self);
            for (auto &other : given.items)
                run.escape(other);
            return derived(item);
        }
    }
    if ((row->kinds & changes) && self.inside) run.note_change(self);
    auto result = row->run(run, self, given, name);
    if (result.is(value_kind::unset)) done = false; // for arguments that are not followed
    return result;
}

} // namespace azu_session::inline v0_1::crystal
