#pragma once

#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/setup/gitignore.hpp>
#include <azu_session/project.hpp>

#include <filesystem>
#include <system_error>

namespace azu_session::inline v0_1::detail {

/// What git makes of the application's `.env`.
struct dotenv_in_git {
    bool in_repository = false; ///< the application is in one
    bool ignored = false;       ///< a .gitignore, or the repository's own list, keeps it out
    bool tracked = false;       ///< it is in git's index all the same
};

/// Asks the .gitignore files from the application's directory up to that of the repository, and the
/// repository's own list and index.
inline dotenv_in_git look_at_git(const project &app) {
    dotenv_in_git found;
    std::error_code none;
    for (auto directory = app.root;; directory = directory.parent_path()) {
        auto path = (app.root / ".env").lexically_relative(directory).generic_string();
        auto git = directory / ".git";
        found.in_repository = std::filesystem::exists(git, none);
        found.ignored |= is_ignored(text_of_file(directory / ".gitignore"), path);
        if (found.in_repository) {
            found.ignored |= is_ignored(text_of_file(git / "info/exclude"), path);
            found.tracked = is_in_index(text_of_file(git / "index"), path);
        }
        if (found.in_repository || directory == directory.parent_path()) return found;
    }
}

} // namespace azu_session::inline v0_1::detail
