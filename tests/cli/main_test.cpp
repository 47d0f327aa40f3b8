#include "support/azu.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using support::azu_application;

TEST_CASE("azu --version prints the version") {
    azu_application app;
    auto version = app.run({"--version"});
    CHECK(version.out.starts_with("azu 0."));
    CHECK(version.status == 0);
    CHECK(app.run({"-V"}).out == version.out);
}

TEST_CASE("azu refuses unknown commands, options and words with exit code 2") {
    azu_application app;
    for (std::vector<std::string> arguments : {std::vector<std::string>{"session:unknown"},
                                               {"--nonsense"},
                                               {"help", "nonsense"},
                                               {"help", "a", "b"},
                                               {"session:detect", "extra"},
                                               {"session:clear", "--froce"},
                                               {"completion", "tcsh"},
                                               {"completion"},
                                               {"session:detect", "-C"},
                                               {"completion", "bash", "zsh"},
                                               {"session:clear", "-V"},
                                               {"-C"}}) {
        auto refused = app.run(arguments);
        CAPTURE(arguments[0]);
        CHECK(refused.status == 2);
        CHECK(refused.err.starts_with("Error: "));
        CHECK(std::count(refused.err.begin(), refused.err.end(), '\n') == 2);
    }
}

TEST_CASE("a standard output that is full or closed is reported and ends nothing half-way") {
    for (std::string redirection : {">/dev/full", ">&-", ">&- 2>/dev/null", "| true"}) {
        CAPTURE(redirection);
        azu_application app;
        auto what = app.azu({"session:setup"});
        what.arguments.insert(what.arguments.begin(),
                              {"bash", "-o", "pipefail", "-c", "\"$@\" " + redirection, "sh"});
        auto lost = support::run(what);
        CHECK(lost.status == 1);
        CHECK(std::filesystem::exists(app.path() / "src/initializers/session.cr"));
        if (redirection == ">&-")
            CHECK(lost.err.find("Standard output could not be written") != std::string::npos);
    }
}

TEST_CASE("options can stand before the command") {
    azu_application app;
    app.configure("MemoryStore.new(ttl: 1.hour)");
    CHECK(app.run({"--backend", "memory", "session:clear"}).out.find("Backend: memory") != std::string::npos);
    CHECK(app.run({"-fC", app.path().string(), "session:clear"}).out.find("Backend: memory") !=
          std::string::npos);
    CHECK(app.run({"-bmemory", "session:clear"}).out.find("Backend: memory") != std::string::npos);
    CHECK(app.run({"--", "session:clear"}).out.find("Backend: memory") != std::string::npos);
    // A value is no command, whatever it looks like.
    CHECK(app.run({"--prefix", "session:status", "session:detect", "-b", "redis"})
              .out.find("session:status  (") != std::string::npos);
    CHECK(app.run({"session:detect", "--json=true"}).out.starts_with("{"));
    CHECK(app.run({"--version", "--bogus"}).status == 2);
}

TEST_CASE("--quiet leaves out what accompanies the work, and nothing that was asked for") {
    azu_application app;
    auto shown = [&](const std::vector<std::string> &arguments) {
        auto ran = app.run(arguments);
        return std::to_string(ran.status) + ran.out + ran.err;
    };
    CHECK(shown({"session:setup", "--backend", "database", "--quiet"}) == "0");
    CHECK(shown({"session:setup", "-qb", "redis"}).starts_with("1Error: "));
    CHECK(shown({"session:setup", "-b", "redis", "-f", "-q", "--dry-run"}).starts_with("0--- a/src"));
    CHECK(shown({"session:secret", "--write", "-q"}) == "0");
    CHECK(shown({"session:secret", "--write", "-q", "--dry-run"}) ==
          "0Everybody is logged out at the next restart.\n");
    CHECK(shown({"session:secret", "-q"}).size() == 1 + 64 + 1);
    app.write(".env", "DATABASE_URL=sqlite3:./app.db\n");
    support::run({.arguments = {"sqlite3", (app.path() / "app.db").string(),
                                "CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT, expires_at "
                                "TEXT); INSERT INTO sessions VALUES ('a', '{}', '')"}});
    CHECK(shown({"session:clear", "-q", "--dry-run"}) == "0Would clear 1 session(s)\n");
    auto refused = app.run({"session:clear", "-q"}, {}, "n\n");
    CHECK(refused.status == 1);
    CHECK(refused.out.find("[y/N]:") != std::string::npos);
    CHECK(refused.err.starts_with("Application: my_app"));
    CHECK(shown({"session:clear", "-q", "-f", "--progress", "plain"}) == "0");
    CHECK(shown({"session:clear", "-q", "-f", "--json"}).find("\"cleared\":0") != std::string::npos);
    CHECK(shown({"session:clear", "-q", "-b", "memory"}).find("cannot be cleared") != std::string::npos);
    for (std::string name : {"session:detect", "help"})
        CHECK(shown({name, "-q"}) == shown({name}));
    CHECK(shown({"session:status", "-q"}).find("\nChecks:\n") != std::string::npos);
    CHECK(shown({"session:teardown", "-q", "-f"}) == "0");
}

TEST_CASE("colour is for terminals that have it, unless the person wants it otherwise") {
    azu_application app;
    using variables = std::map<std::string, std::string>;
    auto coloured = [](const support::outcome &shown) {
        return (shown.out + shown.err).find("\x1b[31m") != std::string::npos;
    };
    auto on_terminal = [&](variables given, std::vector<std::string> arguments = {"session:bad"}) {
        given.insert({"TERM", "xterm"});
        support::process child(app.azu(std::move(arguments), given), support::process::streams::terminal);
        return coloured(child.finish());
    };
    auto in_pipe = [&](variables given) {
        given.insert({"TERM", "xterm"});
        return coloured(app.run({"session:bad"}, given));
    };
    CHECK(on_terminal({}));
    CHECK(on_terminal({{"CLICOLOR", "1"}}));
    CHECK_FALSE(on_terminal({}, {"session:bad", "--no-color"}));
    CHECK_FALSE(on_terminal({{"NO_COLOR", "1"}}));
    CHECK_FALSE(on_terminal({{"CLICOLOR", "0"}}));
    CHECK_FALSE(on_terminal({{"TERM", "dumb"}}));
    CHECK_FALSE(on_terminal({{"CLICOLOR_FORCE", "1"}}, {"session:bad", "--no-color"}));
    CHECK_FALSE(in_pipe({}));
    CHECK(in_pipe({{"CLICOLOR_FORCE", "1"}}));
    CHECK(in_pipe({{"CLICOLOR_FORCE", "1"}, {"CLICOLOR", "0"}, {"TERM", "dumb"}}));
    CHECK_FALSE(in_pipe({{"CLICOLOR_FORCE", "0"}}));
    CHECK_FALSE(in_pipe({{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}));
}
