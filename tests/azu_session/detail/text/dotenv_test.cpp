#include <azu_session/detail/text/dotenv.hpp>

#include <doctest/doctest.h>

#include <chrono>
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

/// Why programs differ on the value of X.
std::string doubt(std::string_view text) {
    std::string found = "X is not assigned";
    for (auto &entry : az::parse_dotenv(text))
        if (entry.name == "X") found = entry.doubt;
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
          table{{"A", "x\\n\\ty\\\"z\\\\\\$"}, {"B", "l\\n #{i}"}, {"C", "one\ntwo"}, {"D", "three\nfour"}});
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

TEST_CASE("parse_dotenv doubts every variable where it cannot read the file") {
    for (auto &[text, reason] : table{{"$ANSIBLE_VAULT;1.1;AES256\n6162\n", "the file is encrypted"},
                                      {std::string("\xff\xfeX\0=\0", 6), "the file is no text in UTF-8"},
                                      {"Y=ENC[AES256_GCM,data:x]\nsops_version=3\n", "the file is encrypted"},
                                      {"<<<<<<< HEAD\nY=1\n=======\nY=2\n>>>>>>> other\n",
                                       "the file has unresolved conflict markers"}}) {
        auto entries = az::parse_dotenv(text);
        REQUIRE_FALSE(entries.empty());
        CHECK(entries.front().name == "*");
        CHECK(entries.front().doubt == reason);
        CHECK(entries.front().line == 1);
        for (auto &entry : entries)
            CHECK_FALSE(entry.doubt.empty());
    }
    CHECK(doubt("# =======\nX=1\n").empty());
}

TEST_CASE("parse_dotenv has no doubt about what all programs read alike") {
    for (std::string line : {"X=1",
                             "X=",
                             "X=  # none",
                             "X=\"\"",
                             "X=''",
                             "  X=a",
                             "export X=a",
                             "X=a # it's \"$HOME\" & co",
                             "X='a' # it's",
                             "X=\"a\"\t# $b",
                             "X=redis://:p%24@h:6379/0?a=1",
                             "X='$a ${b} `c` \\d \"e\" #f'",
                             "X=\"it's a # b\"",
                             "X=\"5$ and $\"",
                             "X=5$",
                             "X=\"\\d+\\.\"",
                             "X=\"one\ntwo\"",
                             "X='one\ntwo'",
                             "X=a=b,c{d}[e]*?!%^+@~/",
                             "X=é",
                             "X=\"a & b; (c) | <d>\"",
                             "X='C:\\'",
                             "X={a,b}",
                             "X=a   "}) {
        CAPTURE(line);
        CHECK(doubt(line) == "");
        CHECK(doubt("# it's\n\nOTHER=\"a\":$b\n" + line + "\nLAST=1\n") == "");
    }
    CHECK(read("X=\"\\d+\\t\"").at("X") == "\\d+\\t");
}

TEST_CASE("parse_dotenv doubts what programs read differently") {
    for (std::string line : {"X=\"app\":session:",
                             "X='a'b",
                             "X=\"a\"'b'",
                             "X='a'#b",
                             "X=\"a\" b",
                             "X=$Y",
                             "X=${Y}",
                             "X=\"$Y\"",
                             "X=\"a${Y}\"",
                             "X=redis://:pa$$word@h",
                             "X=$(id)",
                             "X=\"$(id)\"",
                             "X=`id`",
                             "X=\"`id`\"",
                             "X=$1",
                             "X=two words",
                             "X=a;b",
                             "X=a?b=1&c=2",
                             "X=a|b",
                             "X=a>b",
                             "X=<your key>",
                             "X=(a b)",
                             "X=a)",
                             "X=it's",
                             "X=a\"b\"",
                             "X=\"open",
                             "X='open",
                             "X=a\\b",
                             "X=a\\",
                             "X=\"a\\nb\"",
                             "X=\"a\\\"b\"",
                             "X=\"a\\\\b\"",
                             "X=\"a\\$b\"",
                             "X=\"a\\\nb\"",
                             "X = a",
                             "X= a",
                             "X =a",
                             "export X = a",
                             "X=a#b",
                             "X=#a",
                             "X=~/a",
                             "X=sqlite3:~/a",
                             "export X={a,b}",
                             "X=a\r",
                             "X=\"a\"\r",
                             "X=\"a\r\nb\"",
                             "X=a\fb",
                             "X=\xff",
                             "X=\u00a0a",
                             "\xEF\xBB\xBFX=a"}) {
        CAPTURE(line);
        CHECK(doubt(line + "\nOTHER=1\n").find("is not assigned") == std::string::npos);
        CHECK(doubt(line + "\nOTHER=1\n") != "");
    }
    CHECK(doubt("X=\"app\":session:") == "text stands behind its closing quote");
    CHECK(doubt("X=$Y\nX=a") == "");
    CHECK(doubt("X=a\nX=$Y") != "");
}

