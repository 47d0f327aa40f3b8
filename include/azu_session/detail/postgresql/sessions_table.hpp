#pragma once

#include <azu_session/detail/database/table.hpp>
#include <azu_session/detail/postgresql/connection.hpp>
#include <azu_session/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// What has to be known about the table that holds the sessions.
struct postgresql_table {
    std::string quoted;         ///< its schema and name in SQL
    std::string key;            ///< the primary key's columns in SQL; empty where there is none
    std::string key_descending; ///< the same for ORDER BY in the other direction
    std::uint64_t pages = 0;    ///< that it has on disk
    bool walks_pages = false;   ///< ctid alone says where a row is, and the server can read a range of it
};

/// The query that looks a table up; its one row, or none, is what `find_table` reads.
inline std::string table_query(const std::string &quoted_text) {
    return "SELECT c.relkind, left(n.nspname, 3) = 'pg_' OR n.nspname = 'information_schema' AS "
           "of_the_system,"
           " format('%I.%I', n.nspname, c.relname) AS quoted,"
           " columns.session_id, columns.expires_at, columns.data,"
           " pg_relation_size(c.oid) / current_setting('block_size')::bigint AS pages,"
           // Partitions and inheriting tables number their pages each for itself; TID range scans are new in
           // PostgreSQL 14.
           " c.relkind = 'r' AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = c.oid)"
           "  AND (SELECT amname = 'heap' FROM pg_am WHERE oid = c.relam)"
           "  AND current_setting('server_version_num')::int >= 140000 AS walks_pages,"
           " k.ascending, k.descending"
           " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL"
           " (SELECT coalesce(bool_or(attname = 'session_id'), false) AS session_id,"
           "  coalesce(bool_or(attname = 'expires_at'), false) AS expires_at,"
           "  coalesce(bool_or(attname = 'data'), false) AS data"
           "  FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) columns"
           " CROSS JOIN LATERAL"
           " (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.position) AS ascending,"
           "  string_agg(quote_ident(a.attname) || ' DESC', ', ' ORDER BY k.position) AS descending"
           "  FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k(attnum, position), pg_attribute a"
           "  WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.attnum) k"
           " WHERE c.oid = to_regclass(" +
           quoted_text + ")";
}

/// Looks the table up. Throws errc::not_found where there is none, errc::invalid for a view and the like, for
/// a system table, and for one that does not hold sessions as the selection needs them.
inline postgresql_table find_table(postgresql_transaction &transaction, const table_name &name,
                                   const selection &which, const std::string &server) {
    auto found = transaction.exec(table_query(transaction.quote(quote_table(name))));
    if (found.empty())
        throw error(errc::not_found, {server, " has no table ", name.text(), "."},
                    "Run the application's migrations.");
    auto row = found[0];
    auto text = [&row](const char *column) { return row[column].c_str(); }; // empty for NULL
    auto holds = [&text](const char *column) { return *text(column) == 't'; };
    std::string_view kind = text("relkind");
    if (kind != "r" && kind != "p" && kind != "f")
        throw error(errc::invalid, {name.text(), " in ", server, " is a view or the like, not a table."},
                    "Name the table that holds the sessions in src/initializers/session.cr.");
    if (holds("of_the_system"))
        throw error(errc::invalid, {name.text(), " in ", server, " belongs to the database system."},
                    "Name the table that holds the sessions.");
    must_hold_sessions(
        name, server, which,
        {.session_id = holds("session_id"), .expires_at = holds("expires_at"), .data = holds("data")});
    return {.quoted = text("quoted"),
            .key = text("ascending"),
            .key_descending = text("descending"),
            .pages = row["pages"].as<std::uint64_t>(0),
            .walks_pages = holds("walks_pages")};
}

/// Throws errc::invalid where a rule does something else in place of removing rows.
inline void refuse_rules_in_place(postgresql_transaction &transaction, const postgresql_table &table,
                                  const table_name &name, const std::string &server) {
    auto found = transaction.exec(
        {"SELECT rulename FROM pg_rewrite WHERE ev_class = ", transaction.quote(table.quoted),
         "::regclass AND ev_type = '4' AND is_instead AND ev_enabled IN ('O', 'A')"});
    if (found.empty()) return;
    throw error(errc::invalid,
                {"The rule ", found[0][0].c_str(), " on ", name.text(), " in ", server,
                 " does something else in place of removing rows; nothing was removed."},
                "Disable it with ALTER TABLE … DISABLE RULE, or drop it, and run this again.");
}

} // namespace azu_session::inline v0_1::detail
