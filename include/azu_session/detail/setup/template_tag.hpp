#pragma once

#include <azu_session/detail/text/lines.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// A mustache tag of a template.
struct template_tag {
    char kind = 0; ///< '#', '^' and '/' of a section, '!' of a comment; 0 of a variable
    std::string_view name;
    std::size_t begin = 0, end = 0; ///< what it takes up of the text
};

/// A tag that stands alone on its line takes the whole line up.
inline template_tag with_its_line(std::string_view text, template_tag tag) {
    constexpr std::string_view blank = " \t";
    auto line = text.substr(0, tag.begin).find_last_not_of(blank) + 1;
    if (line > 0 && text[line - 1] != '\n') return tag;
    auto rest = text.substr(tag.end);
    rest.remove_prefix(std::min(rest.find_first_not_of(blank), rest.size()));
    if (rest.starts_with("\r\n")) rest.remove_prefix(1);
    if (!rest.empty() && rest.front() != '\n') return tag;
    tag.begin = line;
    tag.end = text.size() - rest.size() + (rest.empty() ? 0 : 1);
    return tag;
}

/// The first tag from there on; nothing where there is none, or where nothing closes it.
inline std::optional<template_tag> next_tag(std::string_view text, std::size_t from) {
    auto begin = text.find("{{", from);
    if (begin == text.npos) return std::nullopt;
    auto end = text.find("}}", begin + 2);
    if (end == text.npos) return std::nullopt;
    auto name = trim(text.substr(begin + 2, end - begin - 2));
    template_tag tag{.name = name, .begin = begin, .end = end + 2};
    if (name.find_first_of("#^/!") != 0) return tag;
    tag.kind = name.front();
    tag.name = trim(name.substr(1));
    return with_its_line(text, tag);
}

} // namespace azu_session::inline v0_1::detail
