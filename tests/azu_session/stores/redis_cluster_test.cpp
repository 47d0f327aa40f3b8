#include <azu_session/clear.hpp>
#include <azu_session/stores/redis.hpp>

#include "redis_sessions.hpp"
#include "support/redis_cluster.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace az = azu_session;
using namespace std::chrono_literals;

namespace {

/// Starting six servers takes long enough to share them.
support::redis_cluster &cluster() {
    static support::redis_cluster shared;
    return shared;
}

bool has_sessions(support::redis_cluster &nodes) {
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (nodes.node(i).process().running() &&
            !nodes.node(i).cli({"--scan", "--pattern", "app:session:*"}).empty())
            return true;
    return false;
}

} // namespace

TEST_CASE("every master of a cluster is cleared, from any node's URL") {
    cluster().load("other:", 300);
    for (std::size_t entry : {0u, 2u, 4u}) {
        cluster().load("app:session:", 6000);
        az::redis_store store(redis_at(cluster().node(entry).url()));
        auto counted = az::count(store);
        CHECK(counted.sessions == 6000);
        auto done = az::clear(store);
        CHECK(done.sessions == 6000);
        REQUIRE(done.by_node.size() == 3);
        for (std::size_t i = 0; i < 3; ++i)
            CHECK(done.by_node[cluster().address(i)] > 1500);
        CHECK(done.by_node == counted.by_node);
        CHECK(cluster().keys() == 300);
    }
}

TEST_CASE("one user's sessions in a cluster") {
    cluster().load("app:session:", 2000);
    az::redis_store store(redis_at(cluster().node(1).url()));
    az::selection seven{.where = az::data_condition{"user_id", "7"}};
    CHECK(az::clear(store, {.which = seven}).sessions == 200);
    CHECK(az::clear(store).sessions == 1800);
}

TEST_CASE("a slot that is moved during the run") {
    auto &nodes = cluster();
    nodes.load("app:session:", 20'000);
    auto slot = std::to_string(support::slot_of("app:session:1"));
    std::size_t from = std::stoi(slot) <= 5460 ? 0 : std::stoi(slot) <= 10922 ? 1 : 2, to = (from + 1) % 3;
    // Keys with this hash tag all lie in the slot, so that there is something to miss.
    std::string commands;
    for (int i = 0; i < 3000; ++i)
        commands += resp({"SET", "app:session:x{app:session:1}" + std::to_string(i), "{}"});
    nodes.node(from).load(commands);
    auto move_keys = [&](int count) {
        auto keys = nodes.node(from).cli({"CLUSTER", "GETKEYSINSLOT", slot, std::to_string(count)});
        std::vector<std::string> command = {
            "MIGRATE", "127.0.0.1", std::to_string(nodes.node(to).port()), "", "0", "5000", "KEYS"};
        for (std::string_view rest = keys; !rest.empty();)
            command.emplace_back(az::detail::take_line(rest));
        if (command.size() > 7) nodes.node(from).cli(command);
    };
    auto open_slot = [&] {
        REQUIRE(nodes.node(to).cli({"CLUSTER", "SETSLOT", slot, "IMPORTING", nodes.id(from)}) == "OK");
        REQUIRE(nodes.node(from).cli({"CLUSTER", "SETSLOT", slot, "MIGRATING", nodes.id(to)}) == "OK");
    };
    auto close_slot = [&](std::size_t owner) {
        for (std::size_t node : {to, from, 3 - to - from})
            for (const auto &command : {std::vector<std::string>{"NODE", nodes.id(owner)}, {"STABLE"}}) {
                std::vector<std::string> whole = {"CLUSTER", "SETSLOT", slot};
                whole.insert(whole.end(), command.begin(), command.end());
                nodes.node(node).cli(whole);
            }
    };
    az::redis_store store(redis_at(nodes.node(0).url()));
    int calls = 0;
    auto every_tenth = [&](auto action) {
        return [&calls, action](const az::clear_progress &) {
            if (++calls % 10 == 0) action();
        };
    };
    SUBCASE("key by key, and stays open") {
        open_slot();
        az::clear(store, {.progress = every_tenth([&] { move_keys(100); })});
        CHECK_FALSE(has_sessions(nodes));
        close_slot(from);
    }
    SUBCASE("to the end") {
        open_slot();
        bool moved = false;
        az::clear(store, {.progress = [&](const az::clear_progress &now) {
                      if (moved || now.fraction < 0.3) return;
                      moved = true;
                      move_keys(100'000);
                      close_slot(to);
                  }});
        CHECK(moved);
        CHECK_FALSE(has_sessions(nodes));
        close_slot(from);
    }
}

TEST_CASE("a master that dies during the run: its replica is cleared") {
    support::redis_cluster nodes;
    nodes.load("app:session:", 30'000);
    nodes.load("other:", 300);
    for (std::size_t i = 0; i < 3; ++i)
        REQUIRE(nodes.node(i).cli({"WAIT", "1", "5000"}) == "1");
    az::redis_store store(redis_at(nodes.node(0).url()));
    bool killed = false;
    auto done = az::clear(store, {.progress = [&](const az::clear_progress &now) {
                              if (killed || now.fraction < 0.3) return;
                              killed = true;
                              nodes.node(0).kill(); // the node of the URL, too
                          }});
    CHECK(killed);
    CHECK(done.sessions >= 20'000);
    CHECK(done.by_node.size() == 4);
    CHECK_FALSE(has_sessions(nodes));
    CHECK(nodes.keys() == 300);
}
