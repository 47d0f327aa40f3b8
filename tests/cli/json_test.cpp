#include "cli/json.hpp"

#include <doctest/doctest.h>

#include <string>

namespace json = cli::json;

TEST_CASE("json::string escapes what JSON requires and replaces what is not UTF-8") {
    CHECK(json::string("a\"b\\c").text == "\"a\\\"b\\\\c\"");
    CHECK(json::string("line\n\x01").text == "\"line\\u000a\\u0001\"");
    CHECK(json::string("größe ✓ 😀").text == "\"größe ✓ 😀\"");
    CHECK(json::string("\xff\xc3").text == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    CHECK(json::string("\xed\xa0\x80").text == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    CHECK(json::string("\x7f\xc2\x9b\xe2\x80\xae").text == "\"\\u007f\\u009b\\u202e\"");
    CHECK(json::string("").text == "\"\"");
}

TEST_CASE("json::object and json::array join their parts") {
    CHECK(json::object({}).text == "{}");
    CHECK(json::array({}).text == "[]");
    CHECK(json::object({{"a", json::array({json::number(1), json::null()})}, {"b", json::boolean(true)}})
              .text == "{\"a\":[1,null],\"b\":true}");
}
