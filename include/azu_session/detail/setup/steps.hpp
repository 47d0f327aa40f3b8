#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/setup/crystal_files.hpp>
#include <azu_session/detail/setup/handler_list.hpp>
#include <azu_session/detail/setup/initializer.hpp>
#include <azu_session/detail/setup/schema.hpp>
#include <azu_session/detail/setup/shard_file.hpp>
#include <azu_session/detail/setup/templates.hpp>
#include <azu_session/detail/text/lines.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/plan.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
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

/// Whether a `require` with this argument, standing in `file`, loads the initializer; both paths are relative
/// to the application's root.
inline bool loads_initializer(std::filesystem::path target, const std::filesystem::path &file,
                              std::string_view argument) {
    if (!argument.starts_with('.')) return false;
    target.replace_extension();
    auto required = (file.parent_path() / argument).lexically_normal();
    if (required.filename() == "*") return required.parent_path() == target.parent_path();
    if (required.filename() == "**")
        return target.string().starts_with(required.parent_path().string() + "/");
    return required.replace_extension(required.extension() == ".cr" ? "" : required.extension()) == target;
}

inline bool is_required(const project &app, const std::vector<crystal_file> &files) {
    constexpr std::string_view keyword = "require \"";
    auto initializer = initializer_path(app);
    for (const auto &file : files)
        for (std::string_view rest = file.text; !rest.empty();) {
            auto line = trim(take_line(rest));
            if (!line.starts_with(keyword)) continue;
            line.remove_prefix(keyword.size());
            if (loads_initializer(initializer, file.path, line.substr(0, line.find('"')))) return true;
        }
    return false;
}

/// The file that a reader would open first: src/<name>.cr or src/app.cr, whichever is there.
inline std::string entry_file(const project &app) {
    std::error_code none;
    auto named = "src/" + app.name + ".cr";
    return std::filesystem::exists(app.root / named, none) ? named : "src/app.cr";
}

/// What a file in src requires the initializer by.
inline std::string required_path(const project &app) {
    auto path = initializer_path(app).replace_extension().lexically_relative("src").generic_string();
    return path.starts_with("../") ? path : "./" + path;
}

inline bool is_set(const environment &variables, std::string_view name) {
    auto *found = variables.find(name);
    return found && !found->value.empty();
}

/// As a word of a shell's.
inline std::string shell_word(std::string_view text) {
    std::string word = "'";
    for (char c : text)
        word += c == '\'' ? "'\\''" : std::string(1, c);
    return word + "'";
}

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

/// A name that can stand in a URL, a file's name and a shell's word as it is.
inline std::string plain_name(const project &app) {
    auto unsafe =
        app.name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return unsafe == std::string::npos && !app.name.starts_with('-') ? app.name : "myapp";
}

inline std::string url_variable(const project &app, backend backend, database_engine engine) {
    if (backend == backend::redis) return "REDIS_URL=redis://localhost:6379";
    if (engine == database_engine::sqlite) return "DATABASE_URL=sqlite3:./" + plain_name(app) + ".db";
    return "DATABASE_URL=postgresql://user:password@localhost/" + plain_name(app);
}

/// What of the needed variables is missing, each as a shell prints its line.
inline std::vector<std::string> missing_variables(const project &app, const environment &variables,
                                                  backend backend, database_engine engine) {
    std::vector<std::string> lines;
    if (!is_set(variables, "SESSION_SECRET")) lines.push_back("\"SESSION_SECRET=$(openssl rand -hex 32)\"");
    if (backend == backend::memory) return lines;
    auto url = url_variable(app, backend, engine);
    if (!is_set(variables, url.substr(0, url.find('=')))) lines.push_back(shell_word(url));
    return lines;
}

/// Whether any of the variables is, or is going to be, in the application's `.env` alone.
inline bool needs_dotenv(const environment &variables, const std::vector<std::string> &missing) {
    auto in_file = [&](std::string_view name) { return variables.source(name).starts_with(".env"); };
    return !missing.empty() || in_file("SESSION_SECRET") || in_file("REDIS_URL") || in_file("DATABASE_URL");
}

