#pragma once

#include <azu_session/detail/crystal/value.hpp>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::crystal {

/// The number that a literal such as `3_600`, `0x1f`, `1.5e3` or `30_i64` stands for.
inline std::optional<double> parse_number(std::string_view literal) {
    std::string digits;
    for (char c : literal)
        if (c != '_') digits += c;
    int base = 10;
    if (digits.size() > 2 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'b' || digits[1] == 'o')) {
        base = digits[1] == 'x' ? 16 : digits[1] == 'b' ? 2 : 8;
        digits.erase(0, 2);
    }
    auto *begin = digits.data(), *end = digits.data() + digits.size();
    double number = 0;
    std::from_chars_result parsed{};
    if (base == 10) {
        parsed = std::from_chars(begin, end, number);
    } else {
        std::uint64_t whole = 0;
        parsed = std::from_chars(begin, end, whole, base);
        number = static_cast<double>(whole);
    }
    if (parsed.ec != std::errc() || parsed.ptr == begin) return std::nullopt;
    if (parsed.ptr != end && *parsed.ptr != 'i' && *parsed.ptr != 'u' && *parsed.ptr != 'f')
        return std::nullopt;
    return number;
}

inline std::string lower_case(std::string text) {
    for (char &c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

namespace detail {

inline std::string_view strip(std::string_view text) {
    auto first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

inline std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
    std::string replaced;
    while (!text.empty()) {
        auto found = from.empty() ? text.npos : text.find(from);
        replaced += text.substr(0, found);
        if (found == text.npos) break;
        replaced += to;
        text.remove_prefix(found + from.size());
    }
    return replaced;
}

inline std::optional<bool> ask_text(std::string_view text, std::string_view method,
                                    const std::vector<value> &given) {
    if (method == "empty?") return text.empty();
    if (method == "blank?") return strip(text).empty();
    bool among = method == "starts_with?" || method == "ends_with?" || method == "includes?";
    if (!among || given.empty()) return std::nullopt;
    for (auto &one : given) {
        if (!one.is(value_kind::text)) return std::nullopt;
        if (method == "starts_with?" && text.starts_with(one.text)) return true;
        if (method == "ends_with?" && text.ends_with(one.text)) return true;
        if (method == "includes?" && text.find(one.text) != text.npos) return true;
    }
    return false;
}

inline std::optional<std::string> change_text(std::string_view text, std::string_view method,
                                              const std::vector<value> &given) {
    if (given.empty()) {
        if (method == "downcase") return lower_case(std::string(text));
        if (method == "strip") return std::string(strip(text));
        if (method == "chomp") return std::string(text.substr(0, text.find_last_not_of("\r\n") + 1));
        if (method == "upcase") {
            std::string upper(text);
            for (char &c : upper)
                if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
            return upper;
        }
        return std::nullopt;
    }
    if (method == "+")
        return given[0].is(value_kind::text) ? std::optional(std::string(text) + given[0].text)
                                             : std::nullopt;
    bool plain = given[0].is(value_kind::text);
    if (method == "chomp" && plain)
        return std::string(text.ends_with(given[0].text) ? text.substr(0, text.size() - given[0].text.size())
                                                         : text);
    if (method == "rchop" && plain) return change_text(text, "chomp", given);
    bool pair = given.size() == 2 && plain && given[1].is(value_kind::text);
    if (pair &&
        (method == "gsub" || (method == "tr" && given[0].text.size() == 1 && given[1].text.size() == 1)))
        return replace_all(text, given[0].text, given[1].text);
    return std::nullopt;
}

inline std::optional<value> operate_on_text(const value &receiver, std::string_view method,
                                            const std::vector<value> &given, place where) {
    if (method == "presence") return receiver.text.empty() ? make_value(value_kind::nil, where) : receiver;
    if (method.starts_with("to_i") || method.starts_with("to_u") || method.starts_with("to_f")) {
        if (auto number = parse_number(strip(receiver.text)))
            return make_value(value_kind::number, where, {}, *number);
        return method.ends_with('?') ? std::optional(make_value(value_kind::nil, where)) : std::nullopt;
    }
    if (auto holds = ask_text(receiver.text, method, given))
        return make_value(value_kind::boolean, where, {}, *holds);
    auto changed = change_text(receiver.text, method, given);
    if (changed == receiver.text) return receiver;
    if (changed) return make_value(value_kind::text, where, std::move(*changed));
    return std::nullopt;
}

} // namespace detail
} // namespace azu_session::inline v0_1::crystal
