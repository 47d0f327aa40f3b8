#include <azu_session/error.hpp>

#include "command.hpp"

#include <kainjow/mustache.hpp>

namespace cli {

namespace {

using kainjow::mustache::data;

/// bash breaks words at colons, which our commands' names contain; the script takes the line apart by itself
/// and answers with what stands behind the last colon.
constexpr const char *bash_script = R"sh(_azu() {
    local line="${COMP_LINE:0:COMP_POINT}" current command="" choices="" word before="" previous="" words
    current="${line##* }"
    read -ra words <<<"${line% *}"
    for word in "${words[@]:1}"; do
        case "$previous" in -C | --directory) previous="" && continue ;; esac
        previous="$word"
        case "$word" in -*) ;; *) command="$word" && break ;; esac
    done
    case "$command" in
{{#commands}}
        {{name}}) choices="{{#options}}--{{name}} {{#letter}}-{{letter}} {{/letter}}{{/options}}" ;;
{{/commands}}
        help) choices="{{#commands}}{{name}} {{/commands}}completion" ;;
        completion) choices="bash zsh fish" ;;
        *) choices="{{#commands}}{{name}} {{/commands}}help completion --help --version" ;;
    esac
    case "$current" in --*=*) before="${current%%=*}=" && previous="${current%%=*}" ;; *) previous="${words[-1]}" ;; esac
    case "$previous" in
{{#choosing}}
        --{{name}}{{#letter}} | -{{letter}}{{/letter}}) choices="{{choices}}" ;;
{{/choosing}}
        -C | --directory | --cacert) COMPREPLY=() && return ;; # bash completes file names by itself
    esac
    current="${current#"$before"}"
    before=""
    case "$COMP_WORDBREAKS$current" in *:*:*) before="${current%"${current##*:}"}" ;; esac
    COMPREPLY=()
    while IFS= read -r word; do
        COMPREPLY+=("${word#"$before"}")
    done < <(compgen -W "$choices" -- "$current")
}
complete -o default -F _azu azu)sh";

constexpr const char *zsh_script = R"sh(#compdef azu
_azu() {
    local -a names
    names=(
{{#commands}}
        '{{escaped_name}}:{{summary}}'
{{/commands}}
        'help:Show help'
        'completion:Print a completion script'
    )
    if (( CURRENT == 2 )); then
        _describe command names
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
{{#commands}}
        {{name}})
            _arguments{{#options}} \
                '--{{name}}[{{description}}]{{#argument}}:{{argument}}:{{#choices}}({{choices}}){{/choices}}{{^choices}}_files{{/choices}}{{/argument}}'{{#letter}} \
                '-{{letter}}[{{description}}]{{#argument}}:{{argument}}:{{#choices}}({{choices}}){{/choices}}{{^choices}}_files{{/choices}}{{/argument}}'{{/letter}}{{/options}}
            ;;
{{/commands}}
        help) _describe command names ;;
        completion) _values shell bash zsh fish ;;
    esac
}
compdef _azu azu)sh";

constexpr const char *fish_script = R"sh(complete -c azu -f
{{#commands}}
complete -c azu -n __fish_use_subcommand -a {{name}} -d '{{summary}}'
{{#options}}
complete -c azu -n '__fish_seen_subcommand_from {{command}}' -l {{name}}{{#letter}} -s {{letter}}{{/letter}}{{#argument}} -r{{/argument}}{{#choices}} -f -a '{{choices}}'{{/choices}}{{^choices}}{{#argument}} -F{{/argument}}{{/choices}} -d '{{description}}'
{{/options}}
{{/commands}}
complete -c azu -n __fish_use_subcommand -a 'help completion'
complete -c azu -n '__fish_seen_subcommand_from help' -a '{{#commands}}{{name}} {{/commands}}completion'
complete -c azu -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish')sh";

/// How a shell writes text in the places that the scripts have for it.
using quoting = std::string (*)(const std::string &);

std::string as_it_is(const std::string &text) { return text; }

std::string with_each(const std::string &text, const std::string &special, const std::string &before) {
    std::string quoted;
    for (char c : text) {
        if (special.find(c) != std::string::npos) quoted += before;
        quoted += c;
    }
    return quoted;
}

/// Between single quotes, in a specification whose own signs are colons and brackets.
std::string for_zsh(const std::string &text) {
    auto escaped = with_each(text, "\\:[]", "\\");
    for (auto at = escaped.find('\''); at != std::string::npos; at = escaped.find('\'', at + 4))
        escaped.replace(at, 1, "'\\''");
    return escaped;
}

std::string for_fish(const std::string &text) { return with_each(text, "\\'", "\\"); }

std::string joined(const std::vector<std::string> &words) {
    std::string text;
    for (const auto &word : words)
        text.append(text.empty() ? "" : " ").append(word);
    return text;
}

/// What is empty is left out, so that its section of the script is.
void set(data &object, const std::string &name, const std::string &text) {
    object.set(name, text.empty() ? data(data::type::bool_false) : data(text));
}

data describe(const option &one, const std::string &command, quoting quote) {
    data object;
    object.set("command", command);
    object.set("name", one.name);
    object.set("description", quote(one.description));
    set(object, "letter", one.letter);
    set(object, "argument", one.argument);
    set(object, "choices", joined(one.choices));
    return object;
}

std::string fill(const char *script, quoting quote) {
    data all_commands{data::type::list}, choosing{data::type::list};
    for (const auto &one : commands()) {
        data options{data::type::list};
        for (const auto &option : all_options(one))
            options.push_back(describe(option, one.name, quote));
        data object;
        object.set("name", one.name);
        object.set("escaped_name", quote(one.name));
        object.set("summary", quote(one.summary));
        object.set("options", options);
        all_commands.push_back(object);
    }
    for (const auto &option : all_options(clear_command()))
        if (!option.choices.empty()) choosing.push_back(describe(option, "", quote));
    data object;
    object.set("commands", all_commands);
    object.set("choosing", choosing);
    kainjow::mustache::mustache source(script);
    source.set_custom_escape([](const std::string &text) { return text; });
    return source.render(object);
}

} // namespace

std::string completion_script(const std::string &shell) {
    if (shell == "bash") return fill(bash_script, as_it_is);
    if (shell == "zsh") return fill(zsh_script, for_zsh);
    if (shell == "fish") return fill(fish_script, for_fish);
    throw azu_session::error(azu_session::errc::usage,
                             "There is no completion for the shell '" + shell + "'.",
                             "Use one of: bash, zsh, fish.");
}

} // namespace cli
