#include <azu_session/version.hpp>

#include "command.hpp"
#include "interrupt.hpp"

#include <fcntl.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace {

using cli::exit_status;
namespace az = azu_session;

bool is_command(const std::string &word) {
    const auto &all = cli::commands();
    return word == "help" || word == "completion" ||
           std::any_of(all.begin(), all.end(), [&](const cli::command &one) { return one.name == word; });
}

/// Takes the command's name out of the arguments: the first word that is one, or else the first that could be
/// meant for one. The directory behind -C is neither.
std::string take_command(std::vector<std::string> &arguments) {
    auto found = arguments.end();
    for (auto at = arguments.begin(); at != arguments.end(); ++at) {
        bool names_directory = at != arguments.begin() && (at[-1] == "-C" || at[-1] == "--directory");
        if (names_directory || at->starts_with('-')) continue;
        if (found == arguments.end() || is_command(*at)) found = at;
        if (is_command(*at)) break;
    }
    if (found == arguments.end()) return {};
    auto name = *found;
    arguments.erase(found);
    return name;
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
    out.text(text);
    return cli::done;
}

exit_status without_command(const std::vector<std::string> &arguments, cli::console &out) {
    auto known = cli::common_options();
    known.push_back({.name = "version"});
    auto given = cli::parse_options("help", known, arguments);
    if (given.has("version")) {
        out.text("azu " + std::string(az::version) + "\n");
        return cli::done;
    }
    help("", out);
    return given.has("help") ? cli::done : cli::wrong_usage;
}

exit_status dispatch(std::vector<std::string> arguments, cli::console &out) {
    auto name = take_command(arguments);
    if (name.empty()) return without_command(arguments, out);
    if (name == "help") return help(only_word(name, arguments), out);
    if (name == "completion") {
        out.text(cli::completion_script(only_word(name, arguments)) + "\n");
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
    cli::console out(holds(arguments, "--json") || holds(arguments, "--json=true"),
                     holds(arguments, "--no-color") || holds(arguments, "--no-color=true"));
    try {
        auto status = dispatch(arguments, out);
        out.finish();
        return status;
    } catch (const az::error &failure) {
        report(failure, out);
        if (cli::interrupt_requested()) return cli::interrupted;
        return failure.code() == az::errc::usage ? cli::wrong_usage : cli::failed;
    } catch (const std::exception &failure) {
        report({az::errc::io, "The command failed: " + std::string(failure.what()) + ".", ""}, out);
        return cli::failed;
    }
}

/// Standard streams that were closed by the caller would have their numbers taken by the next file or
/// connection that is opened, and what is printed would go there. A write to /dev/full fails, as one to a
/// closed stream does.
void open_standard_streams() {
    for (auto [descriptor, path] : {std::pair(0, "/dev/null"), {1, "/dev/full"}, {2, "/dev/null"}})
        if (fcntl(descriptor, F_GETFD) < 0) open(path, descriptor == 0 ? O_RDONLY : O_WRONLY);
}

} // namespace

int main(int count, char **arguments) {
    open_standard_streams();
    // A reader that went away must not end a clearing half-way; finish() reports it.
    std::signal(SIGPIPE, SIG_IGN);
    return run({arguments + (count > 0 ? 1 : 0), arguments + count});
}
