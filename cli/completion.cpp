#include <azu_session/error.hpp>

#include "command.hpp"
#include "words.hpp"

#include <kainjow/mustache.hpp>

#include <set>

namespace cli {

namespace {

using kainjow::mustache::data;

/// bash breaks words at the colons and equals signs that ours contain. The script joins what no blank parts,
/// up to the cursor, and answers with what stands behind the last colon.
constexpr const char *bash_script = R"sh(_azu() {
    local rest="${COMP_LINE:0:COMP_POINT}" current command="" choices="" word before="" previous=""
    local -a words=()
    for word in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
        [[ -z "${words[*]}" || $rest == [[:blank:]]* ]] && words+=("")
        rest="${rest#"${rest%%[![:blank:]]*}"}"
        words[-1]+="${rest:0:${#word}}"
        rest="${rest:${#word}}"
    done
    current="${words[-1]}"
    unset "words[-1]"
    for word in "${words[@]:1}"; do
        case "$previous" in {{value_options}}) previous="" && continue ;; esac
        previous="$word"
        case "$word" in -*) ;; *) command="$word" && break ;; esac
    done
    COMPREPLY=()
    case "$command" in{{#commands}}
        "{{name}}") choices="{{operands}}{{#options}} --{{name}}{{#letter}} -{{letter}}{{/letter}}{{/options}}" ;;{{/commands}}
        *) compopt -o default ;;
    esac
    case "$current" in --*=*) before="${current%%=*}=" && previous="${current%%=*}" ;; *) previous="${words[-1]}" ;; esac
    case "$command $previous" in{{#commands}}{{#options}}{{#argument}}
        "{{command}} --{{name}}"{{#letter}} | "{{command}} -{{letter}}"{{/letter}}) {{value}} ;;{{/argument}}{{/options}}{{/commands}}
    esac
    current="${current#"$before"}"
    before=""
    case "$COMP_WORDBREAKS$current" in *:*:*) before="${current%"${current##*:}"}" ;; esac
    while IFS= read -r word; do
        COMPREPLY+=("${word#"$before"}")
    done < <(compgen -W "$choices" -- "$current")
}
complete -F _azu azu)sh";

constexpr const char *zsh_script = R"sh(#compdef azu
_azu() {
    local context state state_descr line
    local -A opt_args
    local -a names
    names=({{#commands}}{{#name}}
        '{{quoted_name}}:{{summary}}'{{/name}}{{/commands}}
    )
    _arguments -C{{#alone}}{{#options}} \
        '--{{name}}{{#argument}}={{/argument}}[{{description}}]{{value}}'{{#letter}} \
        '-{{letter}}[{{description}}]{{value}}'{{/letter}}{{/options}}{{/alone}} \
        '1:command:->command' \
        '*::argument:->argument'
    case $state in
        command) _describe command names ;;
        argument)
            case $line[1] in{{#commands}}{{#name}}
                {{name}})
                    _arguments{{#options}} \
                        '{{#repeats}}*{{/repeats}}--{{name}}{{#argument}}={{/argument}}[{{description}}]{{value}}'{{#letter}} \
                        '-{{letter}}[{{description}}]{{value}}'{{/letter}}{{/options}}{{#operands}} \
                        '1:word:({{operands}})'{{/operands}}
                    ;;{{/name}}{{/commands}}
                *) _files ;;
            esac
            ;;
    esac
}
# As a function that is loaded at its first call, or read by a start-up file.
if [[ $funcstack[1] == _azu ]]; then _azu "$@"; else compdef _azu azu; fi)sh";

constexpr const char *fish_script = R"sh(complete -c azu -f
complete -c azu -n 'not __fish_use_subcommand; and not __fish_seen_subcommand_from {{names}}' -F{{#commands}}{{#name}}
complete -c azu -n 'not __fish_seen_subcommand_from {{names}}' -a {{name}} -d '{{summary}}'{{/name}}{{#operands}}{{#name}}
complete -c azu -n '__fish_seen_subcommand_from {{name}}' -a '{{operands}}'{{/name}}{{/operands}}{{#options}}
complete -c azu -n '{{#command}}__fish_seen_subcommand_from {{command}}{{/command}}{{^command}}not __fish_seen_subcommand_from {{names}}{{/command}}' -l {{name}}{{#letter}} -s {{letter}}{{/letter}}{{value}} -d '{{description}}'{{/options}}{{/commands}})sh";

std::string with_each(const std::string &text, const std::string &special, const std::string &before) {
    std::string quoted;
    for (char c : text) {
        if (special.find(c) != std::string::npos) quoted += before;
        quoted += c;
    }
    return quoted;
}

std::string for_bash(const std::string &text) { return text; }

/// Between single quotes, in a specification whose own signs are colons and brackets.
std::string for_zsh(const std::string &text) {
    auto escaped = with_each(text, "\\:[]", "\\");
    for (auto at = escaped.find('\''); at != std::string::npos; at = escaped.find('\'', at + 4))
        escaped.replace(at, 1, "'\\''");
    return escaped;
}

std::string for_fish(const std::string &text) { return with_each(text, "\\'", "\\"); }

/// What bash does behind an option: `default` and `dirnames` are its own completion of names of files, which
/// quotes them.
std::string value_in_bash(const option &one) {
    switch (one.kind) {
    case option_kind::choice:
        return "choices=\"" + joined(one.choices, " ") + "\"";
    case option_kind::file:
    case option_kind::new_file:
        return "compopt -o default; return";
    case option_kind::directory:
        return "compopt -o dirnames; return";
    default:
        return "return";
    }
}

std::string value_in_zsh(const option &one) {
    auto label = ":" + for_zsh(one.argument) + ":";
    switch (one.kind) {
    case option_kind::flag:
        return "";
    case option_kind::choice:
        return label + "(" + for_zsh(joined(one.choices, " ")) + ")";
    case option_kind::file:
    case option_kind::new_file:
        return label + "_files";
    case option_kind::directory:
        return label + "_files -/";
    default:
        return label + " ";
    }
}

std::string value_in_fish(const option &one) {
    switch (one.kind) {
    case option_kind::flag:
        return "";
    case option_kind::choice:
        return " -x -a '" + for_fish(joined(one.choices, " ")) + "'";
    case option_kind::file:
    case option_kind::new_file:
        return " -r -F";
    case option_kind::directory:
        return " -x -a '(__fish_complete_directories)'";
    default:
        return " -x";
    }
}

/// What a script is made from.
struct shell {
    std::string name;
    const char *script;
    std::string (*quote)(
        const std::string &);             ///< how it writes text in the places that the script has for it
    std::string (*value)(const option &); ///< what completes the value of an option
};

const shell known_shells[] = {{"bash", bash_script, for_bash, value_in_bash},
                              {"zsh", zsh_script, for_zsh, value_in_zsh},
                              {"fish", fish_script, for_fish, value_in_fish}};

/// What is empty is left out, so that its section of the script is.
void set(data &object, const std::string &name, const std::string &text) {
    object.set(name, text.empty() ? data(data::type::bool_false) : data(text));
}

data describe(const option &one, const command &owner, const shell &in) {
    data object;
    set(object, "command", owner.name);
    set(object, "name", one.name);
    set(object, "letter", one.letter);
    set(object, "argument", one.argument);
    set(object, "description", in.quote(one.description));
    set(object, "value", in.value(one));
    object.set("repeats", one.repeats ? data::type::bool_true : data::type::bool_false);
    return object;
}

data describe(const command &one, const shell &in) {
    data object, options{data::type::list};
    for (const auto &known : one.options)
        options.push_back(describe(known, one, in));
    set(object, "name", one.name);
    set(object, "quoted_name", in.quote(one.name));
    set(object, "summary", in.quote(one.summary));
    set(object, "operands", one.operands ? in.quote(joined(one.operands(), " ")) : "");
    object.set("options", options);
    return object;
}

/// Every option that takes a value, as a pattern for bash: "--backend | --directory | -C | -b".
std::string value_options() {
    std::set<std::string> patterns;
    for (const auto &command : commands())
        for (const auto &one : command.options) {
            if (one.kind == option_kind::flag) continue;
            patterns.insert("--" + one.name);
            if (!one.letter.empty()) patterns.insert("-" + one.letter);
        }
    return joined({patterns.begin(), patterns.end()}, " | ");
}

std::string fill(const shell &in) {
    data object, rows{data::type::list};
    for (const auto &one : commands())
        rows.push_back(describe(one, in));
    object.set("commands", rows);
    object.set("alone", describe(find_command(""), in));
    object.set("names", joined(command_names(), " "));
    object.set("value_options", value_options());
    kainjow::mustache::mustache script(in.script);
    script.set_custom_escape([](const std::string &text) { return text; });
    return script.render(object) + "\n";
}

} // namespace

std::vector<std::string> shells() {
    std::vector<std::string> names;
    for (const auto &one : known_shells)
        names.push_back(one.name);
    return names;
}

exit_status run_completion(const given_options &given, console &out) {
    for (const auto &one : known_shells)
        if (one.name == given.operand()) {
            out.text(fill(one));
            return done;
        }
    throw azu_session::error(azu_session::errc::usage,
                             given.operand().empty()
                                 ? "The completion script of which shell?"
                                 : "There is no completion for the shell " + in_quotes(given.operand()) + ".",
                             "Use one of: " + joined(shells(), ", ") + ".");
}

} // namespace cli
