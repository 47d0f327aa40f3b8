#include "support/azu.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>

using support::azu_application;

namespace {

/// An application in which the shell's completion script is the file `script`.
struct completing_application : azu_application {
    explicit completing_application(const std::string &shell) {
        auto printed = run({"completion", shell});
        CHECK(printed.status == 0);
        write("script", printed.out);
        write("certificates.pem", "");
        std::filesystem::create_directory(path() / "certificates.d");
        CHECK(support::run({.arguments = {shell, "-n", (path() / "script").string()}}).status == 0);
    }

    /// The word that an interactive shell makes of the last one of the line at a tab.
    void check_typed(const std::vector<std::string> &shell, const std::string &line,
                     const std::string &completed) const {
        CAPTURE(line);
        support::process child(
            {.arguments = shell, .environment = {{"TERM", "xterm"}}, .directory = path().string()},
            support::process::streams::terminal);
        child.write("autoload -Uz compinit 2>/dev/null && compinit -u -D; . ./script\n"
                    "azu() { printf '<%s>' \"$@\"; }; echo re''ady\n");
        child.expect("ready\r\n");
        child.write(line + "\t\n");
        child.expect("<" + completed);
    }
};

} // namespace

TEST_CASE("the completion script for bash completes commands, options and values") {
    completing_application app("bash");
    auto completed = [&](const std::string &line) {
        auto typed = app.read("script") + "\nCOMP_LINE='" + line +
                     "' COMP_POINT=" + std::to_string(line.size()) +
                     "; _azu; printf '%s\\n' \"${COMPREPLY[@]}\"\n";
        return support::run({.arguments = {"bash"}, .input = typed}).out;
    };
    CHECK(completed("azu session:de") == "detect\n");
    CHECK(completed("azu session:clear --fo") == "--force\n");
    CHECK(completed("azu session:clear --backend m") == "memory\n");
    CHECK(completed("azu session:clear --backend=re") == "redis\n");
    CHECK(completed("azu -C /tmp session:clear --fo") == "--force\n");
    CHECK(completed("azu --backend redis session:clear --fo") == "--force\n");
    CHECK(completed("azu session:clear --cacert /t") == "\n"); // left to bash's own file names
    CHECK(completed("azu completion f") == "fish\n");
    CHECK(completed("azu completion --h") == "--help\n");
    CHECK(completed("azu help comp") == "completion\n");
    CHECK(completed("azu --ver") == "--version\n");
}

TEST_CASE("bash completes files where a file is wanted, and directories where one is") {
    completing_application app("bash");
    std::vector<std::string> bash = {"bash", "--norc", "--noprofile", "-i"};
    app.check_typed(bash, "azu session:clear --cacert certificates.p", "certificates.pem>");
    app.check_typed(bash, "azu session:clear -C certif", "certificates.d/");
}

TEST_CASE("the completion script for zsh completes commands, options and values") {
    completing_application app("zsh");
    std::vector<std::string> zsh = {"zsh", "-f", "-i"};
    app.check_typed(zsh, "azu session:de", "session:detect>");
    app.check_typed(zsh, "azu -C / session:clear --fo", "--force>");
    app.check_typed(zsh, "azu session:clear --backend=me", "--backend=memory>");
    app.check_typed(zsh, "azu session:clear --cacert=certificates.p", "--cacert=certificates.pem>");
    app.check_typed(zsh, "azu session:clear -C certif", "certificates.d");
    app.check_typed(zsh, "azu completion f", "fish>");
    app.check_typed(zsh, "azu help session:st", "session:status>");
    app.check_typed(zsh, "azu --ver", "--version>");
}

TEST_CASE("the completion script for fish completes commands, options and values") {
    completing_application app("fish");
    auto completed = [&](const std::string &line) {
        auto script = ". ./script; complete -C '" + line + "' | cut -f 1";
        return support::run(
                   {.arguments = {"fish", "--no-config", "-c", script}, .directory = app.path().string()})
            .out;
    };
    CHECK(completed("azu session:de") == "session:detect\n");
    CHECK(completed("azu -C / session:clear --fo") == "--force\n");
    CHECK(completed("azu session:clear --backend me") == "memory\n");
    CHECK(completed("azu session:clear --cacert certificates.p") == "certificates.pem\n");
    CHECK(completed("azu session:clear -C certif") == "certificates.d/\n");
    CHECK(completed("azu session:clear --prefix certif") == "");
    CHECK(completed("azu completion f") == "fish\n");
    CHECK(completed("azu help session:st") == "session:status\n");
    CHECK(completed("azu --ver") == "--version\n");
}
