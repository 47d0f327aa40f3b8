#pragma once

#include <azu_session/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// The server's own words in one line: without the severity, the full stop, further lines, and any password.
inline std::string first_line(std::string_view text, const std::string &password) {
    std::string line(text.substr(0, text.find('\n')));
    for (std::string_view severity : {"ERROR:  ", "FATAL:  "})
        if (auto at = line.rfind(severity); at != std::string::npos) line.erase(0, at + severity.size());
    for (auto at = line.find(password); !password.empty() && at != std::string::npos;
         at = line.find(password, at + 3))
        line.replace(at, password.size(), "***");
    if (line.ends_with('.')) line.pop_back();
    return line;
}

/// What an SQLSTATE (PostgreSQL manual, appendix A) means to the person.
struct postgresql_meaning {
    std::string_view state; ///< how it begins
    errc code;
    std::string_view before; ///< the server's name; empty with `behind` where its own sentence says it best
    std::string_view behind;
    std::string_view hint;
};

inline constexpr postgresql_meaning postgresql_meanings[] = {
    {"25006", errc::read_only, "", " only allows reading.",
     "It is a standby, or set to read-only: let DATABASE_URL name the primary server."},
    {"42501", errc::permission, "", "",
     "The user needs SELECT, UPDATE and DELETE on the sessions table, and no row-level security that hides "
     "sessions from it: use the table's owner."},
    {"P0001", errc::server, "", "",
     "A trigger of the sessions table says so, or what it calls: disable it with ALTER TABLE … DISABLE "
     "TRIGGER "
     "where the sessions are to go all the same."},
    {"42P01", errc::not_found, "", "", "Run the application's migrations."},
    {"3F000", errc::not_found, "", "", "Run the application's migrations."},
    {"42703", errc::invalid, "", "", "Selecting sessions needs the columns session_id, data and expires_at."},
    {"42883", errc::invalid, "", "", "Selecting sessions needs the columns session_id, data and expires_at."},
    {"3D000", errc::not_found, "", "", "Check the database's name in DATABASE_URL, or create it."},
    {"55P03", errc::timeout, "Another transaction holds sessions in ", ".",
     "Find it in pg_stat_activity, let it end, and run this again."},
    {"40P01", errc::timeout, "Another transaction holds sessions in ", ".",
     "Find it in pg_stat_activity, let it end, and run this again."},
    {"40001", errc::timeout, "Another transaction holds sessions in ", ".",
     "Find it in pg_stat_activity, let it end, and run this again."},
    {"57014", errc::timeout, "", " cancelled a statement that took too long.", "Give it more time."},
    {"53300", errc::connection, "", " has no free connection.",
     "Wait, or raise max_connections, and run it again."},
    {"08", errc::connection, "", "", "Run it again once the server is back."},
    {"57P", errc::connection, "", "", "Run it again once the server is back."},
    {"28", errc::authentication, "", "", "Check DATABASE_URL."},
    {"23503", errc::server, "", "",
     "Remove the rows that refer to sessions first, or declare the reference ON DELETE CASCADE."},
    {"", errc::server, "", "", "The server's log says more."},
};

/// The error for a statement that failed. `server` names the server, `text` is its own sentence.
inline error postgresql_failure(std::string_view state, std::string_view text, std::string_view server) {
    const auto *known = postgresql_meanings;
    while (!state.starts_with(known->state))
        ++known;
    std::vector<setting> settings;
    if (state == "57014") settings = {setting::timeout};
    if (!known->behind.empty())
        return {known->code, {known->before, server, known->behind}, known->hint, settings};
    return {known->code, {server, " answered: ", text, "."}, known->hint, settings};
}

/// Such a pooler gives each statement another connection, and takes no transaction.
inline error statement_pooling(std::string_view server) {
    return {errc::unsupported,
            {server, " hangs up when a transaction begins, as a pooler in statement mode does."},
            "Name the PostgreSQL server itself, or set the pooler to pool_mode transaction or session.",
            {setting::url}};
}

/// What a failed attempt to connect means. libpq gives no SQLSTATE there, only a text, which a server that
/// speaks another language than English translates: then it is a plain connection error with that text.
inline error postgresql_connect_failure(std::string_view text, std::string_view server) {
    auto says = [&text](std::string_view part) { return text.find(part) != text.npos; };
    if (says("authentication failed") || says("no password supplied") || says("no pg_hba.conf entry") ||
        says("is not permitted to log in") || (says("role \"") && says("does not exist")))
        return {errc::authentication,
                {server, " refused the login: ", text, "."},
                "Check the user and password in DATABASE_URL, and pg_hba.conf on the server."};
    if (says("does not exist") && says("database \"")) return postgresql_failure("3D000", text, server);
    if (says("too many clients") || says("connection slots"))
        return postgresql_failure("53300", text, server);
    if (says("too many connections for"))
        return {errc::connection,
                {server, " accepts no more connections of this role or database: ", text, "."},
                "Close some, or raise the limit with ALTER ROLE (or ALTER DATABASE) … CONNECTION LIMIT."};

    if (says("timeout expired"))
        return {errc::timeout,
                {server, " did not answer in time."},
                "Check that it is a PostgreSQL server that listens there, and that it is running."};
    if (says("invalid response to SSL negotiation") || says("expected authentication request"))
        return {errc::connection,
                {server, " does not answer as a PostgreSQL server does."},
                "Check the host and port in DATABASE_URL."};
    return {errc::connection,
            {"Cannot connect to ", server, ": ", text, "."},
            "Check that the server is running, and the host and port in DATABASE_URL."};
}

} // namespace azu_session::inline v0_1::detail
