#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/setup/backup.hpp>
#include <azu_session/detail/text/masked_diff.hpp>
#include <azu_session/detail/text/unified_diff.hpp>
#include <azu_session/error.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1 {

/// What is to become of a file.
enum class file_status {
    create,    ///< it is new
    update,    ///< it gets additions; what its authors wrote stays as it is
    force,     ///< it is overwritten, as asked for
    identical, ///< it is already as it should be
    skip,      ///< its authors changed it; it is left alone
    remove,    ///< it is taken away
    conflict,  ///< it is in the way; nothing at all is written
};

/// The status as `azu session:setup` prints it.
[[nodiscard]] constexpr std::string_view to_string(file_status status) {
    switch (status) {
    case file_status::create:
        return "create";
    case file_status::update:
        return "update";
    case file_status::force:
        return "force";
    case file_status::identical:
        return "identical";
    case file_status::skip:
        return "skip";
    case file_status::remove:
        return "remove";
    case file_status::conflict:
        return "conflict";
    }
    return "";
}

/// Whether `apply` writes a file of this status; one that it takes away is not written.
[[nodiscard]] constexpr bool is_written(file_status status) {
    return status == file_status::create || status == file_status::update || status == file_status::force;
}

/// Whether `apply` changes a file of this status.
[[nodiscard]] constexpr bool is_changed(file_status status) {
    return is_written(status) || status == file_status::remove;
}

/// What is to become of one file, and with which contents.
struct planned_file {
    std::filesystem::path path;               ///< relative to the application's root
    file_status status = file_status::create; ///< what is to become of it
    std::string contents = {};                ///< what `apply` writes; in a conflict, what overwriting would
    std::optional<std::string> previous = {}; ///< what the plan found there; `apply` refuses anything else
    bool secret = false;               ///< it holds secrets: for its owner alone (mode 0600), and never shown
    std::filesystem::path backup = {}; ///< which file of the plan keeps `previous`; empty for none
    std::filesystem::path needs = {};  ///< the plan's file without whose change it is skipped
};

/// What becomes of a file, or would if it were overwritten where it is in conflict, as the lines of a unified
/// diff with the names of the file in front; none where nothing does. Of a file that holds secrets, only the
/// lines that change are there, and of these the names that they assign to, with `***` for all else.
[[nodiscard]] inline std::vector<std::string> difference(const planned_file &file) {
    if (!is_changed(file.status) && file.status != file_status::conflict) return {};
    bool removed = file.status == file_status::remove;
    std::string_view before, after;
    if (file.previous) before = *file.previous;
    if (!removed) after = file.contents;
    auto changes = file.secret ? detail::masked_diff(before, after) : detail::unified_diff(before, after);
    if (changes.empty()) return {};
    auto path = file.path.generic_string();
    std::vector<std::string> lines = {"--- " + (file.previous ? "a/" + path : "/dev/null"),
                                      "+++ " + (removed ? "/dev/null" : "b/" + path)};
    lines.insert(lines.end(), changes.begin(), changes.end());
    return lines;
}

/// Something that remains to be done by the application's author after setup.
struct setup_step {
    std::string title;                   ///< what is to be done, without a full stop
    std::vector<std::string> lines = {}; ///< what to type in the application's root, or to put into the file
    std::string file = {};               ///< relative to the root; empty for what is to be typed
    std::size_t line = 0;  ///< before which line of the file; 0 where that is for the author to see
    bool replaces = false; ///< whether the lines take that line's place instead
    std::filesystem::path needs = {}; ///< the plan's file without whose change it is none
};

/// Everything that setting up sessions, or taking that back, does, as data.
struct setup_plan {
    std::filesystem::path root;                                 ///< the application's
    azu_session::backend backend = azu_session::backend::redis; ///< that is set up, or taken back
    std::vector<planned_file> files = {};                       ///< in the order in which people read of them
    std::vector<std::string> by_hand = {};  ///< edits that were not safe to make, each with the lines to add
    std::vector<setup_step> steps = {};     ///< what remains for the application's author
    std::vector<std::string> unneeded = {}; ///< what is there and has no use any more, as sentences
    /// Directories, relative to the root, that `apply` removes where nothing is left in them, in this order.
    std::vector<std::filesystem::path> emptied = {};
};

/// Whether `apply` changes any file.
[[nodiscard]] inline bool changes_files(const setup_plan &plan) {
    return std::any_of(plan.files.begin(), plan.files.end(),
                       [](const planned_file &file) { return is_changed(file.status); });
}

namespace detail {

inline auto find_file(std::vector<planned_file> &files, const std::filesystem::path &path) {
    return std::find_if(files.begin(), files.end(),
                        [&](const planned_file &file) { return file.path == path; });
}

} // namespace detail

/// The plan with that file of it overwritten, whatever stands there, which is kept in a file of its own,
/// `session.cr.bak`, or `.bak.2` and so on where that name is taken: it stands in the plan in front of the
/// file. Crystal's `require "./initializers/*"` takes no such name. Nothing is kept of an empty file. A path
/// of no file that the plan found changes nothing. Looks at the application's files and touches none.
[[nodiscard]] inline setup_plan overwritten(setup_plan plan, const std::filesystem::path &path) {
    auto file = detail::find_file(plan.files, path);
    if (file == plan.files.end() || !file->previous) return plan;
    file->status = file_status::force;
    if (file->previous->empty()) return plan;
    file->backup = detail::free_backup_path(plan.root, path);
    planned_file kept{.path = file->backup, .contents = *file->previous, .secret = file->secret};
    // What others may not read, they may not read of its backup.
    kept.secret = kept.secret || detail::is_private(plan.root / path);
    plan.files.insert(file, std::move(kept));
    return plan;
}

/// The plan with that file of it left alone, and all files and steps that need its change. A path of no file
/// of the plan changes nothing.
[[nodiscard]] inline setup_plan skipped(setup_plan plan, const std::filesystem::path &path) {
    auto file = detail::find_file(plan.files, path);
    if (file == plan.files.end()) return plan;
    file->status = file_status::skip;
    for (auto &other : plan.files)
        if (other.needs == path) other.status = file_status::skip;
    std::erase_if(plan.steps, [&](const setup_step &step) { return step.needs == path; });
    return plan;
}

/// What is worth keeping of a file that is in the way, as sentences; empty where nothing is known of it. It
/// knows what `azu generate auth` writes in the initializer's place, which needs a shard older than 1.0.28.
[[nodiscard]] inline std::string what_to_keep(const planned_file &file) {
    if (!file.previous || file.previous->find("Session::SessionData") == std::string::npos) return {};
    return "It looks like what azu generate auth writes, which this session shard cannot compile. Keep its "
           "session_key, secret and timeout, and its properties in UserSession; leave out provider and "
           "Session::SessionData.";
}

/// What `apply` refuses the plan with, where one of its files is in conflict.
[[nodiscard]] inline std::optional<error> conflict_in(const setup_plan &plan) {
    for (const auto &file : plan.files) {
        if (file.status != file_status::conflict) continue;
        auto keep = what_to_keep(file);
        return error(errc::conflict, {file.path.string(), " exists and differs; nothing was written."},
                     keep + (keep.empty() ? "" : " ") + "Move your changes, or have it overwritten.",
                     {setting::overwrite});
    }
    return std::nullopt;
}

} // namespace azu_session::inline v0_1
