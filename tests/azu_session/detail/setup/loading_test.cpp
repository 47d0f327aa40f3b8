#include <azu_session/detail/setup/loading.hpp>

#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <string>

namespace az = azu_session;

namespace {

struct application : support::temporary_directory {
    application() { write("shard.yml", "name: shop\n"); }

    az::project project() const { return az::project::open(path()); }
    az::detail::load_order follow(const std::string &entry = "src/app.cr") const {
        auto app = project();
        az::detail::edits none(app);
        return az::detail::follow(app, entry, az::detail::planned_texts(none));
    }
    /// The files of the programs that serve requests.
    std::string serving() const {
        auto app = project();
        std::string files;
        for (const auto &program : az::detail::serving_programs(app, az::detail::edits(app)))
            files += program.file.generic_string() + "\n";
        return files;
    }
};

az::detail::load_order order_of(const std::string &source) {
    application app;
    app.write("src/app.cr", source);
    return app.follow();
}

const std::string load = "require \"./initializers/session\"\n";

} // namespace

TEST_CASE("a server starts where a method is called that starts one, itself or by way of others") {
    for (std::string start :
         {"def run\n  server.listen\nend\nrun\n", "def self.run\n  start [A.new]\nend\nShop.run\n",
          "def serve\n  listen_on 1\nend\ndef listen_on(port)\n  server.listen\nend\nserve\n",
          "class Server\n  def run\n    server.listen\n  end\nend\nServer.new.run\n", "server.listen\n",
          "Shop.start [A.new]\n"}) {
        CAPTURE(start);
        auto behind = order_of(start + load);
        REQUIRE(behind.starts);
        REQUIRE(behind.loads);
        CHECK_FALSE(behind.loads_in_time);
        CHECK(order_of(load + start).loads_in_time);
    }
    application app;
    app.write("src/app.cr", "require \"./server\"\nShop.run\n" + load);
    app.write("src/server.cr", "module Shop\n  def self.run\n    server.listen\n  end\nend\n");
    REQUIRE(app.follow().starts);
    CHECK(app.follow().starts->file == "src/app.cr");
    CHECK(app.follow().starts->number == 2);
}

TEST_CASE("a method that is not called, or that starts a server later, starts none") {
    for (std::string source :
         {"def run\n  server.listen\nend\n", "def run\n  spawn { server.listen }\nend\nrun\n",
          "def run\n  ->{ server.listen }\nend\nrun\n", "def run\n  again\nend\ndef again\n  run\nend\nrun\n",
          "def initialize\n  server.listen\nend\ninitialize\n"}) {
        CAPTURE(source);
        CHECK_FALSE(order_of(source + load).starts);
    }
}

TEST_CASE("a require that the build decides about loads nothing for certain") {
    const std::string begin = "{% if flag?(:x) %}\n", end = "{% end %}\n";
    CHECK_FALSE(order_of(begin + load + end).loads);
    CHECK_FALSE(order_of(begin + "A\n{% else %}\n" + load + end).loads);
    auto twice = order_of(begin + load + end + load);
    REQUIRE(twice.loads);
    CHECK(twice.loads->number == 4);

    application app;
    app.write("src/all.cr", load);
    app.write("src/app.cr", begin + "require \"./all\"\n" + end);
    CHECK_FALSE(app.follow().loads);
    app.write("src/app.cr", begin + "require \"./all\"\n" + end + "require \"./all\"\n");
    CHECK(app.follow().loads_in_time);
}

TEST_CASE("without targets, the program that starts a server serves, whatever its file is called") {
    application app;
    app.write("src/shop.cr", "module Shop\nend\n");
    CHECK(app.serving() == "src/shop.cr\n");
    app.write("src/server.cr", "server.listen\n");
    CHECK(app.serving() == "src/server.cr\n");
    app.write("src/shop.cr", "server.listen\n");
    CHECK(app.serving() == "src/shop.cr\nsrc/server.cr\n");
}
