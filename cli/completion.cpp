#include <azu_session/error.hpp>

#include "command.hpp"

namespace cli {

namespace {

std::string joined(const std::vector<std::string> &words) {
    std::string text;
    for (const auto &word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::vector<std::string> command_names() {
    std::vector<std::string> names;
    for (const auto &one : commands())
        names.push_back(one.name);
    names.insert(names.end(), {"help", "completion"});
    return names;
}

std::vector<std::string> dashed(const command &one) {
    std::vector<std::string> names;
    for (const auto &option : all_options(one)) {
        names.push_back("--" + option.name);
        if (!option.letter.empty()) names.push_back("-" + option.letter);
    }
    return names;
}

/// bash breaks words at colons, which our commands' names contain; the script puts them together again.
std::string bash() {
    std::string script = "_azu() {\n"
                         "    local line=\"${COMP_LINE:0:COMP_POINT}\" current command choices word\n"
                         "    current=\"${line##* }\"\n"
                         "    for word in ${line% *}; do\n"
                         "        case \"$word\" in azu|*/azu|-*) ;; *) command=\"$word\"; break ;; esac\n"
                         "    done\n"
                         "    case \"$command\" in\n";
    for (const auto &one : commands())
        script += "        " + one.name + ") choices=\"" + joined(dashed(one)) + "\" ;;\n";
    script += "        help) choices=\"" + joined(command_names()) +
              "\" ;;\n"
              "        completion) choices=\"bash zsh fish\" ;;\n"
              "        *) choices=\"" +
              joined(command_names()) +
              " --help --version\" ;;\n"
              "    esac\n"
              "    case \"${line% *}\" in\n";
    for (const auto &option : all_options(clear_command()))
        if (!option.choices.empty())
            script += "        *--" + option.name +
                      (option.letter.empty() ? "" : "|*' -" + option.letter + "'") + ") choices=\"" +
                      joined(option.choices) + "\" ;;\n";
    return script + "    esac\n"
                    "    local before=\"\"\n"
                    "    case \"$COMP_WORDBREAKS\" in *:*) case \"$current\" in *:*) "
                    "before=\"${current%\"${current##*:}\"}\" ;; esac ;; esac\n"
                    "    COMPREPLY=()\n"
                    "    while IFS= read -r word; do COMPREPLY+=(\"${word#\"$before\"}\"); done < <(compgen "
                    "-W \"$choices\" -- \"$current\")\n"
                    "}\n"
                    "complete -F _azu azu";
}

std::string zsh_escaped(std::string text) {
    for (auto at = text.find_first_of("':[]"); at != std::string::npos;
         at = text.find_first_of("':[]", at + 2))
        text[at] == '\'' ? text.replace(at, 1, "’ ") : text.insert(at, "\\");
    return text;
}

std::string zsh_option(const option &one) {
    auto argument =
        one.argument.empty() ? "" : ":" + zsh_escaped(one.argument) + ":(" + joined(one.choices) + ")";
    auto rest = "[" + zsh_escaped(one.description) + "]" + argument + "'";
    auto text = " \\\n            '--" + one.name + rest;
    return one.letter.empty() ? text : text + " \\\n            '-" + one.letter + rest;
}

std::string zsh() {
    std::string script = "#compdef azu\n_azu() {\n    local -a names\n    names=(\n";
    for (const auto &one : commands())
        script += "        '" + zsh_escaped(one.name) + ":" + zsh_escaped(one.summary) + "'\n";
    script += "        'help:Show help'\n        'completion:Print a completion script'\n    )\n"
              "    if (( CURRENT == 2 )); then _describe command names; return; fi\n"
              "    local command=$words[2]\n    shift words; (( CURRENT-- ))\n"
              "    case $command in\n";
    for (const auto &one : commands()) {
        script += "        " + one.name + ") _arguments";
        for (const auto &option : all_options(one))
            script += zsh_option(option);
        script += " ;;\n";
    }
    return script + "        help) _describe command names ;;\n"
                    "        completion) _values shell bash zsh fish ;;\n    esac\n}\n"
                    "compdef _azu azu";
}

std::string fish_quoted(std::string text) {
    for (auto at = text.find_first_of("'\\"); at != std::string::npos; at = text.find_first_of("'\\", at + 2))
        text.insert(at, "\\");
    return "'" + text + "'";
}

std::string fish() {
    std::string script = "complete -c azu -f\n";
    for (const auto &one : commands()) {
        script += "complete -c azu -n __fish_use_subcommand -a " + one.name + " -d " +
                  fish_quoted(one.summary) + "\n";
        for (const auto &option : all_options(one)) {
            script += "complete -c azu -n '__fish_seen_subcommand_from " + one.name + "' -l " + option.name;
            if (!option.letter.empty()) script += " -s " + option.letter;
            if (!option.argument.empty()) script += " -x";
            if (!option.choices.empty()) script += " -a " + fish_quoted(joined(option.choices));
            script += " -d " + fish_quoted(option.description) + "\n";
        }
    }
    script += "complete -c azu -n __fish_use_subcommand -a help -d 'Show help'\n"
              "complete -c azu -n '__fish_seen_subcommand_from help' -a '" +
              joined(command_names()) +
              "'\n"
              "complete -c azu -n __fish_use_subcommand -a completion -d 'Print a completion script'\n";
    return script + "complete -c azu -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'";
}

} // namespace

std::string completion_script(const std::string &shell) {
    if (shell == "bash") return bash();
    if (shell == "zsh") return zsh();
    if (shell == "fish") return fish();
    throw azu_session::error(azu_session::errc::usage,
                             "There is no completion for the shell '" + shell + "'.",
                             "Use one of: bash, zsh, fish.");
}

} // namespace cli
