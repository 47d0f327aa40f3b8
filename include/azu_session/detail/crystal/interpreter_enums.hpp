#pragma once

// Part of the interpreter: enumerations and their members.

#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

namespace detail {

/// The number behind a member's, as the next one has it.
inline value next_number(const value &number, bool flags) {
    auto step = flags && number.whole != 0 ? number.whole : 1;
    auto next = make_whole(0, width::i64);
    bool over = !number.is(value_kind::whole) || __builtin_add_overflow(number.whole, step, &next.whole);
    return over ? make_value(value_kind::unknown) : next;
}

} // namespace detail

/// The member with a number; unknown where its enumeration does not keep such a one, or that is not followed.
inline value interpreter::number_member(const type &owner, const value &number) {
    auto base = owner.base.empty() ? std::string("Int32") : resolve_type(owner.base, owner.opened);
    auto member = as_number(number, base);
    if (!member.is(value_kind::whole)) return unknown();
    member.kind = value_kind::member;
    member.path = owner.path;
    return member;
}

/// The members of an enumeration in their order, unknown where their numbers are. While these are evaluated,
/// only those before.
inline const std::vector<value> &interpreter::members_of(const type &owner) {
    auto [known, fresh] = members_.try_emplace(std::string(owner.path));
    auto &members = known->second;
    auto number = make_whole(owner.flags ? 1 : 0);
    for (std::size_t i = members.size(); fresh && i < owner.members.size(); ++i) {
        auto where = owner.members[i].second;
        frame_guard elsewhere(*this, std::make_shared<scope>(), home_at(where, owner.opened));
        if (auto &part = at(where.node); part.kind == node_kind::assign) number = evaluate(part.last);
        if (number.is(value_kind::member)) number.kind = value_kind::whole;
        members.push_back(number_member(owner, number));
        number = detail::next_number(number, owner.flags);
    }
    return members;
}

/// The member that an enumeration has by this name; those of bits have `None` and `All`, too.
inline value interpreter::member_constant(std::string_view path, std::string_view name) {
    auto *owner = find_type(path);
    if (!owner || owner->kind != 'e') return {};
    auto &members = members_of(*owner);
    for (std::size_t i = 0; i < owner->members.size(); ++i)
        if (owner->members[i].first == name) return i < members.size() ? members[i] : unknown();
    if (!owner->flags || (name != "None" && name != "All")) return {};
    std::int64_t all = 0;
    for (auto &member : members) {
        if (!member.is_known()) return unknown();
        all |= member.whole;
    }
    return number_member(*owner, make_whole(name == "All" ? all : 0));
}

/// The member of an enumeration that a name means, however it is written; nothing where there is none.
/// Whether dashes stand for underscores depends on the version of Crystal.
inline value interpreter::member_named(std::string_view path, std::string_view name) {
    auto plain = [](std::string_view text) {
        std::string all;
        bool begins = text.starts_with('_') || text.starts_with('-');
        for (char c : text)
            if (std::exchange(begins, false) || (c != '_' && c != '-'))
                all += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        return all;
    };
    auto *owner = find_type(path);
    charge(owner ? owner->members.size() / 2 : 0);
    auto wanted = plain(name);
    value found;
    for (std::size_t i = 0; owner && i < owner->members.size() && found.is(value_kind::unset); ++i)
        if (plain(owner->members[i].first) == wanted) found = member_constant(path, owner->members[i].first);
    if (found.is(value_kind::unset) && (wanted == "none" || wanted == "all"))
        found = member_constant(path, wanted == "none" ? "None" : "All");
    return found.is(value_kind::unset) || name.find('-') == name.npos ? found : unknown();
}

/// The `values` of an enumeration, or its `names`; of one of bits without those that are none or all of them.
inline value interpreter::list_members(const type &owner, std::string_view wanted) {
    auto members = members_of(owner);
    std::vector<value> listed;
    for (std::size_t i = 0; i < members.size(); ++i) {
        auto name = owner.members[i].first;
        if (owner.flags && (name == "None" || name == "All")) continue;
        listed.push_back(wanted == "names" ? make_text(std::string(name)) : members[i]);
    }
    return make_collection(value_kind::list, std::move(listed));
}

/// The member that `Level.parse(given)` means of a text and `Level.from_value(given)` of a number; nil for
/// none.
inline value interpreter::member_for(const type &owner, const value &given) {
    value meant;
    if (given.is(value_kind::text)) {
        meant = member_named(owner.path, given.text);
    } else if (owner.flags) {
        auto all = member_constant(owner.path, "All");
        bool within = (given.whole & ~all.whole) == 0;
        if (!all.is_known() || within) meant = all.is_known() ? number_member(owner, given) : all;
    } else {
        for (auto &member : members_of(owner))
            if (!member.is_known() || member.whole == given.whole)
                if (meant = member; !meant.is_known()) break;
    }
    return meant.is(value_kind::unset) ? make_value(value_kind::nil) : meant;
}

/// What an enumeration is asked for. Not `answered` where that is none of its own.
inline value interpreter::send_to_enum(const node &part, const type &owner, std::string_view name,
                                       const arguments &given, bool &answered) {
    answered = true;
    if (name == "values" || name == "names") return list_members(owner, name);
    auto only = given.items.size() == 1 ? given.items[0].kind : value_kind::unset;
    if (name == "new" && only == value_kind::whole) return number_member(owner, given.items[0]);
    bool parses = name.starts_with("parse") && only == value_kind::text;
    if (parses || (name.starts_with("from_value") && only == value_kind::whole)) {
        auto meant = member_for(owner, given.items[0]);
        meant.depend_on(given.items[0]);
        if (!meant.is(value_kind::nil) || name.ends_with('?')) return meant;
        std::string text = "Unknown enum " + std::string(owner.path) + " value: ";
        bool told = to_text(given.items[0], text);
        auto message = told ? make_text(std::move(text)) : unknown(part);
        message.depend_on(given.items[0]);
        raise(parses ? "ArgumentError" : "Exception", std::move(message));
    }
    for (auto &item : given.items)
        if (!item.is_known()) return unknown_call(part, {}, given);
    answered = false;
    return {};
}

} // namespace azu_session::inline v0_1::crystal
