#include <azu_session/detail/setup/shard_file.hpp>

#include <doctest/doctest.h>

#include <string>

namespace az = azu_session;

namespace {

const std::vector<az::dependency> session = {{"session", "azutoolkit/session"}};

/// What was put into `before`, provided that everything else of it is unchanged.
std::string inserted(const std::string &before, const std::vector<az::dependency> &wanted = session) {
    auto after = az::add_dependencies(before, wanted).contents;
    std::size_t front = 0, back = 0;
    while (front < before.size() && before[front] == after[front])
        ++front;
    while (back < before.size() - front && before[before.size() - 1 - back] == after[after.size() - 1 - back])
        ++back;
    REQUIRE(front + back == before.size());
    return after.substr(front, after.size() - front - back);
}

} // namespace

TEST_CASE("add_dependencies adds at the end of the dependencies and changes nothing else") {
    auto edit =
        az::add_dependencies("name: app # mine\n\ndependencies:\n    azu: # the framework\n"
                             "        github: 'azutoolkit/azu'\n    # last words\n\ncrystal: \">= 1.0\"\n",
                             session);
    CHECK(edit.contents ==
          "name: app # mine\n\ndependencies:\n    azu: # the framework\n"
          "        github: 'azutoolkit/azu'\n    session:\n        github: azutoolkit/session\n"
          "    # last words\n\ncrystal: \">= 1.0\"\n");
    REQUIRE(edit.added.size() == 1);
    CHECK(edit.added[0].name == "session");
    CHECK(edit.unplaceable.empty());
}

TEST_CASE("add_dependencies keeps a file's line endings and its last line's lack of one") {
    CHECK(inserted("name: app\r\ndependencies:\r\n  azu:\r\n    github: azutoolkit/azu\r\n") ==
          "  session:\r\n    github: azutoolkit/session\r\n");
    CHECK(az::add_dependencies("name: app\ndependencies:\n  azu:\n    github: azutoolkit/azu", session)
              .contents == "name: app\ndependencies:\n  azu:\n    github: azutoolkit/azu\n  session:\n    "
                           "github: azutoolkit/session");
    CHECK(az::add_dependencies("name: app", session).contents ==
          "name: app\n\ndependencies:\n  session:\n    github: azutoolkit/session");
}

TEST_CASE("add_dependencies makes the section where there is none, or an empty one") {
    CHECK(inserted("name: app\n") == "\ndependencies:\n  session:\n    github: azutoolkit/session\n");
    CHECK(inserted("") == "dependencies:\n  session:\n    github: azutoolkit/session\n");
    CHECK(az::add_dependencies("dependencies:\ncrystal: 1\n", session).contents ==
          "dependencies:\n  session:\n    github: azutoolkit/session\ncrystal: 1\n");
    CHECK(az::add_dependencies("dependencies: # none yet\n", session).added.size() == 1);
}

TEST_CASE("add_dependencies follows the spacing between entries") {
    CHECK(az::add_dependencies("dependencies:\n  a:\n    github: a/a\n\n  b:\n    github: b/b\n", session)
              .contents == "dependencies:\n  a:\n    github: a/a\n\n  b:\n    github: b/b\n\n  session:\n    "
                           "github: azutoolkit/session\n");
}

TEST_CASE("add_dependencies adds nothing that is there") {
    for (std::string text : {"dependencies:\n  session:\n    path: ../session\n",
                             "dependencies:\n  \"session\":\n    github: a/b\n",
                             "dependencies :\n  session :\n    github: a/b\n",
                             "\xEF\xBB\xBF"
                             "dependencies:\n  session:\n    github: a/b\n",
                             "dependencies:\n  crystal-session: {github: azutoolkit/session}\n",
                             "dependencies:\n  s:\n    version: 1\n    github: 'AzuToolkit/session' # x\n",
                             "dependencies: \n  azu:\n    github: a/b\n  session: {github: a/b}\n"}) {
        CAPTURE(text);
        auto edit = az::add_dependencies(text, session);
        CHECK(edit.contents == text);
        CHECK(edit.added.empty());
        CHECK(edit.unplaceable.empty());
    }
    CHECK(az::add_dependencies("dependencies:\n  # session:\n  #   github: a/b\n", session).added.size() ==
          1);
    CHECK(az::add_dependencies("targets:\n  session:\n    main: a.cr\n", session).added.size() == 1);
}

