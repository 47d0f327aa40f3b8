#pragma once

#include <azu_session/error.hpp>
#include <azu_session/stores/database.hpp>
#include <azu_session/stores/postgresql/connection.hpp>

#include <cstdint>
#include <string>

namespace azu_session::detail {

/// What has to be known about the table that holds the sessions.
struct postgresql_table {
    std::string quoted;         ///< its name in SQL
    std::string key;            ///< the primary key's columns in SQL; empty where there is none
    std::string key_descending; ///< the same for ORDER BY in the other direction
    std::uint64_t pages = 0;    ///< that it has on disk
    bool walks_pages = false;   ///< ctid alone says where a row is, and the server can read a range of it
};

/// Looks the table up. Throws errc::not_found where there is none, errc::invalid for a view and the like.
inline postgresql_table find_table(postgresql_transaction &transaction, const table_name &name,
                                   const std::string &server) {
    auto quoted = quote_table(name);
    auto found = transaction.exec(
        "SELECT c.relkind,"
        " pg_relation_size(c.oid) / current_setting('block_size')::bigint,"
        // Partitions and inheriting tables number their pages each for itself; TID range scans are new in 14.
        " c.relkind = 'r' AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = c.oid)"
        "  AND (SELECT amname = 'heap' FROM pg_am WHERE oid = c.relam)"
        "  AND current_setting('server_version_num')::int >= 140000,"
        " k.ascending, k.descending FROM pg_class c LEFT JOIN LATERAL"
        " (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.position) AS ascending,"
        "  string_agg(quote_ident(a.attname) || ' DESC', ', ' ORDER BY k.position) AS descending"
        "  FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k(attnum, position), pg_attribute a"
        "  WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.attnum) k ON "
        "true"
        " WHERE c.oid = to_regclass(" +
        transaction.quote(quoted) + ")");
    if (found.empty())
        throw error(errc::not_found, server + " has no table " + name.text() + ".",
                    "Run the application's migrations: azu db:migrate.");
    auto row = found[0];
    auto kind = row[0].as<std::string>();
    if (kind != "r" && kind != "p" && kind != "f")
        throw error(errc::invalid, name.text() + " in " + server + " is a view or the like, not a table.",
                    "Name the table that holds the sessions in src/initializers/session.cr.");
    return {.quoted = quoted,
            .key = row[3].as<std::string>(""),
            .key_descending = row[4].as<std::string>(""),
            .pages = row[1].as<std::uint64_t>(0),
            .walks_pages = row[2].as<bool>(false)};
}

} // namespace azu_session::detail
