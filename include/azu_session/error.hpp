#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace azu_session {

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
    authentication, ///< credentials that were refused
    permission,     ///< an account that may not do this
    read_only,      ///< a replica or a database opened read-only
    server,         ///< any other answer of a server that is not success
    unsupported,    ///< something this build or this server cannot do
    incomplete,     ///< sessions that are still there after they were removed
    interrupted,    ///< stopped on request
};

/// The one exception of this library. `what()` is a sentence naming the thing and what failed; `hint()` is a
/// sentence saying what to do, or empty. Neither ever holds a password.
class error : public std::runtime_error {
public:
    error(errc code, const std::string &message, std::string hint = {})
        : std::runtime_error(message), code_(code), hint_(std::move(hint)) {}

    errc code() const noexcept { return code_; }
    const std::string &hint() const noexcept { return hint_; }

private:
    errc code_;
    std::string hint_;
};

} // namespace azu_session
