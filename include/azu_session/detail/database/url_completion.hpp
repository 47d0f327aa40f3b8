#pragma once

#include <azu_session/detail/text/joined.hpp>
#include <azu_session/error.hpp>
#include <azu_session/url.hpp>

#include <pwd.h>
#include <unistd.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// A PostgreSQL URL in which nothing is left open, and where the rest was learnt.
struct completed_postgresql_url {
    postgresql_url url;
    /// What the URL does not say and this machine does, such as "the host (db.example, PGHOST)": where the
    /// application runs, it may be another.
    std::vector<std::string> guesses = {};
};

/// A variable's value by its name, or nothing.
using variable_source = std::function<std::optional<std::string>(std::string_view)>;

/// Completes a URL as crystal-pg does (its src/pq/conninfo.cr), which differs from libpq: a socket always has
/// port 5432, a server without a socket is on localhost, and the database is called like the system's user.
class postgresql_completion {
public:
    postgresql_completion(postgresql_url url, const variable_source &variables)
        : variables_(variables), done_{std::move(url)} {}

    completed_postgresql_url complete() {
        auto &url = done_.url;
        if (url.host.empty()) complete_host();
        if (url.port == 0) complete_port();
        if (url.username.empty()) url.username = named_like_user("the user", "PGUSER");
        if (url.database.empty()) url.database = named_like_user("the database", "PGDATABASE");
        if (url.password.empty()) url.password = secret(variable("PGPASSWORD"));
        if (url.host.find(',') != std::string::npos)
            throw error(errc::invalid, {"There are several hosts, ", url.host, ", in the place of one."},
                        "Name the one PostgreSQL server that the application uses in DATABASE_URL.");
        url.complete = true;
        return std::move(done_);
    }

private:
    static constexpr int default_port = 5432;

    std::string variable(std::string_view name) const { return variables_(name).value_or(""); }

    void guess(std::string_view what, std::string_view value, std::string_view source) {
        done_.guesses.push_back(joined({what, " (", value, ", ", source, ")"}));
    }

    void complete_host() {
        auto &url = done_.url;
        url.host = variable("PGHOST");
        if (!url.host.empty())
            guess("the host", url.host, "PGHOST");
        else
            url.host = directory_of_socket();
        if (url.host.starts_with('/')) url.port = default_port;
    }

    static std::string directory_of_socket() {
        for (const char *directory : {"/run/postgresql", "/tmp", "/var/run/postgresql"})
            if (::access(joined({directory, "/.s.PGSQL.5432"}).c_str(), F_OK) == 0) return directory;
        return "localhost";
    }

    void complete_port() {
        auto port = variable("PGPORT");
        done_.url.port = port.empty() ? default_port : parse_number(port, 1, 65535, "PGPORT", "the port");
        if (!port.empty() && !done_.url.host.starts_with('/')) guess("the port", port, "PGPORT");
    }

    std::string named_like_user(std::string_view what, std::string_view name) {
        auto value = variable(name);
        if (!value.empty()) {
            guess(what, value, name);
            return value;
        }
        const passwd *user = ::getpwuid(::getuid());
        if (!user) return {};
        guess(what, user->pw_name, "the operating system's user");
        return user->pw_name;
    }

    const variable_source &variables_;
    completed_postgresql_url done_;
};

/// Completes a URL with what crystal-pg takes where it is silent. Throws errc::invalid for a PGPORT that is
/// no port, and for a list of hosts.
inline completed_postgresql_url complete_postgresql_url(postgresql_url url,
                                                        const variable_source &variables) {
    return postgresql_completion(std::move(url), variables).complete();
}

} // namespace azu_session::inline v0_1::detail
