#include <azu_session/clear.hpp>
#include <azu_session/stores/redis.hpp>

#include "support/redis_server.hpp"

#include <doctest/doctest.h>

#include <string>

namespace az = azu_session;

namespace {

az::detection redis_at(const std::string &url, const std::string &prefix = "app:session:") {
    az::detection found;
    found.settings = az::redis_settings{.url = url, .prefix = prefix};
    return found;
}

/// Commands that set `count` keys under `prefix`.
std::string sets(const std::string &prefix, int count) {
    std::string commands;
    for (int i = 0; i < count; ++i)
        commands += "SET " + prefix + std::to_string(i) + " '{\"user_id\":" + std::to_string(i % 10) + "}'\n";
    return commands;
}

} // namespace

TEST_CASE("sessions are removed, counted and nothing else is touched") {
    support::redis_server server;
    server.load(sets("app:session:", 5000) + sets("other:", 1000));
    az::redis_store store(redis_at(server.url()));
    CHECK(az::count(store).sessions == 5000);
    CHECK(az::clear(store).sessions == 5000);
    CHECK(server.cli({"DBSIZE"}) == "1000");
    CHECK(az::clear(store).sessions == 0);
}
