#include <azu_session/apply.hpp>
#include <azu_session/detail/setup/initializer.hpp>
#include <azu_session/setup_options.hpp>

#include "cli/compiled_once.hpp"
#include "support/failure.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <string>

namespace az = azu_session;

namespace {

struct application : support::temporary_directory {
    explicit application(const std::string &shard = "name: my_app\n\ndependencies:\n") {
        write("shard.yml", shard);
    }

    az::setup_plan plan(az::setup_options options = {},
                        const std::map<std::string, std::string> &variables = {}) const {
        options.now = std::chrono::system_clock::from_time_t(1'764'000'000);
        return compiled_once::plan_setup(az::project::open(path()), az::environment(variables), options);
    }
    /// Writes what the plan says without `apply`, which has tests of its own.
    void carry_out(const az::setup_plan &plan) const {
        for (const auto &file : plan.files)
            if (is_written(file.status)) write(file.path, file.contents);
    }
};

std::string summary(const az::setup_plan &plan) {
    std::string text;
    for (const auto &file : plan.files)
        text += std::string(to_string(file.status)) + " " + file.path.string() + "\n";
    return text;
}

/// The file of the plan whose name ends so, which a backup's does not.
const az::planned_file &file_named(const az::setup_plan &plan, const std::string &end) {
    auto found = std::find_if(plan.files.begin(), plan.files.end(),
                              [&](const auto &file) { return file.path.string().ends_with(end); });
    REQUIRE(found != plan.files.end());
    return *found;
}

const az::planned_file &initializer(const az::setup_plan &plan) { return file_named(plan, "session.cr"); }

/// The initializer of an application that has the directories for it, so that none is noted.
std::string without_directories(std::string source) {
    for (auto line = source.find("# made the directory"); line != source.npos;
         line = source.find("# made the directory"))
        source.erase(line, source.find('\n', line) + 1 - line);
    return source;
}

std::string titles(const az::setup_plan &plan) {
    std::string text;
    for (const auto &step : plan.steps)
        text += step.title + "\n";
    return text;
}

} // namespace

TEST_CASE("plan_setup for Redis writes the reference document's block") {
    application app;
    auto plan = app.plan();
    CHECK(summary(plan) == "create src/initializers/session.cr\nupdate shard.yml\n");
    CHECK(initializer(plan).contents.find("Session.configure do |config|\n"
                                          "  config.store = RedisStore.new(\n"
                                          "    url: ENV[\"REDIS_URL\"],\n"
                                          "    prefix: \"my_app:session:\",\n"
                                          "    ttl: 1.hour\n"
                                          "  )\n"
                                          "  config.secret = ENV[\"SESSION_SECRET\"]\n"
                                          "end\n") != std::string::npos);
    CHECK(
        plan.files[1].contents ==
        "name: my_app\n\ndependencies:\n  session:\n    github: azutoolkit/session\n    version: ~> 1.0.31\n"
        "  redis:\n    github: stefanwille/crystal-redis\n");
}

TEST_CASE("plan_setup for memory and the database writes their blocks") {
    application app;
    CHECK(initializer(app.plan({.backend = az::backend::memory}))
              .contents.find("  config.store = MemoryStore.new(ttl: 1.hour)\n") != std::string::npos);
    CHECK(initializer(app.plan({.backend = az::backend::database}))
              .contents.find(
                  "  config.store = DatabaseStore.new(\n    table: \"sessions\",\n    ttl: 1.hour\n  )\n") !=
          std::string::npos);
}

TEST_CASE("plan_setup writes the block of one store and no other, and requires what that store needs") {
    auto source = [](az::backend backend, const std::string &database_url = "postgres://localhost/a") {
        return initializer(application().plan({.backend = backend}, {{"DATABASE_URL", database_url}}))
            .contents;
    };
    auto count = [](const std::string &text, const std::string &part) {
        int found = 0;
        for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
            ++found;
        return found;
    };
    auto check = [&](const std::string &text, const std::string &store, const std::string &shard) {
        CHECK(count(text, "  config.store = ") == 1);
        CHECK(count(text, "do |config|\n  config.store = " + store + ".new(") == 1);
        CHECK(count(text, ")\n  config.secret = ") == 1);
        for (std::string required : {"redis", "pg", "sqlite3"})
            CHECK(count(text, "require \"" + required + "\"\n") == (required == shard));
    };
    check(source(az::backend::redis), "RedisStore", "redis");
    check(source(az::backend::memory), "MemoryStore", "");
    check(source(az::backend::database), "DatabaseStore", "pg");
    check(source(az::backend::database, "sqlite3:./a.db"), "DatabaseStore", "sqlite3");
}

TEST_CASE("plan_setup makes the migration for the application's database") {
    auto sql = [](const std::string &shard, const std::map<std::string, std::string> &variables) {
        return application(shard).plan({.backend = az::backend::database}, variables).files[1].contents;
    };
    std::string postgresql = "TIMESTAMPTZ";
    CHECK(sql("name: a\n", {}).find(postgresql) != std::string::npos);
    CHECK(sql("name: a\n", {{"DATABASE_URL", "sqlite3:./a.db"}}).find(postgresql) == std::string::npos);
    CHECK(sql("name: a\ndependencies:\n  sqlite3:\n    github: a/b\n", {}).find(postgresql) ==
          std::string::npos);
    CHECK(sql("name: a\ndependencies:\n  sqlite3:\n    github: a/b\n  pg:\n    github: a/b\n",
              {{"DATABASE_URL", "postgres://localhost/a"}})
              .find(postgresql) != std::string::npos);

    application app;
    auto plan = app.plan({.backend = az::backend::database});
    CHECK(plan.files[1].path == "src/db/migrations/20251124160000_create_sessions.cr");
    CHECK(plan.files[1].contents.starts_with("class CreateSessions < CQL::Migration(20251124160000_i64)\n"));
    CHECK(plan.files[1].contents.find("  def up\n"
                                      "    schema.exec <<-SQL\n"
                                      "      CREATE TABLE IF NOT EXISTS sessions (\n") != std::string::npos);
    CHECK(plan.files[1].contents.find(
              "      )\n"
              "      SQL\n"
              "    schema.exec <<-SQL\n"
              "      CREATE INDEX IF NOT EXISTS sessions_expires_at ON sessions (expires_at)\n"
              "      SQL\n"
              "  end\n") != std::string::npos);
}

TEST_CASE("plan_setup refuses MySQL, and a choice between two databases") {
    auto fails = [](const std::string &shard, const std::map<std::string, std::string> &variables,
                    az::errc code) {
        try {
            application(shard).plan({.backend = az::backend::database}, variables);
        } catch (const az::error &failure) {
            return failure.code() == code;
        }
        return false;
    };
    CHECK(fails("name: a\n", {{"DATABASE_URL", "mysql://root@localhost/a"}}, az::errc::unsupported));
    CHECK(fails("name: a\ndependencies:\n  mysql:\n    github: a/b\n", {}, az::errc::unsupported));
    CHECK(fails("name: a\ndependencies:\n  pg:\n    github: a/b\n  sqlite3:\n    github: a/b\n", {},
                az::errc::ambiguous));
    CHECK(fails("name: a\n", {{"DATABASE_URL", "nonsense"}}, az::errc::invalid));
}

TEST_CASE("plan_setup tells the database from the scheme, where the rest of DATABASE_URL is in doubt") {
    auto sql = [](const std::string &url) {
        application app("name: a\n");
        az::environment variables;
        variables.set("DATABASE_URL", url, ".env:1", "a shell expands the $ in it");
        variables.set("SESSION_SECRET", "a$b", ".env:2", "a shell expands the $ in it");
        auto plan = compiled_once::plan_setup(az::project::open(app.path()), variables,
                                              {.backend = az::backend::database});
        CHECK(titles(plan).find("Set the environment variables") == std::string::npos);
        return plan.files[1].contents;
    };
    CHECK(sql("postgres://u:pa$$@h/a").find("TIMESTAMPTZ") != std::string::npos);
    CHECK(sql("sqlite3:./$NAME.db").find("TIMESTAMPTZ") == std::string::npos);
    CHECK(support::failure_of([&] { sql("${OTHER_URL}/a"); }).code() == az::errc::ambiguous);
}

TEST_CASE("plan_setup a second time changes nothing") {
    for (auto backend : {az::backend::redis, az::backend::database, az::backend::memory}) {
        application app;
        app.carry_out(app.plan({.backend = backend}));
        for (const auto &file : app.plan({.backend = backend}).files)
            CHECK(file.status == az::file_status::identical);
    }
}

TEST_CASE("plan_setup never makes a second initializer, wherever the first one is") {
    for (std::string place :
         {"src/config/session.cr", "config/session.cr", "config/initializers/session.cr"}) {
        CAPTURE(place);
        application app;
        auto made = app.plan().files.front().contents;
        app.write(place, made);
        CHECK(summary(app.plan()) == "identical " + place + "\nupdate shard.yml\n");
        app.write(place, "puts 1\n");
        CHECK(initializer(app.plan()).status == az::file_status::conflict);
        CHECK(initializer(app.plan({.force = true})).path == place);
    }
    application app;
    app.write("config/session.cr", "puts 1\n");
    auto asked = app.plan({.force = true});
    bool named = false;
    for (const auto &step : asked.steps)
        named = named || step.lines == std::vector<std::string>{"require \"../config/session\""};
    CHECK(named);
    app.write("src/app.cr", "require \"../config/session\"\n");
    CHECK(titles(app.plan({.force = true})).find("Require the initializer") == std::string::npos);
}

TEST_CASE("plan_setup never makes a second sessions migration") {
    application app;
    app.write("src/db/migrations/20200101000000_create_sessions.cr",
              "class CreateSessions < CQL::Migration(1)\nend\n");
    auto plan = app.plan({.backend = az::backend::database});
    CHECK(summary(plan) == "create src/initializers/session.cr\n"
                           "skip src/db/migrations/20200101000000_create_sessions.cr\nupdate shard.yml\n");
    auto forced = app.plan({.backend = az::backend::database, .force = true});
    auto migration = file_named(forced, "0_create_sessions.cr");
    CHECK(migration.status == az::file_status::force);
    CHECK(migration.contents.find("(20200101000000_i64)") != std::string::npos);
    CHECK(file_named(forced, "0_create_sessions.cr.bak").contents ==
          "class CreateSessions < CQL::Migration(1)\nend\n");

    application renamed;
    renamed.write("src/db/migrations/20200101000000_sessions.cr",
                  "class CreateSessions < CQL::Migration(1)\nend\n");
    for (bool force : {false, true})
        CHECK(renamed.plan({.backend = az::backend::database, .force = force}).files[1].status ==
              az::file_status::skip);
}

TEST_CASE("plan_setup takes only a migration that defines CreateSessions for the sessions migration") {
    auto found = [](const std::string &source) {
        application app;
        app.write("src/db/migrations/20200101000000_other.cr", source);
        return app.plan({.backend = az::backend::database, .force = true}).files[1].status ==
               az::file_status::skip;
    };
    CHECK(found("class CreateSessions<CQL::Migration(1)\nend\n"));
    CHECK(found("module A\n  class CreateSessions < CQL::Migration(1)\r\nend\n"));
    CHECK_FALSE(found("# see class CreateSessions < CQL::Migration(1)\n"));
    CHECK_FALSE(found("class CreateSessionsIndex < CQL::Migration(1)\n"));
    CHECK_FALSE(found("class CreateSessions::Index < CQL::Migration(1)\n"));
    CHECK_FALSE(found("puts \"class CreateSessions \"\n"));
}

TEST_CASE("plan_setup skips sources that it cannot read") {
    application app;
    // A regular file whose first byte nobody can read, root included.
    const std::string unreadable = "/proc/self/mem";
    app.write("src/my_app.cr", "require \"./initializers/session\"\n");
    std::filesystem::create_directories(app.path() / "src/db/migrations/1_create_sessions.cr");
    std::filesystem::create_directories(app.path() / "src/directory.cr");
    std::filesystem::create_symlink(unreadable, app.path() / "src/db/migrations/2_x.cr");
    std::filesystem::create_symlink(unreadable, app.path() / "src/a.cr");
    std::filesystem::create_symlink("nothing", app.path() / "src/dangling.cr");
    auto plan = app.plan({.backend = az::backend::database});
    CHECK(plan.files[1].status == az::file_status::create);
    CHECK(titles(plan).find("Require") == std::string::npos);
}

TEST_CASE("plan_setup finds a foreign initializer in conflict, unless it is forced") {
    application app;
    app.write(az::initializer_places.front(), "# my own\n");
    CHECK(conflict_in(app.plan()).value().code() == az::errc::conflict);
    auto forced = app.plan({.force = true});
    CHECK(initializer(forced).status == az::file_status::force);
    CHECK_FALSE(conflict_in(forced));
}

TEST_CASE("plan_setup looks at the halves of an initializer separately") {
    application app;
    app.carry_out(app.plan());
    auto original = app.read(az::initializer_places.front());

    auto changed = original;
    changed.replace(changed.find("1.hour"), 6, "2.days");
    app.write(az::initializer_places.front(), changed);
    CHECK(initializer(app.plan()).status == az::file_status::skip);
    CHECK(initializer(app.plan({.force = true})).status == az::file_status::skip);

    // Another backend needs another lower half, and another store in the upper one.
    CHECK(initializer(app.plan({.backend = az::backend::memory})).status == az::file_status::conflict);

    app.write(az::initializer_places.front(), changed + "# edited\n");
    auto edited = initializer(app.plan());
    CHECK(edited.status == az::file_status::conflict);
    auto lines = difference(edited);
    CHECK(lines.front() == "--- a/src/initializers/session.cr");
    CHECK(lines.back() == "-# edited");
    CHECK(std::count_if(lines.begin(), lines.end(), [](const auto &line) { return line.starts_with('+'); }) ==
          1);
}

TEST_CASE("plan_setup says what to keep of the initializer that azu generate auth writes") {
    application app;
    app.write(az::initializer_places.front(),
              "struct Shop::UserSession\n  include Session::SessionData\nend\n"
              "Session.configure do |config|\n  config.provider = "
              "Session::MemoryStore(Shop::UserSession).provider\nend\n");
    auto conflict = conflict_in(app.plan()).value();
    CHECK(conflict.hint().starts_with("It looks like what azu generate auth writes, "));
    CHECK(conflict.hint().find("UserSession") != std::string::npos);
    app.write(az::initializer_places.front(), "puts 1\n");
    CHECK(conflict_in(app.plan()).value().hint() == "Move your changes, or have it overwritten.");
}

TEST_CASE("plan_setup refreshes an unmodified lower half of another version and keeps the upper one") {
    application app;
    auto current = without_directories(initializer(app.plan()).contents);
    auto marker = current.find("# ---- Written by");
    std::string older_lower = "\n# an older version\n";
    auto older_marker = "# ---- Written by azu session:setup (redis, " + az::detail::checksum(older_lower) +
                        "): change what stands above this line, not below it ----\n";
    app.write(az::initializer_places.front(),
              "# mine\n" + current.substr(0, marker) + older_marker + older_lower);
    auto refreshed = initializer(app.plan());
    CHECK(refreshed.status == az::file_status::update);
    CHECK(refreshed.contents == "# mine\n" + current);
}

TEST_CASE("plan_setup sees through a checkout with CRLF, and keeps it") {
    application app;
    auto crlf = [](const std::string &text) { return az::detail::with_line_ending(text, "\r\n"); };
    auto current = without_directories(initializer(app.plan()).contents);
    app.write(az::initializer_places.front(), crlf(current));
    CHECK(initializer(app.plan()).status == az::file_status::identical);

    app.write(az::initializer_places.front(), crlf("# mine\n" + current));
    CHECK(initializer(app.plan()).status == az::file_status::skip);

    app.write(az::initializer_places.front(), crlf(current + "# edited\n"));
    CHECK(initializer(app.plan()).status == az::file_status::conflict);

    std::string older_lower = "\n# an older version\n";
    auto marker = "# ---- Written by azu session:setup (redis, " + az::detail::checksum(older_lower) +
                  "): change what stands above this line, not below it ----\n";
    auto upper = "# mine\n" + current.substr(0, current.find("# ---- Written by"));
    app.write(az::initializer_places.front(), crlf(upper + marker + older_lower));
    auto refreshed = initializer(app.plan());
    CHECK(refreshed.status == az::file_status::update);
    CHECK(refreshed.contents == crlf("# mine\n" + current));

    auto migration = app.plan({.backend = az::backend::database}).files[1];
    app.write(migration.path, crlf(migration.contents));
    CHECK(app.plan({.backend = az::backend::database}).files[1].status == az::file_status::identical);

    // What the authors wrote keeps its endings, whatever they are.
    app.write(az::initializer_places.front(), upper + crlf(marker + older_lower));
    CHECK(initializer(app.plan()).contents.starts_with(upper));
}

TEST_CASE("plan_setup refuses a name that is not UTF-8") {
    CHECK(support::failure_of([&] { return application("name: caf\xe9\n").plan(); }).code() ==
          az::errc::invalid);
}

TEST_CASE("plan_setup escapes a name in the Crystal string, and refuses one that cannot stand there") {
    CHECK(initializer(application("name: 'a\"#{`id`}\\b'\n").plan())
              .contents.find("prefix: \"a\\\"\\#{`id`}\\\\b:session:\"") != std::string::npos);
    CHECK(support::failure_of([&] {
              return application("name: a\x01"
                                 "b\n")
                  .plan();
          }).code() == az::errc::invalid);
}

TEST_CASE("plan_setup names the steps that remain and leaves out those that are done") {
    application app;
    CHECK(titles(app.plan({.backend = az::backend::database})) ==
          "Install the dependencies\nSet the environment variables\nKeep .env out of git\n"
          "Load .env into the shell that starts the application, which does not read it\nRun the migration\n"
          "Or, where that cannot run, make the table without it\n"
          "Require the initializer in src/app.cr\nPut the session handler first in the chain of handlers\n");

    app.write("lib/session/shard.yml", "");
    app.write("lib/redis/shard.yml", "");
    app.write("src/my_app.cr", "require \"./initializers/**\"\nMyApp.start [\n  SessionHandler.new,\n]\n");
    CHECK(titles(app.plan({}, {{"SESSION_SECRET", "s"}, {"REDIS_URL", "redis://localhost"}})).empty());
    CHECK(app.plan({}, {{"SESSION_SECRET", ""}, {"REDIS_URL", "redis://localhost"}}).steps[0].lines.size() ==
          1);
}

TEST_CASE("plan_setup recognises every way to require the initializer, and no other") {
    auto required = [](const std::string &file, const std::string &line) {
        application app;
        app.write(file, line + "\n");
        return titles(app.plan()).find("Require") == std::string::npos;
    };
    CHECK(required("src/app.cr", "require \"./initializers/session\""));
    CHECK(required("src/app.cr", "  require \"./initializers/session.cr\""));
    CHECK(required("src/app.cr", "require \"./initializers/*\""));
    CHECK(required("src/app.cr", "require \"./**\""));
    CHECK(required("src/web/server.cr", "require \"../initializers/session\""));
    CHECK_FALSE(required("src/app.cr", "MyApp.start [A.new]\nrequire \"./initializers/session\""));
    CHECK_FALSE(required("src/app.cr", "# require \"./initializers/session\""));
    CHECK_FALSE(required("src/app.cr", "require \"./initializers/sessions\""));
    CHECK_FALSE(required("src/app.cr", "require \"initializers/session\""));
    CHECK_FALSE(required("src/app.cr", "require \"./initializers/session/extra\""));
}

TEST_CASE("plan_setup hands over what it cannot do safely") {
    auto plan = application("name: a\ndependencies: {}\n").plan();
    REQUIRE(plan.by_hand.size() == 1);
    CHECK(plan.by_hand[0].find("  session:\n    github: azutoolkit/session\n") != std::string::npos);
    CHECK(plan.files.back().status == az::file_status::skip);

    support::temporary_directory bare;
    CHECK(compiled_once::plan_setup(az::project::open(bare.path()), az::environment()).by_hand.size() == 1);
}

TEST_CASE("plan_setup touches nothing") {
    application app;
    app.plan({.backend = az::backend::database});
    CHECK_FALSE(std::filesystem::exists(app.path() / "src"));
}
