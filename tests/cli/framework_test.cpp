#include "support/azu.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

using support::azu_application;

namespace {

/// Directories, each with an azu, that make up a PATH.
struct programs : azu_application {
    /// A script that stands in for the framework's azu.
    std::string script(const std::string &name, const std::string &body) const {
        auto file = write(name + "/azu", "#!/bin/sh\n" + body + "\n");
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        return (path() / name).string();
    }
    std::string copy(const std::string &name) const {
        std::filesystem::create_directories(path() / name);
        std::filesystem::copy_file(std::getenv("AZU"), path() / name / "azu");
        return (path() / name).string();
    }
    support::outcome on_path(const std::string &directories, std::vector<std::string> arguments) const {
        return run(std::move(arguments), {{"PATH", directories + ":/usr/bin:/bin"}});
    }
};

} // namespace

TEST_CASE("a command that is not azu's goes to the framework's azu, as it is") {
    programs app;
    auto framework = app.script("framework", "for word; do printf '<%s>' \"$word\"; done; echo \"$MINE\" "
                                             "\"$PATH\"; cat; echo loud >&2; exit 7");
    auto what = app.azu({"-e", "x", "db:migrate", "--json", "a b", "", "session:x"},
                        {{"PATH", framework + ":/usr/bin:/bin"}, {"MINE", "kept"}});
    what.input = "typed\n";
    auto done = support::run(what);
    CHECK(done.status == 7);
    CHECK(done.out ==
          "<-e><x><db:migrate><--json><a b><><session:x>kept " + framework + ":/usr/bin:/bin\ntyped\n");
    CHECK(done.err == "loud\n");
    CHECK(app.on_path(framework, {"generate", "help"}).status == 7);
    CHECK(app.on_path(framework, {"help", "db:migrate"}).status == 7);
    CHECK(app.on_path(framework, {"serve", "--help"}).status == 7);
}

TEST_CASE("the framework's azu takes this one's place, so that signals and streams are its own") {
    programs app;
    auto framework = app.script("framework", "kill -$1 $$; sleep 60");
    for (int signal : {SIGINT, SIGTERM, SIGPIPE, SIGQUIT}) {
        CAPTURE(signal);
        CHECK(
            app.on_path(app.script("framework", "kill -" + std::to_string(signal) + " $$; exit 0"), {"serve"})
                .status == 128 + signal);
    }
}

TEST_CASE("session commands, and what was meant for one, never go to the framework's azu") {
    programs app;
    auto framework = app.script("framework", "echo framework; exit 7");
    for (std::vector<std::string> arguments : {std::vector<std::string>{"session:nonsense"},
                                               {"sesion:clear"},
                                               {"completoin"},
                                               {"help", "session:x"}}) {
        auto refused = app.on_path(framework, arguments);
        CAPTURE(refused.err);
        CHECK(refused.status == 2);
        CHECK(refused.out == "");
    }
    CHECK(app.on_path(framework, {"-e", "production", "session:detect"}).status == 2);
    CHECK(app.on_path(framework, {"session:detect"}).status == 0);
    CHECK(app.on_path(framework, {}).out.find("session:clear") != std::string::npos);
    CHECK(app.on_path(framework, {"--version"}).out.starts_with("azu 0."));
}

TEST_CASE("two copies of azu never call each other") {
    programs app;
    auto one = app.copy("one"), other = app.copy("other");
    auto framework = app.script("framework", "echo framework; exit 7");
    auto refused = app.on_path(one + ":" + other, {"db:migrate"});
    CHECK(refused.status == 2);
    CHECK(refused.err.find("session:setup") != std::string::npos);
    CHECK(refused.err.find("framework") != std::string::npos);
    CHECK(app.on_path(one + ":" + other + ":" + framework, {"db:migrate"}).status == 7);
    CHECK(app.on_path(framework + ":" + one, {"db:migrate"}).status == 7);
}

TEST_CASE("a script that calls azu again does not go round in circles") {
    programs app;
    std::string self = std::getenv("AZU");
    CHECK(app.on_path(app.script("named", "exec " + self + " \"$@\""), {"db:migrate"}).status == 2);
    CHECK(app.on_path(app.script("hidden", "a=${AZU_REAL:-" + self.substr(0, 3) + "}" + self.substr(3) +
                                               "\nexec $a \"$@\""),
                      {"db:migrate"})
              .status == 2);
}

TEST_CASE("what cannot be run is no framework's azu, and no framework is said so") {
    programs app;
    app.write("plain/azu", "#!/bin/sh\nexit 7\n");
    std::filesystem::create_directories(app.path() / "directory/azu");
    for (const auto &path :
         {(app.path() / "plain").string(), (app.path() / "directory").string(), std::string()}) {
        auto refused = app.on_path(path, {"db:migrate"});
        CHECK(refused.status == 2);
        CHECK(refused.err.starts_with("Error: There is no command 'db:migrate'.\nUse one of: session:setup"));
    }
    auto broken = app.script("broken", "");
    app.write("broken/azu", "\x7f"
                            "ELF");
    auto failed = app.on_path(broken, {"db:migrate"});
    CHECK(failed.status == 1);
    CHECK(failed.err.find("cannot be run") != std::string::npos);
}
