#include <azu_session/stores/redis.hpp>

#include "redis_sessions.hpp"
#include "support/redis_cluster.hpp"
#include "support/redis_server.hpp"

#include <doctest/doctest.h>

#include <string>

namespace az = azu_session;

namespace {

/// Sets `count` sessions that end in an hour.
std::string for_an_hour(int count) {
    std::string commands;
    for (int i = 0; i < count; ++i)
        commands += resp({"SET", "app:session:" + std::to_string(i), "{}", "EX", "3600"});
    return commands;
}

} // namespace

TEST_CASE("Redis: what is known of a few sessions is exact") {
    support::redis_server redis(
        {"--maxmemory", "64mb", "--maxmemory-policy", "volatile-lru", "--save", "60 1"});
    redis.load(resp({"SET", "app:session:a", "{}", "EX", "30"}) +
               resp({"SET", "app:session:b", "{}", "EX", "7000"}) +
               resp({"SET", "app:session:c", "{}", "EX", "100000000"}) +
               resp({"SET", "app:session:d", "{}"}) + resp({"SET", "other", "{}", "EX", "5"}));
    auto facts = az::redis_store(redis_at(redis.url())).inspect();
    CHECK((facts.server == "Redis" || facts.server == "Valkey"));
    CHECK(facts.version.find('.') != std::string::npos);
    REQUIRE(facts.round_trip);
    CHECK(facts.round_trip->count() > 0);
    CHECK(facts.round_trip->count() < 1);
    CHECK(facts.sessions == 4);
    CHECK(facts.exact);
    CHECK(facts.counted == 1);
    CHECK(facts.sample == 4);
    REQUIRE(facts.lifetimes);
    CHECK(facts.lifetimes->buckets() == std::array<std::uint64_t, 9>{1, 0, 0, 0, 1, 0, 0, 0, 1});
    CHECK(facts.lifetimes->endless() == 1);
    CHECK(facts.lifetimes->expired() == 0);
    CHECK(facts.lifetimes->next().value() == doctest::Approx(30).epsilon(0.2));
    CHECK(facts.lifetimes->last().value() == doctest::Approx(1e8));
    CHECK(facts.bytes.value() > 4 * 20);
    CHECK(facts.bytes.value() < 4 * 1000);
    REQUIRE(facts.redis);
    CHECK(facts.redis->eviction_policy == "volatile-lru");
    CHECK(facts.redis->maxmemory == 64u << 20);
    CHECK(facts.redis->append_only == false);
    CHECK(facts.redis->snapshots == "60 1");
    CHECK(!facts.redis->replica);
    CHECK(facts.redis->masters == 1);
    CHECK(redis.cli({"DBSIZE"}) == "5");
}

TEST_CASE("Redis: many keys are not gone through when the time is over, and their number is extrapolated") {
    support::redis_server redis;
    redis.load(for_an_hour(20'000));
    auto facts = az::redis_store(redis_at(redis.url())).inspect({.time = std::chrono::milliseconds(1)});
    CHECK(!facts.exact);
    CHECK(facts.counted > 0);
    CHECK(facts.counted < 1);
    CHECK(facts.sessions > 10'000);
    CHECK(facts.sessions <= 20'000); // there are no more keys
    CHECK(facts.sample > 0);
    CHECK(facts.sample < 20'000);
    REQUIRE(facts.lifetimes);
    CHECK(facts.lifetimes->sessions() == facts.sessions);
    CHECK(facts.lifetimes->buckets()[3] == facts.sessions);
    CHECK(facts.bytes.value() / facts.sessions > 20);
    auto all = az::redis_store(redis_at(redis.url())).inspect({.time = std::chrono::minutes(1)});
    CHECK(all.exact);
    CHECK(all.sessions == 20'000);
}

TEST_CASE("Redis: few sessions among many keys are found, or said to be unknown") {
    support::redis_server redis;
    redis.load(sets("other:", 20'000));
    auto none = az::redis_store(redis_at(redis.url())).inspect();
    CHECK(none.sessions == 0);
    CHECK(none.exact);
    REQUIRE(none.lifetimes);
    CHECK(none.lifetimes->sessions() == 0);
    CHECK(none.bytes == 0u);
}

TEST_CASE("Redis: a user who may only do what sessions need learns the number and no more") {
    support::redis_server redis;
    redis.load(for_an_hour(10));
    redis.cli({"ACL", "SETUSER", "web", "on", ">pw", "~app:*", "+scan", "+cluster|nodes", "+get", "+unlink"});
    auto url = "redis://web:pw@127.0.0.1:" + std::to_string(redis.port());
    auto facts = az::redis_store(redis_at(url)).inspect();
    CHECK(facts.sessions == 10);
    CHECK(facts.server == "");
    CHECK(!facts.lifetimes);
    CHECK(!facts.bytes);
    CHECK(facts.redis->eviction_policy == "");
    CHECK(!facts.redis->snapshots);
    CHECK(!facts.redis->append_only);
}

TEST_CASE("Redis: a cluster's masters are taken together") {
    support::redis_cluster cluster;
    cluster.load("app:session:", 300);
    auto facts = az::redis_store(redis_at(cluster.node(0).url())).inspect();
    CHECK(facts.sessions == 300);
    CHECK(facts.exact);
    CHECK(facts.redis->masters == 3);
    REQUIRE(facts.lifetimes);
    CHECK(facts.lifetimes->endless() == 300);
}
