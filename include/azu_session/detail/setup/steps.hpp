#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/setup/dotenv_in_git.hpp>
#include <azu_session/detail/setup/edits.hpp>
#include <azu_session/detail/setup/gitignore.hpp>
#include <azu_session/detail/setup/handler_list.hpp>
#include <azu_session/detail/setup/loading.hpp>
#include <azu_session/detail/setup/migration.hpp>
#include <azu_session/detail/setup/schema.hpp>
#include <azu_session/detail/setup/shard_file.hpp>
#include <azu_session/detail/setup/shell_word.hpp>
#include <azu_session/detail/setup/variables.hpp>
#include <azu_session/detail/setup/wiring.hpp>
#include <azu_session/detail/text/lines.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/plan.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

namespace azu_session::inline v0_1 {

namespace detail {

/// The command that adds a line to a file, whose last one may lack its ending.
inline std::vector<std::string> commands_to_add(const project &app, const std::string &file,
                                                const std::vector<std::string> &echoed) {
    std::vector<std::string> lines;
    auto text = text_of_file(app.root / file);
    if (!text.empty() && !text.ends_with('\n') && !echoed.empty()) lines.push_back("echo >> " + file);
    for (const auto &one : echoed)
        lines.push_back("echo " + one + " >> " + file);
    return lines;
}

/// What of the needed variables is missing, each as a shell prints its line.
inline std::vector<std::string> missing_variables(const project &app, const environment &variables,
                                                  backend backend, database_engine engine) {
    std::vector<std::string> lines;
    if (!is_set(variables, "SESSION_SECRET")) lines.push_back("\"SESSION_SECRET=$(openssl rand -hex 32)\"");
    auto name = url_name(backend);
    if (!name.empty() && !is_set(variables, name))
        lines.push_back(shell_word(name + "=" + example_url(app, backend, engine)));
    return lines;
}

/// Whether any of the variables is, or is going to be, in the application's `.env` alone.
inline bool needs_dotenv(const environment &variables, const std::vector<std::string> &missing) {
    auto in_file = [&](std::string_view name) { return variables.source(name).starts_with(".env"); };
    return !missing.empty() || in_file("SESSION_SECRET") || in_file("REDIS_URL") || in_file("DATABASE_URL");
}

/// What keeps `.env` out of git: a line for .gitignore where that lacks it, and a command where git has the
/// file already.
inline std::vector<std::string> commands_to_ignore_dotenv(const project &app, const edits &planned) {
    std::vector<std::string> lines;
    if (!is_ignored(planned.text_of(".gitignore").value_or(""), ".env"))
        lines = commands_to_add(app, ".gitignore", {".env"});
    if (look_at_git(app).tracked) lines.push_back("git rm --cached --quiet .env");
    return lines;
}

/// The SQLite database's file, as far as DATABASE_URL tells it.
inline std::string sqlite_file(const project &app, const environment &variables) {
    auto *url = variables.find("DATABASE_URL");
    if (!url || url->value.empty() || !url->doubt.empty()) return plain_name(app) + ".db";
    auto parsed = parse_database_url(url->value);
    auto *sqlite = std::get_if<sqlite_url>(&parsed);
    return sqlite ? sqlite->filename : plain_name(app) + ".db";
}

/// The shell's command that runs SQL in the application's database.
inline std::string database_client(const project &app, const environment &variables, database_engine engine) {
    return engine == database_engine::postgresql ? std::string("psql \"$DATABASE_URL\"")
                                                 : "sqlite3 " + shell_word(sqlite_file(app, variables));
}

inline std::string drop_table(const project &app, const environment &variables, database_engine engine) {
    return database_client(app, variables, engine) +
           (engine == database_engine::postgresql ? " -c 'DROP TABLE sessions'" : " 'DROP TABLE sessions'");
}

inline setup_step plain_migration(const project &app, const environment &variables, database_engine engine) {
    setup_step step{"Or, where that cannot run, make the table without it",
                    {database_client(app, variables, engine) + " <<'SQL'"}};
    for (auto rest = create_sessions_sql(engine); !rest.empty();)
        if (auto line = take_line(rest); !line.empty()) step.lines.emplace_back(line);
    step.lines.emplace_back("SQL");
    step.lines.push_back("# to take it back: " + drop_table(app, variables, engine));
    return step;
}

/// For lists of handlers, or for the first server that is started where there is none.
inline setup_step handler_step(const std::vector<handler_list> &lists,
                               const std::vector<entry_program> &programs) {
    std::string title = "Put the session handler first in the chain of handlers";
    for (std::size_t i = 0; lists.size() > 1 && i < lists.size(); ++i)
        title += (i == 0 ? ", of which there are several: " : ", ") + shown({lists[i].file, lists[i].line});
    if (lists.empty() && !programs.empty() && programs.front().order.starts)
        title += ", for the server that starts in " + shown(*programs.front().order.starts);
    if (lists.size() != 1)
        return {title,
                {"MyApp.start [SessionHandler.new, ...]        # Azu",
                 "HTTP::Server.new([SessionHandler.new, ...])  # Crystal's own server"},
                lists.empty() ? "src" : lists.front().file.generic_string()};
    const auto &list = lists.front();
    auto file = list.file.generic_string();
    return {title + ", in " + list.name + (list.replaces ? ": as" : ": before") + " line " +
                std::to_string(list.line) + " of " + file,
            {list.text},
            file,
            list.line,
            list.replaces};
}

/// How a program comes to require the initializer before its server starts.
inline setup_step require_step(const project &app, const edits &planned, const entry_program &program) {
    auto file = program.file.generic_string();
    setup_step step{
        "Require the initializer in " + file, {"require \"" + required_path(app, program.file) + "\""}, file};
    if (program.order.loads)
        step.title += ", as it is never reached in " + shown(*program.order.loads) +
                      ", behind the start of the server in " + shown(*program.order.starts);
    if (auto place = place_for_initializer(app, planned, program.file)) {
        auto source = planned.text_of(program.file).value_or("");
        step.line = line_number(source, place->at);
    }
    return step;
}

inline std::vector<setup_step> require_steps(const project &app, const edits &planned) {
    std::vector<setup_step> steps;
    auto programs = serving_programs(app, planned);
    for (const auto &program : programs)
        if (!program.order.loads_in_time) steps.push_back(require_step(app, planned, program));
    if (programs.empty()) steps.push_back(require_step(app, planned, {"src/app.cr", {}}));
    return steps;
}

/// How the variables come to the application.
inline std::vector<setup_step> variable_steps(const project &app, const environment &variables,
                                              backend backend, database_engine engine, const edits &planned) {
    std::vector<setup_step> steps;
    auto missing = missing_variables(app, variables, backend, engine);
    if (!missing.empty())
        steps.push_back({"Set the environment variables", commands_to_add(app, ".env", missing)});
    if (!needs_dotenv(variables, missing)) return steps;
    if (auto lines = commands_to_ignore_dotenv(app, planned); !lines.empty())
        steps.push_back({"Keep .env out of git", lines});
    steps.push_back({"Load .env into the shell that starts the application, which does not read it",
                     {"set -a; . ./.env; set +a"}});
    return steps;
}

/// How the table comes into the database.
inline std::vector<setup_step> table_steps(const project &app, const environment &variables,
                                           database_engine engine) {
    std::vector<setup_step> steps = {{"Run the migration", {"azu db:migrate"}},
                                     plain_migration(app, variables, engine)};
    if (engine == database_engine::sqlite)
        steps.push_back({"Where many visitors log in at the same time, let SQLite write ahead",
                         {"sqlite3 " + shell_word(sqlite_file(app, variables)) + " 'PRAGMA journal_mode=WAL'",
                          "# and in .env, at the end of DATABASE_URL: ?synchronous=normal"}});
    return steps;
}

/// The first version number in a text, as `~> 1.0.31`; empty where there is none.
inline std::vector<int> version_number(std::string_view text) {
    std::vector<int> numbers;
    auto at = text.find_first_of("0123456789");
    while (at < text.size() && numbers.size() < 3) {
        int number = 0;
        auto end = std::from_chars(text.data() + at, text.data() + text.size(), number).ptr;
        numbers.push_back(number);
        at = static_cast<std::size_t>(end - text.data());
        if (at < text.size() && text[at] != '.') break;
        ++at;
    }
    return numbers;
}

/// For each dependency that is there, and in a version that may be older than the one that is needed.
inline std::vector<setup_step> version_steps(std::string_view shard_yml,
                                             const std::vector<dependency> &required) {
    std::vector<setup_step> steps;
    for (const auto &one : required) {
        auto found = version_of(shard_yml, one.name);
        auto number = version_number(found);
        if (number.empty() || one.version.empty() || number >= version_number(one.version)) continue;
        steps.push_back({"Ask in shard.yml for a version of " + one.name +
                             " that the initializer can use, not " + std::string(found),
                         {"version: " + one.version},
                         "shard.yml"});
    }
    return steps;
}

inline bool are_installed(const project &app, const std::vector<dependency> &required) {
    std::error_code none;
    return std::all_of(required.begin(), required.end(), [&](const dependency &one) {
        return std::filesystem::is_directory(app.root / "lib" / one.name, none);
    });
}

} // namespace detail

/// What remains to be done after setup, in order; what is done already, or by the planned edits, is left out.
/// Whether a migration ran cannot be told without asking the database, so it is always named. Reads the
/// application's files.
inline std::vector<setup_step> remaining_steps(const project &app, const environment &variables,
                                               backend backend, database_engine engine,
                                               const std::vector<dependency> &required,
                                               const detail::edits &planned) {
    std::vector<setup_step> steps;
    auto add = [&](std::vector<setup_step> more) { steps.insert(steps.end(), more.begin(), more.end()); };
    add(detail::version_steps(planned.text_of("shard.yml").value_or(""), required));
    if (!detail::are_installed(app, required))
        steps.push_back({"Install the dependencies", {"shards install"}});
    add(detail::variable_steps(app, variables, backend, engine, planned));
    if (backend == backend::database) add(detail::table_steps(app, variables, engine));
    add(detail::require_steps(app, planned));
    auto handlers = detail::find_handlers(detail::planned_sources(app, planned));
    if (!handlers.has_session_handler)
        steps.push_back(detail::handler_step(handlers.lists, detail::serving_programs(app, planned)));
    return steps;
}

} // namespace azu_session::inline v0_1
