#pragma once

#include <azu_session/error.hpp>

#include <kainjow/mustache.hpp>

#include <map>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// Whether a tag stands for a value; the other kinds open and close sections.
inline bool is_variable(std::string_view tag) { return tag.find_first_of("#^/") != 0; }

/// Throws errc::invalid for a variable of the template that `values` lacks: mustache would render it as
/// nothing.
inline void check_variables(std::string_view text, const std::map<std::string, std::string> &values) {
    for (auto open = text.find("{{"); open != text.npos; open = text.find("{{", open + 2)) {
        std::string tag(text.substr(open + 2, text.find("}}", open) - open - 2));
        if (is_variable(tag) && !values.count(tag))
            throw error(errc::invalid, {"A template uses ", tag, ", which has no value."}, {});
    }
}

/// Fills a mustache template, without any escaping; of its sections those stand that `values` names. Throws
/// errc::invalid for a malformed template and for a variable that has no value.
inline std::string render(std::string_view text, const std::map<std::string, std::string> &values) {
    kainjow::mustache::mustache source{std::string(text)};
    if (!source.is_valid())
        throw error(errc::invalid, {"A template is malformed: ", source.error_message(), "."}, {});
    check_variables(text, values);
    source.set_custom_escape([](const std::string &value) { return value; });
    kainjow::mustache::data data;
    for (const auto &[name, value] : values)
        data.set(name, value);
    return source.render(data);
}

} // namespace azu_session::inline v0_1::detail
