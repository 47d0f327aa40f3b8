#include <azu_session/detail/store/noted_ids.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

using azu_session::detail::noted_ids;

TEST_CASE("all ids are noted while they are few, each once") {
    noted_ids noted;
    for (int twice = 0; twice < 2; ++twice)
        for (int i = 0; i < 1000; ++i)
            noted.offer("id-" + std::to_string(i));
    CHECK(noted.full());
    CHECK(std::set<std::string>(noted.all().begin(), noted.all().end()).size() == 1000);
}

TEST_CASE("of many ids some of each part are noted") {
    noted_ids noted;
    for (int i = 100'000; i < 200'000; ++i)
        noted.offer(std::to_string(i));
    CHECK(noted.all().size() == 1000);
    for (char digit = '0'; digit <= '9'; ++digit) {
        auto part = std::count_if(noted.all().begin(), noted.all().end(),
                                  [&](const std::string &id) { return id[1] == digit; });
        CHECK(part > 50);
        CHECK(part < 150);
    }
}

TEST_CASE("fewer can be wanted, and none were offered") {
    noted_ids few(3);
    CHECK(few.all().empty());
    for (int i = 0; i < 10; ++i)
        few.offer(std::to_string(i));
    CHECK(few.all().size() == 3);
}