TEST_CASE("parse_dotenv doubts what an earlier line may swallow, and nothing else") {
    auto doubt_line = [](std::string_view text) {
        std::size_t found = 0;
        for (auto &entry : az::parse_dotenv(text))
            if (entry.name == "X") found = entry.doubt_line;
        return found;
    };
    for (std::string swallowing : {"A=it's\nX=1\nB=don't",
                                   "A=x\"\nX=1\nB=y\"",
                                   "A=$(b\nX=1\n)",
                                   "A=${b\nX=1\n}",
                                   "A=(b\nX=1\n)",
                                   "A=a\\\nX=1",
                                   "A=a |\nX=1",
                                   "A=a |&\nX=1",
                                   "A=a &&\nX=1",
                                   "A=a ||\nX=1",
                                   "A=$'it\\'s\nX=1\n'",
                                   "\xEF\xBB\xBF# it's\nX=1\nB='",
                                   "if true; then\nX=1\nfi",
                                   "case a in b)\nX=1\nesac",
                                   "f() {\nX=1\n}",
                                   "f () {\nX=1\n}",
                                   "function f {\nX=1\n}",
                                   "(\nX=1\n)",
                                   "for a in b; do\nX=1\ndone",
                                   "return\nX=1",
                                   "[ a ] || exit\nX=1",
                                   "cat <<END\nX=1\nEND",
                                   "A=\"${b:-it's}\"\nX=1\nB='}\""}) {
        CAPTURE(swallowing);
        CHECK(doubt(swallowing + "\n") != "");
        CHECK(doubt_line(swallowing + "\n") == 1);
        CHECK(doubt("X=1\n" + swallowing.substr(0, swallowing.find("X=1"))) == "");
    }
    CHECK(doubt("# c\nA=it's\nX=1\nB=don't") == "it may be taken for a part of line 2");
    CHECK(doubt("A='C:\\'\nB='\nX=1") == "");
    for (std::string before :
         {"A=it's\nB=don't", "A=a b", "A=a > b", "A=a & b=c", "A=$(b)", "A=\"$(b \"c\")\"", "A=(b c)",
          "echo hello; ls", "A='C:\\'", "# it's", "A=b # it's", "[ a ] && b", "A=\"${b:-it's}\"",
          "if a; then b; fi", "cat <<<a", "A=for b", "A=two if c"}) {
        CAPTURE(before);
        CHECK(doubt(before + "\nX=1\n") == "");
    }
}

TEST_CASE("parse_dotenv doubts what a line that is no plain assignment may assign") {
    for (std::string line : {"A=1 X=2", "export A=1 X=2", ": ${X:=1}", "unset X", "X+=1", "X: 1", "(X=1)",
                             "[ a ] && X=1", "{ X=1; }"})
        CHECK(doubt("X=0\n" + line) == "its line is no plain assignment");
    for (std::string line : {"A=$X", "A=${X}/1", "A=\"$X\" # X=1", "# X=1", "echo X", "A=a?X=1&b"})
        CHECK(doubt("X=0\n" + line) == "");
}

TEST_CASE("parse_dotenv casts no doubt on what stands behind a line that a shell refuses") {
    for (std::string refused : {"SMTP_FROM=Shop <no-reply@shop.example>", "SECRET=abc)def", "PASSWORD=a(b",
                                "A=|x", "A=a;;", "TITLE=Bob's shop", "A=\"open", "A=$(b", "A=${b",
                                "if true; then", "A=<your key>", "A=b (c", "A=a(b\nB=)", "A==(b\nB=)"}) {
        CAPTURE(refused);
        CHECK(doubt(refused + "\nX=1\n") == "");
        CHECK(doubt("X=1\n" + refused + "\n") == "");
    }
}

TEST_CASE("parse_dotenv doubts all variables where a command may set any") {
    for (std::string line :
         {". ./other.env", "source x", "[ -f x ] && . ./local.env", "eval \"$x\"", "export $(cat x)",
          "export \"$x\"", "if [ -f x ]; then . x; fi", "if [ -f x ]\nthen\n  source x\nfi", "A=1 . x",
          "true; builtin source x", "test -f x && { . x; }", "unset $x", "while read a; do export $a; done",
          "! . x", "command . x"}) {
        CAPTURE(line);
        CHECK(doubt("# c\n" + line + "\nX=1\n") == "a command in line 2 may set it");
        CHECK(doubt("X=1\n" + line + "\n") == "a command in line 2 may set it");
    }
    for (std::string line : {"A=1 # . x", "A='. x'", "# . x", "echo . x", "A=. ", "A=source",
                             "TITLE=Thank you . Bye", "export A", "set -a", "(. x)", "A=$(. x)", "B=$x"})
        CHECK(doubt("X=1\n" + line) == "");
}

TEST_CASE("parse_dotenv doubts what a command sets by name") {
    for (std::string line :
         {"read X <<< y", "read -r A X", "printf -v X %s y", "unset X", "unset A X", "unset -v X",
          "mapfile X", "readarray -t X < y", "for X in a; do b; done", "echo a | read X", "A=1 read X",
          "getopts a X", "let X=1", "while read\tX; do b; done"})
        CHECK_MESSAGE(doubt("X=0\n" + line) == "its line is no plain assignment", line);
    for (std::string line : {"read A", "printf X", "A=read X", "# unset X", "A='unset X'", "echo unset X"})
        CHECK_MESSAGE(doubt("X=0\n" + line) == "", line);
}

TEST_CASE("parse_dotenv needs time in proportion to the text") {
    std::size_t n = 1 << 17;
    auto repeated = [&](std::string_view piece) {
        std::string text;
        while (text.size() < n)
            text += piece;
        return text;
    };
    auto begin = std::chrono::steady_clock::now();
    for (auto &text : {"A=x" + std::string(n, ' ') + "y", std::string(n, ' '), "A=x" + repeated(" y"),
                       "A=x " + repeated("="), "A=x " + repeated("b= "), "A=x " + repeated(" \t"),
                       repeated("A=it's\nB=\"\n"), repeated("A=$(\n"), repeated("A='\\'\n"),
                       repeated("A=(\n"), repeated("if\n"), repeated("A=\"\\\n"), "A=x " + repeated("$("),
                       repeated("x("), "=" + repeated("=(")})
        CHECK(az::parse_dotenv(text).size() <= text.size());
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20)); // a second or so
}
