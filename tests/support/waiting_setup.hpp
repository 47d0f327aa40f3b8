#pragma once

#include "azu.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace support {

/// A setup of `app`, or another command that writes its files, found to be waiting for the lock that this
/// process holds on it.
class waiting_setup {
public:
    waiting_setup(const azu_application &app, std::vector<std::string> arguments)
        : lock_(open(app.path().c_str(), O_RDONLY | O_CLOEXEC)) {
        REQUIRE(flock(lock_, LOCK_EX | LOCK_NB) == 0);
        child_.emplace(app.azu(std::move(arguments)));
        support::wait_until("the setup to open the lock", [&] { return has_opened(app.path()); });
    }
    waiting_setup(const waiting_setup &) = delete;
    waiting_setup &operator=(const waiting_setup &) = delete;
    ~waiting_setup() { close(lock_); }

    support::process &child() { return *child_; }
    void release() const { flock(lock_, LOCK_UN); }

private:
    bool has_opened(const std::filesystem::path &path) const {
        std::error_code ended;
        auto child = std::filesystem::path("/proc") / std::to_string(child_->id());
        // Until it runs azu, it has this process's own.
        if (!std::filesystem::equivalent(child / "exe", std::getenv("AZU"), ended)) return false;
        for (const auto &entry : std::filesystem::directory_iterator(child / "fd", ended))
            if (std::filesystem::read_symlink(entry, ended) == path) return true;
        return false;
    }

    int lock_;
    std::optional<support::process> child_;
};

} // namespace support
