#include <azu_session/detect.hpp>

#include "support/failure.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

namespace az = azu_session;

namespace {

const std::string memory = "Session.configure { |config| config.store = MemoryStore.new }\n";

az::environment variables(const std::map<std::string, std::string> &set = {}) { return az::environment(set); }

} // namespace

TEST_CASE("detect reports an initializer in another usual place") {
    for (std::string place :
         {"src/config/session.cr", "config/session.cr", "config/initializers/session.cr"}) {
        CAPTURE(place);
        support::temporary_directory directory;
        directory.write(place, memory);
        auto found = az::detect({directory.path(), "app"}, variables());
        CHECK(found.backend() == az::backend::memory);
        CHECK(found.initializer == place);
        REQUIRE(found.warnings.size() == 1);
        CHECK(found.warnings[0].find(place) != std::string::npos);
        directory.write("src/initializers/session.cr", "");
        CHECK(support::failure_of([&] {
                  az::detect({directory.path(), "app"}, variables());
              }).what() == std::string("src/initializers/session.cr configures no session store."));
    }
}

TEST_CASE("detect asks the option, then the initializer, then SESSION_BACKEND, then takes Redis") {
    support::temporary_directory directory;
    az::project app{directory.path(), "app"};
    auto set = variables({{"SESSION_BACKEND", "database"}});
    CHECK(az::detect(app, variables()).source == az::detection_source::fallback);
    auto from_variable = az::detect(app, set);
    CHECK(from_variable.source == az::detection_source::environment);
    CHECK(from_variable.backend() == az::backend::database);
    directory.write("src/initializers/session.cr", memory);
    auto from_file = az::detect(app, set);
    CHECK(from_file.source == az::detection_source::initializer);
    CHECK(from_file.backend() == az::backend::memory);
    auto from_option = az::detect(app, set, {.backend = az::backend::redis});
    CHECK(from_option.source == az::detection_source::option);
    CHECK(from_option.backend() == az::backend::redis);
    CHECK(from_option.root == directory.path());
    auto failure = support::failure_of([&] {
        directory.write("src/initializers/session.cr", "");
        az::detect(app, variables({{"SESSION_BACKEND", "postgres"}}));
    });
    CHECK(failure.code() == az::errc::invalid);
    CHECK(std::string(failure.what()).find("SESSION_BACKEND") != std::string::npos);
}

TEST_CASE("detect checks what options give like what files give") {
    support::temporary_directory directory;
    az::project app{directory.path(), "app"};
    auto refused = [&](const az::detect_options &options) {
        return support::failure_of([&] { az::detect(app, variables(), options); }).code() ==
               az::errc::invalid;
    };
    auto redis = az::backend::redis, database = az::backend::database;
    for (std::string prefix : {"", "*", "**", " ", "?*", "[]"})
        CHECK(refused({.backend = redis, .prefix = prefix}));
    for (std::string table : {"", ".", "a.", ".b", "a.b.c"})
        CHECK(refused({.backend = database, .table = table}));
    for (const auto &table : {std::string(64, 'x'), std::string("a\0b", 3)})
        CHECK(refused({.backend = database, .table = table}));
    CHECK(refused({.backend = redis, .url = "http://x"}));
    CHECK(refused({.backend = database, .url = "redis://x"}));
    auto found =
        az::detect(app, variables(),
                   {.backend = database, .url = "sqlite3:./a.db", .table = "s." + std::string(63, 'x')});
    CHECK(found.provenance.at("url") == "--url");
    CHECK(found.provenance.at("table") == "--table");
    auto literal = az::detect(app, variables(), {.backend = redis, .prefix = "a*[b]:"});
    CHECK(std::get<az::redis_settings>(literal.settings).prefix == "a*[b]:");
}

TEST_CASE("detect refuses options that the backend has no use for") {
    support::temporary_directory directory;
    az::project app{directory.path(), "app"};
    auto code = [&](const az::detect_options &options) {
        return support::failure_of([&] { az::detect(app, variables(), options); }).code();
    };
    auto redis = az::backend::redis, database = az::backend::database;
    CHECK(code({.table = "t"}) == az::errc::usage);
    CHECK(code({.backend = redis, .table = "t"}) == az::errc::usage);
    CHECK(code({.backend = database, .prefix = "x:"}) == az::errc::usage);
    CHECK(code({.backend = az::backend::memory, .url = "redis://h"}) == az::errc::usage);
    directory.write("src/initializers/session.cr",
                    "Session.configure { |c| c.store = DatabaseStore.new(table: \"t\") }\n");
    auto failure = support::failure_of([&] { az::detect(app, variables(), {.prefix = "x:"}); });
    CHECK(failure.code() == az::errc::usage);
    CHECK(failure.what() ==
          std::string("--prefix is for the redis backend, and the sessions are in database."));
    CHECK(failure.hint().find("--backend") != std::string::npos);
}

TEST_CASE("detect derives no prefix from nothing, and warns where no application is") {
    support::temporary_directory directory;
    az::project nameless{directory.path(), ""}, app{directory.path(), "app"};
    CHECK(support::failure_of([&] { az::detect(nameless, variables()); }).code() == az::errc::invalid);
    CHECK(az::detect(nameless, variables(), {.prefix = "x:"}).backend() == az::backend::redis);
    auto set = std::map<std::string, std::string>{{"REDIS_URL", "redis://h"}};
    auto found = az::detect(app, variables(set));
    REQUIRE(found.warnings.size() == 1);
    CHECK(found.warnings[0] == "There is no Azu application in " + directory.path().string() +
                                   " (no shard.yml, no src/initializers/session.cr).");
    set["SESSION_BACKEND"] = "redis";
    CHECK(az::detect(app, variables(set)).warnings.empty());
    directory.write("shard.yml", "name: app\n");
    CHECK(az::detect(app, variables({{"REDIS_URL", "redis://h"}})).warnings.empty());
}

TEST_CASE("detect shows no password in an error") {
    support::temporary_directory directory;
    directory.write("src/initializers/session.cr",
                    "Session.configure do |config|\n  config.store = RedisStore.new(url: "
                    "Vault.open(\"redis://:secret@host\"), prefix: \"x:\")\nend\n");
    auto failure = support::failure_of([&] { az::detect({directory.path(), "app"}, variables()); });
    CHECK((failure.what() + failure.hint()).find("secret") == std::string::npos);
}

TEST_CASE("detect follows a required file once and leaves what that requires alone") {
    support::temporary_directory directory;
    directory.write("src/initializers/session.cr",
                    "require \"./session\"\nrequire \"./a\"\nrequire \"./missing\"\n");
    directory.write("src/initializers/a.cr", "require \"./b\"\n" + memory);
    directory.write("src/initializers/b.cr", "Session.configure { |c| c.store = DatabaseStore.new }\n");
    auto found = az::detect({directory.path(), "app"}, variables());
    CHECK(found.backend() == az::backend::memory);
    CHECK(found.provenance.at("backend") == "src/initializers/a.cr:2");
}

TEST_CASE("detect fails when the initializer cannot be read") {
    support::temporary_directory directory;
    directory.write("src/initializers/session.cr/file", "");
    CHECK(support::failure_of([&] {
              az::detect({directory.path(), "app"}, variables());
          }).code() == az::errc::io);
}
