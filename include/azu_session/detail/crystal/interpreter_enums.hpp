#pragma once

// Part of the interpreter: enumerations and their members.

#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

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
    charge(index / 8);
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
inline value interpreter::member_constant(std::string_view path, std::string_view name) {
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
        if (plain(owner->members[i].first) == wanted) found = member_of(*owner, i);
    if (found.is(value_kind::unset) && (wanted == "none" || wanted == "all"))
        found = member_constant(path, wanted == "none" ? "None" : "All");
    return found.is(value_kind::unset) || name.find('-') == name.npos ? found : unknown();
}

inline std::vector<value> interpreter::members_of(const type &owner) {
    std::vector<value> members;
    for (std::size_t i = 0; i < owner.members.size(); ++i)
        members.push_back(member_of(owner, i));
    return members;
}

inline value interpreter::member_names(const node &part, const type &owner) {
    auto names = members_of(owner);
    for (auto &member : names) {
        std::string text;
        if (!to_text(member, text)) return unknown(part);
        member = make_text(std::move(text));
    }
    return make_collection(value_kind::list, std::move(names));
}

/// `Level.parse(given)` of a text and `Level.from_value(given)` of a number, which raise, or are nil with a
/// `?`.
inline value interpreter::member_for(const node &part, const type &owner, std::string_view name,
                                     const value &given) {
    bool parses = given.is(value_kind::text);
    auto meant = parses ? member_named(owner.path, given.text) : value();
    for (auto &member : members_of(owner))
        if (!parses && meant.is(value_kind::unset) && member.whole == given.whole) meant = member;
    if (!parses && owner.flags && meant.is(value_kind::unset)) return unknown(part);
    if (meant.is(value_kind::unset)) meant = make_value(value_kind::nil);
    meant.depend_on(given);
    if (!meant.is(value_kind::nil) || name.ends_with('?')) return meant;
    std::string text;
    bool told = to_text(given, text);
    auto message =
        told ? make_text("Unknown enum " + std::string(owner.path) + " value: " + text) : unknown(part);
    message.depend_on(given);
    raise(parses ? "ArgumentError" : "Exception", std::move(message));
}

/// What an enumeration is asked for. Not `answered` where that is none of its own.
inline value interpreter::send_to_enum(const node &part, const type &owner, std::string_view name,
                                       const arguments &given, bool &answered) {
    answered = true;
    if (name == "values") return make_collection(value_kind::list, members_of(owner));
    if (name == "names") return member_names(part, owner);
    if (name == "each" && given.block && !owner.flags && !owner.based) {
        for (auto &member : members_of(owner))
            yield(given.block, {member, make_whole(member.whole)});
        return make_value(value_kind::nil);
    }
    auto only = given.items.size() == 1 ? given.items[0].kind : value_kind::unset;
    bool found = (name.starts_with("parse") && only == value_kind::text) ||
                 (name.starts_with("from_value") && only == value_kind::whole);
    if (found) return member_for(part, owner, name, given.items[0]);
    for (auto &item : given.items)
        if (!item.is_known()) return unknown_call(part, {}, given);
    answered = false;
    return {};
}

} // namespace azu_session::inline v0_1::crystal
