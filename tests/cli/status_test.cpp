#include "support/azu.hpp"
#include "support/redis_server.hpp"

#include <doctest/doctest.h>

#include <string>

using support::azu_application;

TEST_CASE("session:status connects and counts, and changes nothing") {
    support::redis_server redis;
    azu_application app;
    app.configure("RedisStore.new(url: ENV[\"REDIS_URL\"], prefix: \"my_app:session:\")");
    app.write(".env", "REDIS_URL=" + redis.url() + "\n");
    redis.cli({"MSET", "my_app:session:1", "{}", "my_app:session:2", "{}", "other", "x"});
    CHECK(app.run({"session:status"}).out == "Backend: redis\nSessions: 2\n");
    CHECK(app.run({"session:status", "--json"}).out.find("\"sessions\":2") != std::string::npos);
    CHECK(redis.cli({"DBSIZE"}) == "3");
}

TEST_CASE("session:status says that memory cannot be counted from outside") {
    azu_application app;
    app.configure("MemoryStore.new");
    auto shown = app.run({"session:status"});
    CHECK(shown.out == "Backend: memory\nSessions: in the application's memory, which cannot be counted from "
                       "outside\n");
    CHECK(shown.status == 0);
    CHECK(app.run({"session:status", "--json"}).out.find("\"sessions\":null") != std::string::npos);
}

TEST_CASE("session:status of a server that is not there fails, and says so") {
    azu_application app;
    app.configure("RedisStore.new(url: \"redis://:hidden@127.0.0.1:1\", prefix: \"a:\")");
    auto refused = app.run({"session:status"});
    CHECK(refused.status == 1);
    CHECK(refused.err.find("Cannot connect to Redis at redis://:***@127.0.0.1:1") != std::string::npos);
    CHECK(refused.out.find("Sessions:") == std::string::npos);
}
