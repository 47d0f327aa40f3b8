#pragma once

#include <azu_session/error.hpp>

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <string>

namespace azu_session::inline v0_1::detail {

/// What an SQLite result code means for a person (sqlite.org/rescode.html). `database` names the file.
inline error sqlite_failure(const SQLite::Exception &failure, const std::string &database) {
    switch (failure.getErrorCode()) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {errc::locked,
                {database, " stayed locked by another program."},
                "Wait for its transaction to end, or give it more time; then run it again.",
                {setting::timeout}};
    case SQLITE_READONLY:
        return {errc::read_only,
                {database, " cannot be written to."},
                "Give your user write permission on the file and its directory."};
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
        return {errc::permission,
                {database, " cannot be opened."},
                "Give your user read and write permission on the file, its -wal and -shm files and their "
                "directory."};
    case SQLITE_NOTADB:
        return {errc::invalid,
                {database, " is not an SQLite database, or is encrypted."},
                "Check the file that DATABASE_URL names."};
    case SQLITE_CORRUPT:
        return {errc::invalid,
                {database, " is damaged: ", failure.what(), "."},
                "Check it with: sqlite3 FILE 'PRAGMA integrity_check'."};
    case SQLITE_FULL:
        return {errc::io,
                {"There is no disk space left for ", database, "."},
                "Free some and run it again; nothing was removed."};
    case SQLITE_IOERR:
        return {errc::io,
                {"Reading or writing ", database, " failed: ", failure.what(), "."},
                "Check the disk and the file system; nothing was removed."};
    case SQLITE_CONSTRAINT:
        if (failure.getExtendedErrorCode() != SQLITE_CONSTRAINT_FOREIGNKEY)
            return {
                errc::server,
                {database, " answered: ", failure.what(), "."},
                "A trigger of the sessions table says so, or a constraint of what it changes; nothing was "
                "removed."};
        return {errc::server,
                {"Rows of other tables refer to the sessions in ", database, "."},
                "Remove those rows first, or declare the reference ON DELETE CASCADE; nothing was removed."};
    default:
        return {errc::server, {database, " answered: ", failure.what(), "."}, "Nothing was removed."};
    }
}

} // namespace azu_session::inline v0_1::detail
