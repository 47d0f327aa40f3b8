#pragma once

#include <azu_session/detail/os/blocked_signals.hpp>
#include <azu_session/detail/os/file_state.hpp>
#include <azu_session/detail/os/new_file.hpp>
#include <azu_session/detail/os/refusal.hpp>
#include <azu_session/detail/os/replace_file.hpp>
#include <azu_session/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Several files that change together: each is written to a temporary beside its target, then all are put
/// into place. Whatever was done is undone on destruction unless `commit` came to its end. Signals that end
/// the process wait from the first `stage` until then.
/// What another program has put there meanwhile is left alone: a new file replaces nothing but `previous`,
/// and a backup nothing but the new file. (An instant remains where the file system cannot exchange names.)
class file_transaction {
public:
    file_transaction() = default;
    file_transaction(const file_transaction &) = delete;
    file_transaction &operator=(const file_transaction &) = delete;
    ~file_transaction() { roll_back(); }

    /// Writes the new bytes to a temporary beside `path`, with the mode of what stands there. `previous` is
    /// what does, and is written beside it as well: hard links are not possible everywhere.
    void stage(const std::filesystem::path &path, const std::optional<std::string> &previous,
               std::string_view contents) {
        if (!signals_) signals_.emplace();
        // A link is followed, so that the file behind it changes and the link stays.
        std::error_code failure;
        auto target = previous ? std::filesystem::canonical(path, failure) : path;
        if (failure) refuse(cannot_write(path, failure.value()));
        make_directories(target.parent_path());
        auto temporary = temporary_beside(target);
        write_new(temporary, target, contents);
        staged_.push_back({target, temporary, temporary.string() + "~", previous, state_of(temporary)});
        if (previous) write_new(staged_.back().backup, target, *previous);
    }

    /// Puts all files into place. When one cannot be, undoes it all and throws; the error names what could
    /// not be undone, and where the old contents are.
    void commit() {
        for (auto &file : staged_)
            if (auto why = place(file)) undo_and_refuse(*why);
        for (const auto &file : staged_)
            remove_leftovers(file);
        synchronize_directories();
        staged_.clear();
        directories_.clear();
        signals_.reset();
    }

private:
    struct staged_file {
        std::filesystem::path target, temporary, backup;
        std::optional<std::string> previous; ///< the bytes to replace; nothing for a new file
        std::optional<file_state> written;   ///< what is put into place
        bool placed = false;
    };

    static std::optional<refusal> place(staged_file &file) {
        int reason = file.previous ? replace_previous(file) : move_to_new_name(file.temporary, file.target);
        file.placed = reason == 0;
        if (file.placed) return std::nullopt;
        if (reason == not_replaced) return changed_meanwhile(file.target);
        return reason == EEXIST ? in_the_way(file.target) : cannot_write(file.target, reason);
    }

    static int replace_previous(const staged_file &file) {
        int reason = replace_file(file.temporary, file.target, [&](const std::filesystem::path &path) {
            auto found = state_of(path);
            return found && found->bytes == file.previous;
        });
        // The file itself is a better backup than its copy: it has all its attributes and hard links.
        if (reason == 0) ::rename(file.temporary.c_str(), file.backup.c_str());
        return reason;
    }

    void make_directories(const std::filesystem::path &directory) {
        std::error_code none;
        if (std::filesystem::is_directory(directory, none)) return;
        if (directory.has_parent_path()) make_directories(directory.parent_path());
        int reason = ::mkdir(directory.c_str(), 0777) == 0 ? 0 : errno;
        if (reason == 0)
            directories_.push_back(directory);
        else if (reason != EEXIST)
            refuse(cannot_write(directory, reason));
        else if (!std::filesystem::exists(directory, none))
            refuse(in_the_way(directory));
        else if (!std::filesystem::is_directory(directory, none))
            refuse(cannot_write(directory, ENOTDIR));
    }

    static std::filesystem::path temporary_beside(const std::filesystem::path &target) {
        return target.parent_path() / (".azu-" + std::to_string(std::random_device()()) + ".tmp");
    }

