#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/setup/initializer.hpp>
#include <azu_session/detail/setup/schema.hpp>
#include <azu_session/detail/setup/shard_file.hpp>
#include <azu_session/detail/text/lines.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace azu_session::inline v0_1 {

/// Something that remains to be done by the application's author after setup.
struct setup_step {
    std::string title;
    std::vector<std::string> lines; ///< what to type, or to put into a file
};

namespace detail {

/// Whether a `require` with this argument, standing in `file`, loads the initializer at the path `target`.
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

/// Whether any line of the application's sources, its initializer and what cannot be read left out,
/// satisfies `wanted(file, line)`.
inline bool
any_source_line(const project &app,
                const std::function<bool(const std::filesystem::path &, std::string_view)> &wanted) {
    std::error_code none;
    auto initializer = app.root / initializer_path(app);
    using walk = std::filesystem::recursive_directory_iterator;
    constexpr auto skip = std::filesystem::directory_options::skip_permission_denied;
    for (auto entry = walk(app.root / "src", skip, none); entry != walk(); entry.increment(none)) {
        auto path = entry->path();
        if (path.extension() != ".cr" || !entry->is_regular_file(none)) continue;
        if (path == initializer) continue;
        auto source = text_of_file(path);
        for (std::string_view rest = source; !rest.empty();)
            if (wanted(path, trim(take_line(rest)))) return true;
    }
    return false;
}

inline bool is_required(const project &app) {
    constexpr std::string_view keyword = "require \"";
    return any_source_line(app, [&](const std::filesystem::path &file, std::string_view line) {
        if (!line.starts_with(keyword)) return false;
        line.remove_prefix(keyword.size());
        return loads_initializer(app.root / initializer_path(app), file, line.substr(0, line.find('"')));
    });
}

inline bool has_handler(const project &app) {
    return any_source_line(app, [](const std::filesystem::path &, std::string_view line) {
        auto code = line.substr(0, line.find('#'));
        auto at = code.find("SessionHandler.new");
        // Session::SessionHandler is the shard's, which mixes its visitors' sessions up.
        return at != std::string_view::npos && !code.substr(0, at).ends_with("Session::");
    });
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

inline std::string url_variable(const project &app, backend backend, database_engine engine) {
    auto safe =
        app.name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    auto name = safe == std::string::npos ? app.name : "myapp";
    if (backend == backend::redis) return "REDIS_URL=redis://localhost:6379";
    if (engine == database_engine::sqlite) return "DATABASE_URL=sqlite3:./" + name + ".db";
    return "DATABASE_URL=postgresql://user:password@localhost/" + name;
}

inline std::vector<std::string> missing_variables(const project &app, const environment &variables,
                                                  backend backend, database_engine engine) {
    std::vector<std::string> lines;
    if (!is_set(variables, "SESSION_SECRET"))
        lines.push_back("echo \"SESSION_SECRET=$(openssl rand -hex 32)\" >> .env");
    if (backend != backend::memory) {
        auto url = url_variable(app, backend, engine);
        if (!is_set(variables, url.substr(0, url.find('=')))) lines.push_back("echo '" + url + "' >> .env");
    }
    return lines;
}

} // namespace detail

/// What remains to be done after setup, in order; what is already done is left out. Whether a migration ran
/// cannot be told without asking the database, so it is always named. Reads the application's files.
inline std::vector<setup_step> remaining_steps(const project &app, const environment &variables,
                                               backend backend, database_engine engine,
                                               const std::vector<dependency> &required) {
    std::vector<setup_step> steps;
    std::error_code none;
    if (!std::all_of(required.begin(), required.end(), [&](const dependency &one) {
            return std::filesystem::is_directory(app.root / "lib" / one.name, none);
        }))
        steps.push_back({"Install the dependencies", {"shards install"}});
    if (auto lines = detail::missing_variables(app, variables, backend, engine); !lines.empty())
        steps.push_back({"Set the environment variables", lines});
    if (backend == backend::database) steps.push_back({"Run the migration", {"azu db:migrate"}});
    if (!detail::is_required(app))
        steps.push_back({"Require the initializer in " + detail::entry_file(app),
                         {"require \"" + detail::required_path(app) + "\""}});
    if (!detail::has_handler(app))
        steps.push_back({"Put the session handler first in the chain of handlers",
                         {"MyApp.start [SessionHandler.new, ...]        # Azu",
                          "HTTP::Server.new([SessionHandler.new, ...])  # Crystal's own server"}});
    return steps;
}

} // namespace azu_session::inline v0_1
