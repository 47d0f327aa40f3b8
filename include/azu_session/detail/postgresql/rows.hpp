#pragma once

#include <azu_session/detail/postgresql/connection.hpp>
#include <azu_session/detail/postgresql/sessions_table.hpp>
#include <azu_session/detail/store/json_match.hpp>
#include <azu_session/detail/store/noted_ids.hpp>
#include <azu_session/store.hpp>

#include <algorithm>
#include <cctype>
#include <cstddef>
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

/// One key's conditions: the data has the member as it is usually written, with one of its values.
inline std::string member_pattern(const std::vector<data_condition> &where, const std::string &key) {
    std::string values;
    for (const auto &condition : where)
        if (condition.key == key)
            values.append(values.empty() ? "" : "|").append(literal_pattern(condition.value));
    return joined({"\"", literal_pattern(key), "\"\\s*:\\s*\"?(?:", values, ")\"?\\s*[,}]"});
}

/// Rows that `judge` has to look at: those whose data has the members as they are usually written, those that
/// are encrypted, and all that are not surely a readable object. This spares sending the others here. The
/// cast to json that would decide it in SQL fails on the first malformed row.
inline std::string candidate_condition(postgresql_transaction &transaction,
                                       const std::vector<data_condition> &where) {
    std::string members;
    for (const auto &condition : where)
        members += joined({members.empty() ? "" : " AND ", "data::text ~ ",
                           transaction.quote(member_pattern(where, condition.key))});
    return joined({"((", members, ") OR data::text ~ ", transaction.quote("^\\s*\\{\\s*\"encrypted\""),
                   " OR data::text !~ ", transaction.quote(plain_object_pattern()), ")"});
}

/// The rows of a range that may be selected, in SQL from FROM on.
inline std::string rows_in_sql(postgresql_transaction &transaction, std::string_view table,
                               std::string_view range, const selection &which) {
    return joined({"FROM ", table, " WHERE ", range, which.expired ? " AND expires_at <= now()" : "",
                   which.where.empty() ? "" : " AND " + candidate_condition(transaction, which.where)});
}

/// Rows of a cursor, so many at a time that their data takes about a megabyte.
class candidate_pages {
public:
    explicit candidate_pages(postgresql_transaction &transaction) : transaction_(transaction) {}

    pqxx::result next() {
        constexpr std::size_t most_bytes = 1 << 20, most_rows = 500;
        auto rows = transaction_.exec({"FETCH ", std::to_string(size_), " FROM candidates"});
        std::size_t bytes = 1;
        for (const auto &row : rows)
            bytes += row[2].size();
        auto fitting = most_bytes * static_cast<std::size_t>(rows.size()) / bytes;
        size_ = std::clamp(fitting, std::size_t(1), std::min(size_ * 4, most_rows));
        return rows;
    }

private:
    postgresql_transaction &transaction_;
    std::size_t size_ = 10;
};

/// Calls `found` with the rows among `candidates` that match (tableoid, ctid, data, session_id), some hundred
/// at a time. Those whose data cannot be read are added to `unread`.
inline void each_match(postgresql_transaction &transaction, std::string_view candidates,
                       const std::vector<data_condition> &where, unread_sessions &unread,
                       const std::function<void(const std::vector<pqxx::row> &)> &found) {
    transaction.exec(
        {"DECLARE candidates NO SCROLL CURSOR FOR SELECT tableoid, ctid, data, session_id ", candidates});
    candidate_pages pages(transaction);
    for (auto rows = pages.next(); !rows.empty(); rows = pages.next()) {
        std::vector<pqxx::row> matching;
        for (const auto &row : rows) {
            auto verdict = row[2].is_null() ? data_verdict::differs : judge(row[2].c_str(), where);
            if (verdict == data_verdict::unreadable) unread.add(row[3].c_str());
            if (verdict == data_verdict::matches) matching.push_back(row);
        }
        if (!matching.empty()) found(matching);
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
        auto deleted = transaction.exec(
            {"DELETE FROM ", table, " WHERE tableoid = ", oid, " AND ctid = ANY ('{", ctids, "}'::tid[])"});
        removed += static_cast<std::uint64_t>(deleted.affected_rows());
    }
    return removed;
}

/// What became of the rows of a range.
struct row_result {
    std::uint64_t rows = 0; ///< removed or counted
    unread_sessions unread = {};
};

/// The texts as the elements of an SQL array.
inline std::string array_of(const std::vector<std::string> &texts) {
    std::string elements;
    for (const auto &text : texts) {
        elements += elements.empty() ? "\"" : ",\"";
        for (char byte : text)
            elements.append(byte == '"' || byte == '\\', '\\') += byte;
        elements += '"';
    }
    return "{" + elements + "}";
}

/// Removes the selected rows of a range. With conditions, notes those that meet them before.
inline row_result remove_rows(postgresql_transaction &transaction, std::string_view table,
                              std::string_view range, const selection &which, noted_ids &noted) {
    auto rows = rows_in_sql(transaction, table, range, which);
    if (which.where.empty())
        return {static_cast<std::uint64_t>(transaction.exec({"DELETE ", rows}).affected_rows())};
    row_result removed;
    // Locked, so that between looking at its data and removing it a row can neither change nor move.
    each_match(transaction, rows + " FOR UPDATE", which.where, removed.unread,
               [&](const std::vector<pqxx::row> &matching) {
                   for (const auto &row : matching)
                       if (!row[3].is_null()) noted.offer(row[3].c_str());
                   removed.rows += remove_places(transaction, table, matching);
               });
    return removed;
}

/// Counts the selected rows of a range, as they are at one moment.
inline row_result count_rows(postgresql_transaction &transaction, std::string_view table,
                             std::string_view range, const selection &which) {
    auto rows = rows_in_sql(transaction, table, range, which);
    if (which.where.empty()) return {transaction.exec({"SELECT count(*) ", rows})[0][0].as<std::uint64_t>()};
    row_result counted;
    each_match(transaction, rows, which.where, counted.unread,
               [&](const std::vector<pqxx::row> &matching) { counted.rows += matching.size(); });
    return counted;
}

/// Notes up to 1,000 of the selected rows, spread over the whole table: of some 200 of its pages, as
/// TABLESAMPLE chooses them, and where those hold fewer (or the table cannot be sampled), the first that
/// come.
inline noted_ids note_rows(postgresql_transaction &transaction, const postgresql_table &table,
                           const selection &which) {
    noted_ids noted;
    if (!which.where.empty()) return noted; // `remove_rows` does that as it finds them
    auto note = [&](const std::string &source, std::string_view order) {
        for (const auto &row : transaction.exec(
                 {"SELECT session_id ", rows_in_sql(transaction, source, "session_id IS NOT NULL", which),
                  order, " LIMIT ", std::to_string(most_noted)}))
            noted.offer(row[0].c_str());
    };
    constexpr std::uint64_t pages = 200;
    if (table.sampled_pages > pages)
        note(joined({table.quoted, " TABLESAMPLE SYSTEM (",
                     std::to_string(100.0 * pages / static_cast<double>(table.sampled_pages)), ")"}),
             " ORDER BY random()");
    if (!noted.full()) note(table.quoted, "");
    return noted;
}

/// How many of these rows are there, and selected. The array takes the type of the column, so that its index
/// serves.
inline std::uint64_t count_noted(postgresql_transaction &transaction, std::string_view table,
                                 const noted_ids &noted, const selection &which) {
    auto among = joined({"session_id = ANY (", transaction.quote(array_of(noted.all())), ")"});
    return count_rows(transaction, table, among, which).rows;
}

} // namespace azu_session::inline v0_1::detail