    /// A file that replaces another has its mode and, as far as this user may give it away, its owner.
    static bool take_over_owner(int descriptor, const std::filesystem::path &target) {
        struct ::stat existing {};
        if (::stat(target.c_str(), &existing) != 0) return true;
        bool same_owner = ::fchown(descriptor, existing.st_uid, existing.st_gid) == 0;
        return ::fchmod(descriptor, existing.st_mode & (same_owner ? 07777 : 0777)) == 0;
    }

    /// Writes `contents` to `path`, where nothing may be, with the mode of `target`; leaves nothing behind
    /// when it fails.
    static void write_new(const std::filesystem::path &path, const std::filesystem::path &target,
                          std::string_view contents) {
        // Not mkstemp: the kernel applies the umask to this mode.
        int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor < 0) refuse(cannot_write(target, errno));
        int reason = 0;
        while (!contents.empty() && reason == 0) {
            auto written = ::write(descriptor, contents.data(), contents.size());
            if (written >= 0)
                contents.remove_prefix(static_cast<std::size_t>(written));
            else if (errno != EINTR)
                reason = errno;
        }
        if (reason == 0 && (!take_over_owner(descriptor, target) || ::fsync(descriptor) != 0)) reason = errno;
        if (::close(descriptor) != 0 && reason == 0) reason = errno;
        if (reason == 0) return;
        ::unlink(path.c_str());
        refuse(cannot_write(target, reason));
    }

    /// Makes the new names last. Not every file system knows this of a directory, so failures mean nothing.
    void synchronize_directories() const {
        std::set<std::filesystem::path> changed;
        for (const auto &file : staged_)
            changed.insert(file.target.parent_path());
        for (const auto &directory : directories_)
            changed.insert(directory.parent_path());
        for (const auto &directory : changed) {
            int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
            if (descriptor < 0) continue;
            ::fsync(descriptor);
            ::close(descriptor);
        }
    }

    static void remove_leftovers(const staged_file &file) {
        ::unlink(file.temporary.c_str());
        if (file.previous) ::unlink(file.backup.c_str());
    }

    /// Undoes everything, and gives a sentence for each file with which that was not possible; its backup is
    /// kept.
    std::string roll_back() {
        std::string not_undone;
        for (const auto &file : staged_) {
            int reason = file.placed ? take_back(file) : 0;
            if (reason == 0)
                remove_leftovers(file);
            else
                not_undone += " " + not_undone_sentence(file, reason);
        }
        for (auto directory = directories_.rbegin(); directory != directories_.rend(); ++directory)
            ::rmdir(directory->c_str());
        staged_.clear();
        directories_.clear();
        return not_undone;
    }

    /// Undoes the placing of a file that is still this transaction's own.
    static int take_back(const staged_file &file) {
        auto is_own = [&](const std::filesystem::path &path) {
            return file.written && state_of(path) == file.written;
        };
        if (file.previous) return replace_file(file.backup, file.target, is_own);
        struct ::stat found {};
        if (::lstat(file.target.c_str(), &found) != 0 && errno == ENOENT) return 0;
        if (!is_own(file.target)) return not_replaced;
        return ::unlink(file.target.c_str()) == 0 ? 0 : errno;
    }

    static std::string not_undone_sentence(const staged_file &file, int reason) {
        auto what = reason == not_replaced ? " was changed by another program and left as it is"
                                           : " is as setup wrote it, and that cannot be undone: " +
                                                 std::string(std::strerror(reason));
        auto backup = file.previous ? "; its old contents are in " + file.backup.string() : std::string();
        return file.target.string() + what + backup + ".";
    }

    [[noreturn]] void undo_and_refuse(const refusal &why) {
        auto not_undone = roll_back();
        if (not_undone.empty()) refuse(why);
        throw error(
            errc::io, {why.reason, ", and not everything could be undone.", not_undone},
            "Look at each of these files, move its old contents back where you want them, and run the "
            "command again.");
    }

    std::optional<blocked_signals> signals_;
    std::vector<staged_file> staged_;
    std::vector<std::filesystem::path> directories_;
};

} // namespace azu_session::inline v0_1::detail
