#pragma once

#include <azu_session/error.hpp>
#include <azu_session/setup/blocked_signals.hpp>
#include <azu_session/setup/new_file.hpp>

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

namespace azu_session::detail {

[[noreturn]] inline void cannot_write(const std::filesystem::path &path, int reason) {
    throw error(errc::io, "Cannot write " + path.string() + ": " + std::strerror(reason) + ".",
                "Nothing was changed. Check the permissions and the free space of its directory.");
}

/// Something stands at the path where nothing stood when the plan was made.
[[noreturn]] inline void in_the_way(const std::filesystem::path &path) {
    std::error_code none;
    if (std::filesystem::is_symlink(path, none) && !std::filesystem::exists(path, none))
        throw error(errc::conflict, path.string() + " is a link to nothing; nothing was written.",
                    "Remove the link, or make what it points to.");
    throw error(errc::conflict, path.string() + " came into being while setup ran; nothing was written.",
                "Run the command again.");
}

/// Several files that change together: each is written to a temporary beside its target, then all are put
/// into place. Whatever was done is undone on destruction unless `commit` came to its end. Signals that end
/// the process wait from the first `stage` until then.
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
        if (failure) cannot_write(path, failure.value());
        make_directories(target.parent_path());
        auto temporary = temporary_beside(target);
        write_new(temporary, target, contents);
        staged_.push_back({target, temporary, temporary.string() + "~", previous.has_value()});
        if (previous) write_new(staged_.back().backup, target, *previous);
    }

    /// Puts all files into place.
    void commit() {
        for (auto &file : staged_) {
            int reason = file.replaces ? replace(file.temporary, file.target)
                                       : move_to_new_name(file.temporary, file.target);
            if (reason == EEXIST) in_the_way(file.target);
            if (reason != 0) cannot_write(file.target, reason);
            file.placed = true;
        }
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
        bool replaces = false;
        bool placed = false;
    };

    static int replace(const std::filesystem::path &source, const std::filesystem::path &target) {
        return ::rename(source.c_str(), target.c_str()) == 0 ? 0 : errno;
    }

    void make_directories(const std::filesystem::path &directory) {
        std::error_code none;
        if (std::filesystem::is_directory(directory, none)) return;
        if (directory.has_parent_path()) make_directories(directory.parent_path());
        int reason = ::mkdir(directory.c_str(), 0777) == 0 ? 0 : errno;
        if (reason == 0)
            directories_.push_back(directory);
        else if (reason != EEXIST)
            cannot_write(directory, reason);
        else if (!std::filesystem::exists(directory, none))
            in_the_way(directory);
        else if (!std::filesystem::is_directory(directory, none))
            cannot_write(directory, ENOTDIR);
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
        if (descriptor < 0) cannot_write(target, errno);
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
        cannot_write(target, reason);
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
        if (file.replaces) ::unlink(file.backup.c_str());
    }

    void roll_back() noexcept {
        for (const auto &file : staged_) {
            if (file.placed && file.replaces) ::rename(file.backup.c_str(), file.target.c_str());
            if (file.placed && !file.replaces) ::unlink(file.target.c_str());
            remove_leftovers(file);
        }
        for (auto directory = directories_.rbegin(); directory != directories_.rend(); ++directory)
            ::rmdir(directory->c_str());
    }

    std::optional<blocked_signals> signals_;
    std::vector<staged_file> staged_;
    std::vector<std::filesystem::path> directories_;
};

} // namespace azu_session::detail
