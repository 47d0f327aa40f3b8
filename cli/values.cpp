#include "values.hpp"

#include <azu_session/error.hpp>

#include "words.hpp"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <system_error>

namespace cli {

namespace {

using azu_session::errc;
using azu_session::error;

/// A number, with decimals; nothing where the text is anything else.
std::optional<double> parse_number(const std::string &text) {
    double number = 0;
    const char *last = text.data() + text.size();
    auto [end, failure] = std::from_chars(text.data(), last, number);
    return failure == std::errc() && end == last ? std::optional(number) : std::nullopt;
}

/// What stands before and behind the first `=`; nothing where there is none, or nothing before it.
std::optional<std::pair<std::string, std::string>> parse_pair(const std::string &text) {
    auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0) return std::nullopt;
    return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

std::string lower_case(std::string text) {
    for (char &c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::string noun_of(const option &one) { return one.noun.empty() ? lower_case(one.argument) : one.noun; }

error refusal(const option &one, const std::string &value, const std::string &failure,
              const std::string &hint) {
    return {errc::usage, in_quotes(value) + " in --" + one.name + " " + failure + ".", hint};
}

void check_choice(const option &one, const std::string &value) {
    if (std::find(one.choices.begin(), one.choices.end(), value) != one.choices.end()) return;
    throw error(errc::usage, "Unknown " + noun_of(one) + " " + in_quotes(value) + " in --" + one.name + ".",
                "Use one of: " + joined(one.choices, ", ") + ".");
}

void check_number(const option &one, const std::string &value) {
    auto number = parse_number(value);
    // Written so that "nan" is refused, too.
    if (number && *number >= one.range.first && *number <= one.range.second) return;
    throw refusal(one, value, "is not a number of " + noun_of(one) + " from " + range_of(one),
                  "Give a number from " + range_of(one) + ".");
}

void check_count(const option &one, const std::string &value) {
    check_number(one, value);
    if (value.find_first_not_of("0123456789") != value.npos)
        throw refusal(one, value, "is not a whole number", "Give a number from " + range_of(one) + ".");
}

void check_pair(const option &one, const std::string &value) {
    if (!parse_pair(value))
        throw refusal(one, value, "is not of the form " + one.argument,
                      "Write it like --" + one.name + " " + one.argument + ".");
}

void check_file(const option &one, const std::string &value) {
    std::error_code failure;
    if (std::filesystem::is_directory(value, failure))
        failure = std::make_error_code(std::errc::is_a_directory);
    else
        failure = access(value.c_str(), R_OK) == 0 ? std::error_code()
                                                   : std::error_code(errno, std::generic_category());
    if (failure)
        throw refusal(one, value, "cannot be read: " + failure.message(),
                      "Name a file that you are allowed to read.");
}

void check_directory(const option &one, const std::string &value) {
    std::error_code failure;
    if (std::filesystem::is_directory(value, failure)) return;
    throw error(errc::not_found, "There is no directory " + value + ".",
                "Name one that exists with --" + one.name + ".");
}

void check_value(const option &one, const std::string &value) {
    switch (one.kind) {
    case option_kind::flag:
    case option_kind::word:
    case option_kind::new_file:
        return;
    case option_kind::pair:
        return check_pair(one, value);
    case option_kind::number:
        return check_number(one, value);
    case option_kind::count:
        return check_count(one, value);
    case option_kind::choice:
        return check_choice(one, value);
    case option_kind::file:
        return check_file(one, value);
    case option_kind::directory:
        return check_directory(one, value);
    }
}

} // namespace

std::optional<double> given_options::number(const std::string &name) const {
    auto text = value(name);
    return text ? parse_number(*text) : std::nullopt;
}

std::vector<std::pair<std::string, std::string>> given_options::pairs(const std::string &name) const {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto &text : values(name))
        if (auto pair = parse_pair(text)) pairs.push_back(*pair);
    return pairs;
}

std::string range_of(const option &one) {
    auto written = [](double number) {
        char text[32];
        return std::string(text, std::to_chars(text, text + sizeof text, number).ptr);
    };
    return written(one.range.first) + " to " + written(one.range.second);
}

void check_values(const std::vector<option> &known, const given_options &given) {
    for (const auto &one : known)
        for (const auto &value : given.values(one.name))
            check_value(one, value);
}

} // namespace cli
