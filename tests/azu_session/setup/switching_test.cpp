#include <azu_session/apply.hpp>
#include <azu_session/detail/initializer/halves.hpp>
#include <azu_session/setup_options.hpp>

#include "cli/compiled_once.hpp"
#include "support/failure.hpp"
#include "support/temporary_directory.hpp"
#include "support/tree.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <variant>

namespace az = azu_session;
using enum az::backend;

namespace {

constexpr auto initializer = "src/initializers/session.cr";

struct application : support::temporary_directory {
    application() { write("shard.yml", "name: shop\n"); }

    az::setup_plan plan(az::backend backend) const {
        auto app = az::project::open(path());
        return compiled_once::plan_setup(app, az::environment::of(app), {.backend = backend, .force = true});
    }
    az::setup_plan set_up(az::backend backend) const {
        auto made = plan(backend);
        az::apply(made);
        return made;
    }
    /// The authors' half.
    std::string upper() const {
        auto text = read(initializer);
        return text.substr(0, text.find("# ---- Written by"));
    }
    void replace(const std::string &part, const std::string &other) const {
        auto text = read(initializer);
        REQUIRE(text.find(part) != text.npos);
        write(initializer, text.replace(text.find(part), part.size(), other));
    }
    void configure(const std::string &store) const {
        write(initializer, "Session.configure do |config|\n  config.store = " + store + "\nend\n");
    }
    az::detection detect(az::backend backend) const {
        auto app = az::project::open(path());
        return compiled_once::detect(app, az::environment::of(app), {.backend = backend});
    }
    std::string prefix() const { return std::get<az::redis_settings>(detect(redis).settings).prefix.text(); }
};

bool has(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

/// What the steps say of stores that were left.
std::string about_stores(const az::setup_plan &plan) {
    std::string text;
    for (const auto &step : plan.steps)
        if (step.needs == initializer) {
            text += step.title + "\n";
            for (const auto &line : step.lines)
                text += line + "\n";
        }
    return text;
}

/// An application with its own prefix and cookie.
struct own_application : application {
    own_application() {
        set_up(redis);
        replace("shop:session:", "mine:");
        replace("  config.secret", "  config.cookie_name = \"sid\"\n  config.secret");
    }
};

} // namespace

TEST_CASE("another store takes the place of the old one, all else that the authors wrote stays") {
    own_application app;
    auto mine = app.upper();
    auto plan = app.set_up(database);
    CHECK(has(app.upper(),
              "config.store = DatabaseStore.new(\n    table: \"sessions\",\n    ttl: 1.hour\n  )"));
    CHECK(has(app.upper(), "  config.cookie_name = \"sid\"\n"));
    CHECK(has(about_stores(plan), "mine:*"));
    CHECK(has(about_stores(plan), "azu session:clear --backend redis\n"));
    CHECK(app.prefix() == "mine:");
    app.set_up(redis);
    CHECK(app.upper() == mine);
}

TEST_CASE("after any number of switches the store of each kind is still known, and comes back as it was") {
    own_application app;
    auto mine = app.upper();
    for (auto backend : {memory, database, memory, redis}) {
        app.set_up(backend);
        CHECK(app.prefix() == "mine:");
    }
    CHECK(app.upper() == mine);
    app.replace("mine:", "yours:");
    app.set_up(database);
    CHECK(app.prefix() == "yours:");
}

TEST_CASE("what is noted of a store is found at its line") {
    own_application app;
    app.set_up(database);
    auto text = app.read(initializer);
    auto before = text.substr(0, text.find("# left behind redis"));
    auto line = std::to_string(std::count(before.begin(), before.end(), '\n') + 1);
    CHECK(app.detect(redis).provenance.at("prefix") == std::string(initializer) + ":" + line);
}

TEST_CASE("no password is noted, and none is restored as its mask") {
    for (std::string url : {"\"redis://:hunter2@h:1/2\"", "\"redis://#{\"u\"}:hunter2@h:1/2\"",
                            "ENV.fetch(\"X\", \"redis://:hunter2@h:1/2\")", "%q(redis://:hunter2@h:1/2)"}) {
        CAPTURE(url);
        own_application app;
        app.replace("ENV[\"REDIS_URL\"]", url);
        app.set_up(database);
        CHECK_FALSE(has(app.read(initializer), "hunter2"));
        CHECK(std::get<az::redis_settings>(app.detect(redis).settings).url.host == "h");
        CHECK(app.prefix() == "mine:");
        auto plan = app.set_up(redis);
        CHECK_FALSE(has(app.upper(), "***"));
        CHECK(has(app.upper(), "ENV[\"REDIS_URL\"]"));
        CHECK(has(app.upper(), "mine:"));
        CHECK(has(about_stores(plan), "REDIS_URL=redis://"));
    }
}

TEST_CASE("a store that cannot stand alone is noted as detection reads it") {
    own_application app;
    app.replace("\"mine:\"", "PREFIX");
    app.replace("Session.configure", "PREFIX = \"constant:\"\n\nSession.configure");
    app.set_up(database);
    CHECK(app.prefix() == "constant:");
    CHECK(has(app.upper(), "PREFIX = \"constant:\"\n"));
}

TEST_CASE("what cannot be kept is overwritten, with a backup, and what is left behind is told") {
    application app;
    app.configure(
        "case ENV[\"AZU_ENV\"]?\n    when \"test\" then MemoryStore.new\n    else RedisStore.new(url: "
        "\"redis://h\", prefix: \"c:\")\n    end");
    auto before = app.read(initializer);
    auto plan = app.set_up(database);
    CHECK(app.read("src/initializers/session.cr.bak") == before);
    CHECK(has(about_stores(plan), "c:*"));
    CHECK(app.prefix() == "c:");
}

TEST_CASE("where the store that is left cannot be told, that is said") {
    application app;
    app.configure("Shop.store");
    CHECK(has(about_stores(app.set_up(redis)), "cannot be told"));
}

TEST_CASE("what a note does not hold of the store that is left is kept in a backup, and nothing else is") {
    own_application noted;
    noted.set_up(database);
    CHECK(noted.read("src/initializers/session.cr.bak").empty());
    application app;
    app.set_up(redis);
    app.replace("ENV[\"REDIS_URL\"]", "\"redis://:hunter2@localhost\"");
    auto before = app.read(initializer);
    app.set_up(database);
    CHECK_FALSE(has(app.read(initializer), "hunter2"));
    CHECK(app.read("src/initializers/session.cr.bak") == before);
}

TEST_CASE("a store that nobody can tell is noted as that, so that it is never cleared by a guess") {
    application app;
    app.set_up(redis);
    app.replace("\"shop:session:\"", "`hostname`");
    app.set_up(database);
    auto failure = support::failure_of([&] { static_cast<void>(app.detect(redis)); });
    CHECK(failure.code() == az::errc::invalid);
    CHECK(has(failure.what(), "notes an earlier store, and does not tell where it is"));
    auto given = az::project::open(app.path());
    auto found = compiled_once::detect(given, az::environment(), {.backend = redis, .prefix = "x:"});
    CHECK(std::get<az::redis_settings>(found.settings).prefix.text() == "x:");
    CHECK(app.plan(redis).steps.size() > 0);
    app.set_up(redis);
    CHECK(app.prefix() == "shop:session:");
}

TEST_CASE("a store of the same kind that is left is cleared by options, with its URL where that differs") {
    application app;
    app.configure("RedisStore.new(url: \"redis://:hunter2@other\", prefix: \"f:\")");
    auto told = about_stores(app.set_up(redis));
    CHECK(has(told, "azu session:clear --backend redis --url 'redis://:***@other' --prefix 'f:'"));
    CHECK_FALSE(has(told, "hunter2"));
    application same;
    same.configure("RedisStore.new(url: ENV[\"REDIS_URL\"], prefix: \"f:\")");
    same.write(".env", "REDIS_URL=redis://h\n");
    CHECK(has(about_stores(same.set_up(redis)), "azu session:clear --backend redis --prefix 'f:'"));
    same.configure("RedisStore.new(url: ENV[\"REDIS_URL\"], prefix: \"shop:session:\")");
    CHECK(about_stores(same.set_up(redis)).empty());
}

TEST_CASE("a database that another engine takes the place of is not told by the new one's URL") {
    application app;
    app.write(".env", "DATABASE_URL=postgres://h/d\n");
    app.set_up(database);
    auto mine = app.upper();
    app.write(".env", "DATABASE_URL=sqlite3:./d.db\n");
    app.write("shard.yml",
              "name: shop\ndependencies:\n  sqlite3:\n    github: crystal-lang/crystal-sqlite3\n");
    auto told = about_stores(app.set_up(database));
    CHECK(has(told, "azu session:clear --backend database --url 'URL' --table"));
    CHECK_FALSE(has(told, "sqlite3:"));
    CHECK(app.upper() == mine);
}

TEST_CASE("a store that the authors changed themselves is not taken for one that is left") {
    own_application app;
    auto text = app.upper();
    auto store =
        text.substr(text.find("RedisStore"), text.find("  config.cookie_name") - text.find("RedisStore"));
    app.replace(store, "DatabaseStore.new(table: \"own\")\n");
    CHECK_FALSE(has(about_stores(app.set_up(database)), "own"));
    CHECK(has(app.upper(), "table: \"own\""));
}

TEST_CASE("pieces that nothing needs any more are told and left") {
    own_application app;
    app.set_up(database);
    auto before = support::tree_of(app.path());
    auto plan = app.set_up(redis);
    std::string told;
    for (const auto &piece : plan.unneeded)
        told += piece + "\n";
    CHECK(has(told, "_create_sessions.cr"));
    CHECK(has(told, "cql"));
    auto after = support::tree_of(app.path());
    after[initializer] = before[initializer];
    CHECK(after == before);
}

TEST_CASE("a note that cannot be read is an error, and never a guess") {
    own_application app;
    app.set_up(database);
    const auto whole = app.read(initializer);
    auto begin = whole.find("# left behind redis"), end = whole.find('\n', begin);
    auto with_note = [&](const std::string &note) {
        app.write(initializer, std::string(whole).replace(begin, end - begin, note));
    };
    const std::string start = "# left behind redis: ";
    for (std::string note :
         {start, start + "\"", start + "RedisStore.new", start + "\"nonsense\"", start + "\"\"",
          start + "\"MemoryStore.new\"", start + "\"RedisStore.new(prefix: PREFIX)\"", start + "\"x = 1\"",
          start + "\"RedisStore.new(prefix: \\\"a\"",
          start + "\"RedisStore.new(prefix: \\\"a\\\")\"\n" + start +
              "\"RedisStore.new(prefix: \\\"b\\\")\""}) {
        CAPTURE(note);
        with_note(note);
        CHECK(support::failure_of([&] { return app.detect(redis); }).code() == az::errc::invalid);
        auto given = az::project::open(app.path());
        az::detect_options options{.backend = redis, .prefix = "mine:"};
        CHECK(std::get<az::redis_settings>(
                  compiled_once::detect(given, az::environment::of(given), options).settings)
                  .prefix.text() == "mine:");
        CHECK(app.detect(database).backend() == database);
    }
}

TEST_CASE("a note that makes no store is not put into the initializer") {
    own_application app;
    app.set_up(database);
    auto text = app.read(initializer);
    auto begin = text.find("# left behind redis"), end = text.find('\n', begin);
    app.write(initializer, text.replace(begin, end - begin, "# left behind redis: \"nonsense\""));
    app.set_up(redis);
    CHECK_FALSE(has(app.upper(), "nonsense"));
    CHECK(has(app.upper(), "RedisStore.new("));
}

TEST_CASE("CRLF stays") {
    own_application app;
    auto windows = az::detail::with_line_ending(app.read(initializer), "\r\n");
    app.write(initializer, windows);
    auto mine = app.upper();
    for (auto backend : {database, redis}) {
        app.set_up(backend);
        auto text = app.read(initializer);
        CHECK(az::detail::with_line_ending(text, "\r\n") == text);
    }
    CHECK(app.upper() == mine);
}

TEST_CASE("with force nothing is a conflict, whatever is in the initializer's place") {
    std::mt19937 random(29);
    own_application start;
    const auto whole = start.read(initializer);
    for (int i = 0; i < 60; ++i) {
        application app;
        auto text = whole;
        for (auto cuts = random() % 4; cuts > 0; --cuts) {
            auto at = random() % text.size(), size = random() % 200;
            if (random() % 2 == 0)
                text.erase(at, size);
            else
                text.insert(at, whole.substr(random() % whole.size(), size));
        }
        if (i % 10 == 0) text = std::string(random() % 50, static_cast<char>(random() % 256));
        app.write(initializer, text);
        auto backend = std::array{redis, database, memory}[random() % 3];
        auto plan = app.set_up(backend);
        CAPTURE(text);
        for (const auto &file : plan.files) {
            CHECK(file.status != az::file_status::conflict);
            if (!file.backup.empty()) CHECK(app.read(file.backup) == file.previous.value());
        }
        auto once = support::tree_of(app.path());
        app.set_up(backend);
        CHECK(support::tree_of(app.path()) == once);
    }
}

TEST_CASE("an initializer that is skipped leaves no store behind") {
    own_application app;
    auto opened = az::project::open(app.path());
    auto plan = compiled_once::plan_setup(opened, az::environment::of(opened), {.backend = database});
    CHECK_FALSE(about_stores(plan).empty());
    CHECK(about_stores(az::skipped(plan, initializer)).empty());
}
