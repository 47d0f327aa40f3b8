#include <azu_session/clear.hpp>
#include <azu_session/stores/redis.hpp>

#include "redis_sessions.hpp"
#include "support/answering_server.hpp"
#include "support/failure.hpp"
#include "support/postgresql_server.hpp"
#include "support/redis_server.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace az = azu_session;
using namespace std::chrono_literals;

namespace {

void clear_at(const std::string &url) {
    az::redis_store store(redis_at(url));
    az::clear(store);
}

/// Runs `action` once, when a third of the work is done.
std::function<void(const az::clear_progress &)> at_a_third(std::function<void()> action) {
    return [action, happened = false](const az::clear_progress &now) mutable {
        if (happened || now.fraction < 0.33) return;
        happened = true;
        action();
    };
}

/// Checks that clearing at `url` fails thus, that sentence and hint are there, and no password is.
void check_failure(const std::string &url, az::errc code, const std::string &text) {
    auto failure = support::failure_of([&] { clear_at(url); });
    CAPTURE(failure.what());
    CHECK(failure.code() == code);
    CHECK(std::string(failure.what()).find(text) != std::string::npos);
    CHECK(std::string(failure.what()).ends_with("."));
    CHECK_FALSE(failure.hint().empty());
    CHECK((failure.what() + failure.hint()).find("s3cret") == std::string::npos);
}

} // namespace

