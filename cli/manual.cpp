#include <azu_session/version.hpp>

#include "command.hpp"
#include "roff.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace cli {

namespace {

/// The day of the last change to what the page says.
constexpr const char *date = "2026-11-27";

struct fact {
    std::string about, text;
};

std::vector<fact> exit_statuses() {
    return {
        {std::to_string(done), "Done. With sessions in memory there is nothing to do from outside."},
        {std::to_string(failed), "Failed or cancelled; standard error says what, why, and what to do. Of "
                                 "session:status: a check found a problem."},
        {std::to_string(wrong_usage), "Wrong usage."},
        {std::to_string(by_hand), "Done, except what standard error names for doing by hand."},
        {std::to_string(interrupted), "Interrupted; standard output says how far it came."},
    };
}

std::vector<fact> variables() {
    return {
        {"SESSION_BACKEND", "The backend (redis, database or memory) where no initializer tells it."},
        {"REDIS_URL",
         "Where Redis is, unless the initializer has another source (default: redis://localhost:6379)."},
        {"DATABASE_URL", "Where the database is, unless the initializer has another source."},
        {"PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE",
         "What the URL of a PostgreSQL database leaves out."},
        {"PGSSLMODE, PGSSLROOTCERT",
         "How TLS to PostgreSQL is checked, as in every program that uses libpq."},
        {"AZU_ENV, CRYSTAL_ENV",
         "The environment that the initializer is read for; where the two differ, a warning says so."},
        {"SESSION_SECRET, SESSION_SECRET_PREVIOUS",
         "The secret that signs the sessions, and earlier ones that are still accepted: what session:secret "
         "writes and session:status judges."},
        {"PATH", "Where the framework's own azu is looked for, to which any other command goes."},
        {"NO_COLOR", "No colour, unless it is empty."},
        {"CLICOLOR_FORCE", "Colour in files and pipes, too, whatever CLICOLOR and TERM say, unless it is "
                           "empty or 0, or NO_COLOR is set."},
        {"CLICOLOR", "No colour where it is 0."},
        {"TERM", "No colour, and no bar with --progress auto, where it is dumb or not set."},
        {"LC_ALL, LC_CTYPE, LANG",
         "Whether session:status draws with characters of UTF-8; the first one that is set decides."},
    };
}

std::vector<fact> files() {
    return {
        {"src/initializers/session.cr",
         "The initializer, which configures the store; session:setup writes it."},
        {"src/db/migrations/*_create_sessions.cr", "The migration for the table of a database."},
        {"shard.yml", "The application's name and dependencies."},
        {".env", "The application's variables, where the process has none of that name."},
        {".env.example, .gitignore", "What session:setup --wire keeps in step with .env."},
    };
}

std::string section(const std::string &title) { return ".SH " + title + "\n"; }

std::string list(const std::vector<fact> &facts) {
    std::string text;
    for (const auto &one : facts)
        text += roff::entry(roff::bold(one.about), one.text);
    return text;
}

std::string usage_of(const command &one) {
    auto operand = one.operand.empty() ? "" : " " + roff::italic(one.operand);
    return roff::bold(command_line(one)) + operand + " [" + roff::italic("options") + "]\n";
}

std::string examples_of(const command &one) {
    std::string text;
    for (const auto &example : one.examples)
        text += roff::entry(roff::bold(command_line(one, example.arguments)), example.purpose + ".");
    return text;
}

std::string entry_of(const option &one) {
    auto term = one.letter.empty() ? "" : roff::bold("-" + one.letter) + ", ";
    term += roff::bold("--" + one.name);
    if (!one.argument.empty()) term += " " + roff::italic(one.argument);
    return roff::entry(term, explanation_of(one) + ".");
}

std::string options_of(const command &one) {
    std::string text;
    for (const auto &known : one.options)
        text += entry_of(known);
    return text;
}

/// What `azu` alone has, too, is said once for all.
std::string own_options_of(command one) {
    std::erase_if(one.options, [](const option &known) {
        const auto &all = find_command("").options;
        return std::any_of(all.begin(), all.end(),
                           [&](const option &common) { return common.name == known.name; });
    });
    return options_of(one);
}

std::string synopsis() {
    std::string text;
    for (const auto &one : commands())
        if (!one.name.empty()) text += (text.empty() ? "" : ".br\n") + usage_of(one);
    return text;
}

std::string subsection(const command &one) {
    auto about = one.summary + "." + (one.description.empty() ? "" : " ") + one.description;
    return ".SS " + roff::escaped(command_line(one)) + "\n" + roff::filled(about) + examples_of(one) +
           own_options_of(one);
}

} // namespace

std::string manual() {
    const auto &alone = find_command("");
    auto page = std::string(".TH AZU\\-SESSION 1 ") + date + " \"azu " + std::string(azu_session::version) +
                "\" \"User Commands\"\n";
    page += section("NAME") + roff::filled("azu-session - " + alone.summary);
    page += section("SYNOPSIS") + synopsis();
    page += section("EXAMPLES") + examples_of(alone);
    page += section("COMMANDS");
    for (const auto &one : commands())
        if (!one.name.empty()) page += subsection(one);
    page += section("OPTIONS") +
            roff::filled("Every command takes these, before or behind its name; --version stands alone.") +
            options_of(alone);
    page += section("EXIT STATUS") + list(exit_statuses());
    page += section("ENVIRONMENT") + list(variables());
    page += section("FILES") + list(files());
    return page;
}

} // namespace cli
