#include "cli/compiled_once.hpp"
#include "support/failure.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <string>

namespace az = azu_session;

namespace {

const std::string memory = "Session.configure { |config| config.store = MemoryStore.new }\n";

az::environment variables(const std::map<std::string, std::string> &set = {}) { return az::environment(set); }

/// An application with an initializer and a .env, and nothing in the environment.
struct application : support::temporary_directory {
    application(const std::string &initializer, const std::string &dotenv) {
        write("src/initializers/session.cr", initializer);
        for (auto &entry : az::parse_dotenv(dotenv))
            variables.set(entry.name, entry.value, ".env:" + std::to_string(entry.line), entry.doubt);
    }

    az::detection detect(const az::detect_options &options = {}) const {
        return compiled_once::detect({path(), "app"}, variables, options);
    }
    std::string failure(const az::detect_options &options = {}) const {
        auto failure = support::failure_of([&] { detect(options); });
        CHECK(failure.code() == az::errc::ambiguous);
        return failure.what();
    }

    az::environment variables;
};

std::string redis_with(const std::string &arguments) {
    return "Session.configure { |c| c.store = RedisStore.new(" + arguments + ") }\n";
}

} // namespace

TEST_CASE("detect reports an initializer in another usual place") {
    for (std::string place :
         {"src/config/session.cr", "config/session.cr", "config/initializers/session.cr"}) {
        CAPTURE(place);
        support::temporary_directory directory;
        directory.write(place, memory);
        auto found = compiled_once::detect({directory.path(), "app"}, variables());
        CHECK(found.backend() == az::backend::memory);
        CHECK(found.initializer == place);
        REQUIRE(found.warnings.size() == 1);
        CHECK(found.warnings[0].find(place) != std::string::npos);
        directory.write("src/initializers/session.cr", "");
        if (place.starts_with("src")) {
            CHECK(compiled_once::detect({directory.path(), "app"}, variables()).initializer == place);
            continue;
        }
        CHECK(support::failure_of([&] {
                  return compiled_once::detect({directory.path(), "app"}, variables());
              }).what() == std::string("src/initializers/session.cr configures no session store."));
    }
}

TEST_CASE("detect asks the option, then the initializer, then SESSION_BACKEND, then takes Redis") {
    support::temporary_directory directory;
    az::project app{directory.path(), "app"};
    auto set = variables({{"SESSION_BACKEND", "database"}});
    CHECK(compiled_once::detect(app, variables()).source == az::detection_source::fallback);
    auto from_variable = compiled_once::detect(app, set);
    CHECK(from_variable.source == az::detection_source::environment);
    CHECK(from_variable.backend() == az::backend::database);
    directory.write("src/initializers/session.cr", memory);
    auto from_file = compiled_once::detect(app, set);
    CHECK(from_file.source == az::detection_source::initializer);
    CHECK(from_file.backend() == az::backend::memory);
    auto from_option = compiled_once::detect(app, set, {.backend = az::backend::redis});
    CHECK(from_option.source == az::detection_source::option);
    CHECK(from_option.backend() == az::backend::redis);
    CHECK(from_option.root == directory.path());
    auto failure = support::failure_of([&] {
        directory.write("src/initializers/session.cr", "");
        return compiled_once::detect(app, variables({{"SESSION_BACKEND", "postgres"}}));
    });
    CHECK(failure.code() == az::errc::invalid);
    CHECK(std::string(failure.what()).find("SESSION_BACKEND") != std::string::npos);
}

