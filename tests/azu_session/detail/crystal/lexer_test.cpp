#include <azu_session/detail/crystal/lexer.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

namespace crystal = azu_session::crystal;
using crystal::token_kind;

namespace {

std::vector<std::string> texts(std::string_view source) {
    std::vector<std::string> found;
    for (auto &token : crystal::lex(source))
        if (token.kind != token_kind::end_of_file) found.emplace_back(token.text);
    return found;
}

/// How many tokens of a kind there are.
std::size_t count(std::string_view source, token_kind kind) {
    std::size_t found = 0;
    for (auto &token : crystal::lex(source))
        found += token.kind == kind;
    return found;
}

using list = std::vector<std::string>;

} // namespace

TEST_CASE("lex leaves comments and blanks out") {
    CHECK(texts("a # b \"c\n#d\ne") == list{"a", "\n", "e"});
    auto tokens = crystal::lex("\xEF\xBB\xBF"
                               "a\r\n\r\nb");
    CHECK(tokens[0].text == "a");
    CHECK(tokens[2].text == "b");
    CHECK(texts("a \\\n  b") == list{"a", "b"});
}

TEST_CASE("lex takes strings apart, interpolations within interpolations included") {
    CHECK(texts(R"("a#{"b#{c}"}d")") ==
          list{"\"", "a", "#{", "\"", "b", "#{", "c", "}", "\"", "}", "d", "\""});
    CHECK(texts(R"("a\"b\#{c}")") == list{"\"", "a\\\"b\\#{c}", "\""});
    CHECK(texts(R"("#{ {a: 1} }")") == list{"\"", "#{", "{", "a", ":", "1", "}", "}", "\""});
}

TEST_CASE("lex reads percent literals of every bracket") {
    for (std::string source : {"%(a (b) c)", "%[a [b] c]", "%{a {b} c}", "%<a <b> c>", "%|a c|", "%q(a (b))",
                               "%Q[a [b]]", "%w{a b}", "%i<a b>", "%r|a/b|i", "%x(ls)"}) {
        CAPTURE(source);
        auto tokens = crystal::lex(source);
        CHECK(tokens[0].kind == token_kind::quote_begin);
        CHECK(tokens[2].kind == token_kind::quote_end);
        CHECK(tokens.size() == 4);
    }
    CHECK(texts("%q(#{a})") == list{"%q(", "#{a}", ")"});
    CHECK(texts("a % b") == list{"a", "%", "b"});
}

TEST_CASE("lex puts a heredoc where it begins and goes on behind its line") {
    CHECK(texts("f(<<-A, <<-'B')\n x#{y}\n A\n #{z}\n B\nend") == list{"f", "(", "<<-A", " x", "#{", "y", "}",
                                                                       "\n", " A", ",", "<<-'B'", " #{z}\n",
                                                                       " B", ")", "\n", "end"});
    auto tokens = crystal::lex("a = <<-A\n1\n2\nA\nb");
    CHECK(tokens[tokens.size() - 2].text == "b");
    CHECK(texts("<<-A\nAB\n A x\nA") == list{"<<-A", "AB\n", " A x\n", "A", "\n"});
}

TEST_CASE("lex tells characters, symbols and labels") {
    CHECK(count(R"('a' '"' '#' '\'' '\\' '\u{1F600}' 'é')", token_kind::character) == 7);
    CHECK(count(R"(:a, :a?, :+, :[]=, a(:b), x == :c)", token_kind::symbol) == 6);
    CHECK(count("A::B {a: 1} x ? y : z", token_kind::symbol) == 0);
    CHECK(count("{if: 1, end: 2}", token_kind::keyword) == 0);
    CHECK(count("a.end b.class def select", token_kind::keyword) == 1);
}

TEST_CASE("lex tells regular expressions from divisions") {
    CHECK(count("a / b; a/b; 1 /2; x[0] / 3; (a) / b / c", token_kind::quote_begin) == 0);
    CHECK(count("x =~ /a\\/\"b/; puts /a b/; when /#{c}\"/i; (/d/)", token_kind::quote_begin) == 4);
}

TEST_CASE("lex ends what the source leaves open") {
    for (std::string source :
         {"\"a", "\"a#{b", "%w(a", "<<-A\nb", "'", ":\"", "/a", "\"#{<<-A}", "\\", "{{", "%"}) {
        CAPTURE(source);
        std::size_t begins = count(source, token_kind::quote_begin),
                    ends = count(source, token_kind::quote_end);
        CHECK(begins == ends);
    }
}

TEST_CASE("lex needs time in proportion to the source, however it nests") {
    using clock = std::chrono::steady_clock;
    for (std::string unit :
         {"\"#{", "<<-A\n#{", "(", "a /b\n", "%w(", "'", "<<-A ", "{{", "<<-'", ":\"", "/", "\\"}) {
        CAPTURE(unit);
        std::string source;
        while (source.size() < 200'000)
            source += unit;
        auto start = clock::now();
        crystal::lex(source);
        CHECK(clock::now() - start < std::chrono::seconds(5)); // quadratic time takes far longer
    }
}