TEST_CASE("add_dependencies leaves a file alone whose shape makes an addition unsafe, and says why") {
    for (std::string text : {"dependencies: {azu: {github: a/b}}\n",
                             "dependencies: &all\n  azu:\n    github: a/b\n",
                             "dependencies:\n  <<: *shared\n",
                             "dependencies:\n\tazu:\n",
                             "dependencies:\n- azu\n",
                             "a: 1\n---\ndependencies:\n  azu:\n    github: a/b\n",
                             "a: 1\n...\n",
                             "{name: app}\n",
                             "dependencies:\n  azu:\n    github: a/b\ndependencies:\n  b:\n    github: b/b\n",
                             "name: app\rversion: 1\r",
                             "development_dependencies:\n  session:\n    github: a/b\n",
                             "dependencies:\n    a:\n      github: a/a\n  b:\n",
                             "- a\n- b\n",
                             "name: app\n- a\n",
                             "  name: app\n  version: 1\n",
                             "dependencies:\n  - k: 1\n",
                             "name: app\n\xEF\xBB\xBF"
                             "dependencies:\n",
                             "--- [a]\n",
                             "description: \"foo\ndependencies:\n  bar: baz\"\n",
                             "description: 'it''s\ndependencies:\n  bar: baz'\n",
                             "targets: [a,\ndependencies:\n]\n",
                             "authors:\n  - &me \"A\n    B\"\n",
                             "dependencies:\n  a: {github: a/a,\n    version: 1}\n",
                             "dependencies:\n  a:\n    github: a/a\n  a2: {version: \"}\n",
                             "development_dependencies:\n  s:\n    github: azutoolkit/session\n"}) {
        CAPTURE(text);
        auto edit = az::add_dependencies(text, session);
        CHECK(edit.contents == text);
        CHECK(edit.unplaceable.size() == 1);
        CHECK_FALSE(edit.reason.empty());
    }
}

TEST_CASE("add_dependencies reads the document start and lists at their key's indent") {
    CHECK(az::add_dependencies("---\nname: app\n", session).added.size() == 1);
    CHECK(az::add_dependencies("name: app\nauthors:\n- A <a@example.org>\n", session).added.size() == 1);
}

TEST_CASE("add_dependencies finds its place behind a byte order mark and odd but plain keys") {
    const std::string added = "  session:\n    github: azutoolkit/session\n";
    CHECK(inserted("\xEF\xBB\xBF"
                   "dependencies:\n  azu:\n    github: a/b\n") == added);
    CHECK(inserted("dependencies :\n  azu :\n    github: a/b\n") == added);
    CHECK(inserted("dependencies:\n  azu:\n    github: a/session # github: azutoolkit/session\n") == added);
    CHECK(inserted("dependencies:\n  azu:\n    mygithub: azutoolkit/session\n") == added);
    CHECK(inserted("dependencies:\n  github: azutoolkit/session\n") == added);
    CHECK(inserted("dependencies:\n  a:\n    b:\n      github: azutoolkit/session\n") == added);
}

TEST_CASE("add_dependencies takes quotes and brackets within a text for text") {
    for (std::string text :
         {"description: don't [ do \"this\n", "description: |\n  \"foo\n  [bar\nname: a\n",
          "authors:\n- name: |-\n    it\"s\n  mail: 'a''b' # \"\n", "a: {b: [c, \"}\"], \"d\":'e'}\n",
          "a: \"x\\\"y\" # '\n", "description: >2 # \"\n  'x\n", "a: &b !c 'd'\n"}) {
        CAPTURE(text);
        CHECK(az::add_dependencies(text, session).added.size() == 1);
    }
    CHECK(az::add_dependencies("dependencies:\n  a:\n    github: |\n      a/a\n      # text\n", session)
              .contents == "dependencies:\n  a:\n    github: |\n      a/a\n      # text\n"
                           "  session:\n    github: azutoolkit/session\n");
}

TEST_CASE("add_dependencies run again finds everything there") {
    for (std::string text :
         {"", "name: a", "name: a\r\n", "dependencies:\n", "dependencies:\n   x:\n     github: a/b"}) {
        auto once = az::add_dependencies(text, session).contents;
        auto twice = az::add_dependencies(once, session);
        CHECK(twice.contents == once);
        CHECK(twice.added.empty());
        CHECK(twice.unplaceable.empty());
    }
}

