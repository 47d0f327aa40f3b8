#pragma once

#include <azu_session/settings.hpp>
#include <azu_session/stores/postgresql.hpp>

#include "postgresql_server.hpp"

#include <string>

namespace support {

/// The settings of an application whose sessions are at this URL.
inline azu_session::database_settings found_in_postgresql(const std::string &url,
                                                          const std::string &table = "sessions") {
    return {.url = azu_session::parse_database_url(url), .table = azu_session::table_name(table)};
}

/// A PostgreSQL server for an application's sessions.
class sessions_in_postgresql {
public:
    explicit sessions_in_postgresql(const std::string &settings = {}) : server_(settings) {}

    postgresql_server &server() { return server_; }
    std::string sql(const std::string &text) const { return server_.sql(text); }

    azu_session::postgresql_store store(const std::string &table = "sessions",
                                        const azu_session::store_options &options = {}) const {
        return azu_session::postgresql_store(found_in_postgresql(server_.url(), table), options);
    }
    azu_session::postgresql_store store_at(const std::string &url) const {
        return azu_session::postgresql_store(found_in_postgresql(url));
    }

    /// A table as the migration makes it, with `count` sessions of users 0 to 9, every third of them expired.
    void create(int count) const {
        sql("CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT NOT NULL, created_at TIMESTAMPTZ "
            "NOT NULL, expires_at TIMESTAMPTZ NOT NULL)");
        fill(count);
    }
    void fill(int count, const std::string &table = "sessions") const {
        sql("INSERT INTO " + table +
            " SELECT 'id-' || i, json_build_object('user_id', i % 10)::text, now(), now() + CASE WHEN i % 3 "
            "= 0"
            " THEN interval '-1 s' ELSE interval '1 h' END FROM generate_series(0, " +
            std::to_string(count - 1) + ") i");
    }
    std::string left(const std::string &table = "sessions") const {
        return sql("SELECT count(*) FROM " + table);
    }

private:
    postgresql_server server_;
};

} // namespace support
