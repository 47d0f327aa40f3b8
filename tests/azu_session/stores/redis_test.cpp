#include <azu_session/clear.hpp>
#include <azu_session/stores/redis.hpp>

#include "redis_sessions.hpp"
#include "support/failure.hpp"
#include "support/redis_server.hpp"
#include "support/relay.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace az = azu_session;

namespace {

az::clear_result clear(const az::redis_settings &found, const az::clear_options &options = {}) {
    az::redis_store store(found);
    return az::clear(store, options);
}

/// Writes sessions and other keys for as long as it lives.
class writer {
public:
    explicit writer(int port) : thread_([this, port] { write(port); }) {}
    ~writer() {
        ended_ = true;
        thread_.join();
    }

private:
    void write(int port) {
        auto *server = redisConnect("127.0.0.1", port);
        for (int i = 0; !ended_; ++i) {
            freeReplyObject(redisCommand(server, "SET app:session:new-%d {}", i));
            freeReplyObject(redisCommand(server, "SET app:other:%d {}", i % 1000));
        }
        redisFree(server);
    }

    std::atomic<bool> ended_ = false;
    std::thread thread_;
};

int scan_calls(const support::redis_server &server) {
    auto stats = server.cli({"INFO", "commandstats"});
    return std::stoi(stats.substr(stats.find("cmdstat_scan:calls=") + 19));
}

} // namespace

TEST_CASE("sessions are removed, counted and nothing else is touched") {
    support::redis_server server;
    server.load(sets("app:session:", 5000) + sets("app:sessions:", 500) + sets("other:app:session:", 500));
    az::redis_store store(redis_at(server.url()));
    CHECK(az::count(store).sessions == 5000);
    CHECK(server.cli({"DBSIZE"}) == "6000");
    auto done = az::clear(store);
    CHECK(done.sessions == 5000);
    CHECK(done.by_node.empty());
    CHECK(server.cli({"DBSIZE"}) == "1000");
    CHECK(az::clear(store).sessions == 0);
    CHECK(az::count(store).sessions == 0);
}

TEST_CASE("glob characters in a prefix mean themselves") {
    const std::vector<std::string> prefixes = {
        "a*:", "a?:", "[ab]:", "a\\:", "a[b]*\\?:", "^a:", "[^a]", "a b:", "*a:", "\xc3\xa4\r\n:"};
    auto all = sets("ab:", 20) + sets("aXYZ:", 20) + sets("a:", 20);
    for (const auto &prefix : prefixes)
        all += sets(prefix, 20);
    for (const auto &prefix : prefixes) {
        support::redis_server server;
        server.load(all);
        CAPTURE(prefix);
        CHECK(clear(redis_at(server.url(), prefix)).sessions == 20);
        CHECK(server.cli({"DBSIZE"}) == std::to_string(20 * (prefixes.size() + 2)));
    }
}

TEST_CASE("a prefix that is empty, blank or nothing but wildcards is refused") {
    support::redis_server server;
    server.load(sets("a:", 3));
    for (std::string prefix : {"", "*", " ", "**"}) {
        CAPTURE(prefix);
        auto failure = support::failure_of([&] { clear(redis_at(server.url(), prefix)); });
        CHECK(failure.code() == az::errc::invalid);
    }
    CHECK(server.cli({"DBSIZE"}) == "3");
}

