#include "support/azu.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

using support::azu_application;

namespace {

/// What an interactive shell is told before anything is typed, and how it is started.
struct shell {
    std::string name;
    std::vector<std::string> arguments;
    std::string installed; ///< where its script is, below the prefix
    std::string loading;   ///< makes it look there
    std::string sourcing;  ///< reads the file `script` instead
    /// Makes azu a function that prints its last argument, and the number of its call.
    std::string printing = "azu() { printf 'got %s <%s>' $((++count)) \"${@: -1}\"; }";
};

const shell bash = {"bash",
                    {"--norc", "--noprofile", "-i"},
                    "share/bash-completion/completions/azu.bash",
                    ". /usr/share/bash-completion/bash_completion",
                    ". ./script"};
const shell fish = {"fish",
                    {"--private", "-i"},
                    "share/fish/vendor_completions.d/azu.fish",
                    "true",
                    ". ./script",
                    "set count 0; function azu; set count (math $count + 1); printf 'got %s <%s>' $count "
                    "$argv[-1]; end"};
const shell zsh = {"zsh",
                   {"-f", "-i"},
                   "share/zsh/site-functions/_azu",
                   "fpath=($PWD/share/zsh/site-functions $fpath); autoload -Uz compinit && compinit -u -D",
                   "autoload -Uz compinit && compinit -u -D; . ./script"};

/// A line with a tab behind it, and the last argument that the command is run with.
struct typed {
    std::string line, completed;
};

/// An application with files to complete, and the shell's script.
struct completing_application : azu_application {
    explicit completing_application(const shell &in) {
        auto printed = run({"completion", in.name});
        CHECK(printed.status == 0);
        write("script", printed.out);
        write(in.installed, printed.out);
        write("certificates.pem", "");
        write("my file.pem", "");
        std::filesystem::create_directory(path() / "certificates.d");
        std::filesystem::create_directory(path() / "our directory");
        CHECK(support::run({.arguments = {in.name, "-n", (path() / "script").string()}}).status == 0);
    }

    /// Types the lines into an interactive shell, one after the other.
    void check(const shell &in, const std::string &preparing, const std::vector<typed> &lines) const {
        auto arguments = in.arguments;
        arguments.insert(arguments.begin(), in.name);
        support::process child({.arguments = arguments,
                                .environment = {{"TERM", "xterm"},
                                                {"XDG_DATA_DIRS", (path() / "share").string()},
                                                {"XDG_DATA_HOME", (path() / "home").string()},
                                                {"XDG_CONFIG_HOME", (path() / "home").string()}},
                                .directory = path().string()},
                               support::process::streams::terminal);
        child.write(preparing + "\n" + in.printing + "; echo re''ady\n");
        child.expect("ready\r\n");
        for (std::size_t i = 0; i < lines.size(); ++i) {
            CAPTURE(lines[i].line);
            child.write(lines[i].line + "\t\n");
            child.expect("got " + std::to_string(i + 1) + " <" + lines[i].completed + ">");
        }
    }
};

const std::vector<typed> in_every_shell = {
    {"azu session:de", "session:detect"},
    {"azu he", "help"},
    {"azu --ver", "--version"},
    {"azu session:clear --fo", "--force"},
    {"azu session:clear --backend me", "memory"},
    {"azu session:clear --backend=me", "--backend=memory"},
    {"azu session:clear -b da", "database"},
    {"azu session:status --format o", "openmetrics"},
    {"azu -C / session:clear --fo", "--force"},
    {"azu session:clear --prefix shop:session: --fo", "--force"},
    {"azu -C 'our directory' session:clear --fo", "--force"},
    {"azu session:clear --where user_id=1 --at", "--atomic"},
    {"azu session:clear --cacert certificates.p", "certificates.pem"},
    {"azu session:clear --cacert=certificates.p", "--cacert=certificates.pem"},
    {"azu session:clear --cacert my", "my file.pem"},
    {"azu session:clear --cacert=my\\ f", "--cacert=my file.pem"},
    {"azu session:status --output certificates.p", "certificates.pem"},
    {"azu session:clear --prefix certificates.p", "certificates.p"},
    {"azu session:clear certificates.p", "certificates.p"},
    {"azu completion f", "fish"},
    {"azu completion --he", "--help"},
    {"azu help session:st", "session:status"},
    {"azu generate model certificates.p", "certificates.pem"}, // of the framework
};

} // namespace

TEST_CASE("bash completes commands, options, choices, files and directories") {
    completing_application app(bash);
    auto lines = in_every_shell;
    lines.push_back({"azu session:clear -C certif", "certificates.d/"});
    lines.push_back({"azu session:clear -C our", "our directory/"});
    lines.push_back({"azu --prefix shop:session: session:clear --fo", "--force"});
    app.check(bash, bash.sourcing, lines);
}

TEST_CASE("zsh completes commands, options, choices, files and directories") {
    completing_application app(zsh);
    auto lines = in_every_shell;
    lines.push_back({"azu session:clear -C certif", "certificates.d"});
    lines.push_back({"azu session:clear -C our", "our directory"});
    lines.push_back({"azu session:clear --where a=1 --wh", "--where"});
    app.check(zsh, zsh.sourcing, lines);
}

TEST_CASE("fish completes commands, options, choices, files and directories") {
    completing_application app(fish);
    auto lines = in_every_shell;
    lines.push_back({"azu session:clear -C certif", "certificates.d/"});
    lines.push_back({"azu session:clear -C our", "our directory/"});
    app.check(fish, fish.sourcing, lines);
}

TEST_CASE("the shells load the scripts from where they are installed") {
    for (const auto &in : {bash, zsh, fish}) {
        CAPTURE(in.name);
        completing_application app(in);
        app.check(in, in.loading,
                  {{"azu session:de", "session:detect"}, {"azu session:clear --fo", "--force"}});
    }
}
