#include <azu_session/dotenv.hpp>

#include <doctest/doctest.h>

#include <map>
#include <string>

namespace az = azu_session;

namespace {

std::map<std::string, std::string> read(std::string_view text) {
    std::map<std::string, std::string> found;
    for (auto &entry : az::parse_dotenv(text))
        found[entry.name] = entry.value;
    return found;
}

using table = std::map<std::string, std::string>;

} // namespace

TEST_CASE("parse_dotenv reads bare values up to a comment") {
    CHECK(read("A=1\n B = two words  # note\nexport C=redis://h#x\nD=\nE=#none\nF=a'b\"c\n") ==
          table{{"A", "1"}, {"B", "two words"}, {"C", "redis://h#x"}, {"D", ""}, {"E", ""}, {"F", "a'b\"c"}});
    CHECK(read("\xEF\xBB\xBF"
               "A=1\r\nB=2\r\n") == table{{"A", "1"}, {"B", "2"}});
}

TEST_CASE("parse_dotenv reads quoted values, over several lines too") {
    CHECK(read("A=\"x\\n\\ty\\\"z\\\\\\$\" # c\nB='l\\n #{i}'\nC=\"one\ntwo\"\nD='three\nfour'\n") ==
          table{{"A", "x\n\ty\"z\\$"}, {"B", "l\\n #{i}"}, {"C", "one\ntwo"}, {"D", "three\nfour"}});
    CHECK(read("A=\"open\nB=2") == table{{"A", "\"open"}, {"B", "2"}});
}

TEST_CASE("parse_dotenv expands nothing and runs nothing") {
    CHECK(read("A=$HOME\nB=`id`\nC=$(id)\nD=\"${HOME}\"") ==
          table{{"A", "$HOME"}, {"B", "`id`"}, {"C", "$(id)"}, {"D", "${HOME}"}});
}

TEST_CASE("parse_dotenv passes over what assigns nothing, and tells lines") {
    CHECK(read("# A=1\n\nB\nexport C\n=x\n1D=2\nE-F=3\nG =5") == table{{"G", "5"}});
    auto entries = az::parse_dotenv("# c\nA=\"1\n2\"\nB=3\nA=4");
    REQUIRE(entries.size() == 3);
    CHECK(entries[0].line == 2);
    CHECK(entries[1].line == 4);
    CHECK(entries[2].line == 5);
    CHECK(entries[2].value == "4");
}
