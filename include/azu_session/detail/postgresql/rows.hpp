#pragma once

#include <azu_session/detail/postgresql/connection.hpp>
#include <azu_session/detail/postgresql/sessions_table.hpp>
#include <azu_session/detail/text/json_match.hpp>
#include <azu_session/store.hpp>

#include <cctype>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// A regular expression for exactly this text.
inline std::string literal_pattern(const std::string &text) {
    std::string pattern;
    for (char byte : text) {
        if (std::ispunct(static_cast<unsigned char>(byte))) pattern += '\\';
        pattern += byte;
    }
    return pattern;
}

/// A regular expression for a JSON object as sessions mostly are: of values without escapes that are no
/// deeper than one more object or array.
inline std::string plain_object_pattern() {
    constexpr std::string_view blank = "[ \\t\\r\\n]*", text = "\"[^\"\\\\[:cntrl:]]*\"";
    auto list_of = [&](std::string_view item) {
        return joined({blank, "(?:", item, blank, "(?:,", blank, item, blank, ")*)?"});
    };
    auto object_of = [&](std::string_view value) {
        return joined({"\\{", list_of(joined({text, blank, ":", blank, value})), "\\}"});
    };
    constexpr std::string_view number = "-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?";
    const auto scalar = joined({"(?:", text, "|", number, "|true|false|null)"});
    const auto value = joined({"(?:", scalar, "|", object_of(scalar), "|\\[", list_of(scalar), "\\])"});
    return joined({"^", blank, object_of(value), blank, "$"});
}

/// Rows that `judge` has to look at: those whose data has the member as it is usually written, those that are
/// encrypted, and all that are not surely a readable object. This spares sending the others here. The cast to
/// json that would decide it in SQL fails on the first malformed row.
inline std::string candidate_condition(postgresql_transaction &transaction, const data_condition &where) {
    auto member = joined(
        {"\"", literal_pattern(where.key), "\"\\s*:\\s*\"?", literal_pattern(where.value), "\"?\\s*[,}]"});
    return joined({"(data::text ~ ", transaction.quote(member), " OR data::text ~ ",
                   transaction.quote("^\\s*\\{\\s*\"encrypted\""), " OR data::text !~ ",
                   transaction.quote(plain_object_pattern()), ")"});
}

/// The rows of a range that may be selected, in SQL from FROM on.
inline std::string rows_in_sql(postgresql_transaction &transaction, std::string_view table,
                               std::string_view range, const selection &which) {
    return joined({"FROM ", table, " WHERE ", range, which.expired ? " AND expires_at <= now()" : "",
                   which.where ? " AND " + candidate_condition(transaction, *which.where) : ""});
}

inline pqxx::result fetch(postgresql_transaction &transaction) {
    return transaction.exec("FETCH 500 FROM candidates");
}

/// Calls `found` with the rows among `candidates` that match (tableoid, ctid, data, session_id), some hundred
/// at a time, until it gives false. Those whose data cannot be read are added to `unread`.
inline void each_match(postgresql_transaction &transaction, std::string_view candidates,
                       const data_condition &where, unread_sessions &unread,
                       const std::function<bool(const std::vector<pqxx::row> &)> &found) {
    transaction.exec(
        {"DECLARE candidates NO SCROLL CURSOR FOR SELECT tableoid, ctid, data, session_id ", candidates});
    bool going_on = true;
    for (auto rows = fetch(transaction); going_on && !rows.empty(); rows = fetch(transaction)) {
        std::vector<pqxx::row> matching;
        for (const auto &row : rows) {
            auto verdict = row[2].is_null() ? data_verdict::differs : judge(row[2].c_str(), where);
            if (verdict == data_verdict::unreadable) unread.add(row[3].c_str());
            if (verdict == data_verdict::matches) matching.push_back(row);
        }
        if (!matching.empty()) going_on = found(matching);
    }
    transaction.exec("CLOSE candidates");
}

