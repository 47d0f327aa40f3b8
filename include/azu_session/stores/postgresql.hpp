#pragma once

#include <azu_session/detect.hpp>
#include <azu_session/store.hpp>
#include <azu_session/stores/database.hpp>
#include <azu_session/stores/postgresql/connection.hpp>
#include <azu_session/stores/postgresql/sweeps.hpp>
#include <azu_session/url.hpp>

#include <memory>
#include <utility>

namespace azu_session {

/// The sessions of an application that keeps them in a PostgreSQL database.
class postgresql_store : public store {
public:
    /// Throws errc::not_found where DATABASE_URL is not set, and what parse_database_url throws.
    static bool serves(const detection &found) { return detail::is_database<postgresql_url>(found); }

    /// Connects. Throws errc::connection, errc::timeout, errc::authentication or errc::not_found where the
    /// server, the login or the database fails.
    explicit postgresql_store(const detection &found, const store_options &options = {})
        : postgresql_store(detail::database_of<postgresql_url>(found), options) {}

    std::unique_ptr<sweep> remove(const selection &which) override {
        return std::make_unique<detail::postgresql_removing_at_once>(connection_, table_, which);
    }

    std::unique_ptr<sweep> count(const selection &which) override {
        return std::make_unique<detail::postgresql_counting>(connection_, table_, which);
    }

private:
    postgresql_store(const std::pair<database_settings, postgresql_url> &database,
                     const store_options &options)
        : table_(detail::parse_table_name(database.first.table)),
          connection_(std::make_shared<detail::postgresql_connection>(
              database.second, "PostgreSQL at " + mask_url(database.first.url), options)) {}

    detail::table_name table_;
    std::shared_ptr<detail::postgresql_connection> connection_;
};

} // namespace azu_session
