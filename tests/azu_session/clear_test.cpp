#include <azu_session/clear.hpp>

#include "support/failure.hpp"

#include <doctest/doctest.h>

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace az = azu_session;
using support::failure_of;

namespace {

/// A store whose sweep does what the test says, step by step.
struct scripted_store : az::store {
    std::deque<std::function<az::batch()>> steps;
    std::function<az::noted_sessions()> end = [] { return az::noted_sessions(); };

    struct scripted_sweep : az::sweep {
        explicit scripted_sweep(const scripted_store &store) : steps(store.steps), end(store.end) {}
        az::batch next() override {
            REQUIRE_FALSE(steps.empty());
            auto step = steps.front();
            steps.pop_front();
            return step();
        }
        az::noted_sessions look_again() override { return end(); }
        std::deque<std::function<az::batch()>> steps;
        std::function<az::noted_sessions()> end;
    };

    std::unique_ptr<az::sweep> remove(const az::selection &) override {
        return std::make_unique<scripted_sweep>(*this);
    }
    std::unique_ptr<az::sweep> count(const az::selection &) override {
        return std::make_unique<scripted_sweep>(*this);
    }
};

std::function<az::batch()> removes(std::uint64_t count, double progress, bool done = false) {
    return [=] { return az::batch{.removed = count, .progress = progress, .done = done}; };
}

std::function<az::batch()> fails(az::errc code) {
    return [=]() -> az::batch { throw az::error(code, "The server went away.", "Start it."); };
}

/// Work that has to be done again when the connection breaks.
std::function<az::batch()> works(double progress) {
    return [=] { return az::batch{.removed = 1, .progress = progress, .settled = false}; };
}

az::clear_options quick() { return {.backoff = std::chrono::milliseconds(0)}; }

} // namespace

TEST_CASE("clear adds the batches up, empty ones included, and takes the last one along") {
    scripted_store store;
    store.steps = {removes(3, 0.2), removes(0, 0.5), removes(4, 1, true)};
    std::vector<std::uint64_t> seen;
    auto options = quick();
    options.progress = [&](const az::clear_progress &progress) { seen.push_back(progress.sessions); };
    auto result = az::clear(store, options);
    CHECK(result.sessions == 7);
    CHECK_FALSE(result.cancelled);
    CHECK(seen == std::vector<std::uint64_t>{3, 3, 7});
}

TEST_CASE("clear reports a progress that never falls") {
    scripted_store store;
    store.steps = {removes(1, 0.5), removes(1, 0.3), removes(1, 1, true)};
    std::vector<double> seen;
    auto options = quick();
    options.progress = [&](const az::clear_progress &progress) { seen.push_back(progress.fraction); };
    az::clear(store, options);
    CHECK(seen == std::vector<double>{0.5, 0.5, 1});
}

TEST_CASE("clear stops between batches when it is cancelled, and before the first") {
    scripted_store store;
    store.steps = {removes(3, 0.2), removes(4, 1, true)};
    auto options = quick();
    bool cancelled = false;
    options.cancelled = [&] { return cancelled; };
    options.progress = [&](const az::clear_progress &) { cancelled = true; };
    auto result = az::clear(store, options);
    CHECK(result.sessions == 3);
    CHECK(result.cancelled);
    auto nothing = az::clear(store, options);
    CHECK(nothing.sessions == 0);
    CHECK(nothing.cancelled);
}

TEST_CASE("clear that is cancelled while the connection is broken was cancelled, and has not failed") {
    scripted_store store;
    bool cancelled = false;
    store.steps = {removes(3, 0.2), [&]() -> az::batch {
                       cancelled = true;
                       return fails(az::errc::connection)();
                   }};
    auto options = quick();
    options.cancelled = [&] { return cancelled; };
    auto result = az::clear(store, options);
    CHECK(result.sessions == 3);
    CHECK(result.cancelled);
}

TEST_CASE("clear tries a broken connection again and goes on counting") {
    scripted_store store;
    store.steps = {removes(3, 0.2), fails(az::errc::connection), fails(az::errc::timeout),
                   removes(4, 1, true)};
    CHECK(az::clear(store, quick()).sessions == 7);
}

TEST_CASE("clear gives up after the attempts it was given, and says what was cleared by then") {
    scripted_store store;
    store.steps = {removes(3, 0.2), fails(az::errc::connection), fails(az::errc::connection)};
    auto options = quick();
    options.attempts = 2;
    try {
        az::clear(store, options);
        FAIL("ended");
    } catch (const az::error &failure) {
        CHECK(failure.code() == az::errc::connection);
        CHECK(std::string(failure.what()) == "The server went away.");
        CHECK(failure.hint() == "3 session(s) had been cleared. Start it.");
    }
}