/// What keeps `.env` out of git: a line for .gitignore where that lacks it, and a command where git has the
/// file already.
inline std::vector<std::string> commands_to_ignore_dotenv(const project &app) {
    std::vector<std::string> lines;
    bool ignored = false;
    auto patterns = text_of_file(app.root / ".gitignore");
    for (std::string_view rest = patterns; !rest.empty();) {
        auto line = trim(take_line(rest));
        for (std::string_view pattern : {".env", "/.env", ".env*", "/.env*", "*.env"})
            ignored = ignored || line == pattern;
    }
    if (!ignored) lines = commands_to_add(app, ".gitignore", {".env"});
    // An entry of git's index: flags with the length of the name, the name, a zero.
    constexpr std::string_view entry("\0\4.env\0", 7);
    if (text_of_file(app.root / ".git/index").find(entry) != std::string::npos)
        lines.push_back("git rm --cached --quiet .env");
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

inline setup_step plain_migration(const project &app, const environment &variables, database_engine engine) {
    bool postgresql = engine == database_engine::postgresql;
    auto client = postgresql ? std::string("psql \"$DATABASE_URL\"")
                             : "sqlite3 " + shell_word(sqlite_file(app, variables));
    setup_step step{"Or, where that cannot run, make the table without it", {client + " <<'SQL'"}};
    for (std::string_view rest = postgresql ? templates::create_sessions_postgresql
                                            : templates::create_sessions_sqlite;
         !rest.empty();)
        if (auto line = take_line(rest); !line.empty()) step.lines.emplace_back(line);
    step.lines.emplace_back("SQL");
    auto undo = postgresql ? " -c 'DROP TABLE sessions'" : " 'DROP TABLE sessions'";
    step.lines.push_back("# to take it back: " + client + undo);
    return step;
}

inline setup_step handler_step(const std::vector<handler_list> &lists) {
    const std::string title = "Put the session handler first in the chain of handlers";
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

} // namespace detail

/// What remains to be done after setup, in order; what is already done is left out. Whether a migration ran
/// cannot be told without asking the database, so it is always named. Reads the application's files.
inline std::vector<setup_step> remaining_steps(const project &app, const environment &variables,
                                               backend backend, database_engine engine,
                                               const std::vector<dependency> &required) {
    std::vector<setup_step> steps;
    std::error_code none;
    auto files = detail::crystal_files(app);
    if (!std::all_of(required.begin(), required.end(), [&](const dependency &one) {
            return std::filesystem::is_directory(app.root / "lib" / one.name, none);
        }))
        steps.push_back({"Install the dependencies", {"shards install"}});
    auto missing = detail::missing_variables(app, variables, backend, engine);
    if (!missing.empty())
        steps.push_back({"Set the environment variables", detail::commands_to_add(app, ".env", missing)});
    if (detail::needs_dotenv(variables, missing)) {
        if (auto lines = detail::commands_to_ignore_dotenv(app); !lines.empty())
            steps.push_back({"Keep .env out of git", lines});
        steps.push_back({"Load .env into the shell that starts the application, which does not read it",
                         {"set -a; . ./.env; set +a"}});
    }
    if (backend == backend::database) {
        steps.push_back({"Run the migration", {"azu db:migrate"}});
        steps.push_back(detail::plain_migration(app, variables, engine));
        if (engine == database_engine::sqlite)
            steps.push_back({"Where many visitors log in at the same time, let SQLite write ahead",
                             {"sqlite3 " + detail::shell_word(detail::sqlite_file(app, variables)) +
                                  " 'PRAGMA journal_mode=WAL'",
                              "# and in .env, at the end of DATABASE_URL: ?synchronous=normal"}});
    }
    if (!detail::is_required(app, files))
        steps.push_back({"Require the initializer in " + detail::entry_file(app),
                         {"require \"" + detail::required_path(app) + "\""},
                         detail::entry_file(app)});
    if (auto handlers = detail::find_handlers(files); !handlers.has_session_handler)
        steps.push_back(detail::handler_step(handlers.lists));
    return steps;
}

} // namespace azu_session::inline v0_1
