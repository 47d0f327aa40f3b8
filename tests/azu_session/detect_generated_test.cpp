#include <azu_session/setup_options.hpp>

#include "cli/compiled_once.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <string>

namespace az = azu_session;

namespace {

/// An application that setup was run in, with its initializer changed by hand.
struct application : support::temporary_directory {
    explicit application(az::backend backend, const std::string &old = "", const std::string &changed = "") {
        az::project app{path(), "shop"};
        auto contents =
            compiled_once::plan_setup(app, variables, {.backend = backend}).files.front().contents;
        auto at = contents.find(old);
        REQUIRE(at != std::string::npos);
        write("src/initializers/session.cr", contents.replace(at, old.size(), changed));
        found = compiled_once::detect(app, variables);
        CHECK(found.warnings.empty());
        CHECK(found.source == az::detection_source::initializer);
    }
    az::environment variables{{{"SESSION_SECRET", "secret"},
                               {"REDIS_URL", "redis://:hidden@cache/2"},
                               {"DATABASE_URL", "sqlite3:./shop.db"}}};
    az::detection found;
};

const az::redis_settings &redis_of(const application &app) {
    return std::get<az::redis_settings>(app.found.settings);
}
const az::database_settings &database_of(const application &app) {
    return std::get<az::database_settings>(app.found.settings);
}

} // namespace

TEST_CASE("detect finds the store that setup generated") {
    application redis(az::backend::redis), database(az::backend::database), memory(az::backend::memory);
    CHECK(redis_of(redis).prefix.text() == "shop:session:");
    CHECK(redis_of(redis).url == az::parse_redis_url("redis://:hidden@cache/2"));
    CHECK(redis_of(redis).sealed.empty());
    CHECK(database_of(database).table.text() == "sessions");
    CHECK(database_of(database).url == az::parse_database_url("sqlite3:./shop.db"));
    CHECK(memory.found.backend() == az::backend::memory);
}

TEST_CASE("detect finds what was changed in the store that setup generated") {
    application prefix(az::backend::redis, "\"shop:session:\"", "\"other:\"");
    CHECK(redis_of(prefix).prefix.text() == "other:");
    application table(az::backend::database, "table: \"sessions\"", "table: \"web.logins\"");
    CHECK(database_of(table).table.schema() == "web");
    CHECK(database_of(table).table.table() == "logins");
    application sealed(az::backend::redis,
                       "config.secret = ", "config.encrypt_data = true\n  config.secret = ");
    CHECK(redis_of(sealed).sealed.find("encrypt_data") != std::string::npos);
}
