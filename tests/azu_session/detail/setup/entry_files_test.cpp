#include <azu_session/detail/setup/crystal_files.hpp>
#include <azu_session/detail/setup/entry_files.hpp>

#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace az = azu_session;
using paths = std::vector<std::filesystem::path>;

namespace {

struct application : support::temporary_directory {
    explicit application(const std::string &targets, const std::vector<std::string> &files = {"src/app.cr"}) {
        write("shard.yml", "name: shop\n" + targets);
        for (const auto &file : files)
            write(file, "");
    }
    paths entries() const { return az::detail::entry_files(az::project::open(path())); }
};

std::string target(const std::string &main) { return "targets:\n  shop:\n    main: " + main + "\n"; }

} // namespace

TEST_CASE("programs begin with the files of the targets") {
    CHECK(application(target("src/app.cr")).entries() == paths{"src/app.cr"});
    CHECK(application(target("'src/my app.cr' # the server"), {"src/my app.cr"}).entries() ==
          paths{"src/my app.cr"});
    CHECK(application(target("\"src/app.cr\"")).entries() == paths{"src/app.cr"});
    CHECK(application(target("./src/../src/app.cr")).entries() == paths{"src/app.cr"});
    CHECK(application(target("server.cr"), {"server.cr"}).entries() == paths{"server.cr"});
}

TEST_CASE("each file is one program, however many targets begin with it") {
    CHECK(application("targets:\n  a:\n    main: src/app.cr\n  b:\n    main: ./src/app.cr\n  c:\n    main: "
                      "src/cli.cr\n",
                      {"src/app.cr", "src/cli.cr"})
              .entries() == paths{"src/app.cr", "src/cli.cr"});
}

TEST_CASE("without targets that are there, programs may begin with any of the usual files") {
    CHECK(application("", {"src/shop.cr", "src/app.cr"}).entries() == paths{"src/shop.cr", "src/app.cr"});
    CHECK(application("", {"src/server.cr", "src/app.cr"}).entries() == paths{"src/app.cr", "src/server.cr"});
    CHECK(application(target("src/gone.cr"), {"src/server.cr"}).entries() == paths{"src/server.cr"});
    CHECK(application("", {"src/main.cr"}).entries() == paths{"src/main.cr"});
    CHECK(application("", {"src/other.cr"}).entries().empty());
    CHECK(application(target("src/app"), {"src/app/x.cr"}).entries().empty());
}

TEST_CASE("a file outside the application is none of its own") {
    support::temporary_directory outside;
    auto file = outside.write("x.cr", "");
    auto up = "../" + outside.path().filename().string() + "/x.cr";
    CHECK(application(target(file.string())).entries() == paths{"src/app.cr"});
    CHECK(application(target(up)).entries() == paths{"src/app.cr"});
    application named("", {});
    named.write("shard.yml", "name: ../" + up.substr(0, up.size() - 3) + "\n");
    CHECK(named.entries().empty());
}

TEST_CASE("the application's sources are those below src/ and those its programs begin with, once each") {
    application app("targets:\n  a:\n    main: server.cr\n  b:\n    main: src/app.cr\n",
                    {"server.cr", "src/app.cr", "src/a/b.cr", "src/note.txt", "spec/x.cr",
                     "src/initializers/session.cr"});
    paths found;
    for (const auto &file : az::detail::crystal_files(az::project::open(app.path())))
        found.push_back(file.path);
    CHECK(found == paths{"server.cr", "src/a/b.cr", "src/app.cr"});
}
