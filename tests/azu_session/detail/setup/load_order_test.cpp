#include <azu_session/detail/setup/load_order.hpp>

#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <string>

namespace az = azu_session;

namespace {

using sources = std::map<std::string, std::string>;

/// "src/app.cr:2 before src/app.cr:4"; a dash for what never happens.
std::string order_of(const sources &files, const std::string &entry = "src/app.cr") {
    support::temporary_directory root;
    for (const auto &[name, text] : files)
        root.write(name, text);
    az::project app{root.path(), "shop"};
    auto order = az::detail::load_order_reader(app, "src/initializers/session.cr", [&](const auto &file) {
                     return root.read(file);
                 }).follow(entry);
    auto shown = [](const std::optional<az::detail::source_line> &line) {
        return line ? line->file.generic_string() + ":" + std::to_string(line->number) : std::string("-");
    };
    CHECK(order.loads_in_time == (shown(order.loads) != "-" && order.loads_in_time));
    return shown(order.loads) + (order.loads_in_time ? " before " : " not before ") + shown(order.starts);
}

std::string order_of(const std::string &app) { return order_of(sources{{"src/app.cr", app}}); }

} // namespace

TEST_CASE("the initializer is loaded by any require that names it") {
    for (std::string require :
         {"./initializers/session", "./initializers/session.cr", "./initializers/*", "./initializers/**",
          "./**", "./../src/initializers/session", "./x/../initializers/session"}) {
        CAPTURE(require);
        CHECK(order_of("require \"" + require + "\"\nShop.start [A.new]\n") ==
              "src/app.cr:1 before src/app.cr:2");
    }
    for (std::string require : {"initializers/session", "./initializers", "./initializer/*", "./session",
                                "./*", "./initializers/sessions", "./initializers/session/*"}) {
        CAPTURE(require);
        CHECK(order_of("require \"" + require + "\"\n") == "- not before -");
    }
}

TEST_CASE("a require behind the start of the server is never reached") {
    for (std::string start : {"Shop.start [A.new]", "Shop.start(handlers)", "::Shop.start handlers",
                              "server.listen", "HTTP::Server.new([A.new]).listen",
                              "if true\n  server.listen\nend", "begin\n  server.listen\nrescue\nend"}) {
        CAPTURE(start);
        auto order = order_of(start + "\nrequire \"./initializers/session\"\n");
        CHECK(order.find("not before") != order.npos);
        CHECK(order.find("src/app.cr:" + std::to_string(std::count(start.begin(), start.end(), '\n') + 2)) ==
              0);
    }
}

TEST_CASE("what only looks like a start, or is not run there, is none") {
    for (std::string text :
         {"# Shop.start [A.new]", "x = \"Shop.start [A.new]\"", "x = <<-TEXT\n  server.listen\n  TEXT",
          "def run\n  server.listen\nend", "spawn do\n  server.listen\nend", "spawn { server.listen }",
          "at_exit { server.listen }", "macro run\n  server.listen\nend", "->{ server.listen }", "Shop.start",
          "%q(server.listen)", "timer.start 5"}) {
        CAPTURE(text);
        auto order = order_of(text + "\nrequire \"./initializers/session\"\n");
        CHECK(order.find(" before -") != order.npos);
        CHECK(order.find("not before") == order.npos);
    }
}

TEST_CASE("files are followed in the order in which they are loaded") {
    CHECK(order_of({{"src/app.cr", "require \"./shop\"\nShop.start [A.new]\n"},
                    {"src/shop.cr", "\nrequire \"./initializers/**\"\n"}}) ==
          "src/shop.cr:2 before src/app.cr:2");
    CHECK(order_of({{"src/app.cr", "require \"./shop\"\nrequire \"./initializers/session\"\n"},
                    {"src/shop.cr", "Shop.start [A.new]\n"}}) == "src/app.cr:2 not before src/shop.cr:1");
    CHECK(order_of({{"src/app.cr", "require \"./boot/*\"\n"},
                    {"src/boot/b.cr", "server.listen\n"},
                    {"src/boot/a.cr", "require \"../initializers/session\"\n"}}) ==
          "src/boot/a.cr:1 before src/boot/b.cr:1");
}

TEST_CASE("files that require each other end") {
    CHECK(order_of({{"src/app.cr", "require \"./a\"\nrequire \"./app\"\n"},
                    {"src/a.cr", "require \"./app\"\n"}}) == "- not before -");
}

TEST_CASE("a file that is no source ends nothing") {
    CHECK(order_of(std::string("require \"./a\"\n\0\xff\"", 17)) == "- not before -");
    CHECK(order_of(sources{}) == "- not before -");
}
