#pragma once

#include <azu_session/detail/database/table.hpp>
#include <azu_session/detail/sqlite/failure.hpp>
#include <azu_session/error.hpp>
#include <azu_session/store.hpp>
#include <azu_session/url.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

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
    /// Opens an existing file. `busy` is how long a lock of another program is waited for.
    sqlite_connection(const std::filesystem::path &path, std::chrono::milliseconds busy)
        : name_("SQLite database " + path.string()) {
        try {
            database_ = std::make_unique<SQLite::Database>(path.string(), SQLite::OPEN_READWRITE,
                                                           static_cast<int>(busy.count()));
            // Off by default in SQLite; without it, rows that refer to a session would be left behind.
            database_->exec("PRAGMA foreign_keys = ON");
            // Nothing of this program's own is left on the disk.
            database_->exec("PRAGMA temp_store = MEMORY");
        } catch (const SQLite::Exception &failure) {
            throw sqlite_failure(failure, name_);
        }
    }

    const std::string &name() const { return name_; }

    /// Calls `work` with the database.
    void use(const std::function<void(SQLite::Database &)> &work) const {
        try {
            work(*database_);
        } catch (const SQLite::Exception &failure) {
            throw sqlite_failure(failure, name_);
        }
    }

    /// SQLite opens a file that it may not write to for reading only, and says so at the first write.
    void must_be_writable() const {
        if (sqlite3_db_readonly(database_->getHandle(), "main") == 1)
            throw error(errc::read_only, {name_, " cannot be written to."},
                        "Give your user write permission on the file and its directory.");
    }

private:
    std::string name_;
    std::unique_ptr<SQLite::Database> database_;
};

} // namespace azu_session::inline v0_1::detail
