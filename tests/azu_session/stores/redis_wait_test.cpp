#include <azu_session/clear.hpp>
#include <azu_session/stores/redis.hpp>

#include "redis_sessions.hpp"
#include "support/failure.hpp"
#include "support/redis_server.hpp"
#include "support/scripted_server.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace az = azu_session;
using namespace std::chrono_literals;

// Servers that keep a client waiting, lead it elsewhere, or never come to an end.

namespace {

using clock_type = std::chrono::steady_clock;

/// Answers like a Redis server that is no cluster, where a test does not care.
std::string usual_answer(const std::string &command) {
    if (command == "CLUSTER") return "-ERR This instance has cluster support disabled\r\n";
    if (command == "PING") return "+PONG\r\n";
    if (command == "INFO") return "$0\r\n\r\n";
    return ":0\r\n";
}

az::error failure_at(const std::string &url, const az::store_options &options = {},
                     const az::clear_options &clearing = {}) {
    return support::failure_of([&] {
        az::redis_store store(redis_at(url), options);
        az::clear(store, clearing);
    });
}

} // namespace

TEST_CASE("Redis: a SCAN without an end is given up, whatever cursors it gives") {
    for (bool grows : {true, false}) {
        int cursor = 5;
        support::scripted_server server([&](const std::string &command, const auto &send) {
            if (grows) ++cursor;
            auto text = std::to_string(cursor);
            send(command == "SCAN" ? "*2\r\n$" + std::to_string(text.size()) + "\r\n" + text + "\r\n*0\r\n"
                                   : usual_answer(command));
        });
        auto failure = failure_at(server.url());
        CHECK(failure.code() == az::errc::server);
        CHECK(std::string(failure.what()).ends_with("gives pages of keys (SCAN) without an end."));
    }
}

TEST_CASE("Redis: answers that are none, or that nobody asked for, are an error") {
    support::scripted_server nothing([](const std::string &, const auto &send) { send("$-1\r\n"); });
    CHECK(failure_at(nothing.url()).code() == az::errc::server);
    support::scripted_server twice([](const std::string &command, const auto &send) {
        send(command == "SCAN" ? "*2\r\n$1\r\n0\r\n*0\r\n:0\r\n:0\r\n" : usual_answer(command));
    });
    CHECK(failure_at(twice.url()).code() == az::errc::server);
}

TEST_CASE("Redis: an answer that comes byte by byte, and never ends, is late") {
    support::scripted_server server([](const std::string &command, const auto &send) {
        if (command != "SCAN") return void(send(usual_answer(command)));
        for (send("*2\r\n$1000\r\n"); send("1");)
            std::this_thread::sleep_for(20ms);
    });
    auto failure = failure_at(server.url(), {.command_timeout = 200ms}, {.attempts = 1});
    CHECK(failure.code() == az::errc::timeout);
}

TEST_CASE("Redis: a wait is told once, and ended within a second") {
    support::redis_server server;
    server.load(sets("app:session:", 1'000));
    std::vector<std::string> told;
    bool cancelled = false;
    az::redis_store store(redis_at(server.url()), {.patience = {.cancelled = [&] { return cancelled; },
                                                                .waiting =
                                                                    [&](auto what) {
                                                                        told.emplace_back(what);
                                                                        cancelled = true;
                                                                    }}});
    server.process().signal(SIGSTOP);
    auto begin = clock_type::now();
    auto stopped = az::clear(store);
    server.process().signal(SIGCONT);
    CHECK(stopped.cancelled);
    CHECK_FALSE(stopped.proven());
    CHECK(told == std::vector<std::string>{"Redis at " + server.url() + " to answer"});
    CHECK(clock_type::now() - begin < 2s + 1s + 500ms);
    CHECK(server.cli({"DBSIZE"}) == "1000");
}

TEST_CASE("Redis: removals whose answers are lost make the count a least one") {
    support::redis_server server;
    server.load(sets("app:session:", 40'000));
    az::redis_store store(redis_at(server.url()));
    bool hung_up = false;
    auto done = az::clear(store, {.progress = [&](const az::clear_progress &now) {
                              if (hung_up || now.sessions < 10'000) return;
                              hung_up = true;
                              server.cli({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
                          }});
    CHECK(done.proven());
    CHECK(server.cli({"DBSIZE"}) == "0");
    CHECK((done.sessions == 40'000 || !done.exact));
}

TEST_CASE("Redis: a master whose announced address cannot be reached is told before anything is removed") {
    support::temporary_directory directory;
    auto nowhere = std::to_string(support::free_port());
    int bus = support::free_port();
    auto id = [](char digit) { return std::string(40, digit); };
    auto line = [](const std::string &node, const std::string &address, const std::string &flags,
                   const std::string &epoch, const std::string &slots) {
        return node + " " + address + " " + flags + " - 0 0 " + epoch + " connected " + slots + "\n";
    };
    auto file = directory.write(
        "nodes.conf", line(id('a'), ":0@0", "myself,master", "1", "0-8191") +
                          line(id('b'), "127.0.0.1:" + nowhere + "@1", "master", "2", "8192-16383") +
                          "vars currentEpoch 2 lastVoteEpoch 0\n");
    support::redis_server server({"--cluster-enabled", "yes", "--cluster-port", std::to_string(bus),
                                  "--cluster-config-file", file.string()});
    auto begin = clock_type::now();
    auto failure = failure_at(server.url());
    CHECK(clock_type::now() - begin < 5s);
    CHECK(failure.code() == az::errc::server);
    CHECK(std::string(failure.what()).starts_with("The node 127.0.0.1:" + nowhere + ", as the cluster of "));
}

TEST_CASE("Redis: a Sentinel is asked for the master that the URL names, and is none itself") {
    support::redis_server master;
    master.load(sets("app:session:", 100));
    support::temporary_directory directory;
    auto port = std::to_string(support::free_port());
    auto file = directory.write("sentinel.conf", "port " + port +
                                                     "\nbind 127.0.0.1\nsentinel monitor shop 127.0.0.1 " +
                                                     std::to_string(master.port()) + " 1\n");
    support::process sentinel({.arguments = {"redis-server", file.string(), "--sentinel"}});
    support::wait_until("the Sentinel", [&] {
        return support::run({.arguments = {"redis-cli", "-p", port, "PING"}}).out == "PONG\n";
    });
    auto url = "redis://127.0.0.1:" + port;
    for (const auto &alone : {url, url + "/3"}) {
        auto failure = failure_at(alone);
        CHECK(failure.code() == az::errc::invalid);
        CHECK(failure.hint().find("sentinel_master=NAME. It watches: shop.") != std::string::npos);
    }
    CHECK(failure_at(url + "?sentinel_master=other").code() == az::errc::not_found);
    az::redis_store store(redis_at(url + "?sentinel_master=shop"));
    CHECK(az::clear(store).sessions == 100);
    CHECK(master.cli({"DBSIZE"}) == "0");
}

TEST_CASE("Redis: a server without PING is cleared, and a proxy that hangs up is told") {
    support::redis_server server({"--rename-command", "PING", "AWAY"});
    server.load(sets("app:session:", 100));
    az::redis_store store(redis_at(server.url()));
    CHECK(az::clear(store).sessions == 100);
    support::scripted_server proxy([](const std::string &command, const auto &send) {
        command == "CLUSTER" ? send(support::scripted_server::hang_up) : send(usual_answer(command));
    });
    auto failure = failure_at(proxy.url());
    CHECK(failure.code() == az::errc::unsupported);
    CHECK(failure.hint().find("twemproxy") != std::string::npos);
}
