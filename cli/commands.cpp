#include <azu_session/backend.hpp>
#include <azu_session/error.hpp>

#include "command.hpp"
#include "progress.hpp"
#include "suggestion.hpp"
#include "words.hpp"

namespace cli {

namespace {

namespace az = azu_session;
using options = std::vector<option>;

options operator+(options first, const options &second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

option backend(const std::string &description, const std::string &default_value = "") {
    return {.name = "backend",
            .letter = "b",
            .kind = option_kind::choice,
            .argument = "TYPE",
            .description = description,
            .noun = "session backend",
            .choices = {std::string(to_string(az::backend::redis)),
                        std::string(to_string(az::backend::database)),
                        std::string(to_string(az::backend::memory))},
            .default_value = default_value,
            .gives = az::setting::backend};
}

option force(const std::string &description) {
    return {.name = "force", .letter = "f", .description = description};
}

option overwrite() {
    auto option = force("Overwrite existing configuration files");
    option.gives = az::setting::overwrite;
    return option;
}

option takes_changed() {
    auto option = force("Take back a changed initializer as well, and keep it in a backup");
    option.gives = az::setting::overwrite;
    return option;
}

option wire() {
    return {.name = "wire",
            .description = "Also edit the application's own files: require the initializer, put the session "
                           "handler first, set the variables in .env, keep .env out of git"};
}

option dry_run(const std::string &description) { return {.name = "dry-run", .description = description}; }

/// What every command has.
options common() {
    return {{.name = "directory",
             .letter = "C",
             .kind = option_kind::directory,
             .argument = "DIR",
             .description = "The application's directory",
             .default_value = ".",
             .gives = az::setting::directory},
            {.name = "json", .description = "Print one JSON object on standard output"},
            {.name = "quiet",
             .letter = "q",
             .description = "Print only errors, warnings, questions and what was asked for"},
            {.name = "no-color", .description = "Print without colour, as with NO_COLOR"},
            {.name = "help", .letter = "h", .description = "Show this help"}};
}

/// Where the sessions are, in place of what is detected.
options location() {
    return {backend("Override the detected backend"),
            {.name = "url",
             .kind = option_kind::word,
             .argument = "URL",
             .description = "Override the store's URL",
             .gives = az::setting::url},
            {.name = "prefix",
             .kind = option_kind::word,
             .argument = "PREFIX",
             .description = "Override the prefix of the keys in Redis",
             .gives = az::setting::prefix},
            {.name = "table",
             .kind = option_kind::word,
             .argument = "TABLE",
             .description = "Override the table in the database",
             .gives = az::setting::table}};
}

/// How the store's server is talked to.
options connection() {
    return {{.name = "timeout",
             .kind = option_kind::number,
             .argument = "SECONDS",
             .description =
                 "Longest wait for the server, for a connection (default: 5) or one command (default: 30)",
             .range = {0.001, 86'400},
             .gives = az::setting::timeout},
            {.name = "cacert",
             .kind = option_kind::file,
             .argument = "FILE",
             .description = "Certificates (PEM) that a rediss:// server is checked against (default: the "
                            "system's)",
             .gives = az::setting::certificates}};
}

options selection(const std::string &verb) {
    return {{.name = "expired", .description = verb + " only sessions whose time is over (database)"},
            {.name = "where",
             .kind = option_kind::pair,
             .argument = "KEY=VALUE",
             .description = verb + " only sessions whose data has this value, such as user_id=42; of one KEY "
                                   "given repeatedly any value, of several KEYs each",
             .repeats = true}};
}

options writing() {
    return {{.name = "write", .description = "Replace the secret in .env and print none"},
            {.name = "keep",
             .kind = option_kind::count,
             .argument = "N",
             .description = "With --write: log nobody out, by accepting N earlier secrets, the old one first",
             .noun = "secrets",
             .range = {1, 100}},
            dry_run("With --write: show what would become of .env and write nothing")};
}

options reporting() {
    return {
        {.name = "within",
         .kind = option_kind::number,
         .argument = "SECONDS",
         .description = "Longest time for counting, beyond which the rest is extrapolated",
         .range = {0.001, 86'400},
         .default_value = "2"},
        {.name = "format",
         .kind = option_kind::choice,
         .argument = "FORMAT",
         .description = "What is printed",
         .choices = {"text", "openmetrics"}},
        {.name = "output",
         .kind = option_kind::new_file,
         .argument = "FILE",
         .description = "Write the metrics to this file at once, as for node_exporter's textfile collector"}};
}

options clearing() {
    return {force("Skip confirmation prompt"),
            dry_run("Count exactly what would be cleared and remove nothing"),
            {.name = "atomic",
             .description = "PostgreSQL: remove all or nothing, in one statement that holds every session to "
                            "its end"},
            {.name = "progress",
             .kind = option_kind::choice,
             .argument = "STYLE",
             .description = "Progress on standard error",
             .choices = progress_styles(),
             .default_value = progress_styles().front()}};
}

std::vector<command> table() {
    return {
        {.name = "",
         .operand = "COMMAND",
         .summary = "set up, detect and clear the session storage of an Azu application",
         .options = common() + options{{.name = "version", .letter = "V", .description = "Show the version"}},
         .examples = {{"Set up sessions in the application of this directory", "session:setup --wire"},
                      {"See how its sessions are, and what is wrong with them", "session:status"},
                      {"Log everybody out", "session:clear"},
                      {"See what a command can do", "help session:clear"}},
         .run = run_alone,
         .operands = command_names},
        {.name = "session:setup",
         .summary = "Configure and install session management",
         .description =
             "Writes src/initializers/session.cr, for the database backend a migration as well, and adds the "
             "missing dependencies to shard.yml; with --wire edits the application's own files as well. "
             "Where one of the files exists and differs, it asks on a "
             "terminal whether to overwrite or skip it; elsewhere nothing at all is written, unless --force "
             "is "
             "given. What is overwritten is kept beside the file.",
         .options = options{backend("Session backend", "redis"), overwrite(), wire(),
                            dry_run("Show what would be changed, as a unified diff, and change nothing")} +
                    common(),
         .examples = {{"Set up sessions in Redis, and see what remains to be done"},
                      {"Take those steps, too", "--wire"},
                      {"Keep the sessions in the application's database", "--backend database"},
                      {"See every change without making it", "--wire --dry-run"},
                      {"Overwrite what exists, and keep it in backups", "--backend redis --force"}},
         .run = run_setup},
        {.name = "session:clear",
         .summary = "Clear all sessions from the configured backend, which logs out all users",
         .description =
             "Detects the store as session:detect does, asks, and empties it. Ctrl-C stops at the end of a "
             "batch, and any wait; running the command again clears the rest.",
         .options = clearing() + selection("Clear") + location() + connection() + common(),
         .examples = {{"Log everybody out, after a question"},
                      {"Without the question, as in a script", "--force"},
                      {"Count what would be cleared", "--dry-run"},
                      {"Clear the store that was used before another was set up", "--backend redis"},
                      {"Log one user out", "--force --where user_id=42"},
                      {"Remove what is over from a database, as each night", "--force --quiet --expired"}},
         .run = run_clear},
        {.name = "session:detect",
         .summary = "Show where the application keeps its sessions, and how that was learnt",
         .description = "Reads src/initializers/session.cr, then SESSION_BACKEND; Redis where there is no "
                        "initializer. Connects to nothing.",
         .options = location() + common(),
         .examples = {{"See the store, its settings, and where each was learnt"},
                      {"The same for a program", "--json"}},
         .run = run_detect},
        {.name = "session:status",
         .summary = "Show how the sessions and their store are, and what is wrong with them",
         .description =
             "Connects to the store that session:detect names, counts its sessions, and checks the server's "
             "settings and the application. Changes nothing. Exits with 1 where a check finds a problem. "
             "With --expired or --where it counts those sessions exactly, however long that takes.",
         .options = reporting() + selection("Count") + location() + connection() + common(),
         .examples = {{"See the store, its sessions and every check"},
                      {"The same for a program", "--json"},
                      {"Count one user's sessions", "--where user_id=42"},
                      {"Print metrics for Prometheus", "--format openmetrics"},
                      {"Leave them for its node exporter",
                       "--output /var/lib/prometheus/node-exporter/azu.prom"}},
         .run = run_status},
        {.name = "session:teardown",
         .summary = "Take back what session:setup wrote",
         .description =
             "Removes the initializer and the migration, and what setup put into other files, each where it "
             "is "
             "still as setup wrote it; names what it leaves, and why. Where the initializer was changed, "
             "nothing is taken back, unless --force is given.",
         .options =
             options{takes_changed(), dry_run("Show what would be taken back and write nothing")} + common(),
         .examples = {{"See what would be taken back", "--dry-run"}, {"Take it back"}},
         .run = run_teardown},
        {.name = "session:secret",
         .summary = "Print a new secret for SESSION_SECRET, or replace the one in .env",
         .description =
             "A secret is 256 bits from the system's generator. With --write nothing else in .env changes; "
             "everybody is logged out when the application restarts, unless --keep is given.",
         .options = writing() + common(),
         .examples = {{"Print a new secret"},
                      {"Replace the one in .env, which logs everybody out", "--write"},
                      {"Replace it, and go on accepting the old one", "--write --keep 1"}},
         .run = run_secret},
        {.name = "help",
         .operand = "[COMMAND]",
         .summary = "Show all commands, or one command's options and examples",
         .options =
             options{{.name = "roff",
                      .description = "Print the manual page azu-session(1) instead, as man reads it"}} +
             common(),
         .examples = {{"See all commands"},
                      {"See what one can do", "session:clear"},
                      {"Read the manual page, where it is not installed", "--roff | man -l -"}},
         .run = run_help,
         .operands = command_names},
        {.name = "completion",
         .operand = "SHELL",
         .summary = "Print the completion script for " + listed(shells()),
         .description = "Keep the script where the shell looks for completions, or have the shell's start-up "
                        "file read it.",
         .options = common(),
         .examples = {{"Complete in bash", "bash > ~/.local/share/bash-completion/completions/azu"},
                      {"Complete in zsh, which looks where $fpath says",
                       "zsh > /usr/local/share/zsh/site-functions/_azu"},
                      {"Complete in fish", "fish > ~/.config/fish/completions/azu.fish"}},
         .run = run_completion,
         .operands = shells},
    };
}

} // namespace

const std::vector<command> &commands() {
    static const auto all = table();
    return all;
}

std::vector<std::string> command_names() {
    std::vector<std::string> names;
    for (const auto &one : commands())
        if (!one.name.empty()) names.push_back(one.name);
    return names;
}

const command &find_command(std::string_view name) {
    for (const auto &one : commands())
        if (one.name == name) return one;
    auto hint = suggestion(std::string(name), command_names());
    auto all = "Use one of: " + joined(command_names(), ", ") + ".";
    // Those of the framework come here only where it cannot be found.
    if (!name.starts_with("session:"))
        all += " The others are the framework's own azu's, which is not behind this one on PATH.";
    throw az::error(az::errc::usage, "There is no command " + in_quotes(std::string(name)) + ".",
                    hint.empty() ? all : hint);
}

std::string title_of(const command &one) { return one.name.empty() ? "azu" : one.name; }

} // namespace cli
