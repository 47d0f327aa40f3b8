#include "visible.hpp"

#include <azu_session/detail/text/utf8.hpp>

#include <array>
#include <cstdio>
#include <utility>

namespace cli {

namespace {

std::string escape(const char *form, unsigned number) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), form, number);
    return text.data();
}

std::string escaped(std::string_view sequence) {
    switch (sequence.front()) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return escape("\\u{%x}", code_point(sequence));
    }
}

} // namespace

unsigned code_point(std::string_view sequence) {
    auto first = static_cast<unsigned char>(sequence.front());
    if (sequence.size() == 1) return first;
    unsigned point = first & (0x7fu >> sequence.size());
    for (char c : sequence.substr(1))
        point = point << 6 | (static_cast<unsigned char>(c) & 0x3fu);
    return point;
}

bool acts_on_terminal(std::string_view sequence) {
    constexpr std::pair<unsigned, unsigned> ranges[] = {
        {0, 0x1f},        {0x7f, 0x9f},     // C0, DEL, C1
        {0x61c, 0x61c},   {0x200e, 0x200f}, // marks of direction
        {0x2028, 0x202e}, {0x2066, 0x2069}, // ends of lines and paragraphs, embedding, override, isolates
    };
    auto point = code_point(sequence);
    for (auto [first, last] : ranges)
        if (point >= first && point <= last) return true;
    return false;
}

std::string visible(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        auto length = azu_session::utf8_sequence(text);
        auto sequence = text.substr(0, length ? length : 1);
        if (length == 0)
            shown += escape("\\x%02x", static_cast<unsigned char>(sequence.front()));
        else if (acts_on_terminal(sequence))
            shown += escaped(sequence);
        else
            shown += sequence;
        text.remove_prefix(sequence.size());
    }
    return shown;
}

} // namespace cli
