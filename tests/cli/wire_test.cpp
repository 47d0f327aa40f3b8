#include "support/azu.hpp"
#include "support/tree.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

using support::azu_application;

namespace {

using files = std::map<std::string, std::string>;

bool has(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

const std::string configuration = "Session.configure do |config|\n  config.store = RedisStore.new(url: "
                                  "ENV[\"REDIS_URL\"], prefix: \"old:\")\n  config.secret = \"s\"\nend\n";

/// What an application is before setup comes to it.
const std::map<std::string, files> &shapes() {
    static const std::map<std::string, files> all = {
        {"azu new",
         {{"shard.yml",
           "name: shop\n\ntargets:\n  shop:\n    main: src/server.cr\n\ndependencies:\n  azu:\n    github: "
           "azutoolkit/azu\n"},
          {"src/shop.cr",
           "require \"azu\"\nrequire \"./initializers/**\"\n\nmodule Shop\n  def self.handlers\n    [\n "
           "     Logger.new,\n    ]\n  end\nend\n"},
          {"src/server.cr", "require \"./shop\"\n\nShop.start Shop.handlers\n"},
          {".gitignore", "/lib/\n"}}},
        {"src/app.cr", {{"src/app.cr", "require \"azu\"\nShop.start [A.new]"}, {".env", "A=1"}}},
        {"src/server.cr", {{"src/server.cr", "HTTP::Server.new([A.new]).listen\n"}, {".env", "A=1\r\n"}}},
        {"behind the start", {{"src/app.cr", "Shop.start [A.new]\nrequire \"./initializers/session\"\n"}}},
        {"no program", {{"README.md", "x\n"}}},
        {"session.cr",
         {{"src/initializers/session.cr", configuration}, {"src/app.cr", "Shop.start [A.new]\n"}}},
        {"src/config",
         {{"src/config/session.cr", configuration}, {"src/app.cr", "require \"./config/*\"\n"}}},
        {"config", {{"config/session.cr", configuration}, {"src/app.cr", "Shop.start x\n"}}},
        {"config/initializers", {{"config/initializers/session.cr", configuration}, {"src/app.cr", ""}}},
        {"no shard.yml", {{"src/app.cr", "Shop.start [A.new]\n"}, {"shard.yml", ""}}},
        {"a flow shard.yml", {{"shard.yml", "{name: my_app}\n"}, {"src/app.cr", "Shop.start [A.new]\n"}}},
    };
    return all;
}

struct application : azu_application {
    explicit application(const std::string &shape) {
        for (const auto &[name, text] : shapes().at(shape))
            write(name, text);
    }
    std::string git(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"git", "-c", "user.name=a", "-c", "user.email=a@b"});
        auto done = support::run({.arguments = arguments, .directory = path().string()});
        REQUIRE(done.status == 0);
        return done.out;
    }
};

} // namespace

TEST_CASE("a second run changes nothing, whatever the backend, the options and the application") {
    using words = std::vector<std::string>;
    for (const auto &[shape, ignored] : shapes())
        for (std::string backend : {"redis", "database", "memory"})
            for (const auto &options :
                 {words{}, words{"--wire"}, words{"--force"}, words{"--wire", "--force"}}) {
                bool wires = !options.empty() && options.front() == "--wire";
                if (!wires && shape != "azu new") continue; // the application's sources are not read for it
                const auto &given_shape = shape;
                CAPTURE(given_shape);
                CAPTURE(backend);
                CAPTURE(options.size());
                application app(shape);
                std::vector<std::string> setup = {"session:setup", "--backend", backend};
                setup.insert(setup.end(), options.begin(), options.end());
                auto first = app.run(setup);
                auto tree = support::tree_of(app.path());
                auto times = support::times_of(app.path());
                auto second = app.run(setup);
                CHECK(second.status == first.status);
                CHECK(support::tree_of(app.path()) == tree);
                CHECK(support::times_of(app.path()) == times);
                if (first.status == 0) CHECK(has(second.out, "nothing was changed"));
            }
}