TEST_CASE(
    "clear gives up a server that fails at the same place again and again, whatever it does anew before") {
    scripted_store store;
    for (int i = 0; i < 20; ++i)
        store.steps.insert(store.steps.end(), {works(0.5), fails(az::errc::timeout)});
    auto options = quick();
    options.attempts = 3;
    int batches = 0;
    options.progress = [&](const az::clear_progress &) { ++batches; };
    CHECK(failure_of([&] { az::clear(store, options); }).code() == az::errc::timeout);
    CHECK(batches == 3);
}

TEST_CASE("clear goes on as long as something new is done for good in between") {
    scripted_store store;
    for (double progress : {0.1, 0.2, 0.3, 0.4, 0.5})
        store.steps.insert(store.steps.end(),
                           {works(progress), removes(0, progress), fails(az::errc::connection)});
    store.steps.push_back(removes(0, 1, true));
    auto options = quick();
    options.attempts = 2;
    CHECK(az::clear(store, options).sessions == 5);
}

TEST_CASE("clear is not proven while a session that it noted is still there") {
    scripted_store store;
    store.steps = {removes(3, 1, true)};
    store.end = [] { return az::noted_sessions{.noted = 1000, .left = 2, .likely = "A trigger."}; };
    auto kept = az::clear(store, quick());
    CHECK_FALSE(kept.proven());
    CHECK(kept.sessions == 3);
    CHECK(kept.noted.left == 2);
    CHECK(kept.noted.likely == "A trigger.");
    store.end = [] { return az::noted_sessions{.noted = 1000, .left = 0}; };
    CHECK(az::clear(store, quick()).proven());
}

TEST_CASE("clear whose wait was ended was cancelled, and has not failed") {
    scripted_store store;
    store.steps = {removes(3, 0.2), fails(az::errc::interrupted)};
    auto stopped = az::clear(store, quick());
    CHECK(stopped.cancelled);
    CHECK(stopped.sessions == 3);
    CHECK_FALSE(stopped.proven());
}

TEST_CASE("clear tells of a failure that lasts, once, and not of one that passes") {
    scripted_store store;
    store.steps = {fails(az::errc::connection), removes(3, 0.2)};
    for (int i = 0; i < 3; ++i)
        store.steps.push_back(fails(az::errc::connection));
    store.steps.push_back(removes(3, 1, true));
    std::vector<std::string> told;
    az::clear_options options = {.waiting = [&](std::string_view why) { told.emplace_back(why); },
                                 .backoff = std::chrono::milliseconds(700)};
    az::clear(store, options);
    CHECK(told == std::vector<std::string>{"The server went away."});
}

TEST_CASE(
    "clear looks for the noted sessions in spite of a broken connection, and not when it was cancelled") {
    scripted_store store;
    store.steps = {removes(3, 1, true)};
    int looks = 0;
    store.end = [&]() -> az::noted_sessions {
        if (++looks < 3) fails(az::errc::connection)();
        return {.noted = 3, .left = 3};
    };
    CHECK(az::clear(store, quick()).noted.left == 3);
    CHECK(looks == 3);
    auto options = quick();
    bool cancelled = false;
    options.cancelled = [&] { return cancelled; };
    store.end = [&]() -> az::noted_sessions {
        cancelled = true;
        throw az::error(az::errc::timeout, "", "");
    };
    CHECK(az::clear(store, options).cancelled);
}

TEST_CASE("clear does not try again what trying again cannot mend") {
    scripted_store store;
    store.steps = {fails(az::errc::read_only)};
    CHECK(support::failure_of([&] { return az::clear(store, quick()); }).code() == az::errc::read_only);
}

TEST_CASE("count adds up like clear") {
    scripted_store store;
    store.steps = {removes(3, 0.2), removes(4, 1, true)};
    CHECK(az::count(store, quick()).sessions == 7);
}

TEST_CASE("what stops half-way, and what can be atomic, is told from the settings alone") {
    auto database = [](std::optional<az::database_url> url) {
        return az::store_settings(az::database_settings{.url = std::move(url), .table = az::table_name("t")});
    };
    auto postgresql = database(az::parse_database_url("postgres://h/d"));
    auto sqlite = database(az::parse_database_url("sqlite3:./a.db"));
    az::store_settings redis = az::redis_settings{.url = {}, .prefix = az::key_prefix("a:")};
    CHECK(az::can_be_atomic(postgresql));
    CHECK(az::can_be_atomic(database(std::nullopt)));
    CHECK_FALSE(az::can_be_atomic(sqlite));
    CHECK_FALSE(az::can_be_atomic(redis));
    CHECK(az::stops_half_way(redis));
    CHECK(az::stops_half_way(postgresql));
    CHECK_FALSE(az::stops_half_way(postgresql, {.atomic = true}));
    CHECK_FALSE(az::stops_half_way(sqlite));
}
