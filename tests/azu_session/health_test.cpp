#include <azu_session/health.hpp>
#include <azu_session/secret.hpp>

#include "cli/compiled_once.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace az = azu_session;
using az::verdict;

namespace {

/// The check of this name; fails the test where there is none.
az::health_check named(const std::vector<az::health_check> &checks, const std::string &name) {
    for (const auto &check : checks)
        if (check.name == name) return check;
    FAIL("no check ", name);
    return {};
}

bool has(const std::vector<az::health_check> &checks, const std::string &name) {
    for (const auto &check : checks)
        if (check.name == name) return true;
    return false;
}

verdict of_redis(const az::redis_facts &redis, const std::string &name) {
    az::store_facts facts;
    facts.redis = redis;
    return named(az::check_store(facts), name).result;
}

/// An application with nothing wrong.
az::application_facts sound() {
    az::application_facts app;
    app.initializer = "src/initializers/session.cr";
    app.generated = true;
    app.secret = {.set = true, .source = "environment"};
    app.programs = {{"src/app.cr", true, true}};
    app.has_handler = true;
    return app;
}

verdict judged(const az::application_facts &app, const std::string &name,
               az::backend kind = az::backend::redis) {
    return named(az::check_application(app, kind), name).result;
}

} // namespace

TEST_CASE("eviction: sessions unused for long may go, writes may not fail, the machine may not run full") {
    CHECK(of_redis({.eviction_policy = "volatile-lru"}, "eviction") == verdict::ok);
    CHECK(of_redis({.eviction_policy = "allkeys-lru"}, "eviction") == verdict::ok);
    CHECK(of_redis({.eviction_policy = "allkeys-lfu"}, "eviction") == verdict::ok);
    CHECK(of_redis({.eviction_policy = "allkeys-random"}, "eviction") == verdict::warning);
    CHECK(of_redis({.eviction_policy = "volatile-ttl"}, "eviction") == verdict::warning);
    CHECK(of_redis({.eviction_policy = "allkeys-lru", .evicted_keys = 1}, "eviction") == verdict::warning);
    CHECK(of_redis({.eviction_policy = "noeviction", .maxmemory = 0}, "eviction") == verdict::warning);
    CHECK(of_redis({.eviction_policy = "noeviction", .maxmemory = 100, .used_memory = 50}, "eviction") ==
          verdict::warning);
    CHECK(of_redis({.eviction_policy = "noeviction", .maxmemory = 100, .used_memory = 95}, "eviction") ==
          verdict::problem);
    az::store_facts unknown;
    unknown.redis.emplace();
    CHECK(!has(az::check_store(unknown), "eviction"));
    CHECK(!has(az::check_store(unknown), "persistence"));
}

TEST_CASE("persistence: what is lost when Redis restarts") {
    CHECK(of_redis({.append_only = true, .snapshots = ""}, "persistence") == verdict::ok);
    CHECK(of_redis({.append_only = false, .snapshots = "3600 1"}, "persistence") == verdict::ok);
    CHECK(of_redis({.append_only = false, .snapshots = ""}, "persistence") == verdict::warning);
    CHECK(of_redis({.append_only = true, .last_save_failed = true}, "persistence") == verdict::problem);
    CHECK(of_redis({.replica = true}, "role") == verdict::problem);
}

TEST_CASE("a table needs an index for each request, and had better one for those that expired") {
    auto indexes = [](const az::table_facts &table) {
        az::store_facts facts;
        facts.table = table;
        return named(az::check_store(facts), "indexes").result;
    };
    CHECK(indexes({.has_expires_at = true, .finds_by_id = true, .finds_expired = true}) == verdict::ok);
    CHECK(indexes({.has_expires_at = false, .finds_by_id = true}) == verdict::ok);
    CHECK(indexes({.has_expires_at = true, .finds_by_id = true}) == verdict::warning);
    CHECK(indexes({.has_expires_at = true, .finds_expired = true}) == verdict::problem);
}