TEST_CASE("under concurrent writers every session of the start goes, and the run ends") {
    support::redis_server server;
    server.load(sets("app:session:old-", 40'000) + sets("app:cache:", 5000));
    writer one(server.port()), two(server.port());
    CHECK(clear(redis_at(server.url())).sessions >= 40'000);
    auto left = server.cli({"--scan", "--pattern", "app:session:old-*"});
    CHECK(left == "");
    CHECK(server.cli({"EVAL", "return #redis.call('KEYS', 'app:cache:*')", "0"}) == "5000");
}

TEST_CASE("sessions whose id changes meanwhile go as well") {
    support::redis_server server;
    server.load(sets("app:session:old-", 20'000));
    bool changed = false;
    auto change_ids = [&](const az::clear_progress &now) {
        if (changed || now.fraction < 0.5) return;
        changed = true;
        server.cli({"EVAL",
                    "for _, key in ipairs(redis.call('KEYS', 'app:session:old-*')) do "
                    "redis.call('RENAME', key, 'app:session:new-' .. key) end",
                    "0"});
    };
    CHECK(clear(redis_at(server.url()), {.progress = change_ids}).sessions == 20'000);
    CHECK(changed);
    CHECK(server.cli({"DBSIZE"}) == "0");
}

TEST_CASE("progress only grows and ends at 1") {
    support::redis_server server;
    server.load(sets("app:session:", 30'000) + sets("other:", 30'000));
    double last = 0;
    int calls = 0;
    auto grows = [&](const az::clear_progress &now) {
        CHECK(now.fraction >= last);
        last = now.fraction;
        ++calls;
    };
    clear(redis_at(server.url()), {.progress = grows});
    CHECK(last == 1);
    CHECK(calls > 20);
}

TEST_CASE("progress follows the keys that were passed") {
    support::redis_server server;
    server.load(sets("app:session:", 50'000));
    clear(redis_at(server.url()), {.progress = [](const az::clear_progress &now) {
              CHECK(now.fraction >= static_cast<double>(now.sessions) / 50'000 - 0.1);
              CHECK(now.fraction <= static_cast<double>(now.sessions) / 50'000 + 0.1);
          }});
}

TEST_CASE("a stop leaves nothing uncounted") {
    support::redis_server server;
    server.load(sets("app:session:", 30'000));
    bool enough = false;
    auto done = clear(redis_at(server.url()),
                      {.progress = [&](const az::clear_progress &now) { enough = now.fraction > 0.3; },
                       .cancelled = [&] { return enough; }});
    CHECK(done.cancelled);
    CHECK(done.sessions > 5000);
    CHECK(std::stoul(server.cli({"DBSIZE"})) == 30'000 - done.sessions);
    CHECK(clear(redis_at(server.url())).sessions == 30'000 - done.sessions);
}

TEST_CASE("only sessions with a value in their data are removed") {
    support::redis_server server;
    server.load(sets("app:session:", 5000) + sets("other:", 100));
    server.load(resp({"SET", "app:session:encrypted", "\x01\x02user_id:7"}) +
                resp({"SET", "app:session:text", R"({"user_id":"7"})"}) +
                resp({"SET", "app:session:nested", R"({"user":{"user_id":7}})"}) +
                resp({"LPUSH", "app:session:list", "x"}));
    az::selection seven{.where = {{"user_id", "7"}}};
    az::redis_store store(redis_at(server.url()));
    CHECK(az::count(store, {.which = seven}).sessions == 501);
    CHECK(az::clear(store, {.which = seven}).sessions == 501);
    CHECK(az::count(store, {.which = seven}).sessions == 0);
    CHECK(server.cli({"DBSIZE"}) == "4603");
    CHECK(server.cli({"EXISTS", "app:session:7", "app:session:text"}) == "0");
}

TEST_CASE("expired sessions are the server's own business") {
    support::redis_server server;
    az::redis_store store(redis_at(server.url()));
    auto failure = support::failure_of([&] { az::clear(store, {.which = {.expired = true}}); });
    CHECK(failure.code() == az::errc::unsupported);
    CHECK(std::string(failure.what()) == "Redis removes expired sessions by itself.");
}

TEST_CASE("database numbers and unix sockets") {
    support::redis_server server;
    server.load(resp({"SET", "app:session:0", "{}"}) + resp({"SELECT", "3"}) + sets("app:session:", 10));
    CHECK(clear(redis_at(server.url() + "/3")).sessions == 10);
    CHECK(clear(redis_at("unix:" + server.socket())).sessions == 1);
}

TEST_CASE("a distant server is asked for larger pages") {
    support::redis_server server;
    server.load(sets("app:session:", 60'000));
    az::redis_store near(redis_at(server.url()));
    CHECK(az::count(near).sessions == 60'000);
    auto calls = scan_calls(server);
    support::relay slow(server.port(), std::chrono::milliseconds(1));
    az::redis_store distant(redis_at("redis://127.0.0.1:" + std::to_string(slow.port())));
    CHECK(az::count(distant).sessions == 60'000);
    CHECK(scan_calls(server) - calls < calls);
}

TEST_CASE("answers may arrive in pieces") {
    using clock = std::chrono::steady_clock;
    constexpr auto command_timeout = std::chrono::seconds(20);
    support::redis_server server;
    for (std::size_t piece : {1, 7, 16, 100}) {
        CAPTURE(piece);
        auto start = clock::now();
        server.load(sets("app:session:", 1000));
        support::relay pieces(server.port(), std::chrono::microseconds(0), piece);
        az::redis_store store(redis_at("redis://127.0.0.1:" + std::to_string(pieces.port())),
                              {.command_timeout = command_timeout});
        bool begun = false;
        auto some = az::clear(store, {.progress = [&](const az::clear_progress &) { begun = true; },
                                      .cancelled = [&] { return begun; },
                                      .attempts = 1});
        auto rest = az::clear(store, {.attempts = 1});
        CHECK(some.sessions + rest.sessions == 1000);
        CHECK(clock::now() - start < command_timeout); // nothing waited for bytes that were there already
    }
}

TEST_CASE("the application's local caches are told") {
    support::redis_server server;
    server.load(sets("app:session:", 100));
    auto listen = [&] {
        auto child = std::make_unique<support::process>(
            support::command{.arguments = {"redis-cli", "-p", std::to_string(server.port()), "SUBSCRIBE",
                                           "session:cluster:invalidate"}});
        child->expect("subscribe");
        support::wait_until("the subscription", [&] {
            return server.cli({"PUBSUB", "NUMSUB", "session:cluster:invalidate"}).ends_with("1");
        });
        return child;
    };
    SUBCASE("of one user's sessions") {
        auto child = listen();
        az::selection seven{.where = {{"user_id", "7"}}};
        CHECK(clear(redis_at(server.url(), "app:session:", true), {.which = seven}).sessions == 10);
        child->expect(R"("type":"session_deleted","session_id":"97","node_id":"azu_session","timestamp":"2)");
    }
    SUBCASE("of all sessions, after the last was removed") {
        auto child = listen();
        CHECK(clear(redis_at(server.url(), "app:session:", true)).sessions == 100);
        child->expect(R"("type":"cache_clear","session_id":"","node_id":"azu_session","timestamp":"2)");
    }
}

TEST_CASE("a prefix that was learnt is not cleared where most of its keys do not look like sessions") {
    support::redis_server server;
    auto learnt = redis_at(server.url(), "app");
    learnt.prefix_origin = "session.cr:6";
    SUBCASE("names with further parts") { server.load(sets("app:session:", 60) + sets("application:", 60)); }
    SUBCASE("other types") {
        server.cli({"EVAL", "for i = 1, 80 do redis.call('rpush', 'app' .. i, 'x') end", "0"});
        server.load(sets("apple", 20)); // no more keys than are looked at: which of them come first is chance
    }
    SUBCASE("among many others") {
        server.load(sets("other:", 50'000));
        server.cli({"ZADD", "app:scores", "1", "x"});
        server.cli({"SET", "app:cache:1", "x"});
        server.cli({"SET", "apple", "x"});
    }
    auto keys = server.cli({"DBSIZE"});
    auto failure = support::failure_of([&] { clear(learnt); });
    CHECK(failure.code() == az::errc::ambiguous);
    CHECK(std::string(failure.what()).find("(session.cr:6)") != std::string::npos);
    CHECK(failure.settings() == std::vector<az::setting>{az::setting::prefix});
    CHECK(server.cli({"DBSIZE"}) == keys);
    az::redis_store store(learnt);
    CHECK(az::count(store).sessions > 0);
    CHECK(support::failure_of([&] { return az::rehearse(store); }).code() == az::errc::ambiguous);
    learnt.prefix_origin = "";
    CHECK(clear(learnt).sessions > 0);
}

TEST_CASE("a prefix that was learnt is cleared where its keys look like sessions, whatever they hold") {
    support::redis_server server;
    auto learnt = redis_at(server.url(), "app:session:");
    learnt.prefix_origin = "session.cr:6";
    SUBCASE("none") {}
    SUBCASE("strings") { server.load(sets("app:session:", 3000)); }
    SUBCASE("hashes, and half of them odd") {
        server.cli({"EVAL",
                    "for i = 1, 40 do redis.call('hset', 'app:session:' .. i, 'a', 'b')"
                    " redis.call('sadd', 'app:session:x:' .. i, 'a') end",
                    "0"});
    }
    SUBCASE("no JSON") { server.cli({"SET", "app:session:1", "\x04\x08{"}); }
    SUBCASE("among many others") {
        server.load(sets("other:", 50'000));
        server.cli({"SET", "app:session:1", "{}"});
        server.cli({"SELECT", "0"});
    }
    auto others = server.cli({"EVAL", "return #redis.call('KEYS', 'other:*')", "0"});
    clear(learnt);
    CHECK(server.cli({"DBSIZE"}) == others);
}

TEST_CASE("sessions whose data cannot be read are told once, whatever else is cleared") {
    support::redis_server server;
    server.load(sets("app:session:", 2000));
    server.cli({"EVAL",
                "for i = 1, 500 do redis.call('hset', 'app:session:hash-' .. i, 'user_id', '3')"
                " redis.call('set', 'app:session:text-' .. i, 'BAhJ')"
                " redis.call('set', 'app:session:sealed-' .. i, '{\"encrypted\":\"x\"}') end",
                "0"});
    az::redis_store store(redis_at(server.url()));
    az::clear_options of_user = {.which = {.where = {{"user_id", "3"}}}};
    CHECK(az::count(store, of_user).unread.count == 1500);
    auto cleared = az::clear(store, of_user);
    CHECK(cleared.sessions == 200);
    CHECK(cleared.unread.count == 1500);
    CHECK(cleared.unread.examples.size() == 3);
    CHECK(server.cli({"DBSIZE"}) == "3300");
    auto sealed = redis_at(server.url());
    sealed.sealed = "config.encrypt_data at session.cr:3";
    auto failure = support::failure_of([&] { clear(sealed, of_user); });
    CHECK(failure.code() == az::errc::unsupported);
    CHECK(az::clear(store).unread.count == 0);
}
