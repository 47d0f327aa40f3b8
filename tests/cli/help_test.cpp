#include "cli/listed.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

using support::azu_application;
using support::listed_commands;

TEST_CASE("azu --help and azu help list every command") {
    azu_application app;
    auto help = app.run({"--help"});
    CHECK(help.status == 0);
    for (std::string name : {"session:setup", "session:clear", "session:detect", "session:status",
                             "session:secret", "help", "completion"})
        CHECK(help.out.find("\n  " + name) != std::string::npos);
    CHECK(app.run({"help"}).out == help.out);
    CHECK(app.run({"-h"}).out == help.out);
    CHECK(app.run({}).out == help.out);
    CHECK(app.run({}).status == 2);
}

TEST_CASE("--help on a command shows its options and does nothing") {
    azu_application app;
    for (std::string name : {"session:setup", "session:clear", "session:detect", "session:status",
                             "session:secret", "help", "completion"}) {
        auto help = app.run({name, "--help"});
        CHECK(help.status == 0);
        CHECK(help.out.find("Usage: azu " + name + " ") != std::string::npos);
        CHECK(app.run({"help", name}).out == help.out);
        CHECK(app.run({name, "-h"}).out == help.out);
    }
    auto setup = app.run({"session:setup", "-h"});
    CHECK(setup.out.find("Usage: azu session:setup [options]\n") != std::string::npos);
    CHECK(setup.out.find("--directory DIR") != std::string::npos);
    CHECK(app.run({"session:clear", "-h", "--cacert", "missing.pem"}).status == 0);
    CHECK_FALSE(std::filesystem::exists(app.path() / "src"));
}

TEST_CASE("help gives examples first, each with what it is for") {
    azu_application app;
    for (const auto &name : listed_commands(app)) {
        CAPTURE(name);
        auto help = app.run({"help", name}).out;
        auto examples = help.find("\n\nExamples:\n  # ");
        CHECK(examples == help.find("\n\n", help.find("Usage:")));
        CHECK(help.find("\n  azu " + name, examples) < help.find("\n\n", examples + 2));
    }
    CHECK(app.run({"help"}).out.find("Examples:\n  # Set up sessions in the application of this directory\n"
                                     "  azu session:setup --wire\n") != std::string::npos);
}

TEST_CASE("every help text fits into 80 columns, without trailing blanks and strays") {
    azu_application app;
    auto names = listed_commands(app);
    CHECK(names.size() >= 6);
    names.push_back("");
    for (const auto &name : names) {
        auto help = app.run({"help", name});
        CHECK(help.status == 0);
        CHECK(help.out.find("[OPTION") == std::string::npos);
        std::istringstream lines(help.out);
        for (std::string line; std::getline(lines, line);) {
            CAPTURE(line);
            CHECK(line.size() <= 80);
            CHECK_FALSE(line.ends_with(' '));
        }
    }
}

TEST_CASE("help shows the choices, range and default of an option") {
    auto help = azu_application().run({"help", "session:clear"}).out;
    CHECK(help.find("--progress STYLE   Progress on standard error: auto, bar, plain or none\n"
                    "                         (default: auto)\n") != std::string::npos);
    CHECK(help.find("from 0.001 to 86400\n") != std::string::npos);
}
