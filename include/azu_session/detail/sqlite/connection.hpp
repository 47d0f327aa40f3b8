#pragma once

#include <azu_session/detail/database/table.hpp>
#include <azu_session/detail/os/waiter.hpp>
#include <azu_session/detail/sqlite/failure.hpp>
#include <azu_session/error.hpp>
#include <azu_session/store.hpp>
#include <azu_session/url.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <poll.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace azu_session::inline v0_1::detail {

/// The path of the database file, as the kernel reads it: `..` behind a symbolic link is where the link
/// leads, so that nothing of it may be shortened. Throws where it is not a file that SQLite could open
/// without making it.
inline std::filesystem::path sqlite_file(const std::string &root, const sqlite_url &url) {
    if (url.filename == ":memory:")
        throw error(errc::unsupported,
                    "DATABASE_URL names an SQLite database in memory, which lives inside the application.",
                    "Restart the application to clear its sessions.");
    auto path = url.filename.starts_with("./") && !root.empty()
                    ? std::filesystem::path(root + url.filename.substr(1))
                    : root / std::filesystem::path(url.filename);
    std::error_code failure;
    auto type = std::filesystem::status(path, failure).type();
    if (type == std::filesystem::file_type::not_found)
        throw error(errc::not_found, {"There is no database file ", path.string(), "."},
                    "Check DATABASE_URL; the application's migrations create the file.");
    if (type == std::filesystem::file_type::none)
        throw error(errc::permission,
                    {"Cannot look at the database file ", path.string(), ": ", failure.message(), "."},
                    "Check the permissions of its directories.");
    if (type != std::filesystem::file_type::regular)
        throw error(errc::invalid, {path.string(), " is not a database file."},
                    "DATABASE_URL must name the SQLite database file itself.");
    return path;
}

/// One open database. Whatever SQLite throws comes out of it as `error`.
class sqlite_connection {
public:
    /// Opens an existing file.
    sqlite_connection(const std::filesystem::path &path, const store_options &options)
        : name_("SQLite database " + path.string()), timeout_(options.command_timeout),
          lock_(options.patience, "another program to release the lock of " + name_),
          work_({options.patience.cancelled, {}}, name_) {
        try {
            database_ = std::make_unique<SQLite::Database>(path.string(), SQLite::OPEN_READWRITE);
            auto *handle = database_->getHandle();
            sqlite3_busy_handler(handle, wait_for_lock, this);
            constexpr int steps = 10'000; // of SQLite's machine: about a millisecond
            sqlite3_progress_handler(handle, steps, go_on, this);
            // Off by default in SQLite; without it, rows that refer to a session would be left behind.
            database_->exec("PRAGMA foreign_keys = ON");
            // Nothing of this program's own is left on the disk.
            database_->exec("PRAGMA temp_store = MEMORY");
        } catch (const SQLite::Exception &failure) {
            throw failed(failure);
        }
    }
    sqlite_connection(const sqlite_connection &) = delete;
    sqlite_connection &operator=(const sqlite_connection &) = delete;

    const std::string &name() const { return name_; }

    /// Calls `work` with the database. Throws errc::locked where another program's lock was waited for as
    /// long as `command_timeout`, errc::interrupted where somebody wanted the wait, or the work, to end.
    void use(const std::function<void(SQLite::Database &)> &work) {
        interrupted_ = false;
        try {
            work(*database_);
        } catch (const SQLite::Exception &failure) {
            throw failed(failure);
        }
    }

    /// SQLite opens a file that it may not write to for reading only, and says so at the first write.
    void must_be_writable() const {
        if (sqlite3_db_readonly(database_->getHandle(), "main") == 1)
            throw error(errc::read_only, {name_, " cannot be written to."},
                        "Give your user write permission on the file and its directory.");
    }

private:
    error failed(const SQLite::Exception &failure) {
        if (interrupted_) return work_.stopped();
        return sqlite_failure(failure, name_);
    }

    /// Whether the wait goes on. SQLite's code lets no exception pass.
    static bool waits(sqlite_connection &here, waiter &wait) noexcept {
        wait.tell();
        here.interrupted_ = wait.cancelled();
        return !here.interrupted_;
    }

    /// What SQLite calls while another program holds the lock, for the `tries`th time; 0 gives up.
    static int wait_for_lock(void *connection, int tries) {
        auto &here = *static_cast<sqlite_connection *>(connection);
        if (tries == 0) {
            here.lock_.begin();
            here.locked_since_ = waiter::clock::now();
        }
        if (waiter::clock::now() - here.locked_since_ >= here.timeout_) return 0;
        ::poll(nullptr, 0, std::min(1 << std::min(tries, 5), 25)); // milliseconds
        return waits(here, here.lock_);
    }

    /// What SQLite calls now and then during a statement; anything but 0 ends it.
    static int go_on(void *connection) {
        auto &here = *static_cast<sqlite_connection *>(connection);
        auto now = waiter::clock::now();
        if (now - here.asked_ < waiter::step) return 0;
        here.asked_ = now;
        return !waits(here, here.work_);
    }

    std::string name_;
    std::chrono::milliseconds timeout_;
    waiter lock_, work_;
    waiter::clock::time_point locked_since_ = {}, asked_ = {};
    bool interrupted_ = false;
    std::unique_ptr<SQLite::Database> database_;
};

} // namespace azu_session::inline v0_1::detail
