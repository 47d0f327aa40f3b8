#include <azu_session/detail/crystal/core.hpp>
#include <azu_session/detail/crystal/indexer.hpp>
#include <azu_session/detail/crystal/run.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace az = azu_session;
namespace crystal = azu_session::crystal;
using crystal::value_kind;

namespace {

/// A program with what the language brings along.
struct running {
    explicit running(const std::string &source, const std::map<std::string, std::string> &variables = {},
                     crystal::choices *decided = nullptr)
        : set(variables) {
        static const crystal::source core("Crystal", crystal::core_library());
        files.add("program.cr", source);
        files.bring_along(core);
        crystal::detail::indexer index(files, defined);
        index.index_file(1);
        index.index_file(0);
        run.emplace(files, defined, set, decided);
    }

    crystal::program files;
    crystal::definitions defined;
    az::environment set;
    std::optional<crystal::interpreter> run;
};

/// What the constant X of a program is, as text; a question mark and the culprit where it cannot be told.
std::string constant(const std::string &source, const std::map<std::string, std::string> &variables = {}) {
    running program(source, variables);
    try {
        program.run->run();
        auto found = program.run->constant("X");
        std::string text;
        if (found.is(value_kind::span)) return std::to_string(found.whole / 1'000'000'000) + " s";
        if (found.is(value_kind::nil)) return "nil";
        return program.run->to_text(found, text) ? text : "?" + std::string(found.expression);
    } catch (const crystal::undetermined &lost) {
        return "?" + std::string(lost.expression);
    }
}

std::string value(const std::string &expression, const std::map<std::string, std::string> &variables = {}) {
    return constant("X = " + expression, variables);
}

/// The same of a variable x that a program leaves behind.
std::string variable(const std::string &program) {
    return constant("R = [] of Nil\n" + program + "\nR << x\nX = R[0]");
}

} // namespace

TEST_CASE("the interpreter reads literals") {
    CHECK(value("1_000_i64") == "1000");
    CHECK(value("0xff + 0b11 + 0o17") == "273");
    CHECK(value("-5.abs") == "5");
    CHECK(value("[1.0, 2.50, 1e20, 0.00001]") == "[1.0, 2.5, 1.0e+20, 1.0e-5]");
    CHECK(value(R"("a\tb\u00e9\u{1f600}\x41\101\e\\\"\
                 c")") == "a\tb\xc3\xa9\xf0\x9f\x98\x80"
                          "AA\x1b\\\"c");
    CHECK(value("%q(a\\n#{b})") == "a\\n#{b}");
    CHECK(value("<<-A\n    a\n      b#{1}\n    A") == "a\n  b1");
    CHECK(value("<<-'A'\n #{a}\\n\n A") == "#{a}\\n");
    CHECK(value("['x', :sym, \"s\", nil]") == "['x', :sym, \"s\", nil]");
    CHECK(value("\"a\" \\\n  \"b\"") == "ab");
}

TEST_CASE("the interpreter reads spans of time") {
    CHECK(value("2.hours") == "7200 s");
    CHECK(value("30.days + 1.week") == "3196800 s");
    CHECK(value("Time::Span.new(hours: 1, minutes: 1, seconds: 1)") == "3661 s");
    CHECK(value("2.hours.total_seconds.to_i") == "7200");
}

TEST_CASE("the interpreter looks variables up in every way, and keeps those that the program sets") {
    std::map<std::string, std::string> set = {{"A", "x"}, {"E", ""}};
    CHECK(value("ENV[\"A\"]", set) == "x");
    CHECK(value("ENV[\"B\"]", set) == "?ENV[\"B\"]");
    CHECK(value("ENV[\"B\"]?", set) == "nil");
    CHECK(value("ENV.fetch(\"B\") { |name| name + \"d\" }", set) == "Bd");
    CHECK(value("ENV[\"E\"]?.presence || \"d\"", set) == "d");
    CHECK(value("ENV.has_key?(\"A\") && !ENV.has_key?(\"B\")", set) == "true");
    CHECK(constant("ENV[\"A\"] = \"y\"\nENV.delete(\"E\")\nX = \"#{ENV[\"A\"]}#{ENV[\"E\"]?.nil?}\"", set) ==
          "ytrue");
}

TEST_CASE("the interpreter follows names to what they stand for") {
    CHECK(constant("A = \"#{B}:\"\nB = \"b\"\nX = A") == "b:");
    CHECK(constant("module M\n A = \"m\"\n class N\n  B = A + \"n\"\n end\nend\nX = M::N::B") == "mn");
    CHECK(constant("A = B\nB = A\nX = A").starts_with("?"));
    CHECK(constant("def a(x, y = \"d\", *, z)\n \"#{x}#{y}#{z}\"\nend\nX = a(\"1\", z: \"3\")") == "1d3");
    CHECK(constant("def a(of x, *rest, **named)\n \"#{x}#{rest}#{named}\"\nend\nX = a(1, 2, 3, k: 4)") ==
          "1{2, 3}{k: 4}");
    CHECK(constant(
              "class P\n K = 1\nend\nmodule M\n K = 2\n class C < P\n  def self.k\n   K\n  end\n end\nend\n"
              "X = M::C.k") == "1");
}

TEST_CASE("the interpreter leaves blocks, loops and methods where the program does") {
    CHECK(variable("x = 0\nloop do\n x += 1\n next if x < 3\n break\nend") == "3");
    CHECK(constant("def f(all)\n all.each { |a| return a if a > 1 }\n 0\nend\nX = f([1, 2, 3])") == "2");
    CHECK(constant("def f\n yield 1\n yield 2\n 3\nend\nX = f { |a| break a * 10 if a == 2 }") == "20");
    CHECK(
        variable(
            "x = \"\"\nbegin\n x += \"a\"\n raise \"r\"\nrescue e\n x += e.message.to_s\nelse\n x += \"n\"\n"
            "ensure\n x += \"z\"\nend") == "arz");
    CHECK(variable("x = [3, 1, 2].sort.map { |x| x * 2 }.reject(&.> 4).join(\"-\")") == "2-4");
}

TEST_CASE("the interpreter stops where the program does") {
    for (std::string stops : {"2147483647 + 1", "\"7a\".to_i", "[1][3]", "{1 => 2}[3]", "1 // 0",
                              "nil.not_nil!", "raise \"no\"", "exit"}) {
        CAPTURE(stops);
        running program(stops);
        program.run->run();
        CHECK(program.run->stopped());
    }
}

TEST_CASE("the interpreter knows nothing of what could have been changed by code that it cannot run") {
    CHECK(variable("x = \"a\"\nx = \"b\" if foo?").starts_with("?"));
    CHECK(variable("x = \"a\"\ny = \"b\" if foo?") == "a");
    CHECK(variable("x = [1]\nfoo(x)").starts_with("?"));
    CHECK(variable("x = [1]\nfoo { x << 2 }").starts_with("?"));
    CHECK(variable("x = [1]\nwhile foo?\n x << 2\nend").starts_with("?"));
    CHECK(constant("class A\n property k = 1\nend\na = A.new\nfoo(a)\nX = a.k").starts_with("?"));
    CHECK(constant("def set(a)\n a[0] = 2\nend\nL = [1]\nset(L) if foo?\nX = L[0]").starts_with("?"));
    CHECK(constant("ENV[\"A\"] = \"b\" if foo?\nX = ENV[\"A\"]?").starts_with("?"));
    CHECK(constant("def f\n foo? || return 1\n 2\nend\nX = f").starts_with("?"));
    CHECK(constant("def f\n Foo.each { |x| return 1 if x }\n 2\nend\nX = f").starts_with("?"));
    CHECK(constant("def f\n foo.each { |x| return 1 if x }\n 2\nend\nX = f").starts_with("?"));
    CHECK(
        constant("class A\n def initialize\n  ENV[\"A\"] = \"b\"\n end\nend\nA.new if foo?\nX = ENV[\"A\"]?")
            .starts_with("?"));
    CHECK(
        constant("class P\n L = [1]\nend\nclass C < P\n def self.f\n  L << 2 if foo?\n end\nend\nP::L\nC.f\n"
                 "X = P::L.size")
            .starts_with("?"));
    CHECK(variable("x = 1\nif foo?\n x, *y = [2, 3]\nend").starts_with("?"));
    CHECK(constant("macro m\n ENV[\"A\"] = \"b\"\nend\nm\nX = 1").starts_with("?"));
}

TEST_CASE("the interpreter goes every way that cannot be told, one after the other") {
    crystal::choices decided;
    std::string seen;
    do {
        decided.next = 0;
        running program("R = [] of Nil\nx = foo? ? 1 : 2\nx += 10 if bar?\nR << x\nX = R[0]", {}, &decided);
        program.run->run();
        std::string text;
        program.run->to_text(program.run->constant("X"), text);
        seen += text + " ";
        while (!decided.taken.empty() && !decided.taken.back())
            decided.taken.pop_back();
        if (!decided.taken.empty()) decided.taken.back() = false;
    } while (!decided.taken.empty());
    CHECK(seen == "11 1 12 2 ");
}

TEST_CASE("the interpreter gives up in time on what never ends") {
    auto start = std::chrono::steady_clock::now();
    std::string source = "def a0(x)\n x\nend\n";
    for (int i = 1; i < 40; ++i) {
        auto n = std::to_string(i), before = std::to_string(i - 1);
        source += "def a" + n + "(x)\n a" + before + "(x) + a" + before + "(x)\nend\n";
    }
    CHECK(constant(source + "X = a39(\"x\")\n").starts_with("?"));
    CHECK(constant("def a(x)\n a(x)\nend\nX = a(1)").starts_with("?"));
    CHECK(constant("x = 1\nwhile true\n x = x &+ 1\nend\nX = 1").starts_with("?"));
    std::string doubled = "a = \"xxxxxxxxxxxxxxxx\"\n";
    for (int i = 0; i < 200; ++i)
        doubled += "a = a + a\n";
    CHECK(constant(doubled + "X = a").starts_with("?"));
    for (std::string twice : {"\"#{a}#{a}\"", "[a, a]", "{x: a, y: a}", "A.new(a, a)"}) {
        std::string grown = "a = \"x\"\n";
        for (int i = 0; i < 200; ++i)
            grown += "a = " + twice + "\n";
        constant(grown + "X = a.to_s");
    }
    std::string returns = "def f(x)\n";
    for (int i = 0; i < 20'000; ++i)
        returns += " return 1 if x == 3\n";
    CHECK(constant(returns + " 2\nend\nX = f(1)") == "2");
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("the interpreter takes neither long nor deep for what is large, or nested") {
    auto start = std::chrono::steady_clock::now();
    auto many = [](std::size_t times, auto line) {
        std::string lines;
        for (std::size_t i = 0; i < times; ++i)
            lines += line(i);
        return lines;
    };
    auto same = [&](std::size_t times, std::string line) {
        return many(times, [&](std::size_t) { return line; });
    };
    auto number = [](std::size_t i) { return std::to_string(i); };
    CHECK(constant("*a, *b = [1, 2, 3]\nR = [a]\nX = R[0]").starts_with("?"));
    constant("def f\n yield 1, 2, 3, 4, 5\nend\nf { |*a, *b| }");
    CHECK(constant("X = 1" + same(20'000, " < 2")) == "false");
    CHECK(constant("record P, a : Int32, b : Int32\nx = P.new(1, 1)\n" + same(60, "x = P.new(x, x)\n") +
                   "X = 1")
              .starts_with("?"));
    CHECK(constant("x = [0]\n" + same(8, "x = [x, x, x, x, x, x, x, x, x, x]\n") + "R = [x.clone]\nX = R[0]")
              .starts_with("?"));
    CHECK(constant("x = {1, 1}\n" + same(60, "x = {x, x}\n") + "foo(x)\nX = 1").starts_with("?"));
    CHECK(constant("x = [1]\n" + same(30'000, "x = [x]\n") + "X = 1") == "1");
    CHECK(constant("x = [1]\n" + same(20'000, "x = [x]\n") + "foo(x)\nX = 1").starts_with("?"));
    constant("foo { [" + same(20'000, "a, ") + "a] }");
    constant("X = {" + many(10'000, [&](std::size_t i) { return number(i) + " => 1, "; }) + "}");
    constant(many(10'000, [&](std::size_t i) { return "ENV[\"a" + number(i) + "\"] = \"1\"\n"; }));
    constant("class A\n" + many(10'000, [&](std::size_t i) { return "@@a" + number(i) + " = 1\n"; }) + "end");
    constant("foo { " + many(5'000, [&](std::size_t i) { return "x { |a" + number(i) + "| a } "; }) + "}");
    CHECK(constant("def f(*a)\n a.size\nend\nX = f(" + same(3'000, "1, ") + "1)").starts_with("?"));
    CHECK(constant("x = a" + same(1'200'000, "+a") + "\nX = 1").starts_with("?")); // more nodes than are read
    for (std::string handed : {"forward_missing_to @w", "delegate foo, to: @w"})
        CHECK(constant("class W\n def initialize(@w : W?)\n end\n " + handed + "\nend\nw = W.new(nil)\n" +
                       same(5'000, "w = W.new(w)\n") + "w.foo\nX = 1")
                  .starts_with("?"));
    CHECK(constant(many(5'000,
                        [&](std::size_t i) {
                            return "class C" + number(i) + "\n @a = 1\n def to_s(io)\n end\nend\n";
                        }) +
                   same(5'000, "puts C1.new\nfoo { C2.new }\n") + "X = 1")
              .starts_with("?"));
    CHECK(constant(many(20'000,
                        [&](std::size_t i) {
                            return "module M" + number(i) + "\n include M" + number(i + 1) + "\nend\n";
                        }) +
                   "class A\n include M0\n def self.a(x : Foo)\n  1\n end\nend\nX = A.a(1)")
              .starts_with("?"));
    CHECK(constant("enum E\n" + many(10'000, [&](std::size_t i) { return "A" + number(i) + "\n"; }) +
                   "end\n" + same(10'000, "E.parse(\"a1\")\nE.values\n") + "X = 1")
              .starts_with("?"));
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(60));
}
