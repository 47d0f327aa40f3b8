#include <azu_session/detail/store/json_match.hpp>

#include <doctest/doctest.h>

using azu_session::data_verdict;
using azu_session::judge;

namespace {

bool matches(std::string_view json, const azu_session::data_condition &condition) {
    return judge(json, {condition}) == data_verdict::matches;
}

/// The condition used throughout: user_id=42.
bool has_user_42(std::string_view json) { return matches(json, {"user_id", "42"}); }

} // namespace

TEST_CASE("a top-level value is found, as a number or a string, in any spacing") {
    CHECK(has_user_42(R"({"user_id":42})"));
    CHECK(has_user_42(R"({"user_id":"42"})"));
    CHECK(has_user_42(" {\t\"a\" : [1, {\"b\": null}] ,\r\n \"user_id\" :42 , \"z\": {} } \n"));
}

TEST_CASE("other values, keys and depths are not") {
    CHECK_FALSE(has_user_42(R"({"user_id":421})"));
    CHECK_FALSE(has_user_42(R"({"user_id":42.0})"));
    CHECK_FALSE(has_user_42(R"({"user_id":-42})"));
    CHECK_FALSE(has_user_42(R"({"USER_ID":42})"));
    CHECK_FALSE(has_user_42(R"({"data":{"user_id":42}})"));
    CHECK_FALSE(has_user_42(R"({"user_id":[42]})"));
    CHECK_FALSE(has_user_42(R"({"user_id":{"user_id":42}})"));
    CHECK_FALSE(has_user_42(R"({})"));
    CHECK_FALSE(has_user_42(R"({"note":"\"user_id\":42"})"));
}

TEST_CASE("strings are compared decoded") {
    CHECK(matches(R"({"na\u006de":"J\u00fcrgen \ud83d\ude00\n\/"})", {"name", "Jürgen 😀\n/"}));
    CHECK(matches(R"({"name":"Jürgen \"J\" \\"})", {"name", "Jürgen \"J\" \\"}));
    CHECK(matches(R"({"empty":""})", {"empty", ""}));
    CHECK(matches(R"({"zero":"\u0000"})", {"zero", std::string(1, '\0')}));
    CHECK(matches(R"({"":1})", {"", "1"}));
}

TEST_CASE("numbers, booleans and null are compared as written") {
    for (std::string value : {"true", "false", "null", "0", "-0", "1.50", "1e5", "1E+5", "-2.5e-7"})
        CHECK(matches("{\"v\":" + value + "}", {"v", value}));
}

TEST_CASE("the last of several equal keys counts") {
    CHECK(has_user_42(R"({"user_id":1,"user_id":42})"));
    CHECK_FALSE(has_user_42(R"({"user_id":42,"user_id":1})"));
    CHECK_FALSE(has_user_42(R"({"user_id":42,"user_id":[]})"));
}

TEST_CASE("malformed JSON, and what is no object, is unreadable") {
    for (std::string_view json : {"",
                                  " ",
                                  "null",
                                  "42",
                                  "\"user_id\"",
                                  "{",
                                  "{\"user_id\"",
                                  "{\"user_id\":",
                                  "{\"user_id\":42",
                                  "{\"user_id\":42}}",
                                  "{\"user_id\":42} x",
                                  "{\"user_id\":42,}",
                                  "{,\"user_id\":42}",
                                  "{\"user_id\" 42}",
                                  "{user_id:42}",
                                  "{'user_id':42}",
                                  "{\"user_id\":42 \"a\":1}",
                                  "{\"user_id\":42,\"a\":01}",
                                  "{\"user_id\":42,\"a\":+1}",
                                  "{\"user_id\":42,\"a\":1.}",
                                  "{\"user_id\":42,\"a\":.5}",
                                  "{\"user_id\":42,\"a\":1e}",
                                  "{\"user_id\":42,\"a\":tru}",
                                  "{\"user_id\":42,\"a\":[1,]}",
                                  "{\"user_id\":42,\"a\":[1}",
                                  "{\"user_id\":42,\"a\":\"\\x\"}",
                                  "{\"user_id\":42,\"a\":\"\\u12\"}",
                                  "{\"user_id\":42,\"a\":\"\\ud800\"}",
                                  "{\"user_id\":42,\"a\":\"\\ud800\\u0041\"}",
                                  "{\"user_id\":42,\"a\":\"\\udc00\"}",
                                  "{\"user_id\":42,\"a\":\"\n\"}",
                                  "{\"user_id\":42,\"a\":\"\\",
                                  "{\"user_id\":42,\"a\":NaN}"})
        CHECK_MESSAGE(!has_user_42(json), json);
}

TEST_CASE("nesting is bounded") {
    auto nested = [](std::size_t depth) {
        return "{\"user_id\":42,\"deep\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
    };
    CHECK(has_user_42(nested(500)));
    CHECK_FALSE(has_user_42(nested(600)));
    CHECK_FALSE(has_user_42(nested(1'000'000)));
}

TEST_CASE("what the generated initializer encrypts is unreadable, and an object without the key is not") {
    auto verdict = [](std::string_view json) { return judge(json, {{"user_id", "42"}}); };
    CHECK(verdict(R"({"encrypted":"bm90aGluZw=="})") == data_verdict::unreadable);
    CHECK(verdict(R"( { "encrypted" : "" } )") == data_verdict::unreadable);
    CHECK(verdict(R"({"encrypted":"x","user_id":1})") == data_verdict::differs);
    CHECK(verdict(R"({"encrypted":{}})") == data_verdict::differs);
    CHECK(verdict(R"([{"user_id":42}])") == data_verdict::unreadable);
    CHECK(verdict("{}") == data_verdict::differs);
    CHECK(judge(R"({"encrypted":"x"})", {{"encrypted", "x"}}) == data_verdict::matches);
}

TEST_CASE("several conditions: any of the values of one key, and all of the keys") {
    std::vector<azu_session::data_condition> wanted = {{"user_id", "1"}, {"role", "admin"}, {"user_id", "2"}};
    CHECK(judge(R"({"user_id":2,"role":"admin"})", wanted) == data_verdict::matches);
    CHECK(judge(R"({"role":"admin","user_id":"1"})", wanted) == data_verdict::matches);
    CHECK(judge(R"({"user_id":3,"role":"admin"})", wanted) == data_verdict::differs);
    CHECK(judge(R"({"user_id":1})", wanted) == data_verdict::differs);
    CHECK(judge(R"({"user_id":1,"role":"admin","user_id":3})", wanted) == data_verdict::differs);
    CHECK(judge(R"({"user_id":1,"role":["admin"]})", wanted) == data_verdict::differs);
    CHECK(judge(R"({"user_id":1,"role":"admin")", wanted) == data_verdict::unreadable);
}
