#pragma once

#include <azu_session/detail/text/joined.hpp>

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1 {

/// What kind of failure an `error` reports; for programs that react to it.
enum class errc {
    usage,          ///< an argument or option that no run could accept
    not_found,      ///< a file, directory, variable or table that is not there
    invalid,        ///< something that exists but cannot be used: a URL, a name, a configuration
    ambiguous,      ///< a configuration that leaves several answers open
    conflict,       ///< a file that exists and differs
    io,             ///< a file or stream that could not be read or written
    connection,     ///< a server that cannot be reached, or a connection that broke
    timeout,        ///< a server that did not answer, or a lock that was not released, in time
    locked,         ///< a lock that was waited for as long as was allowed already
    authentication, ///< credentials that were refused
    permission,     ///< an account that may not do this
    read_only,      ///< a replica or a database opened read-only
    server,         ///< any other answer of a server that is not success
    unsupported,    ///< something this build or this server cannot do
    incomplete,     ///< sessions that are still there after they were removed
    interrupted,    ///< stopped on request
};

/// The code's name: "not_found", "timeout" …
[[nodiscard]] constexpr std::string_view to_string(errc code) {
    switch (code) {
    case errc::usage:
        return "usage";
    case errc::not_found:
        return "not_found";
    case errc::invalid:
        return "invalid";
    case errc::ambiguous:
        return "ambiguous";
    case errc::conflict:
        return "conflict";
    case errc::io:
        return "io";
    case errc::connection:
        return "connection";
    case errc::timeout:
        return "timeout";
    case errc::locked:
        return "locked";
    case errc::authentication:
        return "authentication";
    case errc::permission:
        return "permission";
    case errc::read_only:
        return "read_only";
    case errc::server:
        return "server";
    case errc::unsupported:
        return "unsupported";
    case errc::incomplete:
        return "incomplete";
    case errc::interrupted:
        return "interrupted";
    }
    return "";
}

/// What a person or a program can give, and what may mend an error; each program has its own words for it.
enum class setting {
    backend,      ///< the kind of store
    url,          ///< of the server or the database
    prefix,       ///< of the sessions' keys in Redis
    table,        ///< of the sessions in a database
    directory,    ///< the application's
    certificates, ///< of the authorities that TLS relies on
    timeout,      ///< for the server to answer
    overwrite     ///< that what is in the way is overwritten
};

/// The one exception of this library. `what()` is a sentence naming the thing and what failed; `hint()` is a
/// sentence saying what to do, or empty; `settings()` is what to give or change for that. None of them ever
/// holds a password. A value, which threads may share as they may a std::string.
class error : public std::runtime_error {
public:
    /// The message names the thing and what failed, the hint says what to do: neither with a password.
    error(errc code, std::string_view message, std::string_view hint = {}, std::vector<setting> settings = {})
        : std::runtime_error(std::string(message)), code_(code), hint_(hint), settings_(std::move(settings)) {
    }

    /// The message in parts, as `{"There is no file ", path, "."}`.
    error(errc code, std::initializer_list<std::string_view> message, std::string_view hint = {},
          std::vector<setting> settings = {})
        : error(code, detail::joined(message), hint, std::move(settings)) {}

    errc code() const noexcept { return code_; }               ///< what kind of failure it is
    const std::string &hint() const noexcept { return hint_; } ///< what to do; may be empty
    const std::vector<setting> &settings() const noexcept { return settings_; } ///< what to give for that

private:
    errc code_;
    std::string hint_;
    std::vector<setting> settings_;
};

} // namespace azu_session::inline v0_1
