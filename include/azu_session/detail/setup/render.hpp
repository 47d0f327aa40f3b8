#pragma once

#include <azu_session/error.hpp>

#include <kainjow/mustache.hpp>

#include <map>
#include <string>

namespace azu_session::detail {

/// Fills a mustache template, without any escaping. Throws errc::invalid for a malformed template and for a
/// variable of it that `values` lacks: mustache itself would render both as nothing.
inline std::string render(const std::string &text, const std::map<std::string, std::string> &values) {
    kainjow::mustache::mustache source(text);
    if (!source.is_valid())
        throw error(errc::invalid, "A template is malformed: " + source.error_message() + ".", {});
    source.set_custom_escape([](const std::string &value) { return value; });
    kainjow::mustache::data data;
    for (const auto &[name, value] : values)
        data.set(name, value);
    for (auto open = text.find("{{"); open != std::string::npos; open = text.find("{{", open + 2)) {
        auto name = text.substr(open + 2, text.find("}}", open) - open - 2);
        if (!values.count(name))
            throw error(errc::invalid, "A template uses " + name + ", which has no value.", {});
    }
    return source.render(data);
}

} // namespace azu_session::detail
