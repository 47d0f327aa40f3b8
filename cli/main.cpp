#include "application.hpp"
#include "command.hpp"
#include "framework.hpp"
#include "interrupt.hpp"
#include "suggestion.hpp"
#include "values.hpp"

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
    auto names = cli::command_names();
    return std::find(names.begin(), names.end(), word) != names.end();
}

/// Whether the option, written as `--backend` or `-b`, takes a value, whichever command's it is.
bool takes_value(const std::string &written) {
    for (const auto &command : cli::commands())
        for (const auto &one : command.options)
            if (one.kind != cli::option_kind::flag &&
                (written == "--" + one.name || written == "-" + one.letter))
                return true;
    return false;
}

/// Whether the word behind this one is its value: behind --directory and -fC, not behind -bredis.
bool takes_next(const std::string &word) {
    if (word.starts_with("--")) return takes_value(word);
    if (!word.starts_with('-')) return false;
    auto letter =
        std::find_if(word.begin() + 1, word.end(), [](char c) { return takes_value(std::string("-") + c); });
    return letter != word.end() && letter + 1 == word.end();
}

/// Takes the command's name out of the arguments: the first word; where that is none of this program's, a
/// session command behind it, which is never left to anybody else. Options and their values are no words.
std::string take_command(std::vector<std::string> &arguments) {
    auto found = arguments.end();
    for (auto at = arguments.begin(); at != arguments.end(); ++at) {
        if (at->starts_with('-') || (at != arguments.begin() && takes_next(at[-1]))) continue;
        bool own = is_command(*at);
        if (found == arguments.end() || (own && at->starts_with("session:"))) found = at;
        if (own && found == at) break;
    }
    if (found == arguments.end()) return {};
    auto name = *found;
    arguments.erase(found);
    return name;
}

/// Whether a command is for the framework's own azu. One that is nearly one of this program's was meant for
/// it.
bool is_foreign(const std::string &name) {
    return !name.empty() && !is_command(name) && !name.starts_with("session:") &&
           cli::suggestion(name, cli::command_names()).empty();
}

/// Whether the framework is asked for, be it for help on a command of its own.
bool asks_framework(std::vector<std::string> arguments) {
    auto name = take_command(arguments);
    if (name == "help") name = take_command(arguments);
    return is_foreign(name);
}

bool holds(const std::vector<std::string> &arguments, const std::string &wanted) {
    return std::find(arguments.begin(), arguments.end(), wanted) != arguments.end();
}

exit_status run_command(const cli::command &command, const std::vector<std::string> &arguments,
                        cli::console &out) {
    auto given = cli::parse_options(command, arguments);
    if (given.has("help")) {
        out.text(cli::help_of(command));
        return cli::done;
    }
    cli::check_values(command.options, given);
    if (given.has("quiet")) out.be_quiet();
    return command.run(given, out);
}

exit_status dispatch(std::vector<std::string> arguments, cli::console &out) {
    auto name = take_command(arguments);
    const auto &command = cli::find_command(name);
    try {
        return run_command(command, arguments, out);
    } catch (const az::error &failure) {
        throw cli::worded(failure, command.options);
    }
}

void report(const az::error &failure, cli::console &out) {
    out.object({{"error", cli::as_json(failure)}});
    out.error(failure);
}

exit_status run(const std::vector<std::string> &arguments, cli::console &out) {
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
    std::vector<std::string> words(arguments + (count > 0 ? 1 : 0), arguments + count);
    cli::console out(holds(words, "--json") || holds(words, "--json=true"),
                     holds(words, "--no-color") || holds(words, "--no-color=true"));
    try {
        // Before anything of this process changes that the other program would inherit.
        if (asks_framework(words))
            if (auto program = cli::find_framework()) cli::run_framework(*program, arguments);
    } catch (const az::error &failure) {
        report(failure, out);
        return cli::failed;
    }
    open_standard_streams();
    // A reader that went away must not end a clearing half-way; finish() reports it.
    std::signal(SIGPIPE, SIG_IGN);
    return run(words, out);
}
