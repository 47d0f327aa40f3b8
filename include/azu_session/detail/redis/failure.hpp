#pragma once

#include <azu_session/error.hpp>

#include <array>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// What an error reply of a Redis server means to the person.
struct redis_failure {
    std::string_view reply; ///< how the reply begins
    errc code;
    std::string_view meaning; ///< after "Redis at <URL> "
    std::string_view hint;
};

/// States that pass by themselves have errc::connection, so that a running sweep waits and tries again.
inline constexpr std::array<redis_failure, 21> redis_failures = {{
    {"NOAUTH", errc::authentication, "wants a password and the URL has none",
     "Put it into the URL: redis://:password@host:6379 or redis://user:password@host:6379."},
    {"WRONGPASS", errc::authentication, "refuses the user name or the password",
     "Check both in the URL; any of @ : / ? # % in a password is percent-encoded there."},
    {"ERR invalid password", errc::authentication, "refuses the password",
     "Check it in the URL; any of @ : / ? # % in a password is percent-encoded there."},
    {"ERR AUTH <password> called without any password", errc::authentication,
     "has no password set, while the URL carries one",
     "Take the password out of the URL, or check that this is the right server."},
    {"ERR Client sent AUTH, but no password is set", errc::authentication,
     "has no password set, while the URL carries one",
     "Take the password out of the URL, or check that this is the right server."},
    {"NOPERM", errc::permission, "does not permit this user",
     "Grant it with ACL SETUSER, or use another user."},
    {"READONLY", errc::read_only, "is a read-only replica",
     "Use the URL of its master; a replica cannot remove sessions."},
    {"LOADING", errc::connection, "is still loading its data from disk",
     "Wait until it is ready, then run it again."},
    {"MASTERDOWN", errc::connection, "is a replica that has lost its master and serves no data",
     "Use the URL of the present master, or wait until the replica is linked again."},
    {"CLUSTERDOWN", errc::connection, "belongs to a cluster that is down",
     "See CLUSTER INFO and CLUSTER NODES; run it again when every slot is served."},
    {"TRYAGAIN", errc::connection, "is moving the keys to another node of its cluster",
     "Run it again when the resharding is over."},
    {"BUSY", errc::connection, "is busy with a script that does not end",
     "Wait for it, or stop it with SCRIPT KILL (FUNCTION KILL); then run it again."},
    {"MOVED", errc::permission, "belongs to a cluster that this user may not ask about",
     "Grant the user CLUSTER NODES and INFO."},
    {"CROSSSLOT", errc::permission, "belongs to a cluster that this user may not ask about",
     "Grant the user CLUSTER NODES and INFO."},
    {"MISCONF", errc::server, "refuses writes because it cannot save its data to disk",
     "Free its disk or mend its snapshots (see its log), then run it again."},
    {"NOREPLICAS", errc::server, "refuses writes because it has too few replicas",
     "Bring its replicas back, then run it again."},
    {"ERR max number of clients reached", errc::connection, "accepts no more clients",
     "Raise its maxclients, or close connections, then run it again."},
    {"ERR DB index is out of range", errc::invalid, "has no database of that number",
     "Check the number at the end of the URL."},
    {"ERR SELECT is not allowed in cluster mode", errc::invalid, "is a cluster, which has database 0 only",
     "Take the database number out of the URL."},
    {"DENIED", errc::permission, "runs in protected mode and refuses other machines",
     "Run it on the server's machine, or set a password there."},
    {"ERR unknown command", errc::unsupported, "does not know a command that is needed",
     "Redis 2.8 or newer is needed, with SCAN and DEL enabled."},
}};

/// The error for an error reply. `server` is its URL, masked; `command` the one that it answers.
inline error failure_of(std::string_view reply, std::string_view command, std::string_view server) {
    for (const auto &known : redis_failures)
        if (reply.starts_with(known.reply))
            return error(known.code,
                         {"Redis at ", server, " ", known.meaning, " (", command, ": ", reply, ")."},
                         known.hint);
    return error(errc::server, {"Redis at ", server, " answers ", command, " with an error: ", reply, "."},
                 "See the server's log.");
}

} // namespace azu_session::inline v0_1::detail
