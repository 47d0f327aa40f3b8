#include "support/azu.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using support::azu_application;

TEST_CASE("a store of a class that is not known is refused by every command that looks for it") {
    azu_application app;
    app.configure("MemcachedStore.new(servers: \"a:11211\")");
    for (const std::string command : {"session:detect", "session:status", "session:clear"}) {
        auto refused = app.run({command});
        CHECK(refused.out == "");
        CHECK(
            refused.err ==
            "Error: The store at src/initializers/session.cr:2 is MemcachedStore, which is none of the known "
            "ones.\nSay where the sessions are. Options: --backend, --prefix, --table, --url.\n");
        CHECK(refused.status == 1);
    }
}

TEST_CASE("session:detect shows what it found and where") {
    azu_application app;
    app.configure("RedisStore.new(\n    url: ENV[\"REDIS_URL\"],\n    prefix: \"my_app:session:\",\n    ttl: "
                  "1.hour\n  )");
    app.write(".env", "# comment\nREDIS_URL=redis://:hidden@localhost:6379/2\n");
    auto found = app.run({"session:detect"});
    CHECK(found.out == "Backend:  redis  (src/initializers/session.cr:2)\n"
                       "URL:      redis://:***@localhost:6379/2  (REDIS_URL (.env:2))\n"
                       "Prefix:   my_app:session:  (src/initializers/session.cr:4)\n"
                       "TTL:      3600 s  (src/initializers/session.cr:5)\n");
    CHECK(found.err == "");
    CHECK(found.status == 0);

    CHECK(app.run({"session:detect", "--json"}).out ==
          "{\"backend\":\"redis\",\"source\":\"initializer\",\"initializer\":\"src/initializers/"
          "session.cr\",\"ttl\":3600,"
          "\"redis\":{\"url\":\"redis://:***@localhost:6379/2\",\"prefix\":\"my_app:session:\","
          "\"pattern\":\"my_app:session:*\"},\"provenance\":{\"backend\":\"src/initializers/session.cr:2\","
          "\"prefix\":\"src/initializers/session.cr:4\",\"ttl\":\"src/initializers/session.cr:5\","
          "\"url\":\"REDIS_URL (.env:2)\"},\"warnings\":[],\"version\":1}\n");
}

TEST_CASE("session:detect falls back to SESSION_BACKEND and to Redis, and warns of a default URL") {
    azu_application app;
    auto fallback = app.run({"session:detect", "--json"});
    CHECK(fallback.out.starts_with("{\"backend\":\"redis\",\"source\":\"default\",\"initializer\":null,"));
    CHECK(fallback.out.find("\"prefix\":\"my_app:session:\"") != std::string::npos);
    CHECK(fallback.err.find("REDIS_URL") != std::string::npos);
    CHECK(app.run({"session:detect", "--json"}, {{"SESSION_BACKEND", "database"}})
              .out.starts_with("{\"backend\":\"database\",\"source\":\"environment\""));
    CHECK(app.run({"session:detect", "--json", "--backend", "memory"}, {{"SESSION_BACKEND", "database"}})
              .out.starts_with("{\"backend\":\"memory\",\"source\":\"option\""));
    CHECK(app.run({"session:detect"}, {{"SESSION_BACKEND", "nonsense"}}).status == 1);
}

TEST_CASE("no command takes the default where an initializer configures no store") {
    azu_application app;
    app.write("src/config/session.cr", "Session.configure { |config| config.timeout = 1.hour }\n");
    for (std::vector<std::string> command :
         {std::vector<std::string>{"session:detect"}, std::vector<std::string>{"session:status"},
          std::vector<std::string>{"session:clear", "--force"}}) {
        CAPTURE(command.front());
        auto refused = app.run(command, {{"REDIS_URL", "redis://localhost:1"}});
        CHECK(refused.status == 1);
        CHECK(refused.out.find("Cleared") == std::string::npos);
        CHECK(refused.err ==
              "Error: src/config/session.cr configures no session store.\n"
              "Name the backend, also with SESSION_BACKEND, and where the defaults are not the "
              "application's, the prefix or table, and the URL. Options: --backend, --prefix, "
              "--table, --url.\n");
    }
    auto named = app.run({"session:detect"}, {{"SESSION_BACKEND", "redis"}});
    CHECK(named.status == 0);
    CHECK(named.err.find("Warning: src/config/session.cr configures no session store.") != std::string::npos);
    CHECK(app.run({"session:detect", "--backend", "redis"}).status == 0);
    auto setup = app.run({"session:setup"});
    CHECK(setup.status == 1); // a second initializer beside it would be one too many
    CHECK(setup.out.find("conflict  src/config/session.cr") != std::string::npos);
}

TEST_CASE("no command guesses where another framework's sessions are") {
    azu_application app;
    app.write("config/session.cr", "Kemal::Session.config do |config|\n  config.secret = \"s\"\nend\n");
    for (std::string command : {"session:detect", "session:status", "session:clear"}) {
        auto refused = app.run({command}, {{"SESSION_BACKEND", "redis"}});
        CHECK(refused.status == 1);
        CHECK(
            refused.err ==
            "Error: config/session.cr configures sessions that are not the session shard's (Kemal::Session, "
            "config/session.cr:1).\n"
            "Say where the sessions are. Options: --backend, --prefix, --table, --url.\n");
    }
    CHECK(app.run({"session:detect", "-b", "redis", "--prefix", "shop:"}).status == 0);
    auto setup = app.run({"session:setup"});
    CHECK(setup.status == 1); // a second initializer beside it would be one too many
    CHECK(setup.out.find("conflict  config/session.cr") != std::string::npos);
}

TEST_CASE(
    "a variable that programs read differently from .env is refused, by name and line, where it matters") {
    azu_application app;
    app.configure("RedisStore.new(url: \"redis://localhost:1\", prefix: ENV[\"SESSION_PREFIX\"])");
    app.write(".env", "SECRET=pa$$word\nSESSION_PREFIX=\"hidden\":session:\n");
    for (std::string command : {"session:detect", "session:status", "session:clear"}) {
        auto refused = app.run({command});
        CHECK(refused.status == 1);
        CHECK(refused.err ==
              "Error: SESSION_PREFIX in .env:2 is not the same for every program that reads the file: text "
              "stands behind its closing quote.\n"
              "Write it as SESSION_PREFIX='...' on a line of its own: one value in single quotes (in double "
              "quotes where it holds a single one), nothing behind it. Or set SESSION_PREFIX in the "
              "environment.\n");
    }
    CHECK(app.run({"session:detect"}, {{"SESSION_PREFIX", "app:"}}).out.find("app:  (SESSION_PREFIX") !=
          std::string::npos);
    CHECK(app.run({"session:detect", "--prefix", "x:"}).status == 0);
    app.write(".env", "SECRET=pa$$word\nSESSION_PREFIX='app:session:' # it's plain\n");
    CHECK(app.run({"session:detect"}).out.find("app:session:  (SESSION_PREFIX (.env:2))") !=
          std::string::npos);
}
