#include <azu_session/stores/redis/json.hpp>

#include <doctest/doctest.h>

#include <string>

using azu_session::detail::json_has;

TEST_CASE("a top-level value is found as it is written, a string by its text") {
    CHECK(json_has(R"({"user_id":42})", "user_id", "42"));
    CHECK(json_has(R"( { "a" : [1,{"user_id":7}] , "user_id" : "42" } )", "user_id", "42"));
    CHECK(json_has(R"({"admin":true,"x":null,"rate":-1.5e+3})", "rate", "-1.5e+3"));
    CHECK(json_has(R"({"admin":true})", "admin", "true"));
    CHECK(json_has(R"({"x":null})", "x", "null"));
    CHECK(json_has(R"({"name":"J\u00fcrgen \ud83d\ude00\n\"\/"})", "name",
                   "J\xc3\xbcrgen \xf0\x9f\x98\x80\n\"/"));
    CHECK(json_has(R"({"us\u0065r_id":42})", "user_id", "42"));
    CHECK(json_has(R"({"user_id":1,"user_id":2})", "user_id", "2"));
}

TEST_CASE("anything else is not") {
    CHECK_FALSE(json_has(R"({"user_id":420})", "user_id", "42"));
    CHECK_FALSE(json_has(R"({"user_id":42.0})", "user_id", "42"));
    CHECK_FALSE(json_has(R"({"data":{"user_id":42}})", "user_id", "42"));
    CHECK_FALSE(json_has(R"({"note":"\"user_id\":42"})", "user_id", "42"));
    CHECK_FALSE(json_has(R"({"user_id":[42]})", "user_id", "42"));
    CHECK_FALSE(json_has(R"({"user_id":1,"user_id":2})", "user_id", "1"));
    CHECK_FALSE(json_has(R"([{"user_id":42}])", "user_id", "42"));
    CHECK_FALSE(json_has("42", "user_id", "42"));
}

TEST_CASE("malformed data never matches") {
    for (const char *text : {"",
                             "{",
                             R"({"user_id":42)",
                             R"({"user_id":42}})",
                             R"({"user_id":42} x)",
                             R"({"user_id":42,})",
                             R"({user_id:42})",
                             R"({"user_id":42 "b":1})",
                             R"({"user_id":42,"b":01})",
                             R"({"user_id":42,"b":.5})",
                             R"({"user_id":42,"b":1.})",
                             R"({"user_id":42,"b":1e})",
                             R"({"user_id":42,"b":tru})",
                             R"({"user_id":42,"b":"\x"})",
                             R"({"user_id":42,"b":"\u12g4"})",
                             R"({"user_id":42,"b":"\ud800"})",
                             R"({"user_id":42,"b":"\udc00"})",
                             R"({"user_id":42,"b":[1,]})",
                             R"({"user_id":42,"b":{"c"}})",
                             "{\"user_id\":42,\"b\":\"\n\"}"})
        CHECK_FALSE_MESSAGE(json_has(text, "user_id", "42"), text);
}

TEST_CASE("nesting is bounded") {
    auto nested = [](int depth) {
        return "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + ",\"user_id\":42}";
    };
    CHECK(json_has(nested(60), "user_id", "42"));
    CHECK_FALSE(json_has(nested(100'000), "user_id", "42"));
}
