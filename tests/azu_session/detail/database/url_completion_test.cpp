#include <azu_session/detail/database/url_completion.hpp>

#include "cli/compiled_once.hpp"
#include "support/failure.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace az = azu_session;

TEST_CASE("complete_postgresql_url fills in what crystal-pg takes") {
    using variables = std::map<std::string, std::string, std::less<>>;
    auto complete = [](std::string_view text, const variables &set = {}) {
        auto url = std::get<az::postgresql_url>(az::parse_database_url(text));
        return az::detail::complete_postgresql_url(
            url, [&](std::string_view name) -> std::optional<std::string> {
                auto found = set.find(name);
                return found == set.end() ? std::nullopt : std::optional(found->second);
            });
    };
    const variables all = {{"PGHOST", "h"},     {"PGPORT", "1"},     {"PGUSER", "u"},    {"PGDATABASE", "d"},
                           {"PGPASSWORD", "p"}, {"PGHOSTADDR", "x"}, {"PGSERVICE", "x"}, {"PGOPTIONS", "x"}};
    auto full = complete("postgres://me:secret@db:5/shop", all);
    CHECK(full.guesses.empty());
    CHECK(full.url.host == "db");
    CHECK(full.url.port == 5);
    CHECK(full.url.username == "me");
    CHECK(full.url.password.reveal() == "secret");
    CHECK(full.url.database == "shop");

    auto open = complete("postgres:///", all);
    CHECK(open.url.host == "h");
    CHECK(open.url.port == 1);
    CHECK(open.url.username == "u");
    CHECK(open.url.password.reveal() == "p");
    CHECK(open.url.database == "d");
    CHECK(open.guesses == std::vector<std::string>{"the host (h, PGHOST)", "the port (1, PGPORT)",
                                                   "the user (u, PGUSER)", "the database (d, PGDATABASE)"});

    auto socket = complete("postgres://u@/d", {{"PGHOST", "/sockets"}, {"PGPORT", "1"}});
    CHECK(socket.url.host == "/sockets");
    CHECK(socket.url.port == 5432);

    std::string user = getpwuid(getuid())->pw_name;
    auto bare = complete("postgres://other@db", {{"PGPORT", ""}});
    CHECK(bare.url.port == 5432);
    CHECK(bare.url.database == user);
    CHECK(bare.guesses ==
          std::vector<std::string>{"the database (" + user + ", the operating system's user)"});
    CHECK(complete("postgres://db/d").url.username == user);

    auto refuses = [&](std::string_view text, const variables &set) {
        return support::failure_of([&] { return complete(text, set); }).code() == az::errc::invalid;
    };
    CHECK(refuses("postgres://db", {{"PGPORT", "x"}}));
    CHECK(refuses("postgres://one,two/d", {}));
    CHECK(refuses("postgres:///d", {{"PGHOST", "one,two"}}));
}

TEST_CASE("detect completes the URL with the application's variables, and says what they were") {
    support::temporary_directory app;
    app.write("src/initializers/session.cr",
              "Session.configure { |c| c.store = DatabaseStore.new(table: \"sessions\") }\n");
    auto detected = [&](const std::map<std::string, std::string> &variables) {
        return compiled_once::detect({app.path(), "app"}, az::environment(variables));
    };
    auto server_of = [](const az::detection &found) {
        return std::get<az::postgresql_url>(std::get<az::database_settings>(found.settings).url.value());
    };
    auto full = detected({{"DATABASE_URL", "postgres://u:p@h:1/d"}, {"PGHOST", "x"}});
    CHECK(full.warnings.empty());
    CHECK(server_of(full).host == "h");

    auto open = detected({{"DATABASE_URL", "postgres:///d"}, {"PGHOST", "db.example"}, {"PGUSER", "shop"}});
    CHECK(server_of(open).host == "db.example");
    CHECK(server_of(open).username == "shop");
    REQUIRE(open.warnings.size() == 1);
    CHECK(open.warnings[0] ==
          "The database URL leaves open the host (db.example, PGHOST), the user (shop, PGUSER): "
          "where the application runs, they may differ.");
    auto sqlite = detected({{"DATABASE_URL", "sqlite3:./app.db"}, {"PGHOST", "x"}});
    CHECK(std::get<az::database_settings>(sqlite.settings).url == az::parse_database_url("sqlite3:./app.db"));
    CHECK(sqlite.warnings.empty());
}