TEST_CASE("a server that is killed and started again in mid-run is cleared to the end") {
    // What it has answered is on its disk.
    support::redis_server server({"--appendonly", "yes", "--appendfsync", "always"});
    server.load(sets("app:session:", 40'000) + sets("other:", 1000));
    az::redis_store store(redis_at(server.url()));
    auto restart = at_a_third([&] {
        server.kill();
        server.start();
    });
    auto done = az::clear(store, {.progress = restart});
    CHECK(done.sessions > 30'000);
    CHECK(done.sessions <= 40'000);
    CHECK(server.cli({"DBSIZE"}) == "1000");
}

TEST_CASE("a broken connection to the same server goes on where it was and counts everything once") {
    support::redis_server server;
    server.load(sets("app:session:", 40'000));
    az::redis_store store(redis_at(server.url()));
    auto hang_up = at_a_third([&] { server.cli({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"}); });
    SUBCASE("counting") { CHECK(az::count(store, {.progress = hang_up}).sessions == 40'000); }
    SUBCASE("removing") {
        auto done = az::clear(store, {.progress = hang_up});
        CHECK(done.sessions <= 40'000);
        CHECK(server.cli({"DBSIZE"}) == "0");
    }
}

TEST_CASE("a server that does not come back is reported with what was cleared by then") {
    support::redis_server server;
    server.load(sets("app:session:", 40'000));
    az::redis_store store(redis_at(server.url()));
    auto failure = support::failure_of([&] {
        az::clear(store, {.progress = at_a_third([&] { server.kill(); }), .attempts = 3, .backoff = 1ms});
    });
    CHECK(failure.code() == az::errc::connection);
    CHECK(failure.hint().starts_with("At least ")); // what was under way may have been done or not
    CHECK(std::stoi(failure.hint().substr(9)) > 10'000);
    CHECK(failure.hint().find("session(s) had been cleared") != std::string::npos);
}

TEST_CASE("a paused server") {
    support::redis_server server;
    server.load(sets("app:session:", 40'000));
    az::redis_store store(redis_at(server.url()), {.connect_timeout = 1s, .command_timeout = 200ms});
    SUBCASE("is waited for") {
        std::thread resume;
        auto pause = at_a_third([&] {
            server.process().signal(SIGSTOP);
            resume = std::thread([&] {
                std::this_thread::sleep_for(500ms); // longer than the timeout
                server.process().signal(SIGCONT);
            });
        });
        auto done = az::clear(store, {.progress = pause});
        resume.join();
        CHECK(done.sessions <= 40'000);
        CHECK(server.cli({"DBSIZE"}) == "0");
    }
    SUBCASE("is given up in the end") {
        auto failure = support::failure_of([&] {
            az::clear(store, {.progress = at_a_third([&] { server.process().signal(SIGSTOP); }),
                              .attempts = 2,
                              .backoff = 1ms});
        });
        CHECK(failure.code() == az::errc::timeout);
        CHECK(failure.hint().find("session(s) had been cleared") != std::string::npos);
    }
}

TEST_CASE("a replica is refused before anything is removed") {
    support::redis_server master;
    master.load(sets("app:session:", 1000));
    support::redis_server replica({"--replicaof", "127.0.0.1 " + std::to_string(master.port())});
    support::wait_until("the replica", [&] { return replica.cli({"DBSIZE"}) == "1000"; });
    check_failure(replica.url(), az::errc::read_only, "is a read-only replica");
    CHECK(master.cli({"DBSIZE"}) == "1000");
    replica.cli({"CONFIG", "SET", "replica-read-only", "no"});
    check_failure(replica.url(), az::errc::read_only, "is a read-only replica");
    CHECK(replica.cli({"DBSIZE"}) == "1000");
    az::redis_store store(redis_at(replica.url()));
    CHECK(az::count(store).sessions == 1000);

    replica.cli({"CONFIG", "SET", "replica-serve-stale-data", "no"});
    master.kill();
    support::wait_until("the lost master", [&] {
        return replica.cli({"GET", "x"}).starts_with("MASTERDOWN");
    });
    check_failure(replica.url(), az::errc::connection, "has lost its master");
}

TEST_CASE("a master that becomes a replica in mid-run is told") {
    support::redis_server server;
    server.load(sets("app:session:", 40'000));
    az::redis_store store(redis_at(server.url()));
    auto demote = at_a_third([&] {
        server.cli({"REPLICAOF", "127.0.0.1", std::to_string(support::free_port())});
    });
    auto failure = support::failure_of([&] { az::clear(store, {.progress = demote}); });
    CHECK(failure.code() == az::errc::read_only);
    CHECK(failure.hint().find("session(s) had been cleared") != std::string::npos);
}

TEST_CASE("passwords") {
    support::redis_server server({"--requirepass", "s3cret"});
    auto port = std::to_string(server.port());
    check_failure("redis://127.0.0.1:" + port, az::errc::authentication, "wants a password");
    check_failure("redis://:wrong-s3cret@127.0.0.1:" + port, az::errc::authentication, "refuses the user");
    clear_at("redis://:s3cret@127.0.0.1:" + port);
    // As the application's own driver does, which never sends the user name of the URL.
    clear_at("redis://anything:s3cret@127.0.0.1:" + port);
    support::redis_server open;
    check_failure("redis://:s3cret@127.0.0.1:" + std::to_string(open.port()), az::errc::authentication,
                  "has no password set");
}

TEST_CASE("users with few permissions") {
    support::redis_server server;
    server.load(sets("app:session:", 1000));
    auto as_user = "redis://few:s3cret@127.0.0.1:" + std::to_string(server.port());
    auto permit = [&](std::vector<std::string> rules) {
        std::vector<std::string> command = {"ACL", "SETUSER", "few", "reset", "on", ">s3cret"};
        command.insert(command.end(), rules.begin(), rules.end());
        REQUIRE(server.cli(command) == "OK");
    };
    SUBCASE("without UNLINK it is DEL") {
        permit({"~app:session:*", "+scan", "+del"});
        az::redis_store store(redis_at(as_user));
        CHECK(az::clear(store).sessions == 1000);
        CHECK(server.cli({"DBSIZE"}) == "0");
    }
    SUBCASE("without either it is refused") {
        permit({"~app:session:*", "+scan"});
        check_failure(as_user, az::errc::permission, "does not permit this user");
    }
    SUBCASE("without SCAN it is refused") {
        permit({"~app:session:*", "+unlink", "+ping"});
        check_failure(as_user, az::errc::permission, "does not permit this user (SCAN");
    }
    SUBCASE("with other keys it is refused") {
        permit({"~other:*", "+@all"});
        check_failure(as_user, az::errc::permission, "does not permit this user");
        CHECK(server.cli({"DBSIZE"}) == "1000");
    }
    SUBCASE("that may not publish to the local caches") {
        permit({"~app:session:*", "+@all", "resetchannels"});
        az::redis_store store(redis_at(as_user, "app:session:", true));
        auto failure = support::failure_of([&] { az::clear(store); });
        CHECK(failure.code() == az::errc::permission);
        CHECK(server.cli({"DBSIZE"}) == "1000");
    }
}

TEST_CASE("a server that is busy with a script") {
    support::redis_server server({"--busy-reply-threshold", "10"});
    support::process script(
        {.arguments = {"redis-cli", "-p", std::to_string(server.port()), "EVAL", "while true do end", "0"}});
    support::wait_until("the script", [&] { return server.cli({"PING"}).starts_with("BUSY"); });
    check_failure(server.url(), az::errc::connection, "is busy with a script");
    server.cli({"SCRIPT", "KILL"});
}

TEST_CASE("a server that is out of disk or loading") {
    check_failure(support::answering_server("-LOADING Redis is loading the dataset in memory\r\n").url(),
                  az::errc::connection, "is still loading its data");
    support::redis_server server({"--save", "3600 1", "--dbfilename", "dump.rdb"});
    server.load(sets("app:session:", 10));
    // A failed snapshot: from then on Redis refuses writes.
    REQUIRE(server.cli({"CONFIG", "SET", "rdbcompression", "no"}) == "OK");
    server.break_snapshots();
    check_failure(server.url(), az::errc::server, "cannot save its data to disk");
}

TEST_CASE("a cluster's node without slots") {
    support::redis_server server(
        {"--cluster-enabled", "yes", "--cluster-port", std::to_string(support::free_port())});
    az::redis_store store(redis_at(server.url()));
    auto failure = support::failure_of([&] { az::clear(store, {.attempts = 1}); });
    CHECK(failure.code() == az::errc::server);
    CHECK(std::string(failure.what()).starts_with("16384 of the 16384 slots of the cluster of "));
}

TEST_CASE("what is not Redis") {
    check_failure(support::answering_server("HTTP/1.1 400 Bad Request\r\n\r\n").url(), az::errc::server,
                  "is not a Redis server");
    check_failure(support::answering_server("").url(), az::errc::connection, "connection broke");
    check_failure("redis://127.0.0.1:" + std::to_string(support::free_port()), az::errc::connection,
                  "Cannot connect to Redis at redis://127.0.0.1:");
    check_failure("redis://nobody.invalid", az::errc::connection, "Cannot connect to Redis");
    check_failure("unix:/nonexistent/redis.sock", az::errc::connection, "Cannot connect to Redis");
    check_failure("redis://:s3cret@127.0.0.1/99999999999", az::errc::invalid, "not a usable URL");
    support::redis_server server;
    check_failure(server.url() + "/99", az::errc::invalid, "has no database of that number");
    check_failure("rediss://:s3cret@127.0.0.1", az::errc::unsupported, "built without TLS");
}

TEST_CASE("PostgreSQL's port") {
    support::postgresql_server server;
    auto failure =
        support::failure_of([&] { clear_at("redis://127.0.0.1:" + std::to_string(server.port())); });
    CAPTURE(failure.what());
    CHECK(failure.hint().find("Redis") != std::string::npos);
}

TEST_CASE("a connection that the server closed raises no SIGPIPE") {
    support::redis_server server;
    az::store_options options;
    az::detail::redis_connection connection(az::parse_redis_url(server.url()), "redis://x", options, {});
    server.kill();
    auto failure = support::failure_of([&] {
        for (int i = 0; i < 1000; ++i) {
            connection.append({"PING"});
            connection.flush();
        }
    });
    CHECK(failure.code() == az::errc::connection);
}
