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
    std::string quoted;              ///< its schema and name in SQL
    std::string key;                 ///< the primary key's columns in SQL; empty where there is none
    std::string key_descending;      ///< the same for ORDER BY in the other direction
    std::uint64_t pages = 0;         ///< that it has on disk
    std::uint64_t sampled_pages = 0; ///< that TABLESAMPLE chooses from; 0 where it cannot
    bool walks_pages = false; ///< ctid alone says where a row is, and the server can read a range of it
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
           " CASE WHEN c.relkind = 'r' AND (SELECT amname = 'heap' FROM pg_am WHERE oid = c.relam)"
           "  OR c.relkind = 'p' THEN (SELECT (pg_relation_size(c.oid)"
           "   + coalesce(sum(CASE WHEN child.relkind IN ('r', 'p') THEN pg_relation_size(child.oid) END), "
           "0))"
           "    / current_setting('block_size')::bigint * coalesce(bool_and(child.relkind <> 'f'), true)::int"
           "   FROM pg_inherits LEFT JOIN pg_class child ON child.oid = inhrelid WHERE inhparent = c.oid)"
           "  ELSE 0 END::bigint AS sampled_pages,"
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
           // Columns that an index merely includes (PostgreSQL 11) are no part of its key.
           "  WHERE i.indrelid = c.oid AND i.indisprimary"
           "   AND k.position <= coalesce((to_jsonb(i) ->> 'indnkeyatts')::int, i.indnatts) AND a.attrelid = "
           "c.oid AND a.attnum = k.attnum) k"
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
            .sampled_pages = row["sampled_pages"].as<std::uint64_t>(0),
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

/// Throws errc::read_only where nothing can be removed, and says for which of the reasons.
inline void refuse_read_only(postgresql_transaction &transaction, const std::string &server) {
    auto found =
        transaction.exec("SELECT current_setting('transaction_read_only') = 'on', pg_is_in_recovery(),"
                         " current_user, source FROM pg_settings"
                         " WHERE name = 'default_transaction_read_only'");
    if (*found[0][0].c_str() != 't') return;
    if (*found[0][1].c_str() == 't')
        throw error(errc::read_only, {server, " is a standby, which only allows reading."},
                    "Let DATABASE_URL name the primary server.", {setting::url});
    throw error(
        errc::read_only,
        {"Transactions of ", found[0][2].c_str(), " on ", server,
         " are read-only by default (default_transaction_read_only, set for the ", found[0][3].c_str(), ")."},
        "Use a role that may write, or ask whoever set it whether sessions may be removed.", {setting::url});
}

/// What may keep rows in the table although their removal was answered: its triggers and rules, by name.
inline std::string keeper_of(postgresql_transaction &transaction, const postgresql_table &table) {
    auto found = transaction.exec(
        {"SELECT string_agg(name, ', ') FROM (SELECT 'the trigger ' || tgname AS name FROM pg_trigger"
         " WHERE tgrelid IN (SELECT ",
         transaction.quote(table.quoted),
         "::regclass::oid UNION ALL"
         " SELECT inhrelid FROM pg_inherits WHERE inhparent = ",
         transaction.quote(table.quoted),
         "::regclass) AND NOT tgisinternal AND tgenabled <> 'D' AND tgtype & 8 = 8"
         " UNION SELECT 'the rule ' || rulename FROM pg_rewrite WHERE ev_class = ",
         transaction.quote(table.quoted), "::regclass AND ev_type = '4' AND ev_enabled <> 'D') keepers"});
    std::string_view names = found[0][0].c_str();
    if (names.empty())
        return "Something writes them anew, such as a request that was under way, or a replication from "
               "elsewhere.";
    return joined({"What may keep them: ", names, "."});
}

} // namespace azu_session::inline v0_1::detail
