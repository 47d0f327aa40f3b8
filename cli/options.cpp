#include <azu_session/error.hpp>

#include "command.hpp"
#include "suggestion.hpp"
#include "words.hpp"

// Its regular expressions cost two seconds of every build, and nothing here needs them.
#define CXXOPTS_NO_REGEX
#include <cxxopts.hpp>

#include <algorithm>

namespace cli {

namespace {

using azu_session::errc;
using azu_session::error;

cxxopts::Options parser_for(const command &one) {
    cxxopts::Options parser(title_of(one));
    for (const auto &known : one.options) {
        auto names = known.letter.empty() ? known.name : known.letter + "," + known.name;
        auto value = known.kind == option_kind::flag
                         ? std::static_pointer_cast<cxxopts::Value>(cxxopts::value<bool>())
                         : cxxopts::value<std::string>();
        parser.add_options()(names, known.description, value);
    }
    parser.allow_unrecognised_options(); // refused here, where what was meant can be told
    return parser;
}

error usage(const command &one, const std::string &message, const std::string &hint = "") {
    return {errc::usage, message,
            hint + (hint.empty() ? "" : " ") + "See 'azu help" + (one.name.empty() ? "" : " ") + one.name +
                "'."};
}

error unknown(const command &one, const std::string &word) {
    std::vector<std::string> names;
    for (const auto &known : one.options)
        names.push_back(known.name);
    auto written = word.substr(0, word.starts_with('-') ? word.find('=') : word.npos); // no value: a password
    auto name = written.substr(std::min(written.find_first_not_of('-'), written.size()));
    return usage(one, in_quotes(written) + " is not an option of " + title_of(one) + ".",
                 suggestion(name, names, "--"));
}

using values_by_name = std::map<std::string, std::vector<std::string>>;

void read_value(const command &one, const option &known, const cxxopts::ParseResult &parsed,
                values_by_name &values) {
    if (known.kind == option_kind::flag) {
        if (parsed.count(known.name) > 0 && parsed[known.name].as<bool>()) values[known.name] = {""};
        return;
    }
    std::vector<std::string> given;
    for (const auto &argument : parsed.arguments())
        if (argument.key() == known.name) given.push_back(argument.value());
    if (given.size() > 1 && !known.repeats)
        throw usage(one, "Option --" + known.name + " was given more than once.");
    if (std::find(given.begin(), given.end(), "") != given.end())
        throw usage(one, "Option --" + known.name + " needs a value, and an empty one was given.");
    if (given.empty() && !known.default_value.empty()) given.push_back(known.default_value);
    if (!given.empty()) values[known.name] = given;
}

given_options parse(const command &one, const std::vector<const char *> &arguments) {
    auto parsed = parser_for(one).parse(static_cast<int>(arguments.size()), arguments.data());
    auto words = parsed.unmatched();
    for (std::size_t i = 0; i < words.size(); ++i)
        if (words[i].starts_with('-') || i > 0 || one.operand.empty()) throw unknown(one, words[i]);
    values_by_name values;
    for (const auto &known : one.options)
        read_value(one, known, parsed, values);
    return given_options(values, words.empty() ? "" : words.front());
}

} // namespace

azu_session::error worded(const azu_session::error &failure, const std::vector<option> &options) {
    std::vector<std::string> written;
    for (auto setting : failure.settings())
        for (const auto &one : options)
            if (one.gives == setting) written.push_back("--" + one.name);
    if (written.empty()) return failure;
    return {failure.code(), failure.what(), failure.hint() + " Options: " + joined(written, ", ") + "."};
}

given_options parse_options(const command &one, const std::vector<std::string> &arguments) {
    std::vector<const char *> pointers = {"azu"};
    for (const auto &argument : arguments)
        pointers.push_back(argument.c_str());
    try {
        return parse(one, pointers);
    } catch (const cxxopts::exceptions::exception &failure) {
        throw usage(one, std::string(failure.what()) + ".");
    }
}

} // namespace cli
