#pragma once

#include <azu_session/detail/os/application_lock.hpp>
#include <azu_session/detail/os/blocked_signals.hpp>
#include <azu_session/detail/os/file_transaction.hpp>
#include <azu_session/detail/os/leftovers.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/os/refusal.hpp>
#include <azu_session/error.hpp>
#include <azu_session/plan.hpp>

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <vector>

namespace azu_session::inline v0_1 {

/// How to apply a plan.
struct apply_options {
    std::chrono::milliseconds patience = std::chrono::seconds(10); ///< with another setup that is under way
};

namespace detail {

inline std::vector<std::filesystem::path> paths_of(const setup_plan &plan) {
    std::vector<std::filesystem::path> paths;
    for (const auto &file : plan.files)
        paths.push_back(file.path);
    return paths;
}

/// Throws unless the file is as the plan found it, and may be changed as the plan says.
inline void require_unchanged(const planned_file &file, const std::filesystem::path &path) {
    auto found = read_file(path);
    if (found && !file.previous) refuse(in_the_way(path));
    if (found != file.previous) refuse(changed_meanwhile(file.path));
    if (found && is_changed(file.status) && is_read_only(path)) refuse(read_only(path));
}

} // namespace detail

/// Writes and removes what the plan says: all of it, or nothing at all. Setups of one application follow one
/// another, in this process and in others, wherever its root directory can be locked. Signals from outside
/// that end the process do so while it waits for another setup, and are held back while it writes.
/// A file keeps its owner, its mode (but for a secret), its hard links and the links that lead to it; of a
/// link, a removal takes away the link. One that this user may not write, or nobody may, is refused.
/// SIGKILL or a power cut can leave some files new and others as they were, none in part, and beside them
/// temporaries named `.azu-<digits>.tmp` and `.azu-<digits>.tmp~`. The next call removes those, within the
/// root, where it has the lock, and does the rest. Two exceptions: a new file may be left empty on a file
/// system that cannot rename without replacing, and a file of several hard links half way, which the next
/// call mends and refuses with errc::conflict, as its plan was made from that. Throws errc::conflict when a
/// file of the plan is in conflict, or is no longer what the plan found, and errc::timeout when another setup
/// lasts too long; errc::io when a file cannot be written. Nothing was written then, unless another program
/// changed one of the files meanwhile or undoing failed: such an error is errc::io, and names each file that
/// is not as it was, and where its old contents are.
inline void apply(const setup_plan &plan, const apply_options &options = {}) {
    if (auto conflict = conflict_in(plan)) throw *conflict;
    detail::application_lock one_at_a_time(plan.root, options.patience);
    detail::blocked_signals until_done;
    if (one_at_a_time.is_held()) detail::remove_leftovers(plan.root, detail::paths_of(plan));
    for (const auto &file : plan.files)
        detail::require_unchanged(file, plan.root / file.path);
    detail::file_transaction files;
    for (const auto &file : plan.files) {
        if (is_written(file.status))
            files.stage(plan.root / file.path, file.previous, {file.contents, file.secret});
        else if (file.status == file_status::remove && file.previous)
            files.remove(plan.root / file.path, *file.previous);
    }
    files.commit();
    for (const auto &directory : plan.emptied)
        ::rmdir((plan.root / directory).c_str());
}

} // namespace azu_session::inline v0_1
