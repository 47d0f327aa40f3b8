#include <azu_session/detail/crystal/parse.hpp>

#include <doctest/doctest.h>

#include <string>

namespace crystal = azu_session::crystal;
using crystal::node_kind;

namespace {

/// The tree as one line: each node by its text, or the number of its kind, with its children in parentheses.
std::string outline(const crystal::tree &syntax, crystal::node_id id) {
    auto &part = syntax[id];
    auto text = part.kind == node_kind::body     ? std::string("body")
                : part.kind == node_kind::choose ? std::string("choose")
                : part.kind == node_kind::match  ? std::string("match")
                : part.kind == node_kind::opaque ? std::string("?")
                                                 : std::string(part.text);
    std::string children;
    for (auto child : syntax.children(id))
        children += (children.empty() ? "" : " ") + outline(syntax, child);
    return children.empty() ? text : text + "(" + children + ")";
}

std::string outline(std::string_view source) {
    auto syntax = crystal::parse(source);
    return outline(syntax, syntax.root);
}

} // namespace

TEST_CASE("parse reads operators by their strength") {
    CHECK(outline("a = 1 + 2 * 3") == "body(=(a +(1 *(2 3))))");
    CHECK(outline("x = 1; x - 1 == 2 && !x || y") == "body(=(x 1) ||(&&(==(-(x 1) 2) !(x)) y))");
    CHECK(outline("a ? b : c") == "body(choose((a b) (c)))");
}

TEST_CASE("parse reads calls with and without parentheses") {
    CHECK(outline("f(1, b: 2)") == "body(f(1 b(2)))");
    CHECK(outline("c.store = R.new url: u,\n  ttl: 1.hour") ==
          "body(=(store(c) new(R url(u) ttl(hour(1)))))");
    CHECK(outline("f a do |x|\n b\nend") == "body(f(a (x body(b))))");
    CHECK(outline("a\n  .b # c\n\n  .d(1)") == "body(d(b(a) 1))");
    CHECK(outline("x.try(&.to_i)") == "body(try(x (to_i)))");
    CHECK(outline("E[\"A\"]? || \"d\"") == "body(||([]?(E (A)) (d)))");
}

TEST_CASE("parse reads branches, leading and trailing") {
    CHECK(outline("if a\n b\nelsif c\n d\nelse\n e\nend") ==
          "body(choose((a body(b)) (c body(d)) (body(e))))");
    CHECK(outline("b unless a") == "body(choose((!(a) b)))");
    CHECK(outline("case a\nwhen 1, 2 then b\nelse c\nend") == "body(match(a (1 2 body(b)) (body(c))))");
    CHECK(outline("{% if a %}\nb\n{% else %}\nc\n{% end %}") == "body(choose((? body(b)) (body(c))))");
}

TEST_CASE("parse goes on behind definitions of every kind") {
    for (std::string definition :
         {"class A(T) < B(T)\n getter x : Int32? = nil\n def a(b, c : T = 1, *d, **e, &f : A -> B) : C "
          "forall T\n  d "
          "if e\n rescue x : Y\n  1\n ensure\n  2\n end\n abstract def z : Int32\nend",
          "lib C\n fun f(x : Int32) : Int32\n struct S\n  a : Int32\n end\nend",
          "macro m(a)\n {% if a %}\n def {{a}}; end\n {% end %}\nend",
          "enum E\n A\n B = 2\nend",
          "def a; end",
          "def ==(other)\n true\nend",
          "def []=(k, v)\nend",
          "def self.x=(v) : Nil\nend",
          "private def a\nend",
          "record A, b : C, d : E = 1 do\n def f\n end\nend",
          "while a\n b while c\nend",
          "alias A = B | C",
          "begin\n a\nrescue A | B\n c\nelse\n d\nensure\n e\nend",
          "a = ->(x : Int32) { x }",
          "x = -> do\n a\nend",
          "select\nwhen a = b.receive\n c\nend",
          "x = [] of A(B)",
          "x = {} of A => B",
          "@[A(b: 1)]",
          "puts {{ {a: 1} }}",
          "a, b = 1, 2",
          "return if x",
          "y = if a\n b\nend",
          "foo(a) { |b, (c, d)| b }",
          "x = y rescue z"}) {
        CAPTURE(definition);
        auto tree = outline(definition + "\nlast = 1");
        CHECK(tree.ends_with("=(last 1))"));
        CHECK(tree.find("=(last 1)") == tree.rfind("=(last 1)"));
        auto syntax = crystal::parse(definition + "\nlast = 1");
        CHECK(syntax[syntax[syntax.root].last].kind == node_kind::assign);
    }
}

TEST_CASE("parse takes any nesting without running out of stack, and goes on behind it") {
    for (std::string unit : {"(",       "[",        "{",        "!",        "a = ", "if a\n",     "\"#{",
                             "f a, ",   "a ? b : ", "-> {",     "case ",    "x.y(", "def a(b = ", "a + ",
                             "begin\n", "return ",  "private ", "<<-A\n#{", "a.b",  "{% if a %}"}) {
        CAPTURE(unit);
        std::string source;
        for (int i = 0; i < 10'000; ++i)
            source += unit;
        auto syntax = crystal::parse(source);
        CHECK(syntax.nodes.size() <= 8 * source.size());
    }
    auto deep = std::string(5'000, '(') + std::string(5'000, ')') + "\nlast = 1";
    CHECK(outline(deep).ends_with("=(last 1))"));
}
