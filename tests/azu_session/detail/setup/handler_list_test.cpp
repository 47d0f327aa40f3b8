#include <azu_session/detail/setup/handler_list.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace az = azu_session;

namespace {

std::vector<az::detail::handler_list> lists_in(const std::string &source) {
    return az::detail::find_handlers({{"src/app.cr", source}}).lists;
}

} // namespace

TEST_CASE("an application that starts itself within its module has its handlers found") {
    auto lists = lists_in("module Shop\n  def self.run\n    start [\n      A.new,\n    ]\n  end\nend\n");
    REQUIRE(lists.size() == 1);
    CHECK(lists.front().name == "Shop.start");
    CHECK(lists.front().line == 4);
    CHECK(lists.front().text == "      SessionHandler.new,");
    for (std::string other : {"start [1]\n", "start [\"a\"]\n", "start [a]\n", "start []\n", "start\n"})
        CHECK(lists_in(other).empty());
}

TEST_CASE("several lists of a file are found in the order in which they stand there") {
    auto lists = lists_in("Shop.start [A.new]\nif admin\n  Admin.start [A.new]\nend\nApi.start [A.new]\n");
    REQUIRE(lists.size() == 3);
    CHECK(lists[0].line == 1);
    CHECK(lists[1].line == 3);
    CHECK(lists[2].line == 5);
}

TEST_CASE("what no server is given is no list of its handlers") {
    const std::string bus = "class EventBus\n  def handlers\n    [Mail.new]\n  end\nend\n";
    REQUIRE(lists_in(bus + "Shop.start [A.new]\n").size() == 1);
    CHECK(lists_in(bus + "Shop.start [A.new]\n").front().name == "Shop.start");
    CHECK(lists_in("Worker.start [\"mail\"]\nShop.start [A.new]\n").front().line == 2);
    const std::string both = "module Api\n  def self.handlers\n    return [A.new]\n  end\nend\nmodule Admin\n"
                             "  def self.handlers\n    [B.new]\n  end\nend\n";
    REQUIRE(lists_in(both + "Api.start Api.handlers\n").size() == 1);
    CHECK(lists_in(both + "Api.start Api.handlers\n").front().name == "Api.handlers");
    CHECK(lists_in(both).size() == 2);
    CHECK(lists_in(both + "Other.start Other.handlers\n").empty());
}

TEST_CASE("where a server is given handlers that cannot be seen, no list is the one") {
    CHECK(lists_in("admin = HTTP::Server.new([A.new])\nserver = HTTP::Server.new { }\n").empty());
    CHECK(lists_in("HTTP::Server.new([A.new])\nHTTP::Server.new(others)\n").empty());
}
