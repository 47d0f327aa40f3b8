#include <azu_session/detail/setup/migration.hpp>

#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <string>

namespace az = azu_session;

TEST_CASE("the oldest migration that makes the sessions is the application's") {
    support::temporary_directory directory;
    az::project app{directory.path(), "app"};
    CHECK(az::find_migration(app) == std::nullopt);
    directory.write("src/db/migrations/2_create_sessions.cr", "");
    directory.write("src/db/migrations/1_users.cr", "class CreateUsers\nend\n");
    directory.write("src/db/migrations/3_login.cr", "class CreateSessions < CQL::Migration(3)\nend\n");
    directory.write("src/db/migrations/create_sessions.cr", "class CreateSessions\nend\n");
    CHECK(az::find_migration(app) == "src/db/migrations/2_create_sessions.cr");
}

TEST_CASE("a migration has every statement of its database, each in a call") {
    for (auto engine : {az::database_engine::postgresql, az::database_engine::sqlite}) {
        auto source = az::render_migration(engine, "20260101000000");
        CHECK(source.find("20260101000000") != std::string::npos);
        CHECK(source.find("class CreateSessions < CQL::Migration") != std::string::npos);
        auto sql = az::create_sessions_sql(engine);
        std::size_t statements = 0, calls = 0;
        for (auto at = sql.find(";\n"); at != sql.npos; at = sql.find(";\n", at + 1))
            ++statements;
        for (auto at = source.find("schema.exec <<-SQL"); at != source.npos;
             at = source.find("schema.exec <<-SQL", at + 1))
            ++calls;
        CHECK(statements > 1);
        CHECK(calls >= statements);
    }
}
