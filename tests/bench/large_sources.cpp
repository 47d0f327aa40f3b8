// What detection takes for sources of two megabytes, each made of one thing again and again: processor
// seconds and peak memory of a process for each, and how it ended.
//   ninja -C BUILD tests/bench/large_sources && BUILD/tests/bench/large_sources [KIND...]

#include <azu_session/detect.hpp>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace az = azu_session;
namespace fs = std::filesystem;

namespace {

const std::string configuration =
    "\nSession.configure { |c| c.store = RedisStore.new(url: \"redis://h\", prefix: \"x:\") }\n";

/// A source: `#` in what is repeated stands for its number.
struct kind {
    std::string_view name, before, repeated, after;
};

constexpr kind kinds[] = {
    {"comments", "", "# nothing at all, but a line of it\n", ""},
    {"names", "", "a# = b\n", ""},
    {"integers", "", "x = #\n", ""},
    {"texts", "", "x = \"some text #\"\n", ""},
    {"interpolations", "a = 1\n", "x = \"#{a}: #\"\n", ""},
    {"grown text", "x = \"\"\n", "x += \"ab\"\n", ""},
    {"symbols", "", "x = :s#\n", ""},
    {"calls", "def f(x)\n  x\nend\n", "f(#)\n", ""},
    {"unknown calls", "", "g#(1)\n", ""},
    {"arguments", "f(", "a#, ", "1)\n"},
    {"methods", "", "def m#(a)\n  a\nend\n", ""},
    {"classes", "", "class C#\nend\n", ""},
    {"modules", "", "module M#\n  extend self\nend\n", ""},
    {"one class", "", "class C\n  @@a# = 1\nend\n", ""},
    {"constants", "", "A# = 1\n", ""},
    {"used constants", "A0 = 1\n", "B# = A0\n", ""},
    {"types", "", "x = T#.new\n", ""},
    {"ifs", "", "if a\n  b = 1\nend\n", ""},
    {"told ifs", "", "x = # if 1 == 1\n", ""},
    {"doubts", "", "x = # if ENV[\"A#\"]?\n", ""},
    {"ors", "x = a", " || b#", "\n"},
    {"additions", "x = 0", " + #", "\n"},
    {"comparisons", "", "a# == #\n", ""},
    {"array", "x = [", "#, ", "1]\n"},
    {"hash", "x = {", "\"k#\" => #, ", "\"k\" => 1}\n"},
    {"tuple", "x = {", "#, ", "1}\n"},
    {"words", "x = %w(", "w# ", ")\n"},
    {"pushes", "x = [] of Int32\n", "x << #\n", ""},
    {"keys", "x = {} of String => Int32\n", "x[\"k#\"] = #\n", ""},
    {"environment", "", "ENV[\"K#\"] = \"v\"\n", ""},
    {"blocks", "", "[1].each { |i| x = i }\n", ""},
    {"procs", "", "p# = ->(x : Int32) { x }\n", ""},
    {"chain", "x = \"a\"", ".strip", "\n"},
    {"open brackets", "x = ", "(", "\n"},
    {"nested arrays", "x = ", "[", "\n"},
    {"nested ifs", "", "if a\n", ""},
    {"nested blocks", "", "f { ", ""},
    {"whens", "case ENV[\"A\"]?\n", "when \"v#\" then x = #\n", "end\n"},
    {"rescues", "", "begin\n  f\nrescue\nend\n", ""},
    {"macros", "", "macro m#(x)\n  {{x}}\nend\n", ""},
    {"macro calls", "macro m(x)\n  {{x}}\nend\n", "m(#)\n", ""},
    {"one macro", "macro m\n", "  x = #\n", "end\nm\n"},
    {"macro loop", "{% for i in [1, 2, 3] %}\n", "  A{{i}}_# = #\n", "{% end %}\n"},
    {"includes", "module M\nend\n", "class C#\n  include M\nend\n", ""},
    {"requires", "", "require \"./none#\"\n", ""},
    {"patterns", "", "x = \"a\" =~ /a#/\n", ""},
    {"heredocs", "", "x = <<-E\n  text #\n  E\n", ""},
    {"annotations", "", "@[A#]\n", ""},
    {"overloads", "", "def f(a : T#)\n  1\nend\n", "f(1)\n"},
    {"same methods", "", "def f\n  #\nend\n", "f\n"},
    {"reopened class", "", "class C\n  def m#\n  end\nend\n", "C.new.m1\n"},
    {"included modules", "module M\nend\nclass C\n", "  include M\n", "end\nC.new\n"},
    {"superclasses", "class C\nend\n", "class C# < C\nend\n", "C1.new\n"},
    {"fields", "class C\n", "  @a# = 1\n", "end\nC.new\n"},
    {"typed fields", "class C\n", "  @a# : Int32 = 1\n", "end\nC.new\n"},
    {"getters", "class C\n", "  getter a# = 1\n", "end\nC.new.a1\n"},
    {"objects", "class C\n  def initialize(@a : Int32)\n  end\nend\n", "x = C.new(#)\n", ""},
    {"setters", "class C\n  property a = 1\nend\nc = C.new\n", "c.a = #\n", ""},
    {"enum", "enum E\n", "  A#\n", "end\nx = E::A100000\n"},
    {"enum parsed", "enum E\n", "  A#\n", "end\nx = E.parse(\"A9\")\n"},
    {"named tuple", "x = {", "k#: #, ", "k: 1}\n"},
    {"elsifs", "if a == 0\n  1\n", "elsif a == #\n  1\n", "end\n"},
    {"told elsifs", "a = 1\nif a == 0\n  1\n", "elsif a == -#\n  1\n", "end\n"},
    {"texts added", "x = \"a\"", " + \"b#\"", "\n"},
    {"aliases", "", "alias A# = String\n", ""},
    {"variables asked", "", "x = ENV[\"A#\"]?\n", ""},
    {"variables lacking", "", "x = ENV[\"A#\"]\n", ""},
    {"alternatives", "x = \"b\" =~ /a", "|a#", "/\n"},
    {"escapes", "x = \"", "\\n\\u00e4", "\"\n"},
    {"nested texts", "x = ", "\"#{", "\n"},
    {"nested procs", "x = ", "->{ ", "\n"},
    {"negations", "x = ", "!", "a\n"},
    {"minuses", "x = ", "- ", "1\n"},
    {"unknown chain", "x = a", ".b", "\n"},
    {"conditions", "x = ", "a ? b : ", "c\n"},
    {"assignments", "", "a# = ", "1\n"},
    {"modifiers", "x = 1", " if a", "\n"},
    {"path", "x = A", "::B", "\n"},
    {"generic", "x : ", "A(", "\n"},
    {"union", "x : A", " | B#", " = nil\n"},
    {"nested macros", "", "{% if a %}\n", ""},
    {"macro text", "", "{{ a# }}\n", ""},
    {"puts", "", "puts \"line #\"\n", ""},
    {"loops", "", "3.times { |i| x = i }\n", ""},
    {"unknown loops", "", "while a\n  x = #\nend\n", ""},
    {"held collections", "x = [] of Array(Int32)\n", "x << [#]\n", ""},
    {"collection put off", "x = [1]\n", "g(x)\n", ""},
    {"shared collection", "x = [1]\n", "a# = x\n", "g(x)\n"},
    {"splits", "x = \"", "a,", "\".split(\",\")\n"},
    {"configurations", "", "Session.configure { |c| c.timeout = #.minutes }\n", ""},
    {"stores", "", "a# = RedisStore.new(url: \"redis://h\", prefix: \"p#\")\n", ""},
    {"doubtful stores", "", "if a#?\n  Session.configure { |c| c.store = MemoryStore.new }\nend\n", ""},
    {"returns", "def f\n", "  return # if a\n", "end\nf\n"},
    {"raises", "", "raise \"no\" if a#\n", ""},
    {"rescued", "", "x = f rescue #\n", ""},
    {"formats", "", "x = \"%s\" % #\n", ""},
    {"class with blocks", "class C\n", "  on(#) { |x| x }\n", "end\n"},
    {"record", "record R", ", a# : Int32 = 1", "\nR.new(1, 2, a5: 6)\n"},
    {"record given", "record R, a : Int32\nR.new(", "a#: 1, ", "a: 1)\n"},
    {"named arguments", "def f(**x)\n  x\nend\nf(", "a#: 1, ", "a: 1)\n"},
    {"unknown named", "g(", "a#: 1, ", "a: 1)\n"},
    {"parameters", "def f(a", ", b# = 1", ")\n  b1\nend\nf(1, b7: 2)\n"},
    {"block parameters", "[1].each { |a", ", b#", "| a }\n"},
    {"targets", "a, ", "b#, ", "c = 1, 2\n"},
    {"locals of a method", "def f\n", "  a# = 1\n", "end\nf\n"},
    {"calls of a method", "def g\n  1\nend\ndef f\n", "  g\n", "end\nf\n"},
    {"store given", "RedisStore.new(", "a#: 1, ", "url: \"redis://h\")\n"},
    {"rescue types", "begin\n  raise \"x\"\nrescue ", "A# | ", "KeyError\nend\n"},
    {"handlers", "begin\n  raise \"x\"\n", "rescue A#\n", "end\n"},
    {"many whens", "x = 1\ncase x\n", "when -#, \"a\" then 1\n", "end\n"},
    {"subclass ways", "class C\n  @@a = 1\nend\n", "class C# < C\n  @@a = #\nend\n", "C1.new\n"},
    {"delegated", "class C\n", "  delegate a#, to: @b\n", "end\nC.new\n"},
    {"defaults by ivars", "class C\n  def initialize(", "@a# = 1, ", "@b = 1)\n  end\nend\nC.new\n"},
    {"properties", "Session.configure { |c|\n", "c.a# = 1\n", "}\n"},
    {"super", "class C\n  def initialize(**x)\n  end\nend\nclass D < C\n  def initialize\n    super(",
     "a#: 1, ", "b: 1)\n  end\nend\nD.new\n"},
    {"quotes", "x = ", "\"", "\n"},
    {"zeros", "", std::string_view("\0", 1), ""},
    {"umlauts", "", "ä", ""},
};

std::string source_of(const kind &one) {
    constexpr std::size_t bytes = 2'000'000;
    std::string text(one.before);
    for (int i = 0; text.size() + one.after.size() + configuration.size() < bytes; ++i)
        for (std::size_t at = 0; at < one.repeated.size(); ++at) {
            bool number = one.repeated[at] == '#' && !one.repeated.substr(at + 1).starts_with("{") &&
                          !one.repeated.starts_with('#');
            text += number ? std::to_string(i) : std::string(1, one.repeated[at]);
        }
    return text + std::string(one.after) + configuration;
}

void detect(const fs::path &root) {
    az::environment variables;
    try {
        auto found = az::detect({root, "app"}, variables);
        auto *redis = std::get_if<az::redis_settings>(&found.settings);
        std::printf("%-10s", redis && redis->prefix.text() == "x:" ? "told" : "other");
    } catch (const std::exception &) {
        std::printf("%-10s", "refused");
    }
    std::fflush(stdout);
}

void measure(const kind &one, const fs::path &root) {
    std::ofstream(root / "src/initializers/session.cr", std::ios::binary) << source_of(one);
    std::printf("%-16.*s", static_cast<int>(one.name.size()), one.name.data());
    std::fflush(stdout);
    auto child = fork();
    if (child == 0) {
        detect(root);
        _exit(0);
    }
    int status = 0;
    rusage used{};
    wait4(child, &status, 0, &used);
    auto seconds = static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                   static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    std::printf("%s%6.2f s%7.1f MB\n", WIFEXITED(status) ? "" : "killed    ", seconds,
                static_cast<double>(used.ru_maxrss) / 1024);
}

} // namespace

int main(int count, char **names) {
    std::vector<std::string_view> wanted(names + 1, names + count);
    auto root = fs::temp_directory_path() / ("azu_session_large_sources." + std::to_string(getpid()));
    fs::create_directories(root / "src/initializers");
    for (auto &one : kinds)
        if (wanted.empty() || std::find(wanted.begin(), wanted.end(), one.name) != wanted.end())
            measure(one, root);
    fs::remove_all(root);
}
