#pragma once

#include <azu_session/error.hpp>
#include <azu_session/project.hpp>
#include <azu_session/setup/file_transaction.hpp>
#include <azu_session/setup/plan.hpp>

namespace azu_session {

/// Writes what the plan says: all of it, or nothing at all. SIGINT, SIGTERM and SIGHUP wait meanwhile. A
/// power cut or SIGKILL can leave some files new and others as they were, none in part, and beside them
/// temporaries named `.azu-*.tmp` and `.azu-*.tmp~`; running setup again does the rest. A new file may be
/// left empty on a file system that cannot rename without replacing.
/// Throws errc::conflict when a file of the plan is in conflict, or is no longer what the plan found;
/// errc::io when a file cannot be written.
inline void apply(const setup_plan &plan) {
    detail::file_transaction files;
    for (const auto &file : plan.files) {
        auto path = plan.root / file.path;
        if (file.status == file_status::conflict)
            throw error(errc::conflict, file.path.string() + " exists and differs; nothing was written.",
                        "Move your changes, or overwrite it with --force.");
        if (!is_written(file.status)) continue;
        auto found = read_file(path);
        if (found && !file.previous) detail::in_the_way(path);
        if (found != file.previous)
            throw error(errc::conflict, file.path.string() + " changed while setup ran; nothing was written.",
                        "Run the command again.");
        files.stage(path, file.previous, file.contents);
    }
    files.commit();
}

} // namespace azu_session
