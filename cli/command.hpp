#pragma once

#include "console.hpp"
#include "exit_status.hpp"
#include "options.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// A command line that is worth copying.
struct example {
    std::string purpose;
    std::string arguments = {}; ///< what stands behind the command's name
};

/// A command of `azu`: a row of the table from which parsing, help and completion follow.
struct command {
    std::string name;         ///< empty for `azu` alone
    std::string operand = {}; ///< how help shows the word that it takes, such as "[COMMAND]"; empty for none
    std::string summary;      ///< one sentence, for the list of commands
    std::string description = {}; ///< for its own help
    std::vector<option> options = {};
    std::vector<example> examples = {};
    exit_status (*run)(const given_options &, console &) = nullptr;
    std::vector<std::string> (*operands)() = nullptr; ///< what its operand can be
};

/// Every command, in the order in which they are listed; `azu` alone first.
const std::vector<command> &commands();

/// Their names, without that of `azu` alone.
std::vector<std::string> command_names();

/// The command of that name. Throws errc::usage where there is none.
const command &find_command(std::string_view name);

/// What a message calls a command.
std::string title_of(const command &one);

/// The text of `azu help COMMAND`; the list of all commands for `azu` alone.
std::string help_of(const command &one);

/// The manual page azu-session(1), of all of them.
std::string manual();

/// The command as it is typed, with these words behind its name.
std::string command_line(const command &one, const std::string &arguments = "");

/// What there is to say of an option: its description, choices, range and default.
std::string explanation_of(const option &one);

/// The shells that there is completion for.
std::vector<std::string> shells();

exit_status run_alone(const given_options &given, console &out);
exit_status run_setup(const given_options &given, console &out);
exit_status run_clear(const given_options &given, console &out);
exit_status run_detect(const given_options &given, console &out);
exit_status run_status(const given_options &given, console &out);
exit_status run_teardown(const given_options &given, console &out);
exit_status run_secret(const given_options &given, console &out);
exit_status run_help(const given_options &given, console &out);
exit_status run_completion(const given_options &given, console &out);

} // namespace cli
