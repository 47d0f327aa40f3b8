#pragma once

#include <azu_session/error.hpp>

#include <string>
#include <string_view>

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

/// What an SQLSTATE (PostgreSQL manual, appendix A) means for a person. `server` names the server, `text` is
/// its own sentence.
inline error postgresql_failure(std::string_view state, const std::string &text, const std::string &server) {
    auto answered = server + " answered: " + text + ".";
    if (state == "25006")
        return {errc::read_only,
                {server, " only allows reading."},
                "It is a standby, or set to read-only: let DATABASE_URL name the primary server."};
    if (state == "42501")
        return {errc::permission, answered,
                "The user needs SELECT, UPDATE and DELETE on the sessions table, and no row-level security "
                "that hides sessions from it: use the table's owner."};
    if (state == "42P01" || state == "3F000")
        return {errc::not_found, answered, "Run the application's migrations."};
    if (state == "42703" || state == "42883")
        return {errc::invalid, answered,
                "Selecting sessions needs the columns session_id, data and expires_at."};
    if (state == "3D000")
        return {errc::not_found, answered, "Check the database's name in DATABASE_URL, or create it."};
    if (state == "55P03" || state == "40P01" || state == "40001")
        return {errc::timeout,
                {"Another transaction holds sessions in ", server, "."},
                "Find it in pg_stat_activity, let it end, and run this again."};
    if (state == "57014")
        return {errc::timeout,
                {server, " cancelled a statement that took too long."},
                "Give it more time.",
                {setting::timeout}};
    if (state == "53300")
        return {errc::connection,
                {server, " has no free connection."},
                "Wait, or raise max_connections, and run it again."};
    if (state.starts_with("08") || state.starts_with("57P"))
        return {errc::connection, answered, "Run it again once the server is back."};
    if (state.starts_with("28")) return {errc::authentication, answered, "Check DATABASE_URL."};
    if (state == "23503")
        return {errc::server, answered,
                "Remove the rows that refer to sessions first, or declare the reference ON DELETE CASCADE."};
    return {errc::server, answered, "The server's log says more."};
}

/// What a failed attempt to connect means. libpq gives no SQLSTATE there, only a text, which a server that
/// speaks another language than English translates: then it is a plain connection error with that text.
inline error postgresql_connect_failure(const std::string &text, const std::string &server) {
    auto says = [&text](std::string_view part) { return text.find(part) != std::string::npos; };
    if (says("authentication failed") || says("no password supplied") || says("no pg_hba.conf entry") ||
        says("is not permitted to log in") || (says("role \"") && says("does not exist")))
        return {errc::authentication,
                {server, " refused the login: ", text, "."},
                "Check the user and password in DATABASE_URL, and pg_hba.conf on the server."};
    if (says("does not exist") && says("database \"")) return postgresql_failure("3D000", text, server);
    if (says("too many clients") || says("connection slots"))
        return postgresql_failure("53300", text, server);
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
