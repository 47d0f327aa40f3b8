#include <azu_session/version.hpp>

#include "command.hpp"

namespace cli {

const std::vector<command> &commands() {
    static const std::vector<command> all = {setup_command(), clear_command(), detect_command(),
                                             status_command()};
    return all;
}

std::vector<option> all_options(const command &one) {
    auto options = one.options;
    for (const auto &common : common_options())
        options.push_back(common);
    return options;
}

std::string overview() {
    std::string text = "azu " + std::string(azu_session::version) +
                       ": set up, detect and clear the session storage of an Azu application\n\n"
                       "Usage: azu COMMAND [options]\n\nCommands:\n";
    auto line = [&](const std::string &name, const std::string &summary) {
        text += "  " + name + std::string(name.size() < 20 ? 20 - name.size() : 1, ' ') + summary + "\n";
    };
    for (const auto &one : commands())
        line(one.name, one.summary);
    line("help [COMMAND]", "Show this text, or a command's options and examples");
    line("completion SHELL", "Print the completion script for bash, zsh or fish");
    return text + "\nOptions:" + options_help(common_options()) + "      --version        Show the version\n";
}

std::string help_of(const command &one) {
    std::string text = one.summary + "\n\nUsage: azu " + one.name + " [options]\n\n" + one.description +
                       "\n\nOptions:" + options_help(all_options(one)) + "\nExamples:\n";
    for (const auto &example : one.examples)
        text += "  " + example + "\n";
    return text;
}

} // namespace cli
