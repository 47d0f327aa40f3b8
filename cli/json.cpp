#include "json.hpp"

#include <azu_session/detail/text/utf8.hpp>

#include "visible.hpp"

#include <array>
#include <cstdio>

namespace cli::json {

namespace {

std::string joined(const std::vector<std::string> &parts, char open, char close) {
    std::string text(1, open);
    for (const auto &part : parts)
        text.append(text.size() > 1 ? "," : "").append(part);
    return text + close;
}

std::string escaped(unsigned code_point) {
    std::array<char, 11> text{};
    std::snprintf(text.data(), text.size(), "\\u%04x", code_point);
    return text.data();
}

} // namespace

value string(std::string_view text) {
    std::string quoted = "\"";
    while (!text.empty()) {
        auto length = azu_session::utf8_sequence(text);
        char c = text.front();
        if (length == 0)
            quoted += "\xEF\xBF\xBD";
        else if (c == '"' || c == '\\')
            quoted.append(1, '\\').append(1, c);
        else if (acts_on_terminal(text.substr(0, length)))
            quoted += escaped(code_point(text.substr(0, length)));
        else
            quoted.append(text.substr(0, length));
        text.remove_prefix(length ? length : 1);
    }
    return {quoted + '"'};
}

value number(std::uint64_t number) { return {std::to_string(number)}; }
value boolean(bool truth) { return {truth ? "true" : "false"}; }
value null() { return {"null"}; }

value array(const std::vector<value> &items) {
    std::vector<std::string> parts;
    for (const auto &item : items)
        parts.push_back(item.text);
    return {joined(parts, '[', ']')};
}

value object(const std::vector<std::pair<std::string, value>> &members) {
    std::vector<std::string> parts;
    for (const auto &[name, item] : members)
        parts.push_back(string(name).text + ":" + item.text);
    return {joined(parts, '{', '}')};
}

} // namespace cli::json
