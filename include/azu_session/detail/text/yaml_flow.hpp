#pragma once

#include <azu_session/detail/text/lines.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

/// The values of YAML that stand on one line: plain and quoted scalars, and flow collections of them.
/// Stricter than YAML, as readers differ in its corners.
namespace azu_session::inline v0_1::detail {

/// A key and its scalar, without quotes; the value is empty where it is a collection.
struct yaml_field {
    std::string_view key, value;
};

/// A scalar without the quotes around it.
inline std::string_view unquoted(std::string_view scalar) {
    bool quoted = scalar.size() > 1 && (scalar.front() == '"' || scalar.front() == '\'');
    return quoted ? scalar.substr(1, scalar.size() - 2) : scalar;
}

/// Length of the quoted scalar at the front of the text; 0 where it does not end there, or has an escape that
/// is more than one letter.
inline std::size_t quoted_length(std::string_view text) {
    const char quote = text.front();
    for (std::size_t i = 1; i < text.size(); ++i) {
        bool escape = quote == '"' && text[i] == '\\';
        if (escape && (i + 1 == text.size() ||
                       std::string_view("0abtnvfre\"\\/ N_LP").find(text[i + 1]) == std::string_view::npos))
            return 0;
        bool doubled = quote == '\'' && text[i] == quote && text.substr(i + 1).starts_with(quote);
        if (escape || doubled)
            ++i;
        else if (text[i] == quote)
            return i + 1;
    }
    return 0;
}

/// Length of the plain scalar at the front of the text, without blanks behind it; 0 where there is none.
/// Outside a flow collection a key is none.
inline std::size_t plain_length(std::string_view text, bool in_flow) {
    auto stands_alone = [&](std::size_t i) {
        auto next = i + 1 < text.size() ? text[i + 1] : ' ';
        return next == ' ' || (in_flow && std::string_view(",[]{}").find(next) != std::string_view::npos);
    };
    if (text.empty() || text.find_first_of(",[]{}#&*!|>'\"%@`?:") == 0) return 0;
    if (text.front() == '-' && stands_alone(0)) return 0;
    std::size_t end = 0;
    for (; end < text.size(); ++end) {
        if (text[end] == '#' && text[end - 1] == ' ') break;
        if (in_flow && std::string_view(",[]{}").find(text[end]) != std::string_view::npos) break;
        if (in_flow && text[end] == '?') return 0; // text to some readers only
        if (text[end] != ':' || !stands_alone(end)) continue;
        if (in_flow && text.substr(end + 1).starts_with(' ')) break;
        return 0;
    }
    return text.substr(0, end).find_last_not_of(' ') + 1;
}

std::size_t flow_length(std::string_view text, std::vector<yaml_field> *fields = nullptr, int depth = 0);

/// Length of the value at the front of a text; 0 where there is none.
inline std::size_t value_length(std::string_view text, bool in_flow = false, int depth = 0) {
    if (text.starts_with('"') || text.starts_with('\'')) return quoted_length(text);
    if (text.starts_with('[') || text.starts_with('{')) return flow_length(text, nullptr, depth);
    return plain_length(text, in_flow);
}

/// Length of the flow collection at the front of a text; 0 where none ends on it. Adds a mapping's own fields
/// to `fields`.
inline std::size_t flow_length(std::string_view text, std::vector<yaml_field> *fields, int depth) {
    constexpr int deepest = 32;
    const bool mapping = text.front() == '{';
    auto rest = text.substr(1);
    auto skip_blanks = [&] { rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size())); };
    auto take_value = [&] {
        auto value = rest.substr(0, value_length(rest, true, depth + 1));
        rest.remove_prefix(value.size());
        skip_blanks();
        return value;
    };
    for (skip_blanks(); depth < deepest && !rest.empty(); skip_blanks()) {
        if (rest.front() == (mapping ? '}' : ']')) return text.size() - rest.size() + 1;
        auto key = take_value();
        if (key.empty()) return 0;
        if (mapping) {
            if (!rest.starts_with(':') || key.front() == '[' || key.front() == '{') return 0;
            rest.remove_prefix(1);
            skip_blanks();
            auto value = take_value();
            if (value.empty()) return 0;
            bool scalar = value.front() != '[' && value.front() != '{';
            if (fields) fields->push_back({unquoted(key), scalar ? unquoted(value) : std::string_view()});
        }
        if (rest.starts_with(','))
            rest.remove_prefix(1);
        else if (!rest.starts_with(mapping ? '}' : ']'))
            return 0;
    }
    return 0;
}

/// The scalar that a value is, without quotes and the comment behind it; empty where it is none.
inline std::string_view scalar_of(std::string_view value) {
    if (value.starts_with('[') || value.starts_with('{')) return {};
    return unquoted(value.substr(0, value_length(value)));
}

/// The fields of a value that is a flow mapping.
inline std::vector<yaml_field> flow_fields(std::string_view value) {
    std::vector<yaml_field> fields;
    if (value.starts_with('{')) flow_length(value, &fields);
    return fields;
}

} // namespace azu_session::inline v0_1::detail
