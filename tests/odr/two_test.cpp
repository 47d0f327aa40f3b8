#include <azu_session/azu_session.hpp>
#include <azu_session/stores/all.hpp>

#include <doctest/doctest.h>

#include <string>
#include <typeinfo>

std::string here();

TEST_CASE("two translation units with every header link into one program") {
    CHECK(here() == azu_session::key_prefix("a:").pattern());
}

TEST_CASE("the version is part of every symbol, so that two of them in one program are told apart") {
    CHECK(std::string(typeid(azu_session::error).name()).find("v0_1") != std::string::npos);
    CHECK(azu_session::version.starts_with("0.1."));
}
