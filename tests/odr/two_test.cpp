#include <azu_session/azu_session.hpp>
#include <azu_session/stores/all.hpp>

#include <doctest/doctest.h>

std::string here();

TEST_CASE("two translation units with every header link into one program") {
    CHECK(here() == azu_session::key_pattern("a:"));
}
