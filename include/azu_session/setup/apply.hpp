#pragma once

#include <azu_session/error.hpp>
#include <azu_session/project.hpp>
#include <azu_session/setup/plan.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace azu_session {

namespace detail {

[[noreturn]] inline void cannot_write(const std::filesystem::path &path, int reason) {
    throw error(errc::io, "Cannot write " + path.string() + ": " + std::strerror(reason) + ".",
                "Nothing was changed. Check the permissions and the free space of its directory.");
}

/// Several files that change together: each is written to a temporary beside its target, then all are put
/// into place. Whatever was done is undone on destruction unless `commit` came to its end.
class file_transaction {
public:
    file_transaction() = default;
    file_transaction(const file_transaction &) = delete;
    file_transaction &operator=(const file_transaction &) = delete;
    ~file_transaction() { roll_back(); }

    /// Writes the new bytes to a temporary beside `target`, with the mode that the target has.
    void stage(const std::filesystem::path &path, bool replaces, std::string_view contents) {
        // A link is followed, so that the file behind it changes and the link stays.
        auto target = replaces ? std::filesystem::canonical(path) : path;
        make_directories(target.parent_path());
        staged_.push_back({target, temporary_beside(target), {}, replaces});
        // Not mkstemp: the kernel applies the umask to this mode.
        int descriptor =
            ::open(staged_.back().temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor < 0) {
            int reason = errno;
            staged_.pop_back();
            cannot_write(target, reason);
        }
        write_all(descriptor, target, contents);
    }

    void commit() {
        for (auto &file : staged_) {
            file.backup = file.temporary.string() + "~";
            if (file.replaces) {
                put(::link(file.target.c_str(), file.backup.c_str()), file.target);
                put(::rename(file.temporary.c_str(), file.target.c_str()), file.target);
            } else {
                // Unlike a rename, a link never replaces a file that came into being meanwhile.
                put(::link(file.temporary.c_str(), file.target.c_str()), file.target);
            }
            file.placed = true;
        }
        for (const auto &file : staged_)
            remove_leftovers(file);
        staged_.clear();
        directories_.clear();
    }

private:
    struct staged_file {
        std::filesystem::path target, temporary, backup;
        bool replaces = false;
        bool placed = false;
    };

    static void put(int result, const std::filesystem::path &target) {
        if (result != 0) cannot_write(target, errno);
    }

    void make_directories(const std::filesystem::path &directory) {
        std::error_code failure;
        if (std::filesystem::is_directory(directory, failure)) return;
        if (directory.has_parent_path()) make_directories(directory.parent_path());
        if (::mkdir(directory.c_str(), 0777) == 0)
            directories_.push_back(directory);
        else if (errno != EEXIST || !std::filesystem::is_directory(directory, failure))
            cannot_write(directory, errno);
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

    static void write_all(int descriptor, const std::filesystem::path &target, std::string_view contents) {
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
        if (reason != 0) cannot_write(target, reason);
    }

    static void remove_leftovers(const staged_file &file) {
        ::unlink(file.temporary.c_str());
        if (!file.backup.empty()) ::unlink(file.backup.c_str());
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

    std::vector<staged_file> staged_;
    std::vector<std::filesystem::path> directories_;
};

} // namespace detail

/// Writes what the plan says: all of it, or nothing at all.
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
        if (read_file(path) != file.previous)
            throw error(errc::conflict, file.path.string() + " changed while setup ran; nothing was written.",
                        "Run the command again.");
        files.stage(path, file.previous.has_value(), file.contents);
    }
    files.commit();
}

} // namespace azu_session
