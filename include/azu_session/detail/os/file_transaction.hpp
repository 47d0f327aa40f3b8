#pragma once

#include <azu_session/detail/os/new_file.hpp>
#include <azu_session/detail/os/refusal.hpp>
#include <azu_session/detail/os/replace_file.hpp>
#include <azu_session/detail/os/staged_file.hpp>
#include <azu_session/detail/os/temporary_name.hpp>
#include <azu_session/detail/os/write_file.hpp>
#include <azu_session/error.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Several files that change together: each is written to a temporary beside its target, then all are put
/// into place. Whatever was done is undone on destruction unless `commit` came to its end.
/// What another program has put there meanwhile is left alone: a new file replaces nothing but `previous`,
/// and a backup nothing but the new file. (An instant remains where the file system cannot exchange names,
/// and with a file of several hard links.)
class file_transaction {
public:
    file_transaction() = default;
    file_transaction(const file_transaction &) = delete;
    file_transaction &operator=(const file_transaction &) = delete;
    ~file_transaction() { roll_back(); }

    /// Writes the new bytes to a temporary beside `path`, with the mode of what stands there. `previous` is
    /// what does, and is written beside it as well: hard links are not possible everywhere.
    void stage(const std::filesystem::path &path, const std::optional<std::string> &previous,
               const new_contents &contents) {
        // A link is followed, so that the file behind it changes and the link stays.
        std::error_code failure;
        auto target = previous ? std::filesystem::canonical(path, failure) : path;
        if (failure) refuse(cannot_write(path, failure.value()));
        make_directories(target.parent_path());
        auto &file = staged_.emplace_back(staged(target));
        // First, so that where a killed setup left the temporary, the backup is whole.
        if (previous) keep_previous(file, *previous);
        write(file.temporary, target, contents, file.written);
        if (previous) keep_hard_links(file, contents);
    }

    /// Takes away what stands at `path`, a file or a link to one, whose bytes are `previous`.
    void remove(const std::filesystem::path &path, const std::string &previous) {
        staged_.push_back(staged(path));
        staged_.back().how = placing::remove;
        staged_.back().previous = previous;
    }

    /// Puts all files into place. When one cannot be, undoes it all and throws; the error names what could
    /// not be undone, and where the old contents are.
    void commit() {
        for (auto &file : staged_)
            if (int reason = place(file)) undo_and_refuse(why_not(file, reason));
        for (const auto &file : staged_)
            remove_temporaries(file);
        synchronize_directories();
        staged_.clear();
        directories_.clear();
    }

private:
    static staged_file staged(const std::filesystem::path &target) {
        auto temporary = temporary_beside(target);
        return {.target = target, .temporary = temporary, .backup = backup_of(temporary)};
    }

    static void write(const std::filesystem::path &path, const std::filesystem::path &target,
                      const new_contents &contents, file_state &made) {
        if (int reason = write_new(path, target, contents, made)) refuse(cannot_write(target, reason));
    }

    static void keep_previous(staged_file &file, const std::string &previous) {
        file_state copy;
        file.how = placing::replace;
        file.previous = previous;
        write(file.backup, file.target, {previous}, copy);
    }

    static void keep_hard_links(staged_file &file, const new_contents &contents) {
        struct ::stat existing {};
        if (::stat(file.target.c_str(), &existing) != 0) refuse(cannot_write(file.target, errno));
        if (existing.st_nlink < 2) return;
        file.how = placing::overwrite;
        file.written.device = existing.st_dev;
        file.written.number = existing.st_ino;
        file.old_mode = existing.st_mode & 07777;
        file.mode = contents.secret ? owner_only : file.old_mode;
    }

    static refusal why_not(const staged_file &file, int reason) {
        if (reason == not_replaced) return changed_meanwhile(file.target);
        if (file.how == placing::create && reason == EEXIST) return in_the_way(file.target);
        return file.how == placing::remove ? cannot_remove(file.target, reason)
                                           : cannot_write(file.target, reason);
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

    void synchronize_directories() const {
        std::set<std::filesystem::path> changed;
        for (const auto &file : staged_)
            changed.insert(file.target.parent_path());
        for (const auto &directory : directories_)
            changed.insert(directory.parent_path());
        for (const auto &directory : changed)
            synchronize_directory(directory);
    }

    static void remove_temporaries(const staged_file &file) {
        if (file.how != placing::remove) ::unlink(file.temporary.c_str());
        if (file.how != placing::create) ::unlink(file.backup.c_str());
    }

    /// Undoes everything, and gives a sentence for each file and directory with which that was not possible.
    std::string roll_back() {
        std::string not_undone;
        for (auto &file : staged_)
            not_undone += undo(file);
        for (auto directory = directories_.rbegin(); directory != directories_.rend(); ++directory)
            if (::rmdir(directory->c_str()) != 0 && errno != ENOTEMPTY && errno != EEXIST && errno != ENOENT)
                not_undone += " " + directory->string() +
                              " is a new directory that cannot be removed: " + std::strerror(errno) + ".";
        staged_.clear();
        directories_.clear();
        return not_undone;
    }

    static std::string undo(staged_file &file) {
        int reason = file.placed ? take_back(file) : 0;
        if (reason == 0) {
            remove_temporaries(file);
            return {};
        }
        auto sentence = " " + not_undone_sentence(file, reason);
        if (file.how == placing::create) return sentence + ".";
        ::unlink(file.temporary.c_str());
        bool is_safe = keep_backup(file);
        return sentence + file.backup.string() +
               (is_safe ? "." : ", and the next setup removes that: copy it before.");
    }

    /// Sees to it that the next setup does not take the backup for what a killed one left: it gets another
    /// name, or else, as nobody writes it, a mode that those never have. Returns whether either was possible.
    static bool keep_backup(staged_file &file) {
        auto kept = kept_beside(file.target);
        if (move_to_new_name(file.backup, kept) == 0) {
            file.backup = kept;
            return true;
        }
        struct ::stat found {};
        return ::stat(file.backup.c_str(), &found) == 0 &&
               ::chmod(file.backup.c_str(), found.st_mode & 07555) == 0;
    }

    static std::string not_undone_sentence(const staged_file &file, int reason) {
        auto what = file.target.string();
        if (reason == not_put_back)
            return what + " has its old contents, and what another program wrote there meanwhile is in ";
        if (reason == not_replaced)
            what += " was changed by another program and left as it is";
        else
            what += (file.how == placing::remove ? " was removed, and that cannot be undone: "
                                                 : " is as setup left it, and that cannot be undone: ") +
                    std::string(std::strerror(reason));
        return file.how == placing::create ? what : what + "; its old contents are in ";
    }

    [[noreturn]] void undo_and_refuse(const refusal &why) {
        auto not_undone = roll_back();
        if (not_undone.empty()) refuse(why);
        throw error(
            errc::io, {why.reason, ", and not everything could be undone.", not_undone},
            "Look at each of these files, move its old contents back where you want them, and run the "
            "command again.");
    }

    std::vector<staged_file> staged_;
    std::vector<std::filesystem::path> directories_;
};

} // namespace azu_session::inline v0_1::detail
