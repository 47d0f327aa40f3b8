#include <azu_session/metrics.hpp>

#include <doctest/doctest.h>

namespace az = azu_session;

TEST_CASE("a store that could not be looked at is down, and nothing else is told of it") {
    CHECK(az::openmetrics("a \"b\"\\\n", az::backend::database, std::nullopt) ==
          R"(# HELP azu_session_store_up Whether the store could be looked at.
# TYPE azu_session_store_up gauge
azu_session_store_up{app="a \"b\"\\\n",backend="database"} 0
# EOF
)");
}

TEST_CASE("of a store that only counts there are the sessions") {
    CHECK(az::openmetrics("shop", az::backend::redis, az::store_facts{.sessions = 7, .exact = false}) ==
          R"(# HELP azu_session_store_up Whether the store could be looked at.
# TYPE azu_session_store_up gauge
azu_session_store_up{app="shop",backend="redis"} 1
# HELP azu_sessions Sessions in the store.
# TYPE azu_sessions gauge
azu_sessions{app="shop",backend="redis"} 7
# HELP azu_sessions_exact Whether all sessions were counted, 1, or the rest extrapolated, 0.
# TYPE azu_sessions_exact gauge
azu_sessions_exact{app="shop",backend="redis"} 0
# EOF
)");
}
