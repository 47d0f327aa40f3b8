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

TEST_CASE("colour is for terminals, and NO_COLOR and --no-color turn it off") {
    azu_application app;
    app.configure("MemoryStore.new(ttl: 1.hour)");
    auto on_terminal = [&](std::vector<std::string> arguments, std::map<std::string, std::string> variables) {
        variables["TERM"] = "xterm";
        support::process child(app.azu(std::move(arguments), variables), support::process::streams::terminal);
        return child.finish().out;
    };
    CHECK(on_terminal({"session:bad"}, {}).find("\x1b[31m") != std::string::npos);
    CHECK(on_terminal({"session:bad", "--no-color"}, {}).find('\x1b') == std::string::npos);
    CHECK(on_terminal({"session:bad"}, {{"NO_COLOR", "1"}}).find('\x1b') == std::string::npos);
    CHECK(app.run({"session:bad"}, {{"TERM", "xterm"}}).err.find('\x1b') == std::string::npos);
}