/// Removes rows, each by its place: the ctid, in the table or partition of that oid. Those of a partition
/// come together.
inline std::uint64_t remove_places(postgresql_transaction &transaction, std::string_view table,
                                   const std::vector<pqxx::row> &rows) {
    std::uint64_t removed = 0;
    for (auto row = rows.begin(); row != rows.end();) {
        std::string_view oid = (*row)[0].c_str();
        std::string ctids;
        for (; row != rows.end() && (*row)[0].c_str() == oid; ++row)
            ctids.append(ctids.empty() ? "\"" : ",\"").append((*row)[1].c_str()).append("\"");
        removed += transaction
                       .exec({"DELETE FROM ", table, " WHERE tableoid = ", oid, " AND ctid = ANY ('{", ctids,
                              "}'::tid[])"})
                       .affected_rows();
    }
    return removed;
}

/// What became of the rows of a range.
struct row_result {
    std::uint64_t rows = 0; ///< removed or counted
    unread_sessions unread = {};
};

/// Removes the selected rows of a range.
inline row_result remove_rows(postgresql_transaction &transaction, std::string_view table,
                              std::string_view range, const selection &which) {
    auto rows = rows_in_sql(transaction, table, range, which);
    if (!which.where) return {transaction.exec({"DELETE ", rows}).affected_rows()};
    row_result removed;
    // Locked, so that between looking at its data and removing it a row can neither change nor move.
    each_match(transaction, rows + " FOR UPDATE", *which.where, removed.unread,
               [&](const std::vector<pqxx::row> &matching) {
                   removed.rows += remove_places(transaction, table, matching);
                   return true;
               });
    return removed;
}

/// Counts the selected rows of a range, as they are at one moment.
inline row_result count_rows(postgresql_transaction &transaction, std::string_view table,
                             std::string_view range, const selection &which) {
    auto rows = rows_in_sql(transaction, table, range, which);
    if (!which.where) return {transaction.exec({"SELECT count(*) ", rows})[0][0].as<std::uint64_t>()};
    row_result counted;
    each_match(transaction, rows, *which.where, counted.unread, [&](const std::vector<pqxx::row> &matching) {
        counted.rows += matching.size();
        return true;
    });
    return counted;
}

/// The ids of rows, as the elements of an SQL array, and their number.
struct row_ids {
    std::string elements = {};
    std::uint64_t count = 0;

    void add(const char *id) {
        elements += count++ == 0 ? "\"" : ",\"";
        for (; *id; ++id)
            elements.append(*id == '"' || *id == '\\', '\\') += *id;
        elements += '"';
    }
};

/// Up to 1,000 of the selected rows.
inline row_ids note_rows(postgresql_transaction &transaction, std::string_view table,
                         const selection &which) {
    constexpr std::uint64_t most = 1000;
    row_ids noted;
    auto rows = rows_in_sql(transaction, table, "session_id IS NOT NULL", which);
    if (!which.where) {
        for (const auto &row :
             transaction.exec({"SELECT session_id ", rows, " LIMIT ", std::to_string(most)}))
            noted.add(row[0].c_str());
        return noted;
    }
    unread_sessions told_later;
    each_match(transaction, rows, *which.where, told_later, [&](const std::vector<pqxx::row> &matching) {
        for (const auto &row : matching)
            if (noted.count < most) noted.add(row[3].c_str());
        return noted.count < most;
    });
    return noted;
}

/// How many of these rows are there, and selected. The array takes the type of the column, so that its index
/// serves.
inline std::uint64_t count_noted(postgresql_transaction &transaction, std::string_view table,
                                 const row_ids &noted, const selection &which) {
    auto among = joined({"session_id = ANY (", transaction.quote("{" + noted.elements + "}"), ")"});
    return count_rows(transaction, table, among, which).rows;
}

} // namespace azu_session::inline v0_1::detail
