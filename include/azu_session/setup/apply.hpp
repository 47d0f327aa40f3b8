#pragma once

#include <azu_session/detail/os/application_lock.hpp>
#include <azu_session/detail/os/file_transaction.hpp>
#include <azu_session/detail/os/refusal.hpp>
#include <azu_session/error.hpp>
#include <azu_session/project.hpp>
#include <azu_session/setup/plan.hpp>

#include <chrono>

namespace azu_session {

/// How to apply a plan.
struct apply_options {
    std::chrono::milliseconds patience = std::chrono::seconds(10); ///< with another setup that is under way
};

namespace detail {

inline void refuse_conflicts(const setup_plan &plan) {
    for (const auto &file : plan.files)
        if (file.status == file_status::conflict)
            refuse({errc::conflict,
                    file.path.string() + " exists and differs",
                    "Move your changes, or have it overwritten.",
                    {setting::overwrite}});
}

} // namespace detail

/// Writes what the plan says: all of it, or nothing at all. Setups of one application follow one another, in
/// this process and in others, wherever its root directory can be locked. SIGINT, SIGTERM and SIGHUP end the
/// process while it waits for another setup, and are held back while it writes. A power cut or SIGKILL can
/// leave some files new and others as they were, none in part, and beside them temporaries named
/// `.azu-*.tmp` and `.azu-*.tmp~`; running setup again does the rest. A new file may be left empty on a file
/// system that cannot rename without replacing.
/// Throws errc::conflict when a file of the plan is in conflict, or is no longer what the plan found, and
/// errc::timeout when another setup lasts too long; errc::io when a file cannot be written. Nothing was
/// written then, unless another program changed one of the files meanwhile or undoing failed: such an error
/// is errc::io, and names each file that is not as it was, and where its old contents are.
inline void apply(const setup_plan &plan, const apply_options &options = {}) {
    detail::refuse_conflicts(plan);
    detail::application_lock one_at_a_time(plan.root, options.patience);
    detail::file_transaction files;
    for (const auto &file : plan.files) {
        auto path = plan.root / file.path;
        auto found = read_file(path);
        if (found && !file.previous) detail::refuse(detail::in_the_way(path));
        if (found != file.previous) detail::refuse(detail::changed_meanwhile(file.path));
        if (is_written(file.status)) files.stage(path, file.previous, file.contents);
    }
    files.commit();
}

} // namespace azu_session
