#include <azu_session/detail/store/distinct.hpp>

#include <doctest/doctest.h>

#include <string>

using azu_session::detail::distinct_texts;

TEST_CASE("keys that repeat are told apart from new ones") {
    distinct_texts seen;
    int fresh = 0;
    for (int round = 0; round < 2; ++round)
        for (int i = 0; i < 20'000; ++i)
            fresh += seen.insert("app:session:" + std::to_string(i));
    CHECK(fresh == 20'000);
}