TEST_CASE("add_dependencies leaves the text of block scalars alone, their last blank lines included") {
    CHECK(
        az::add_dependencies("dependencies:\n  a:\n    b: |\n      c\n         \nd: 1\n", session).contents ==
        "dependencies:\n  a:\n    b: |\n      c\n         \n  session:\n    github: azutoolkit/session\nd: "
        "1\n");
    CHECK(az::add_dependencies("a: |+\n  b\n\n\n", session).unplaceable.size() == 1);
    CHECK(az::add_dependencies("a: |\n  b", session).unplaceable.size() == 1);
}

TEST_CASE("add_dependencies names the line that it cannot follow") {
    CHECK(az::add_dependencies("name: app\nversion: a: b\n", session).reason ==
          "its line 2 cannot be read with certainty");
}

TEST_CASE("add_dependencies stays quick on files made to slow it down") {
    std::string deep = "a: ", dashes, anchors;
    for (int i = 0; i < 30'000; ++i) {
        deep += "[{a: ";
        dashes += "- ";
        anchors += "a: &a" + std::to_string(i) + " b\nc: *a" + std::to_string(i / 2) + "\n";
    }
    CHECK(az::add_dependencies(deep, session).unplaceable.size() == 1);
    CHECK(az::add_dependencies("a:\n" + dashes, session).unplaceable.size() == 1);
    CHECK(az::add_dependencies(anchors, session).added.size() == 1);
}

TEST_CASE("dependency_lines quotes versions that mean something else to YAML") {
    auto written = [](const std::string &version) { return az::dependency_lines({{"a", "b/c", version}}); };
    CHECK(written("~> 1.0, < 2") == "  a:\n    github: b/c\n    version: ~> 1.0, < 2\n");
    CHECK(written(">= 1.0") == "  a:\n    github: b/c\n    version: \">= 1.0\"\n");
    CHECK(written("*") == "  a:\n    github: b/c\n    version: \"*\"\n");
}

TEST_CASE("repository_of and version_of find what an entry says of itself") {
    for (std::string entry :
         {"\n    github: azutoolkit/session\n    version: ~> 1.0.10 # old",
          "\n    version: \"~> 1.0.10\"\n    # version: 2\n    'github': 'azutoolkit/session'",
          " {github: azutoolkit/session, version: ~> 1.0.10} # {version: 2}",
          " { \"version\": '~> 1.0.10', \"github\":\"azutoolkit/session\" }",
          "\n    {version: ~> 1.0.10, github: azutoolkit/session}",
          " &session # here\n\n    version : ~> 1.0.10\n    github: azutoolkit/session\r"}) {
        CAPTURE(entry);
        auto file = "dependencies:\n  azu:\n    version: 1\n  session:" + entry + "\n  b:\n    version: 2\n";
        CHECK(az::version_of(file, "session") == "~> 1.0.10");
        CHECK(az::repository_of(file, "session") == "azutoolkit/session");
    }
    CHECK(az::version_of("dependencies:\n  session:\n    version: \">= 1.0, < 2\"\n", "session") ==
          ">= 1.0, < 2");
    CHECK(az::version_of("dependencies:\n  session:\n    version: ~> 1.0, < 2\n", "session") ==
          "~> 1.0, < 2");
}

TEST_CASE("version_of finds no version where the entry says none") {
    for (std::string file :
         {"", "dependencies:\n", "dependencies:\n  session:\n", "dependencies:\n  session: 1.0\n",
          "dependencies:\n  session:\n    version:\n", "dependencies:\n  session:\n    version: # 1\n",
          "dependencies:\n  session:\n    a:\n      version: 1\n", "version: 1\nsession:\n  version: 1\n",
          "dependencies:\n  session:\n    github: a/b\n  azu:\n    version: 1\n",
          "dependencies:\n  session:\n    note: |\n      version: 1\n",
          "dependencies:\n  session: {a: {version: 1}}\n", "dependencies:\n  session: {version: [1]}\n",
          "development_dependencies:\n  session:\n    version: 1\n",
          "dependencies:\n  session:\n    version: >= 1\n", "dependencies:\n  session: {version: \"1\n"}) {
        CAPTURE(file);
        CHECK(az::version_of(file, "session").empty());
    }
}
