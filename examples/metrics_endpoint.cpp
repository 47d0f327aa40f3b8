// Tells Prometheus, at /metrics, how many sessions an application has in Redis:
//     REDIS_URL=redis://localhost metrics_endpoint PORT APP
#include <azu_session/metrics.hpp>
#include <azu_session/stores/redis.hpp>

#include "http.hpp"

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

namespace az = azu_session;

// That the server is down is a metric, too, and comes before Prometheus, which waits for ten seconds, has
// given up.
std::string metrics_of(const std::string &app, const az::redis_settings &where) try {
    constexpr std::chrono::seconds limit(2);
    az::redis_store store(where, {.connect_timeout = limit, .command_timeout = limit});
    return az::openmetrics(app, az::backend::redis, store.inspect());
} catch (const az::error &failure) {
    std::cerr << failure.what() << std::endl;
    return az::openmetrics(app, az::backend::redis, std::nullopt);
}

int main(int count, char **arguments) try {
    // From the environment, since a command line shows its passwords to everybody.
    const char *url = std::getenv("REDIS_URL");
    if (count != 3 || !url)
        throw az::error(az::errc::usage, "Whose sessions, and in which Redis?",
                        "Set REDIS_URL, and name a port and the application: metrics_endpoint 9400 shop");
    const std::string app = arguments[2];
    const az::redis_settings where{.url = az::parse_redis_url(url),
                                   .prefix = az::key_prefix(app + ":session:")};
    for (int server = listen_on(arguments[1]);;)
        answer_one(server, "/metrics", az::openmetrics_type, [&] { return metrics_of(app, where); });
} catch (const az::error &failure) {
    std::cerr << failure.what() << '\n' << failure.hint() << '\n';
    return 1;
}
