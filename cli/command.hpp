#pragma once

#include "console.hpp"
#include "exit_status.hpp"
#include "options.hpp"

#include <functional>
#include <string>
#include <vector>

namespace cli {

/// A command of `azu`: what help and completion show of it, and what runs it.
struct command {
    std::string name;
    std::string summary;              ///< one line, for the list of commands
    std::string description = {};     ///< for its own help
    std::vector<option> options = {}; ///< its own, without the common ones
    std::vector<std::string> examples = {};
    std::function<exit_status(const given_options &, console &)> run = {};
};

command setup_command();
command clear_command();
command detect_command();
command status_command();

/// The commands on a session store, in the order in which they are listed.
const std::vector<command> &commands();

/// The options of a command, the common ones included.
std::vector<option> all_options(const command &one);

/// The text of `azu help`, and of `azu help COMMAND`.
std::string overview();
std::string help_of(const command &one);

/// The completion script for bash, zsh or fish. Throws errc::usage for any other shell.
std::string completion_script(const std::string &shell);

} // namespace cli
