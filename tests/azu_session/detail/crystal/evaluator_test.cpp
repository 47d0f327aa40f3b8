#include <azu_session/detail/crystal/evaluator.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <map>
#include <string>

namespace az = azu_session;
namespace crystal = azu_session::crystal;
using crystal::value_kind;

namespace {

/// What `config.store` is at the end, as text; a question mark and the culprit where it cannot be told.
std::string store(const std::string &source, const std::map<std::string, std::string> &variables = {}) {
    crystal::program program;
    program.emplace_back("session.cr", source);
    az::environment environment(variables);
    crystal::evaluator run(program, environment);
    run.run();
    auto found = run.attribute("store");
    if (found.is(value_kind::span)) return *crystal::whole_number(found.number) + " s";
    if (found.is(value_kind::nil)) return "nil";
    if (found.is(value_kind::unset)) return "unset";
    if (found.is(value_kind::choice)) return "one of " + std::to_string(found.items().size());
    return crystal::to_text(found).value_or("?" + std::string(found.expression));
}

/// The value of an expression.
std::string value(const std::string &expression, const std::map<std::string, std::string> &variables = {}) {
    return store("Session.config.store = " + expression, variables);
}

} // namespace

TEST_CASE("the evaluator reads literals") {
    CHECK(value("1_000_i64") == "1000");
    CHECK(value("0xff + 0b11 + 0o17") == "273");
    CHECK(value(R"("a\tb\u00e9\u{1f600}\x41\101\e\\\"\
                 c")") == "a\tb\xc3\xa9\xf0\x9f\x98\x80"
                          "AA\x1b\\\"c");
    CHECK(value("%q(a\\n#{b})") == "a\\n#{b}");
    CHECK(value("<<-A\n    a\n      b#{1}\n    A") == "a\n  b1");
    CHECK(value("<<-'A'\n #{a}\\n\n A") == "#{a}\\n");
    CHECK(value("'x'") == "x");
    CHECK(value(":sym") == "sym");
    CHECK(value("\"a\" \\\n  \"b\"") == "ab");
}

TEST_CASE("the evaluator reads spans of time") {
    CHECK(value("2.hours") == "7200 s");
    CHECK(value("30.days + 1.week") == "3196800 s");
    CHECK(value("90.minutes * 2") == "10800 s");
    CHECK(value("Time::Span.new(hours: 1, minutes: 1, seconds: 1)") == "3661 s");
    CHECK(value("Time::Span.new(1, 2, 3)") == "3723 s");
    CHECK(value("Time::Span.new(1, 0, 0, 1)") == "86401 s");
    CHECK(value("2.hours.total_seconds.to_i") == "7200");
}

TEST_CASE("the evaluator looks variables up in every way") {
    std::map<std::string, std::string> set = {{"A", "x"}, {"E", ""}};
    CHECK(value("ENV[\"A\"]", set) == "x");
    CHECK(value("ENV[\"B\"]", set) == "?ENV[\"B\"]");
    CHECK(value("ENV[\"B\"]?", set) == "nil");
    CHECK(value("ENV[\"B\"]? || \"d\"", set) == "d");
    CHECK(value("ENV.fetch(\"A\", \"d\")", set) == "x");
    CHECK(value("ENV.fetch(\"B\", \"d\")", set) == "d");
    CHECK(value("ENV.fetch(\"B\") { \"d\" }", set) == "d");
    CHECK(value("ENV.fetch(\"B\", nil).try(&.upcase)", set) == "nil");
    CHECK(value("ENV[\"A\"]?.try { |v| v.upcase }", set) == "X");
    CHECK(value("ENV[\"E\"]?.presence || \"d\"", set) == "d");
    CHECK(value("ENV.has_key?(\"A\") && !ENV.has_key?(\"B\")", set) == "true");
}

TEST_CASE("the evaluator follows names to what they stand for") {
    CHECK(store("A = \"#{B}:\"\nB = \"b\"\nSession.config.store = A") == "b:");
    CHECK(
        store("module M\n A = \"m\"\n class N\n  B = A + \"n\"\n end\nend\nSession.config.store = M::N::B") ==
        "mn");
    CHECK(store("A = B\nB = A\nSession.config.store = A").starts_with("?"));
    CHECK(
        store(
            "def a(x, y = \"d\", *, z)\n \"#{x}#{y}#{z}\"\nend\nSession.config.store = a(\"1\", z: \"3\")") ==
        "1d3");
    CHECK(store("def a(x)\n a(x)\nend\nSession.config.store = a(1)").starts_with("?"));
    CHECK(store("def a(c)\n c.store = \"in\"\nend\nSession.configure { |c| a(c) }") == "in");
    CHECK(store("H = {a: \"x\", \"b\" => \"y\"}\nSession.config.store = H[:a] + H[\"b\"]") == "xy");
}

TEST_CASE("the evaluator keeps apart what cannot be told") {
    CHECK(store("x = \"a\"\nx = \"b\" if foo?\nSession.config.store = x") == "one of 2");
    CHECK(store("x = \"a\"\nx = \"a\" if foo?\nSession.config.store = x") == "a");
    CHECK(store("Session.config.store = \"a\" if foo?") == "one of 2");
    CHECK(store("def a\n return \"x\" if foo?\n \"y\"\nend\nSession.config.store = a") == "one of 2");
    CHECK(store("def a\n return \"x\" if true\n \"y\"\nend\nSession.config.store = a") == "x");
    CHECK(store("def a(c)\n if foo?\n  c.store = \"x\"\n  return\n end\n c.store = \"y\"\nend\n"
                "a(Session.config)")
              .starts_with("one of"));
    CHECK(store("x = foo? ? \"a\" : raise \"no\"\nSession.config.store = x") == "a");
    CHECK(store("while foo?\n Session.config.store = \"a\"\nend") == "one of 2");
    CHECK(store("Session.config.store = foo.bar") == "?foo");
    CHECK(store("if false\n Session.config.store = \"a\"\nend") == "unset");
}

TEST_CASE("the evaluator gives up in time on what never ends") {
    std::string source = "def a0(x)\n x\nend\n";
    for (int i = 1; i < 40; ++i) {
        auto n = std::to_string(i), before = std::to_string(i - 1);
        source += "def a" + n + "(x)\n a" + before + "(x) + a" + before + "(x)\nend\n";
    }
    auto start = std::chrono::steady_clock::now();
    store(source + "Session.config.store = a39(\"x\")\n");
    std::string chain = "Session.config.store = \"x\"";
    for (int i = 0; i < 10'000; ++i)
        chain += " + \"x\"";
    store(chain);
    std::string doubled = "a = \"xxxxxxxxxxxxxxxx\"\n";
    for (int i = 0; i < 200; ++i)
        doubled += "a = a + a\n";
    store(doubled + "Session.config.store = a");
    for (std::string twice : {"\"#{a}#{a}\"", "[a, a]", "{x: a, y: a}", "A.new(a, a)"}) {
        std::string grown = "a = \"x\"\n";
        for (int i = 0; i < 200; ++i)
            grown += "a = " + twice + "\n";
        store(grown + "Session.config.store = a");
    }
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}
