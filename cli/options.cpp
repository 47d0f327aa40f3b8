#include "options.hpp"

#include <azu_session/error.hpp>

// Its regular expressions cost two seconds of every build, and nothing here needs them.
#define CXXOPTS_NO_REGEX
#include <cxxopts.hpp>

namespace cli {

namespace {

cxxopts::Options described(const std::string &command, const std::vector<option> &known) {
    cxxopts::Options parser(command);
    for (const auto &one : known) {
        auto names = one.letter.empty() ? one.name : one.letter + "," + one.name;
        auto value = one.argument.empty() ? std::static_pointer_cast<cxxopts::Value>(cxxopts::value<bool>())
                                          : cxxopts::value<std::string>();
        parser.add_options()(names, one.description, value, one.argument);
    }
    return parser;
}

azu_session::error usage(const std::string &command, const std::string &message) {
    return {azu_session::errc::usage, message, "See 'azu help " + command + "'."};
}

} // namespace

const std::vector<option> &common_options() {
    static const std::vector<option> options = {
        {.name = "directory",
         .letter = "C",
         .argument = "DIR",
         .description = "The application's directory (default: .)"},
        {.name = "json", .description = "Print one JSON object on standard output"},
        {.name = "no-color", .description = "Print without colour (as NO_COLOR does)"},
        {.name = "help", .letter = "h", .description = "Show this help"},
    };
    return options;
}

given_options parse_options(const std::string &command, const std::vector<option> &known,
                            const std::vector<std::string> &arguments) {
    std::vector<const char *> pointers = {"azu"};
    for (const auto &argument : arguments)
        pointers.push_back(argument.c_str());
    std::map<std::string, std::string> values;
    try {
        auto parser = described(command, known);
        auto parsed = parser.parse(static_cast<int>(pointers.size()), pointers.data());
        for (const auto &one : known) {
            if (parsed.count(one.name) == 0) continue;
            if (one.argument.empty()) {
                if (parsed[one.name].as<bool>()) values[one.name] = "";
                continue;
            }
            if (parsed.count(one.name) > 1)
                throw usage(command, "Option --" + one.name + " was given more than once.");
            values[one.name] = parsed[one.name].as<std::string>();
            if (values[one.name].empty())
                throw usage(command, "Option --" + one.name + " needs a value, and an empty one was given.");
        }
        if (!parsed.unmatched().empty())
            throw usage(command, "'" + parsed.unmatched().front() + "' is not an option of " + command + ".");
    } catch (const cxxopts::exceptions::exception &failure) {
        throw usage(command, std::string(failure.what()) + ".");
    }
    return given_options(values);
}

std::string options_help(const std::vector<option> &known) {
    auto text = described("", known).help();
    return text.substr(text.find("\n  "));
}

} // namespace cli
