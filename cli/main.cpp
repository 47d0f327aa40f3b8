#include <azu_session/version.hpp>

#include "command.hpp"

#include <algorithm>
#include <csignal>
#include <exception>
#include <new>
#include <string>
#include <vector>

namespace {

using cli::exit_status;
namespace az = azu_session;

/// Takes the command's name out of the arguments: the first word that is neither an option nor the argument
/// of the one common option that has one.
std::string take_command(std::vector<std::string> &arguments) {
    for (auto at = arguments.begin(); at != arguments.end(); ++at) {
        if (*at == "-C" || *at == "--directory") {
            if (++at == arguments.end()) break;
        } else if (!at->starts_with('-')) {
            auto name = *at;
            arguments.erase(at);
            return name;
        }
    }
    return {};
}

bool holds(const std::vector<std::string> &arguments, const std::string &wanted) {
    return std::find(arguments.begin(), arguments.end(), wanted) != arguments.end();
}

const cli::command &find_command(const std::string &name) {
    for (const auto &one : cli::commands())
        if (one.name == name) return one;
    std::string known;
    for (const auto &one : cli::commands())
        known += one.name + ", ";
    throw az::error(az::errc::usage, "There is no command '" + name + "'.",
                    "Use one of: " + known + "help, completion.");
}

/// The one word behind `help` and `completion`.
std::string only_word(const std::string &command, const std::vector<std::string> &arguments) {
    if (arguments.size() > 1 || (arguments.size() == 1 && arguments[0].starts_with('-')))
        throw az::error(az::errc::usage, "'azu " + command + "' takes one word and no options.",
                        "See 'azu help'.");
    return arguments.empty() ? "" : arguments[0];
}

exit_status help(const std::string &topic, cli::console &out) {
    auto text = topic.empty() ? cli::overview() : cli::help_of(find_command(topic));
    out.line(text.substr(0, text.size() - 1));
    return cli::done;
}

exit_status without_command(const std::vector<std::string> &arguments, cli::console &out) {
    if (holds(arguments, "--version")) {
        out.line("azu " + std::string(az::version));
        return cli::done;
    }
    cli::parse_options("help", cli::common_options(), arguments);
    help("", out);
    bool asked = holds(arguments, "--help") || holds(arguments, "-h");
    return asked ? cli::done : cli::wrong_usage;
}

exit_status dispatch(std::vector<std::string> arguments, cli::console &out) {
    auto name = take_command(arguments);
    if (name.empty()) return without_command(arguments, out);
    if (name == "help") return help(only_word(name, arguments), out);
    if (name == "completion") {
        out.line(cli::completion_script(only_word(name, arguments)));
        return cli::done;
    }
    const auto &command = find_command(name);
    auto given = cli::parse_options(name, cli::all_options(command), arguments);
    return given.has("help") ? help(name, out) : command.run(given, out);
}

void report(const az::error &failure, cli::console &out) {
    namespace json = cli::json;
    out.object(json::object({{"error", json::object({{"message", json::string(failure.what())},
                                                     {"hint", json::string(failure.hint())}})}}));
    out.error(failure);
}

exit_status run(const std::vector<std::string> &arguments) {
    bool needs_text = holds(arguments, "--help") || holds(arguments, "-h");
    cli::console out(holds(arguments, "--json") && !needs_text, holds(arguments, "--no-color"));
    try {
        auto status = dispatch(arguments, out);
        out.finish();
        return status;
    } catch (const az::error &failure) {
        report(failure, out);
        return failure.code() == az::errc::usage ? cli::wrong_usage : cli::failed;
    } catch (const std::exception &failure) {
        report({az::errc::io, "The command failed: " + std::string(failure.what()) + ".", ""}, out);
        return cli::failed;
    }
}

} // namespace

int main(int count, char **arguments) {
    // A reader that went away must not end a clearing half-way; finish() reports it.
    std::signal(SIGPIPE, SIG_IGN);
    return run({arguments + (count > 0 ? 1 : 0), arguments + count});
}
