#include <azu_session/detail/text/percent.hpp>

#include <doctest/doctest.h>

#include <string>

namespace az = azu_session::detail;

TEST_CASE("what is percent-encoded is decoded to the same bytes") {
    std::string every;
    for (int byte = 1; byte < 256; ++byte)
        every += static_cast<char>(byte);
    CHECK(az::percent_decode(az::percent_encode(every)) == every);
    CHECK(az::percent_encode("a/b c", "/") == "a/b%20c");
    CHECK(az::percent_encode("p/w@:%") == "p%2Fw%40%3A%25");
}

TEST_CASE("an incomplete sequence and an encoded NUL are not decoded") {
    for (std::string text : {"%", "a%4", "%zz", "%0g", "%00", "%%41"}) {
        CAPTURE(text);
        CHECK_FALSE(az::percent_decode(text));
    }
    CHECK(az::percent_decode("%41+%4a") == "A+J");
}
