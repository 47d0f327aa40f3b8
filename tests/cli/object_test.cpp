#include "cli/listed.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

using support::azu_application;
using support::listed_commands;

namespace {

/// A run with --json, and what is expected of it; no code where it is to succeed.
struct json_run {
    std::vector<std::string> arguments;
    int status = 0;
    std::string code = "-";
};

/// The version of each object and the code of its error, or "-", as Python reads them: one object a line.
std::string read_by_python(const std::string &objects) {
    return support::run({.arguments = {"python3", "-c", R"py(
import json, sys
for line in sys.stdin.read().splitlines():
    read = json.loads(line)
    print(read["version"], read.get("error", {"code": "-"})["code"]))py"},
                         .input = objects})
        .out;
}

/// Runs them in that order, and looks at all objects together.
void check_runs(const azu_application &app, const std::vector<json_run> &runs) {
    std::string objects, expected;
    for (const auto &one : runs) {
        auto arguments = one.arguments;
        arguments.push_back("--json");
        auto shown = app.run(arguments);
        CAPTURE(arguments.front());
        CAPTURE(shown.out);
        CHECK(shown.status == one.status);
        CHECK(std::count(shown.out.begin(), shown.out.end(), '\n') == 1);
        objects += shown.out;
        expected += "1 " + one.code + "\n";
    }
    CHECK(read_by_python(objects) == expected);
}

} // namespace

TEST_CASE("with --json every command prints one object where it succeeds") {
    std::vector<json_run> runs = {{{"session:setup", "-b", "memory"}},
                                  {{"session:clear"}},
                                  {{"session:detect"}},
                                  {{"session:status"}, 1}, // the secret is not set
                                  {{"session:secret"}},
                                  {{"session:secret", "--write"}},
                                  {{"session:teardown", "--force"}},
                                  {{"help"}},
                                  {{"help", "session:clear"}},
                                  {{"completion", "zsh"}},
                                  {{"--version"}},
                                  {{"--help"}}};
    azu_application app;
    for (const auto &name : listed_commands(app)) {
        CAPTURE(name);
        CHECK(std::any_of(runs.begin(), runs.end(),
                          [&](const json_run &one) { return one.arguments.front() == name; }));
        runs.push_back({{name, "--help"}});
    }
    check_runs(app, runs);
    CHECK(app.run({"--version", "--json"}).out.starts_with("{\"text\":\"azu 0."));
    CHECK(app.run({"help", "--json"}).out.starts_with("{\"text\":\"azu 0."));
}

TEST_CASE("with --json every command prints one object with a code where it cannot be read") {
    azu_application app;
    std::vector<json_run> runs = {{{}, 2, "usage"},
                                  {{"session:nonsense"}, 2, "usage"},
                                  {{"nonsense"}, 2, "usage"},
                                  {{"help", "nonsense"}, 2, "usage"},
                                  {{"completion"}, 2, "usage"},
                                  {{"completion", "tcsh"}, 2, "usage"},
                                  {{"session:clear", "--timeout", "soon"}, 2, "usage"},
                                  {{"session:secret", "--keep", "1"}, 2, "usage"},
                                  {{"session:status", "--format", "openmetrics"}, 2, "usage"}};
    auto names = listed_commands(app);
    names.push_back("-h");
    for (const auto &name : names) {
        runs.push_back({{name, "--nonsense"}, 2, "usage"});
        runs.push_back({{name, "one", "too many"}, 2, "usage"});
        runs.push_back({{name, "--directory", ""}, 2, "usage"});
        if (name != "-h") runs.push_back({{name, "--directory", "missing"}, 1, "not_found"});
    }
    check_runs(app, runs);
}

TEST_CASE("with --json every command prints one object with a code where it fails") {
    azu_application app;
    app.write("src/initializers/session.cr", "# A configuration of somebody else's: Session\n");
    check_runs(app, {{{"session:setup"}, 1, "conflict"},
                     {{"session:clear", "--force"}, 1, "ambiguous"},
                     {{"session:detect"}, 1, "ambiguous"},
                     {{"session:status"}, 1, "ambiguous"}});
    std::filesystem::create_directory(app.path() / ".env");
    check_runs(app, {{{"session:teardown"}, 1, "io"}, {{"session:secret", "--write"}, 1, "io"}});
}

TEST_CASE("session:clear --json that is interrupted at its question prints an object, too") {
    azu_application app;
    app.configure("RedisStore.new(url: \"redis://127.0.0.1:1\", prefix: \"my_app:session:\")");
    support::process child(app.azu({"session:clear", "--json"}));
    support::wait_until("the question", [&] { return child.peek().err.find("[y/N]:") != std::string::npos; });
    child.signal(SIGINT);
    auto stopped = child.finish();
    CHECK(stopped.status == 130);
    CHECK(read_by_python(stopped.out) == "1 interrupted\n");
}
