#pragma once

#include <azu_session/store.hpp>
#include <azu_session/stores/json_match.hpp>
#include <azu_session/stores/postgresql/connection.hpp>
#include <azu_session/stores/postgresql/sessions_table.hpp>

#include <cctype>
#include <cstdint>
#include <map>
#include <string>

namespace azu_session::detail {

/// A regular expression for exactly this text.
inline std::string literal_pattern(const std::string &text) {
    std::string pattern;
    for (char byte : text) {
        if (std::ispunct(static_cast<unsigned char>(byte))) pattern += '\\';
        pattern += byte;
    }
    return pattern;
}

/// Rows that `judge` has to look at: those whose data has the member as it is usually written, those with an
/// escape, where it may be written in another way, and those that do not look like a readable object. This
/// spares sending all the others here. The cast to json that would decide it in SQL fails on the first
/// malformed row.
inline std::string candidate_condition(postgresql_transaction &transaction, const data_condition &where) {
    auto pattern =
        "\"" + literal_pattern(where.key) + "\"\\s*:\\s*\"?" + literal_pattern(where.value) + "\"?\\s*[,}]";
    return "(data::text ~ " + transaction.quote(pattern) + " OR strpos(data::text, " +
           transaction.quote("\\") +
           ") > 0 OR data::text !~ '^\\s*\\{' OR data::text !~ '\\}\\s*$' OR data::text ~ "
           "'^\\s*\\{\\s*\"encrypted\"')";
}

/// Rows of the table, as a condition in SQL.
inline std::string row_condition(postgresql_transaction &transaction, const std::string &range,
                                 const selection &which) {
    auto condition = " WHERE " + range;
    if (which.expired) condition += " AND expires_at <= now()";
    if (which.where) condition += " AND " + candidate_condition(transaction, *which.where);
    return condition;
}

inline pqxx::result fetch(postgresql_transaction &transaction) {
    return transaction.exec("FETCH 500 FROM candidates");
}

/// Where rows are: their ctids, as the elements of an SQL array, by the oid of the (partition's) table.
using row_places = std::map<std::string, std::string>;

/// Calls `found` with the places and number of the rows among `candidates` that match, some hundred at a
/// time. Those whose data cannot be read are added to `unread`.
template <class Found>
void each_match(postgresql_transaction &transaction, const std::string &candidates,
                const data_condition &where, unread_sessions &unread, Found found) {
    transaction.exec("DECLARE candidates NO SCROLL CURSOR FOR SELECT tableoid, ctid, data, session_id " +
                     candidates);
    for (auto rows = fetch(transaction); !rows.empty(); rows = fetch(transaction)) {
        row_places places;
        std::uint64_t count = 0;
        for (const auto &row : rows) {
            auto verdict = row[2].is_null() ? data_verdict::differs : judge(row[2].c_str(), where);
            if (verdict == data_verdict::unreadable) unread.add(row[3].c_str());
            if (verdict != data_verdict::matches) continue;
            auto &ctids = places[row[0].c_str()];
            ctids += std::string(ctids.empty() ? "\"" : ",\"") + row[1].c_str() + "\"";
            ++count;
        }
        if (count) found(places, count);
    }
    transaction.exec("CLOSE candidates");
}

/// What became of the rows of a range.
struct row_result {
    std::uint64_t rows = 0; ///< removed or counted
    unread_sessions unread = {};
};

/// Removes the selected rows of a range.
inline row_result remove_rows(postgresql_transaction &transaction, const std::string &table,
                              const std::string &range, const selection &which) {
    auto rows = "FROM " + table + row_condition(transaction, range, which);
    if (!which.where) return {transaction.exec("DELETE " + rows).affected_rows()};
    row_result removed;
    auto remove = [&](const row_places &places, std::uint64_t) {
        for (const auto &[oid, ctids] : places)
            removed.rows += transaction
                                .exec("DELETE FROM " + table + " WHERE tableoid = " + oid +
                                      " AND ctid = ANY ('{" + ctids + "}'::tid[])")
                                .affected_rows();
    };
    // Locked, so that between looking at its data and removing it a row can neither change nor move.
    each_match(transaction, rows + " FOR UPDATE", *which.where, removed.unread, remove);
    return removed;
}

/// Counts the selected rows of a range, as they are at one moment.
inline row_result count_rows(postgresql_transaction &transaction, const std::string &table,
                             const std::string &range, const selection &which) {
    auto rows = "FROM " + table + row_condition(transaction, range, which);
    if (!which.where) return {transaction.exec("SELECT count(*) " + rows)[0][0].as<std::uint64_t>()};
    row_result counted;
    each_match(transaction, rows, *which.where, counted.unread,
               [&](const row_places &, std::uint64_t count) { counted.rows += count; });
    return counted;
}

/// The ids of up to 1,000 selected rows, as the elements of an SQL array, and their number. With a condition
/// on the data some of them may turn out not to match it.
struct row_ids {
    std::string elements;
    std::uint64_t count = 0;
};

inline row_ids note_rows(postgresql_transaction &transaction, const std::string &table,
                         const selection &which) {
    row_ids noted;
    for (const auto &row :
         transaction.exec("SELECT session_id::text FROM " + table +
                          row_condition(transaction, "session_id IS NOT NULL", which) + " LIMIT 1000")) {
        noted.elements += noted.count++ == 0 ? "\"" : ",\"";
        for (const char *byte = row[0].c_str(); *byte; ++byte)
            noted.elements.append(*byte == '"' || *byte == '\\', '\\') += *byte;
        noted.elements += '"';
    }
    return noted;
}

/// How many of these rows are there, and selected. The array takes the type of the column, so that its index
/// serves.
inline std::uint64_t count_noted(postgresql_transaction &transaction, const std::string &table,
                                 const row_ids &noted, const selection &which) {
    auto among = "session_id = ANY (" + transaction.quote("{" + noted.elements + "}") + ")";
    return count_rows(transaction, table, among, which).rows;
}

} // namespace azu_session::detail
