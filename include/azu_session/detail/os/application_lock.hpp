#pragma once

#include <azu_session/error.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

namespace azu_session::inline v0_1::detail {

/// While it lives, no other setup, of this process or another, changes the application at `root`. It is
/// flock(2) on the root directory itself, so that nothing is left behind, every path to the directory means
/// the same lock, and the kernel releases it when the process dies. Where there can be none (NFS has no such
/// locks on directories; a root that is missing or may not be read), none is held.
class application_lock {
public:
    /// Throws errc::timeout when another has it for longer than `limit`.
    application_lock(const std::filesystem::path &root, std::chrono::milliseconds limit)
        : application_lock(root) {
        auto deadline = std::chrono::steady_clock::now() + limit;
        while (is_taken()) {
            if (std::chrono::steady_clock::now() >= deadline)
                throw error(errc::timeout,
                            {"Another process, probably another setup, holds the lock on ", root.string(),
                             "; nothing was written."},
                            "Run the command again when it has ended; lslocks shows which one it is.");
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }
    application_lock(const application_lock &) = delete;
    application_lock &operator=(const application_lock &) = delete;
    ~application_lock() {
        if (descriptor_ < 0) return;
        // A process that was forked meanwhile has the descriptor, too.
        ::flock(descriptor_, LOCK_UN);
        ::close(descriptor_);
    }

    /// Whether no other setup can be under way.
    bool is_held() const { return held_; }

private:
    explicit application_lock(const std::filesystem::path &root)
        : descriptor_(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}

    /// Whether another has it; otherwise it is this one's from now on, where there can be one.
    bool is_taken() {
        int result = 0;
        do
            result = ::flock(descriptor_, LOCK_EX | LOCK_NB);
        while (result != 0 && errno == EINTR);
        held_ = result == 0;
        return !held_ && errno == EWOULDBLOCK;
    }

    int descriptor_;
    bool held_ = false;
};

} // namespace azu_session::inline v0_1::detail
