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