TEST_CASE("after a second run git sees nothing") {
    for (const auto &[shape, ignored] : shapes()) {
        const auto &given_shape = shape;
        CAPTURE(given_shape);
        application app(shape);
        app.git({"init", "--quiet"});
        app.run({"session:setup", "--wire", "--force"});
        app.git({"add", "--all", "--force"});
        app.git({"commit", "--quiet", "--message", "set up"});
        app.run({"session:setup", "--wire", "--force"});
        CHECK(app.git({"status", "--porcelain", "--ignored"}) == "");
    }
}

TEST_CASE("what is wired is kept out of git where it is secret") {
    application app("azu new");
    app.git({"init", "--quiet"});
    CHECK(app.run({"session:setup", "--wire"}).status == 0);
    CHECK_FALSE(has(app.git({"status", "--porcelain", "--untracked-files=all"}), ".env\n"));
    CHECK(has(app.git({"status", "--porcelain", "--untracked-files=all"}), ".env.example\n"));
}

TEST_CASE("where an insertion is not safe the lines and their place are printed, and the exit code is 3") {
    application app("config");
    auto done = app.run({"session:setup", "--wire", "--force"});
    CHECK(done.status == 3);
    CHECK(has(done.err, "Put the session handler first in the chain of handlers"));
    CHECK(has(done.err, "SessionHandler.new"));
    CHECK(app.read("src/app.cr").find("SessionHandler") == std::string::npos);
}

TEST_CASE("without --wire the application's own files are left, and the require behind the start is told") {
    application app("behind the start");
    auto before = app.read("src/app.cr");
    auto done = app.run({"session:setup"});
    CHECK(done.status == 0);
    CHECK(app.read("src/app.cr") == before);
    CHECK_FALSE(support::tree_of(app.path()).count(".env"));
    CHECK(has(done.out, "src/app.cr:2, behind the start of the server in src/app.cr:1"));
}

TEST_CASE("no command prints a secret or a password, whatever its form of output") {
    application app("azu new");
    app.write(".env", "REDIS_URL=redis://:hunter2@localhost:1\nDATABASE_URL=postgres://u:hunter3@localhost:1/"
                      "d\nMORE=hunter4\n");
    std::string all;
    auto run = [&](std::vector<std::string> arguments) {
        for (const auto &form :
             std::vector<std::vector<std::string>>{{"--dry-run"}, {"--dry-run", "--json"}, {"--json"}}) {
            auto full = arguments;
            full.insert(full.end(), form.begin(), form.end());
            auto done = app.run(full);
            all += done.out + done.err;
        }
    };
    run({"session:setup", "--wire"});
    auto env = app.read(".env");
    auto at = env.find("SESSION_SECRET=");
    REQUIRE(at != env.npos);
    auto secret = env.substr(at + 15, 64);
    run({"session:setup", "--wire", "--force", "--backend", "database"});
    run({"session:setup", "--wire", "--force", "--backend", "redis"});
    for (std::string command : {"session:detect", "session:status"}) {
        auto done = app.run({command, "--json"});
        all += done.out + done.err;
    }
    run({"session:clear", "--force"});
    for (const auto &[name, text] : support::tree_of(app.path()))
        if (name != ".env") all += text;
    run({"session:teardown"});
    for (const auto &word : {secret, std::string("hunter2"), std::string("hunter3"), std::string("hunter4")})
        CHECK_FALSE(has(all, word));
    CHECK(app.read(".env").find(secret) == std::string::npos);
}

TEST_CASE("of several runs at once each does the whole, or finds it done") {
    application app("azu new");
    auto before = support::tree_of(app.path());
    for (int i = 0; i < 3; ++i) {
        support::process one(app.azu({"session:setup", "--wire"})),
            other(app.azu({"session:setup", "--wire"}));
        auto first = one.finish(), second = other.finish();
        for (const auto &done : {first, second}) {
            CAPTURE(done.err);
            bool refused = done.status == 1 && has(done.err, "while setup ran; nothing was written");
            CHECK((done.status == 0 || refused));
        }
        CHECK((first.status == 0 || second.status == 0));
        CHECK(app.run({"session:setup", "--wire"}).status == 0);
        support::process taking(app.azu({"session:teardown"})), setting(app.azu({"session:setup", "--wire"}));
        taking.finish();
        setting.finish();
        CHECK(app.run({"session:setup", "--wire"}).status == 0);
        CHECK(app.run({"session:teardown"}).status == 0);
        CHECK(support::tree_of(app.path()) == before);
    }
}
