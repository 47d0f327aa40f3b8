#include "support/azu.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using support::azu_application;

TEST_CASE("values are looked at before any question, and before the application is read") {
    azu_application app;
    app.write("src/initializers/session.cr",
              "Session.configure do |config|\n  config.store = broken(\nend\n");
    app.write("certificates/unused", "");
    struct bad {
        std::vector<std::string> option;
        std::string message;
    };
    for (const auto &[option, message] : std::vector<bad>{
             {{"--timeout", "soon"},
              "'soon' in --timeout is not a number of seconds from 0.001 to 86400.\n"
              "Give a number from 0.001 to 86400.\n"},
             {{"--timeout", "5s"}, "'5s' in --timeout is not a number"},
             {{"--timeout", "nan"}, "'nan' in --timeout is not a number"},
             {{"--timeout", "-1"}, "'-1' in --timeout is not a number"},
             {{"--timeout", "86401"}, "'86401' in --timeout is not a number"},
             {{"--progress", "loud"},
              "Unknown style 'loud' in --progress.\nUse one of: auto, bar, plain, none.\n"},
             {{"--where", "x"}, "'x' in --where is not of the form KEY=VALUE.\n"},
             {{"--where", "=x"}, "'=x' in --where is not of the form KEY=VALUE.\n"},
             {{"--cacert", "missing.pem"},
              "'missing.pem' in --cacert cannot be read: No such file or directory.\n"
              "Name a file that you are allowed to read.\n"},
             {{"--cacert", "certificates"}, "'certificates' in --cacert cannot be read: Is a directory.\n"},
             {{"--backend", "nonsense"},
              "Unknown session backend 'nonsense' in --backend.\nUse one of: redis, database, memory.\n"}}) {
        std::vector<std::string> arguments = {"session:clear"};
        arguments.insert(arguments.end(), option.begin(), option.end());
        auto refused = app.run(arguments, {}, "y\n");
        CHECK(refused.status == 2);
        CHECK(refused.out == "");
        CHECK(refused.err.starts_with("Error: " + message));
    }
    auto missing = app.run({"session:clear", "-C", "missing"});
    CHECK(missing.err.starts_with("Error: There is no directory missing.\n"));
    CHECK(missing.status == 1);
}

TEST_CASE("the ends of a range belong to it") {
    azu_application app;
    app.configure("MemoryStore.new(ttl: 1.hour)");
    for (std::string seconds : {"0.001", "86400", "1e2"})
        CHECK(app.run({"session:status", "--timeout", seconds}).status != 2);
}