TEST_CASE("sessions that never end, or have expired and are there, are told") {
    az::store_facts facts;
    facts.lifetimes.emplace();
    facts.lifetimes->add_endless(3);
    CHECK(named(az::check_store(facts), "lifetimes").finding.starts_with("3 session(s)"));
    facts.sessions = 3'000;
    facts.lifetimes->add(-5, 2'000);
    CHECK(named(az::check_store(facts), "expired").advice.find("session:clear --expired") !=
          std::string::npos);
}

TEST_CASE("a distant store is a warning, one that fails a problem with what to do") {
    az::store_facts facts;
    facts.round_trip = std::chrono::milliseconds(1);
    CHECK(named(az::check_store(facts), "connection").result == verdict::ok);
    facts.round_trip = std::chrono::milliseconds(200);
    CHECK(named(az::check_store(facts), "connection").result == verdict::warning);
    auto failed = az::check_failure({az::errc::connection, "It is not there.", "Start it."});
    CHECK(failed.result == verdict::problem);
    CHECK(failed.finding == "It is not there.");
    CHECK(failed.advice == "Start it.");
    CHECK(az::has_problem({failed}));
    CHECK(!az::has_problem({{"x", verdict::warning, "", ""}}));
}

TEST_CASE("an application with nothing wrong is told so") {
    for (const auto &check : az::check_application(sound(), az::backend::redis)) {
        CAPTURE(check.name);
        CHECK(check.result == verdict::ok);
        CHECK(check.advice == "");
    }
}

TEST_CASE("each thing that is wrong with an application is judged by what it does to sessions") {
    auto with = [](auto change) {
        auto app = sound();
        change(app);
        return app;
    };
    auto gone = with([](auto &app) { app.initializer.reset(); });
    CHECK(judged(gone, "initializer") == verdict::warning);
    CHECK(judged(with([](auto &app) { app.programs.clear(); }), "initializer") == verdict::warning);
    auto late = with([](auto &app) { app.programs.push_back({"src/other.cr", true, false}); });
    CHECK(judged(late, "initializer") == verdict::problem);
    CHECK(named(az::check_application(late, az::backend::redis), "initializer").finding.find("behind") !=
          std::string::npos);

    auto no_handler = with([](auto &app) { app.has_handler = false; });
    CHECK(judged(no_handler, "handler") == verdict::problem);
    no_handler.generated = false;
    CHECK(judged(no_handler, "handler") == verdict::warning);
    CHECK(judged(with([](auto &app) { app.missing_dependencies = {"redis"}; }), "dependencies") ==
          verdict::problem);

    CHECK(judged(with([](auto &app) { app.secret.set = false; }), "secret") == verdict::problem);
    auto unwanted = with([](auto &app) { app.secret = {.set = false, .wanted = false}; });
    CHECK(judged(unwanted, "secret") == verdict::warning);
    CHECK(judged(with([](auto &app) { app.secret.weakness = "it is short"; }), "secret") == verdict::problem);
    CHECK(judged(with([](auto &app) { app.secret.doubtful = true; }), "secret") == verdict::warning);

    auto open = with([](auto &app) { app.insecure = "src/x.cr:3"; });
    CHECK(judged(open, "cookie") == verdict::ok);
    open.production = "AZU_ENV (environment)";
    CHECK(judged(open, "cookie") == verdict::problem);
    CHECK(judged(open, "backend", az::backend::memory) == verdict::problem);
    CHECK(judged(sound(), "backend", az::backend::memory) == verdict::ok);
}

TEST_CASE(".env has to stay out of git, and to come into the application") {
    auto app = sound();
    CHECK(!has(az::check_application(app, az::backend::redis), "gitignore"));
    app.has_dotenv = true;
    CHECK(judged(app, "gitignore") == verdict::ok);
    app.in_git = true;
    CHECK(judged(app, "gitignore") == verdict::warning);
    app.dotenv_ignored = true;
    CHECK(judged(app, "gitignore") == verdict::ok);
    app.dotenv_tracked = true;
    CHECK(judged(app, "gitignore") == verdict::problem);
    app.only_in_dotenv = {"SESSION_SECRET", "REDIS_URL"};
    auto variables = named(az::check_application(app, az::backend::redis), "variables");
    CHECK(variables.result == verdict::warning);
    CHECK(variables.finding.find("SESSION_SECRET, REDIS_URL") != std::string::npos);
    app.loads_dotenv = true;
    CHECK(!has(az::check_application(app, az::backend::redis), "variables"));
}

TEST_CASE("a secret is strong when it is long and random") {
    CHECK(az::weakness_of(az::new_secret()) == "");
    CHECK(az::weakness_of("0190c3a4-7e1b-7b8f-9d2e-5a6b3c4d1e0f") == "");
    for (std::string weak :
         {"", "short", "your-secret-key-here-your-secret-key-here", "CHANGEME0123456789abcdefghijklmnop",
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "121212121212121212121212121212121212"}) {
        CAPTURE(weak);
        CHECK(az::weakness_of(weak) != "");
    }
}

TEST_CASE("what an application's files say is read from them") {
    support::temporary_directory directory;
    directory.write("shard.yml", "name: shop\n");
    directory.write(
        "src/initializers/session.cr",
        "Session.configure do |config|\n  config.store = RedisStore.new(url: \"redis://localhost\", "
        "prefix: \"shop:\")\n  config.secret = ENV[\"SESSION_SECRET\"]\n  config.secure = "
        "false\nend\n");
    directory.write("src/shop.cr", "require \"./initializers/session\"\nShop.start [SessionHandler.new]\n");
    directory.write(".git/index", std::string("x\0\4.env\0", 8));
    directory.write(".env", "x\n");
    auto app = az::project::open(directory.path());
    az::environment variables({{"SESSION_SECRET", "hunter2"}, {"AZU_ENV", "production"}});
    variables.set("REDIS_URL", "redis://localhost", ".env:1");
    auto facts = compiled_once::look_at_application(app, variables, compiled_once::detect(app, variables));
    CHECK(facts.production == "AZU_ENV (environment)");
    CHECK(facts.insecure == "src/initializers/session.cr:4");
    CHECK(facts.initializer == "src/initializers/session.cr");
    CHECK(!facts.generated);
    CHECK(facts.secret.set);
    CHECK(facts.secret.wanted);
    CHECK(facts.secret.weakness != "");
    REQUIRE(facts.programs.size() == 1);
    CHECK(facts.programs[0].file == "src/shop.cr");
    CHECK(facts.programs[0].loads_in_time);
    CHECK(facts.has_handler);
    CHECK(facts.missing_dependencies == std::vector<std::string>{"session", "redis"});
    CHECK(facts.has_dotenv);
    CHECK(facts.in_git);
    CHECK(facts.dotenv_tracked);
    CHECK(!facts.dotenv_ignored);
    CHECK(facts.only_in_dotenv == std::vector<std::string>{"REDIS_URL"});
    for (const auto &check : az::check_application(facts, az::backend::redis)) {
        CHECK(check.finding.find("hunter2") == std::string::npos);
        CHECK(check.advice.find("hunter2") == std::string::npos);
    }
}
