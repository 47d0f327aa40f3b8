#include "json.hpp"

#include <array>
#include <cstdio>

namespace cli::json {

namespace {

/// Length of the well-formed UTF-8 sequence at the front of `text`; 0 where there is none (Unicode 15, table
/// 3-7).
std::size_t sequence_length(std::string_view text) {
    auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    auto within = [&](std::size_t i, unsigned least, unsigned most) {
        return byte(i) >= least && byte(i) <= most;
    };
    auto tail = [&](std::size_t i) { return within(i, 0x80, 0xbf); };
    if (byte(0) < 0x80) return 1;
    if (within(0, 0xc2, 0xdf)) return tail(1) ? 2 : 0;
    if (within(0, 0xe0, 0xef)) {
        bool second = within(1, byte(0) == 0xe0 ? 0xa0 : 0x80, byte(0) == 0xed ? 0x9f : 0xbf);
        return second && tail(2) ? 3 : 0;
    }
    if (within(0, 0xf0, 0xf4)) {
        bool second = within(1, byte(0) == 0xf0 ? 0x90 : 0x80, byte(0) == 0xf4 ? 0x8f : 0xbf);
        return second && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

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
        auto length = sequence_length(text);
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
