// Logs one user out everywhere, as after a stolen password, in a program that knows where the sessions are:
//     REDIS_URL=redis://localhost revoke_user PREFIX USER_ID
#include <azu_session/clear.hpp>
#include <azu_session/stores/redis.hpp>

#include <cstdlib>
#include <iostream>

namespace az = azu_session;

int main(int count, char **arguments) try {
    // From the environment, since a command line shows its passwords to everybody.
    const char *url = std::getenv("REDIS_URL");
    if (count != 3 || !url)
        throw az::error(az::errc::usage, "Whose sessions, and in which Redis?",
                        "Set REDIS_URL, and name the prefix and the user: revoke_user shop:session: 42");
    az::redis_store store({.url = az::parse_redis_url(url), .prefix = az::key_prefix(arguments[1])});
    auto done = az::clear(store, {.which = {.where = {{"user_id", arguments[2]}}}});
    std::cout << "Cleared " << (done.exact ? "" : "at least ") << done.sessions << " session(s)\n";
    if (done.unread.count > 0)
        std::cerr << done.unread.count << " session(s) cannot be read. Clear all to be sure of the user.\n";
    if (done.noted.left > 0)
        std::cerr << done.noted.left << " session(s) are still there. " << done.noted.likely << '\n';
    return done.proven() ? 0 : 1;
} catch (const az::error &failure) {
    std::cerr << failure.what() << '\n' << failure.hint() << '\n';
    return 1;
}
