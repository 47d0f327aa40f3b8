#pragma once

#include <pqxx/pqxx>
#include <string>

namespace azu_session::inline v0_1::detail {

template <class Failure>
bool is(const pqxx::failure &failure) {
    return dynamic_cast<const Failure *>(&failure) != nullptr;
}

/// The SQLSTATE of a failure on a connection that still stands; empty where the server sent none.
/// libpqxx 6 keeps it in the exceptions that it has no class for, and forgets it in most others.
inline std::string sqlstate_of(const pqxx::failure &failure) {
    const auto *sql = dynamic_cast<const pqxx::sql_error *>(&failure);
    if (sql && !sql->sqlstate().empty()) return sql->sqlstate();
    if (is<pqxx::insufficient_privilege>(failure)) return "42501";
    if (is<pqxx::undefined_table>(failure)) return "42P01";
    if (is<pqxx::undefined_column>(failure)) return "42703";
    if (is<pqxx::undefined_function>(failure)) return "42883";
    if (is<pqxx::deadlock_detected>(failure)) return "40P01";
    if (is<pqxx::transaction_rollback>(failure)) return "40001";
    if (is<pqxx::foreign_key_violation>(failure)) return "23503";
    if (is<pqxx::integrity_constraint_violation>(failure)) return "23000";
    if (is<pqxx::disk_full>(failure)) return "53100";
    if (is<pqxx::too_many_connections>(failure)) return "53300";
    return sql ? "XX000" : "";
}

} // namespace azu_session::inline v0_1::detail
