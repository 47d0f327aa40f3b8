#include "json.hpp"

#include <azu_session/setup/utf8.hpp>

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

std::string escaped_control(char c) {
    std::array<char, 7> text{};
    std::snprintf(text.data(), text.size(), "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
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
        else if (length == 1 && static_cast<unsigned char>(c) < ' ')
            quoted += escaped_control(c);
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
