#include <azu_session/clear.hpp>
#include <azu_session/stores/redis.hpp>

#include "redis_sessions.hpp"
#include "support/failure.hpp"
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

/// A slot on its way from the master that serves it to the next one.
struct moving_slot {
    moving_slot(support::redis_cluster &cluster_nodes, const std::string &key) : nodes(cluster_nodes) {
        int of_key = support::slot_of(key);
        from = of_key <= 5460 ? 0 : of_key <= 10922 ? 1 : 2;
        to = (from + 1) % 3;
        number = std::to_string(of_key);
    }

    /// Sets keys that lie in the slot by a hash tag in `prefix`.
    void load(const std::string &prefix, int count) { nodes.node(from).load(sets(prefix, count)); }

    void open() {
        REQUIRE(nodes.node(to).cli({"CLUSTER", "SETSLOT", number, "IMPORTING", nodes.id(from)}) == "OK");
        REQUIRE(nodes.node(from).cli({"CLUSTER", "SETSLOT", number, "MIGRATING", nodes.id(to)}) == "OK");
    }

    void move_keys(int count) {
        auto keys = nodes.node(from).cli({"CLUSTER", "GETKEYSINSLOT", number, std::to_string(count)});
        std::vector<std::string> command = {
            "MIGRATE", "127.0.0.1", std::to_string(nodes.node(to).port()), "", "0", "5000", "KEYS"};
        for (std::string_view rest = keys; !rest.empty();)
            command.emplace_back(az::detail::take_line(rest));
        if (command.size() > 7) nodes.node(from).cli(command);
    }

    /// Ends the move.
    void give_to(std::size_t owner) {
        for (std::size_t node : {to, from, 3 - to - from}) {
            nodes.node(node).cli({"CLUSTER", "SETSLOT", number, "NODE", nodes.id(owner)});
            nodes.node(node).cli({"CLUSTER", "SETSLOT", number, "STABLE"});
        }
    }

    support::redis_cluster &nodes;
    std::size_t from = 0, to = 0;
    std::string number;
};

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
            CHECK(std::count_if(done.by_node.begin(), done.by_node.end(), [&](const az::node_sessions &some) {
                      return some.node == cluster().address(i) && some.sessions > 1500;
                  }) == 1);
        CHECK(done.by_node == counted.by_node);
        CHECK(cluster().keys() == 300);
    }
}

TEST_CASE("one user's sessions in a cluster") {
    cluster().load("app:session:", 2000);
    az::redis_store store(redis_at(cluster().node(1).url()));
    az::selection seven{.where = {{"user_id", "7"}}};
    CHECK(az::clear(store, {.which = seven}).sessions == 200);
    CHECK(az::clear(store).sessions == 1800);
}

TEST_CASE("sessions of a cluster whose id changes meanwhile go as well") {
    auto &nodes = cluster();
    moving_slot slot(nodes, "app:session:1"); // one that keys can be renamed in
    slot.load("app:session:old-{app:session:1}", 10'000);
    bool changed = false;
    auto change_ids = [&](const az::clear_progress &now) {
        if (changed || now.fraction < 0.2) return;
        changed = true;
        nodes.node(slot.from).cli({"EVAL",
                                   "for _, key in ipairs(redis.call('KEYS', 'app:session:old-*')) do "
                                   "redis.call('RENAME', key, 'app:session:new-' .. key) end",
                                   "0"});
    };
    az::redis_store store(redis_at(nodes.node(0).url()));
    CHECK(az::clear(store, {.progress = change_ids}).sessions == 10'000);
    CHECK(changed);
    CHECK_FALSE(has_sessions(nodes));
}

TEST_CASE("a slot that is moved during the run") {
    auto &nodes = cluster();
    moving_slot slot(nodes, "app:session:1");
    nodes.load("app:session:", 20'000);
    slot.load("app:session:x{app:session:1}", 3000);
    az::redis_store store(redis_at(nodes.node(0).url()));
    slot.open();
    SUBCASE("a few keys at a time, and stays open") {
        int calls = 0;
        az::clear(store, {.progress = [&](const az::clear_progress &) {
                      if (++calls % 10 == 0) slot.move_keys(100);
                  }});
        CHECK_FALSE(has_sessions(nodes));
    }
    SUBCASE("to the end") {
        bool moved = false;
        az::clear(store, {.progress = [&](const az::clear_progress &now) {
                      if (moved || now.fraction < 0.3) return;
                      moved = true;
                      slot.move_keys(100'000);
                      slot.give_to(slot.to);
                  }});
        CHECK(moved);
        CHECK_FALSE(has_sessions(nodes));
    }
    slot.give_to(slot.from);
}

TEST_CASE("keys that move unnoticed from a master that is not scanned yet to one that is") {
    auto &nodes = cluster();
    moving_slot slot(nodes, "app:session:1");
    // The other masters have little to do and are through when this one is in the middle of its keys.
    std::string tag = "pad";
    while (support::slot_of(tag) > 5460 * static_cast<int>(slot.from + 1) ||
           support::slot_of(tag) < 5462 * static_cast<int>(slot.from))
        tag += "x";
    nodes.node(slot.from).load(sets("{" + tag + "}", 40'000));
    slot.load("app:session:x{app:session:1}", 6);
    az::redis_store store(redis_at(nodes.node(0).url()));
    slot.open();
    bool moved = false;
    az::clear(store, {.progress = [&](const az::clear_progress &now) {
                  if (moved || now.fraction < 0.75) return;
                  moved = true;
                  slot.move_keys(100);
              }});
    CHECK(moved);
    CHECK_FALSE(has_sessions(nodes));
    slot.give_to(slot.from);
    nodes.node(slot.from).cli({"FLUSHALL"});
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

TEST_CASE("a cluster whose nodes the user may not ask for is neither cleared nor counted") {
    auto &nodes = cluster();
    nodes.load("app:session:", 200);
    auto as_user = "redis://few:s3cret@" + nodes.address(0);
    for (std::vector<std::string> rules : {std::vector<std::string>{"+@all", "-cluster"},
                                           {"+scan", "+unlink", "+del", "+info", "+ping"},
                                           {"+scan", "+unlink"}}) {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            std::vector<std::string> permit = {"ACL", "SETUSER", "few", "reset", "on", ">s3cret", "~*"};
            permit.insert(permit.end(), rules.begin(), rules.end());
            REQUIRE(nodes.node(i).cli(permit) == "OK");
        }
        auto failure = support::failure_of([&] { az::redis_store store(redis_at(as_user)); });
        CHECK(failure.code() == az::errc::permission);
        CHECK(failure.hint().find("CLUSTER NODES") != std::string::npos);
    }
    for (std::size_t i = 0; i < nodes.size(); ++i)
        nodes.node(i).cli({"ACL", "DELUSER", "few"});
    az::redis_store store(redis_at(nodes.node(0).url()));
    CHECK(az::clear(store).sessions == 200);
}

TEST_CASE("a prefix that was learnt is looked at on every master of a cluster before any key goes") {
    auto &nodes = cluster();
    nodes.load("app:session:", 40);
    auto learnt = redis_at(nodes.node(1).url(), "app:");
    learnt.prefix_origin = "session.cr:6";
    auto failure = support::failure_of([&] {
        az::redis_store store(learnt);
        az::clear(store);
    });
    CHECK(failure.code() == az::errc::ambiguous);
    CHECK(has_sessions(nodes));
    learnt.prefix = az::key_prefix("app:session:");
    az::redis_store store(learnt);
    CHECK(az::clear(store).sessions == 40);
}
