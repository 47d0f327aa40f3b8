#include "support/azu.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using support::azu_application;

TEST_CASE("azu --help and azu help list every command") {
    azu_application app;
    auto help = app.run({"--help"});
    CHECK(help.status == 0);
    for (std::string name :
         {"session:setup", "session:clear", "session:detect", "session:status", "help", "completion"})
        CHECK(help.out.find("\n  " + name) != std::string::npos);
    CHECK(app.run({"help"}).out == help.out);
    CHECK(app.run({"-h"}).out == help.out);
    CHECK(app.run({}).out == help.out);
    CHECK(app.run({}).status == 2);
}

TEST_CASE("--help on a command shows its options and does nothing") {
    azu_application app;
    for (std::string name : {"session:setup", "session:clear", "session:detect", "session:status"}) {
        auto help = app.run({name, "--help"});
        CHECK(help.status == 0);
        CHECK(help.out.find("Usage: azu " + name + " [options]\n") != std::string::npos);
        CHECK(help.out.find("--directory DIR") != std::string::npos);
        CHECK(app.run({"help", name}).out == help.out);
        CHECK(app.run({name, "--json", "-h"}).out == help.out);
    }
    CHECK_FALSE(std::filesystem::exists(app.path() / "src"));
}

TEST_CASE("azu --version prints the version") {
    auto version = azu_application().run({"--version"});
    CHECK(version.out.starts_with("azu 0."));
    CHECK(version.status == 0);
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
                                               {"-C"}}) {
        auto refused = app.run(arguments);
        CAPTURE(arguments[0]);
        CHECK(refused.status == 2);
        CHECK(refused.err.starts_with("Error: "));
        CHECK(std::count(refused.err.begin(), refused.err.end(), '\n') == 2);
    }
}

TEST_CASE("completion scripts are valid for their shells") {
    azu_application app;
    auto script = app.run({"completion", "bash"});
    CHECK(script.status == 0);
    CHECK(support::run({.arguments = {"bash", "-n"}, .input = script.out}).status == 0);
    auto completed = [&](const std::string &line) {
        auto typed = script.out + "\nCOMP_LINE='" + line + "' COMP_POINT=" + std::to_string(line.size()) +
                     "; _azu; printf '%s\\n' \"${COMPREPLY[@]}\"\n";
        return support::run({.arguments = {"bash"}, .input = typed}).out;
    };
    CHECK(completed("azu session:de") == "detect\n");
    CHECK(completed("azu session:clear --fo") == "--force\n");
    CHECK(completed("azu session:clear --backend m") == "memory\n");
    CHECK(completed("azu session:clear --backend=re") == "redis\n");
    CHECK(completed("azu -C /tmp session:clear --fo") == "--force\n");
    CHECK(completed("azu session:clear --cacert /t") == "\n"); // left to bash's own file names
    CHECK(completed("azu completion f") == "fish\n");
    for (std::string shell : {"zsh", "fish"}) {
        CAPTURE(shell);
        auto other = app.run({"completion", shell});
        CHECK(other.out.find("session:clear") != std::string::npos);
        CHECK(support::run({.arguments = {shell, "-n", app.write("script", other.out).string()}}).status ==
              0);
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

TEST_CASE("options can stand before the command, and help and version are texts with --json too") {
    azu_application app;
    app.configure("MemoryStore.new(ttl: 1.hour)");
    CHECK(app.run({"--backend", "memory", "session:clear"}).out.find("Backend: memory") != std::string::npos);
    CHECK(app.run({"-fC", app.path().string(), "session:clear"}).out.find("Backend: memory") !=
          std::string::npos);
    CHECK(app.run({"--version", "--json"}).out.starts_with("azu "));
    CHECK(app.run({"--json"}).out.starts_with("azu "));
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
