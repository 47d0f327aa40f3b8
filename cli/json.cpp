#include "json.hpp"

#include <azu_session/visible.hpp>

#include <array>
#include <cmath>
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
        auto next = azu_session::take_character(text);
        if (!next.code)
            quoted += "\xEF\xBF\xBD";
        else if (next.code == '"' || next.code == '\\')
            quoted.append(1, '\\').append(next.bytes);
        else if (azu_session::acts_on_terminal(*next.code))
            quoted += escaped(*next.code);
        else
            quoted += next.bytes;
    }
    return {quoted + '"'};
}

value number(std::uint64_t number) { return {std::to_string(number)}; }
value decimal(double number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6g", number);
    return std::isfinite(number) ? value{text.data()} : null();
}

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