TEST_CASE("detect checks what options give like what files give") {
    support::temporary_directory directory;
    az::project app{directory.path(), "app"};
    auto refused = [&](const az::detect_options &options) {
        return support::failure_of([&] { return compiled_once::detect(app, variables(), options); }).code() ==
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
    auto found = compiled_once::detect(
        app, variables(),
        {.backend = database, .url = "sqlite3:./a.db", .table = "s." + std::string(63, 'x')});
    CHECK(found.provenance.at("url") == "option");
    CHECK(found.provenance.at("table") == "option");
    auto literal = compiled_once::detect(app, variables(), {.backend = redis, .prefix = "a*[b]:"});
    CHECK(std::get<az::redis_settings>(literal.settings).prefix.text() == "a*[b]:");
}

TEST_CASE("detect refuses options that the backend has no use for") {
    support::temporary_directory directory;
    az::project app{directory.path(), "app"};
    auto code = [&](const az::detect_options &options) {
        return support::failure_of([&] { return compiled_once::detect(app, variables(), options); }).code();
    };
    auto redis = az::backend::redis, database = az::backend::database;
    CHECK(code({.table = "t"}) == az::errc::usage);
    CHECK(code({.backend = redis, .table = "t"}) == az::errc::usage);
    CHECK(code({.backend = database, .prefix = "x:"}) == az::errc::usage);
    CHECK(code({.backend = az::backend::memory, .url = "redis://h"}) == az::errc::usage);
    directory.write("src/initializers/session.cr",
                    "Session.configure { |c| c.store = DatabaseStore.new(table: \"t\") }\n");
    auto failure =
        support::failure_of([&] { return compiled_once::detect(app, variables(), {.prefix = "x:"}); });
    CHECK(failure.code() == az::errc::usage);
    CHECK(failure.what() ==
          std::string("A prefix is for the redis backend, and the sessions are in database."));
    CHECK(failure.settings().back() == az::setting::backend);
}

TEST_CASE("detect derives no prefix where no shard.yml gives a name, and none from nothing") {
    support::temporary_directory directory;
    az::project nameless{directory.path(), ""};
    CHECK(support::failure_of([&] { return compiled_once::detect(nameless, variables()); }).code() ==
          az::errc::invalid);
    auto detect = [&](const az::detect_options &options = {},
                      const std::map<std::string, std::string> &set = {}) {
        return compiled_once::detect(az::project::open(directory.path()), variables(set), options);
    };
    auto failure = support::failure_of(detect);
    CHECK(failure.code() == az::errc::invalid);
    CHECK(failure.what() == "There is no shard.yml with a name in " + directory.path().string() +
                                ", which the default prefix of an application's sessions begins with.");
    CHECK(failure.settings().back() == az::setting::prefix);
    CHECK(support::failure_of([&] { return detect({.backend = az::backend::redis}); }).code() ==
          az::errc::invalid);
    CHECK(support::failure_of([&] {
              return detect({}, {{"SESSION_BACKEND", "redis"}});
          }).code() == az::errc::invalid);
    CHECK(detect({.prefix = "x:"}).backend() == az::backend::redis);
    CHECK(detect({.backend = az::backend::database}).backend() == az::backend::database);
    directory.write("shard.yml", "version: 1.0.0\n");
    CHECK(support::failure_of(detect).code() == az::errc::invalid);
    directory.write("src/initializers/session.cr", redis_with("prefix: \"web:\""));
    CHECK(std::get<az::redis_settings>(detect().settings).prefix.text() == "web:");
    directory.write("src/initializers/session.cr", redis_with("url: \"redis://h\""));
    CHECK(support::failure_of(detect).code() == az::errc::invalid);
    directory.write("shard.yml", "name: shop\n");
    CHECK(std::get<az::redis_settings>(detect().settings).prefix.text() == "shop:session:");
}

TEST_CASE("detect says what it looked at where it assumes the default, and nothing where it was told") {
    support::temporary_directory directory;
    az::project app{directory.path(), "app"};
    std::map<std::string, std::string> set = {{"REDIS_URL", "redis://h"}};
    auto found = compiled_once::detect(app, variables(set));
    REQUIRE(found.warnings.size() == 1);
    CHECK(found.warnings[0] ==
          "No session store is configured in src/initializers/session.cr, src/config/session.cr, "
          "config/session.cr, config/initializers/session.cr, nor elsewhere below src/ or config/, and "
          "SESSION_BACKEND is not set; Redis is assumed, with the pattern app:session:*.");
    CHECK(compiled_once::detect(app, variables(set), {.backend = az::backend::redis}).warnings.empty());
    set["SESSION_BACKEND"] = "redis";
    CHECK(compiled_once::detect(app, variables(set)).warnings.empty());
}

TEST_CASE("detect says where AZU_ENV and CRYSTAL_ENV contradict each other") {
    auto warnings = [](const std::string &dotenv) { return application(memory, dotenv).detect().warnings; };
    CHECK(warnings("AZU_ENV=production\n").empty());
    CHECK(warnings("AZU_ENV=production\nCRYSTAL_ENV=production\n").empty());
    CHECK(warnings("AZU_ENV=\nCRYSTAL_ENV=production\n").empty());
    auto told = warnings("AZU_ENV=production\nCRYSTAL_ENV=test\n");
    REQUIRE(told.size() == 1);
    CHECK(told[0].starts_with("AZU_ENV is production (.env:1), CRYSTAL_ENV is test (.env:2): "));
}

TEST_CASE("detect shows no password in an error") {
    support::temporary_directory directory;
    directory.write("src/initializers/session.cr",
                    "Session.configure do |config|\n  config.store = RedisStore.new(url: "
                    "Vault.open(\"redis://:secret@host\"), prefix: \"x:\")\nend\n");
    auto failure = support::failure_of([&] {
        return compiled_once::detect({directory.path(), "app"}, variables());
    });
    CHECK((failure.what() + failure.hint()).find("secret") == std::string::npos);
}

TEST_CASE("detect follows the files that are required, each once, and those that they require") {
    support::temporary_directory directory;
    directory.write("src/initializers/session.cr",
                    "require \"./session\"\nrequire \"./a\"\nrequire \"./a\"\n");
    directory.write("src/initializers/a.cr", memory + "require \"./b\"\n");
    directory.write("src/initializers/b.cr", "Session.configure { |c| c.store = DatabaseStore.new }\n");
    auto found = compiled_once::detect({directory.path(), "app"}, variables());
    CHECK(found.backend() == az::backend::database);
    CHECK(found.provenance.at("backend") == "src/initializers/b.cr:1");
}

TEST_CASE("detect keeps what is private at the top level of a file to that file") {
    support::temporary_directory directory;
    auto settings = [](const std::string &name) {
        return "private def prefix\n  \"" + name + ":\"\nend\n\n" + name + " = prefix\n";
    };
    auto configured = [](const std::string &prefix) {
        return "require \"./a\"\nrequire \"./b\"\n\nSession.configure do |config|\n  config.store = "
               "RedisStore.new(url: \"redis://h\", prefix: " +
               prefix + ")\nend\n";
    };
    directory.write("src/initializers/a.cr", settings("A"));
    directory.write("src/initializers/b.cr", settings("B"));
    directory.write("src/initializers/session.cr", configured("A + B"));
    auto found = compiled_once::detect({directory.path(), "app"}, variables());
    CHECK(std::get<az::redis_settings>(found.settings).prefix.text() == "A:B:");
    // Of two classes of one name Crystal takes that of the file.
    directory.write("src/initializers/b.cr",
                    "private class Names\n  def self.prefix\n    \"b:\"\n  end\nend\n");
    directory.write("src/initializers/session.cr",
                    configured("Names.prefix") + "class Names\n  def self.prefix\n    \"c:\"\n  end\nend\n");
    CHECK(support::failure_of([&] {
              return compiled_once::detect({directory.path(), "app"}, variables());
          }).code() == az::errc::invalid);
}

TEST_CASE("detect refuses a store where a file is missing that may configure another") {
    support::temporary_directory directory;
    directory.write("src/initializers/session.cr", "require \"./a\"\n" + memory);
    directory.write("src/initializers/a.cr", "\nrequire \"./missing\"\n");
    auto failure = support::failure_of([&] {
        return compiled_once::detect({directory.path(), "app"}, variables());
    });
    CHECK(failure.code() == az::errc::invalid);
    CHECK(failure.what() ==
          std::string("src/initializers/a.cr:2 requires \"./missing\", which is not there."));
    CHECK(compiled_once::detect({directory.path(), "app"}, variables(), {.backend = az::backend::memory})
              .source == az::detection_source::option);
}

TEST_CASE("detect refuses where a macro requires files") {
    for (std::string macro : {"{% if flag?(:x) %}\n  require \"./a\"\n{% end %}\n",
                              "{% if flag?(:x) %}\n  require \"./{{ \"a\".id }}\"\n{% end %}\n",
                              "{% for name in %w(a) %}\n  require \"./{{ name.id }}\"\n{% end %}\n"}) {
        CAPTURE(macro);
        support::temporary_directory directory;
        directory.write("src/initializers/session.cr", memory + macro);
        directory.write("src/initializers/a.cr", redis_with("prefix: \"a:\""));
        CHECK_THROWS_AS(compiled_once::detect({directory.path(), "app"}, variables()), az::error);
    }
}

TEST_CASE("detect searches an application without an initializer for what configures sessions") {
    support::temporary_directory directory;
    auto detect = [&] {
        return compiled_once::detect({directory.path(), "app"}, variables({{"REDIS_URL", "redis://h"}}));
    };
    directory.write("src/cache.cr", "module Cache\n STORE = RedisStore.new(prefix: \"cache:\")\nend\n");
    directory.write("src/store.cr", "class S < Session::RedisStore(U)\nend\n");
    CHECK(detect().source == az::detection_source::fallback);
    directory.write("src/web/sessions.cr",
                    "class T < Session::RedisStore(U)\nend\n" + redis_with("prefix: \"web:\""));
    CHECK(std::get<az::redis_settings>(detect().settings).prefix.text() == "web:");
    CHECK(detect().initializer == "src/web/sessions.cr");
    CHECK(detect().warnings.front().find("src/web/sessions.cr was read") != std::string::npos);
    directory.write("src/initializers/session.cr", "PREFIX = \"x:\"\n");
    CHECK(detect().initializer == "src/web/sessions.cr");
    directory.write("src/admin.cr", memory);
    auto failure = support::failure_of(detect);
    CHECK(failure.code() == az::errc::ambiguous);
    CHECK(failure.what() ==
          std::string("Several files configure sessions: src/admin.cr, src/web/sessions.cr."));
    directory.write("src/admin.cr", redis_with("prefix: \"web:\""));
    CHECK(std::get<az::redis_settings>(detect().settings).prefix.text() == "web:");
    CHECK(detect().warnings[0].find("src/admin.cr was read") != std::string::npos);
    CHECK(detect().warnings[1].find("src/web/sessions.cr was read") != std::string::npos);
    directory.write("src/admin.cr",
                    "require \"./web/sessions\"\n" + memory); // which may run before or behind it
    CHECK(support::failure_of(detect).code() == az::errc::ambiguous);
    directory.write("src/web/sessions.cr", "STORE = Session::MemoryStore(User).new\n");
    directory.write("src/admin.cr",
                    "require \"./web/sessions\"\nSession.configure { |c| c.store = STORE }\n");
    CHECK(detect().backend() == az::backend::memory);
    CHECK(detect().initializer == "src/admin.cr");
}

TEST_CASE("detect searches for every way to configure sessions, and nothing that only speaks of them") {
    std::string stores = "RedisStore.new(prefix: \"x:\")\n", no_store = "Session.configure { |c| c.ttl = 1 }";
    for (std::string text : {"Session.config.store = " + stores, "::Session.configuration.store = " + stores,
                             "Session::CONFIG.store = " + stores, "c = Session.config\nc.store = " + stores,
                             "Session.configure &.store = " + stores}) {
        CAPTURE(text);
        support::temporary_directory directory;
        directory.write("src/web.cr", text);
        directory.write("src/a.cr", no_store + " # restore\nSession.config.ttl\n");
        directory.write("src/b.cr", "Session.use_store(Session::RedisStore(User))\n");
        directory.write("src/.#web.cr", memory);
        CHECK(compiled_once::detect({directory.path(), "app"}, variables()).initializer == "src/web.cr");
    }
    support::temporary_directory directory;
    for (std::string text : {"# " + memory, "A = %q(" + memory + ")\n", "A = <<-X\n" + memory + "X\n"}) {
        directory.write("src/web.cr", text);
        CHECK(compiled_once::detect({directory.path(), "app"}, variables()).source ==
              az::detection_source::fallback);
    }
}

TEST_CASE("detect asks other files where the initializer speaks of no store that it could use") {
    auto set = variables({{"SESSION_BACKEND", "database"}, {"REDIS_URL", "redis://h"}});
    for (std::string text : {"# the store is set in src/web.cr\nSession.configure { |c| c.ttl = 1 }\n",
                             "Azu.configure { |c| c.cache.store = Azu::Cache::RedisStore.new }\n"}) {
        CAPTURE(text);
        support::temporary_directory directory;
        directory.write("src/initializers/session.cr", text);
        CHECK(compiled_once::detect({directory.path(), "app"}, set).source ==
              az::detection_source::environment);
        directory.write("src/web.cr", redis_with("prefix: \"web:\""));
        CHECK(compiled_once::detect({directory.path(), "app"}, set).initializer == "src/web.cr");
    }
}

TEST_CASE("detect searches below links, and below config/ where there is no initializer") {
    support::temporary_directory directory;
    auto initializer = [&] {
        return compiled_once::detect({directory.path(), "app"}, variables()).initializer;
    };
    directory.write("config/initializers/redis.cr", memory);
    CHECK(initializer() == "config/initializers/redis.cr");
    std::filesystem::remove_all(directory.path() / "config");
    directory.write("common/web.cr", memory);
    directory.write("src/app.cr", "");
    std::filesystem::create_directory_symlink("../common", directory.path() / "src/common");
    std::filesystem::create_directory_symlink("..", directory.path() / "src/loop");
    std::filesystem::create_directory_symlink("common", directory.path() / "src/twice");
    CHECK(initializer().has_value());
    std::filesystem::create_symlink("nothing.cr", directory.path() / "src/link.cr");
    CHECK(support::failure_of(initializer).code() == az::errc::io);
}

TEST_CASE("detect names the variable that a program stops for, and says where a store cannot be told") {
    auto stops = application("name = Azu.env.to_s\n" + memory, "CRYSTAL_ENV=prod\n");
    auto failure = support::failure_of([&] { stops.detect(); });
    CHECK(failure.what() ==
          std::string("src/initializers/session.cr stops in this environment (ArgumentError)."));
    CHECK(failure.hint().find("Set CRYSTAL_ENV") != std::string::npos);
    CHECK(application(memory + "Plugin.install(Session.config)\n", "").failure() ==
          "It cannot be told which store src/initializers/session.cr configures.");
}

TEST_CASE("detect assumes the default URL for a missing REDIS_URL alone, not for what is made of it") {
    CHECK(std::get<az::redis_settings>(
              application(redis_with("prefix: \"x:\", url: ENV[\"REDIS_URL\"]"), "").detect().settings)
              .url.shown == "redis://localhost:6379");
    for (std::string made : {"ENV[\"REDIS_URL\"] + \"/3\"", "\"#{ENV[\"REDIS_URL\"]}/3\"",
                             "Vault.at(ENV[\"REDIS_URL\"])", "ENV[\"REDIS_URL\"].sub(\"6379\", \"6380\")"}) {
        CAPTURE(made);
        auto failure = support::failure_of(
            [&] { application(redis_with("prefix: \"x:\", url: " + made), "").detect(); });
        CHECK(failure.code() == az::errc::invalid);
        CHECK(std::string(failure.what()).find("needs the variable REDIS_URL") != std::string::npos);
    }
}

TEST_CASE("detect takes for a store without a URL what the program has made of its variable") {
    auto url_after = [](const std::string &before, const std::string &store) {
        return application(before + "\nSession.configure { |c| c.store = " + store + " }\n",
                           "REDIS_URL=redis://env/1\nDATABASE_URL=sqlite3:./env.db\n");
    };
    auto redis = "RedisStore.new(prefix: \"x:\")", database = "DatabaseStore.new(table: \"x\")";
    auto found = url_after("ENV[\"REDIS_URL\"] = \"redis://set/2\"", redis).detect();
    CHECK(std::get<az::redis_settings>(found.settings).url.shown == "redis://set/2");
    CHECK(found.provenance.at("url") == "src/initializers/session.cr:1");
    CHECK(url_after("", redis).detect().provenance.at("url") == "REDIS_URL (.env:1)");
    CHECK(url_after("", database).detect().provenance.at("url") == "DATABASE_URL (.env:2)");
    auto deleted = support::failure_of([&] { url_after("ENV.delete(\"REDIS_URL\")", redis).detect(); });
    CHECK(deleted.what() == std::string("REDIS_URL is set, but not any more where the store at "
                                        "src/initializers/session.cr:2 is made, which uses it."));
    auto cleared = support::failure_of([&] { url_after("ENV.clear", database).detect(); });
    CHECK(std::string(cleared.what()).starts_with("DATABASE_URL is set, but not any more"));
}

TEST_CASE("detect gives no ttl that is too large to be one, and says so") {
    auto found =
        application(redis_with("prefix: \"x:\", url: \"redis://h\", ttl: -9223372036854775808_i64"), "")
            .detect();
    CHECK_FALSE(found.ttl);
    CHECK(found.warnings.size() == 1);
}

TEST_CASE("detect takes no default in place of a store that it has not seen made") {
    az::detect_options redis{.backend = az::backend::redis};
    auto stores = "Session.configure do |c|\n  c.store = ENV[\"A\"]? ? RedisStore.new(prefix: \"a:\") : "
                  "MemoryStore.new\nend\n";
    std::string many;
    for (int i = 0; i < 40; ++i)
        many += "x = " + std::to_string(i) + " if ENV[\"B" + std::to_string(i) + "\"]?\n";
    auto found = application(stores + many, "").detect(redis);
    CHECK(std::get<az::redis_settings>(found.settings).prefix.text() == "a:");
    auto unseen = application("def make(name)\n  RedisStore.new(prefix: name)\nend\n" + memory, "");
    CHECK(unseen.failure(redis) ==
          "It cannot be told what RedisStore (src/initializers/session.cr:2) is made with.");
    CHECK(application("CACHE = RedisStore.new(prefix: \"cache:\")\n", "").failure() ==
          "src/initializers/session.cr has stores that it does not configure itself: RedisStore "
          "(src/initializers/session.cr:1).");
    CHECK(unseen.detect({.backend = az::backend::redis, .prefix = "x:"}).backend() == az::backend::redis);
}

TEST_CASE("detect takes what is no source, or leads nowhere, for an error") {
    for (auto &[text, says] : std::map<std::string, std::string>{
             {"<<<<<<< HEAD\nA = 1\n=======\nA = 2\n>>>>>>> other\n" + memory,
              "has unresolved conflict markers"},
             {std::string("\xff\xfeS\0", 4), "is no text in UTF-8"},
             {std::string("\0GITCRYPT\0", 10), "is no text in UTF-8"},
             {memory + "=======\n" + memory, "has unresolved conflict markers"},
             {memory + "||||||| base\n", "has unresolved conflict markers"},
             {memory + ">>>>>>>\r\n", "has unresolved conflict markers"},
             {"\x85\x02\x0c\x03 store \x91\xfe" + memory, "is no text in UTF-8"},
             {"Salted__\x01\x02", "is encrypted"},
             {"$ANSIBLE_VAULT;1.1;AES256\n6162\n", "is encrypted"},
             {"-----BEGIN AGE ENCRYPTED FILE-----\n", "is encrypted"},
             {"{\"data\": \"ENC[AES256_GCM,data:x]\", \"sops\": {}}", "is encrypted"},
             {"version https://git-lfs.github.com/spec/v1\n", "only points to a file in Git LFS"}}) {
        support::temporary_directory directory;
        directory.write("src/initializers/session.cr", text);
        auto failure = support::failure_of([&] {
            return compiled_once::detect({directory.path(), "app"}, variables());
        });
        CHECK(failure.code() == az::errc::invalid);
        CHECK(std::string(failure.what()).find(says) != std::string::npos);
        directory.write("src/web.cr", memory); // which is no reason to pass over the other file
        CHECK(support::failure_of([&] {
                  return compiled_once::detect({directory.path(), "app"}, variables());
              }).what() == std::string(failure.what()));
    }
    support::temporary_directory directory;
    directory.write("src/initializers/other.cr", "");
    std::filesystem::create_symlink("missing.cr", directory.path() / "src/initializers/session.cr");
    auto failure = support::failure_of([&] {
        return compiled_once::detect({directory.path(), "app"}, variables());
    });
    CHECK(failure.code() == az::errc::io);
    support::temporary_directory linked;
    std::filesystem::create_directory_symlink("missing", linked.path() / "src");
    CHECK(support::failure_of([&] {
              return compiled_once::detect({linked.path(), "app"}, variables());
          }).code() == az::errc::io);
}

TEST_CASE("detect takes no text in a literal or a comment for a conflict") {
    for (std::string text : {"A = <<-TEXT\n<<<<<<< HEAD\n=======\n>>>>>>> other\nTEXT\n",
                             "# a\n#=======\nA = \"\n=======\n\"\n"})
        CHECK(application(text + memory, "").detect().backend() == az::backend::memory);
}

TEST_CASE("detect assumes nothing where a file that may configure sessions cannot be read") {
    support::temporary_directory directory;
    directory.write("src/web.cr", std::string("\0GITCRYPT\0", 10));
    auto failure = support::failure_of([&] {
        return compiled_once::detect({directory.path(), "app"}, variables());
    });
    CHECK(failure.code() == az::errc::invalid);
    CHECK(failure.what() == std::string("src/web.cr may configure sessions, and is no text in UTF-8."));
}

TEST_CASE("detect fails when the initializer cannot be read") {
    support::temporary_directory directory;
    directory.write("src/initializers/session.cr/file", "");
    CHECK(support::failure_of([&] {
              return compiled_once::detect({directory.path(), "app"}, variables());
          }).code() == az::errc::io);
}

TEST_CASE("detect refuses a variable in doubt wherever the answer depends on it") {
    std::string doubts = "V=\"a\":b\n";
    for (std::string initializer :
         {redis_with("prefix: ENV[\"V\"]"), redis_with("prefix: \"#{ENV[\"V\"]}:x:\""),
          redis_with("prefix: ENV[\"V\"]? || \"x:\""), redis_with("prefix: ENV.fetch(\"V\", \"x:\")"),
          redis_with("prefix: ENV.fetch(\"V\") { \"x:\" } + \":\""),
          redis_with("prefix: \"x:\", url: \"redis://#{ENV[\"V\"]}\""),
          redis_with("prefix: \"x:\", client: Redis.new(host: ENV[\"V\"])"),
          redis_with("prefix: ENV.has_key?(\"V\") ? \"x:\" : \"y:\""),
          redis_with("prefix: (ENV[\"V\"] ||= \"x:\")"), redis_with("prefix: ENV[\"V\"].downcase + \":\""),
          std::string("PREFIX = ENV[\"V\"]\n") + redis_with("prefix: PREFIX"),
          std::string("Session.configure { |c| c.store = DatabaseStore.new(table: ENV[\"V\"]) }"),
          std::string("Session.configure { |c| c.store = DatabaseStore.new(db: DB.open(ENV[\"V\"])) }"),
          std::string("Session.configure { |c| c.store = ENV[\"V\"] == \"a\" ? MemoryStore.new : "
                      "RedisStore.new(prefix: \"x:\") }"),
          std::string("Session.configure do |c|\n  case ENV[\"V\"]\n  when \"a\" then c.store = "
                      "MemoryStore.new\n  end\nend"),
          std::string("Session.configure { |c| c.store = MemoryStore.new if ENV[\"V\"] == \"a\" }")}) {
        CAPTURE(initializer);
        CHECK(application(initializer, doubts).failure().starts_with("V in .env:1 is not the same"));
        CHECK(application(initializer, "V=a").detect().root != "");
    }
    auto environment = "Session.configure { |c| c.store = Azu.env.production? ? MemoryStore.new : "
                       "DatabaseStore.new }";
    CHECK(application(environment, "CRYSTAL_ENV=\"a\"b").failure().starts_with("CRYSTAL_ENV in .env:1"));
}

TEST_CASE("detect refuses REDIS_URL, DATABASE_URL and SESSION_BACKEND in doubt") {
    auto redis = redis_with("prefix: \"x:\"");
    CHECK(application(redis, "\nREDIS_URL=redis://:pa$$word@h").failure().starts_with("REDIS_URL in .env:2"));
    CHECK(
        application("", "REDIS_URL=redis://h#x").failure({.backend = az::backend::redis}).find("REDIS_URL") ==
        0);
    CHECK(application("Session.configure { |c| c.store = DatabaseStore.new }", "DATABASE_URL=\"a\"b")
              .failure()
              .starts_with("DATABASE_URL in .env:1"));
    CHECK(application("", "SESSION_BACKEND=\"red\"is").failure().starts_with("SESSION_BACKEND in .env:1"));
}

TEST_CASE("detect leaves a variable in doubt alone where nothing depends on it") {
    auto dotenv = "V=\"a\":b\nREDIS_URL=$X\nSESSION_BACKEND=a b\nDATABASE_URL=$X\nSESSION_SECRET=$X\n";
    auto redis = redis_with("prefix: \"x:\", url: \"redis://h\"") + "UNUSED = ENV[\"V\"]\nputs ENV[\"V\"]?\n";
    CHECK(application(redis, dotenv).detect().backend() == az::backend::redis);
    CHECK(application(memory, dotenv).detect().backend() == az::backend::memory);
    CHECK(application(redis_with("prefix: ENV[\"V\"]"), dotenv)
              .detect({.url = "redis://h", .prefix = "x:"})
              .backend() == az::backend::redis);
    auto alike = "Session.configure do |c|\n  if ENV[\"V\"] == \"a\"\n    c.store = MemoryStore.new\n  else\n"
                 "    c.store = MemoryStore.new\n  end\nend";
    CHECK(application(alike, dotenv).detect().backend() == az::backend::memory);
    auto lifetime =
        application(redis_with("prefix: \"x:\", url: \"redis://h\", ttl: ENV[\"V\"].to_i"), dotenv);
    CHECK(lifetime.detect().warnings.size() == 1);
    auto changed = "ENV[\"V\"] = \"c:\"\n" + redis_with("prefix: ENV[\"V\"], url: \"redis://h\"");
    CHECK(std::get<az::redis_settings>(application(changed, dotenv).detect().settings).prefix.text() == "c:");
}
