#pragma once

#include <azu_session/detail/database/table.hpp>
#include <azu_session/detail/sqlite/connection.hpp>
#include <azu_session/detail/sqlite/inspection.hpp>
#include <azu_session/detail/sqlite/sessions_table.hpp>
#include <azu_session/settings.hpp>
#include <azu_session/store.hpp>
#include <azu_session/url.hpp>

#include <memory>
#include <string>
#include <utility>

namespace azu_session::inline v0_1 {

namespace detail {

/// The whole job in one batch: SQLite has one writer at a time, whom batches would only make wait more often.
class sqlite_sweep : public sweep {
public:
    sqlite_sweep(std::shared_ptr<sqlite_connection> connection, const table_name &table,
                 const selection &which, bool removes)
        : connection_(std::move(connection)), which_(which), table_(*connection_, table, which_),
          removes_(removes) {}

    batch next() override {
        return {.removed = removes_ ? table_.remove() : table_.count(), .progress = 1, .done = true};
    }
    unread_sessions unread() const override { return table_.unread(); }
    noted_sessions look_again() override { return table_.look_again(); }

private:
    std::shared_ptr<sqlite_connection> connection_;
    selection which_;
    sqlite_sessions_table table_;
    bool removes_;
};

} // namespace detail

/// The sessions of an application that keeps them in an SQLite database. Opens the file that DATABASE_URL
/// names, relative to the application's root, and never makes one; waits for another program's lock as long
/// as `command_timeout`. Removing is one statement, all or nothing. Rows that refer to a session follow their
/// ON DELETE rule, and where they have none the removal is refused.
/// Where `patience::cancelled` ends that statement, nothing is removed. For one thread at a time.
class sqlite_store : public store {
public:
    using settings = database_settings; ///< what `open_store` gives it

    /// Whether the URL is SQLite's. Throws errc::not_found where it is not set.
    static bool serves(const settings &where) { return detail::is_at<sqlite_url>(where); }

    /// Throws errc::not_found, errc::invalid, errc::permission or errc::unsupported where there is no such
    /// file, or it is none that SQLite can open.
    explicit sqlite_store(const settings &where, const store_options &options = {})
        : table_(where.table),
          connection_(std::make_shared<detail::sqlite_connection>(
              detail::sqlite_file(where.root, detail::url_of<sqlite_url>(where)), options)),
          sealed_(where.sealed) {}

    std::unique_ptr<sweep> remove(const selection &which) override { return sweep_over(which, true); }
    std::unique_ptr<sweep> count(const selection &which) override { return sweep_over(which, false); }

    store_facts inspect(const inspection_limits &limits = {}) override {
        return detail::inspect_sqlite(*connection_, table_, limits);
    }

private:
    std::unique_ptr<sweep> sweep_over(const selection &which, bool removes) const {
        detail::refuse_sealed_data(which, sealed_);
        return std::make_unique<detail::sqlite_sweep>(connection_, table_, which, removes);
    }

    table_name table_;
    std::shared_ptr<detail::sqlite_connection> connection_;
    std::string sealed_;
};

} // namespace azu_session::inline v0_1
