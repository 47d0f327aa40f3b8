#include <azu_session/detail/initializer/halves.hpp>
#include <azu_session/detail/initializer/manifest.hpp>

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace az = azu_session;
using az::detail::insertion;
using az::detail::manifest;

TEST_CASE("a manifest is read as it was written, whatever its texts hold") {
    manifest known{
        .insertions = {{.file = "src/my \"app\".cr", .text = "a\n\t\"b\\n\"\r\n#{x}", .made = true},
                       {.file = ".env", .text = "X=1\n", .number = 2, .of = 3}},
        .directories = {"src", "src/initializers"},
        .earlier_stores = {{az::backend::redis, "RedisStore.new(\n  prefix: \"a\"\n)"},
                           {az::backend::database, "DatabaseStore.new"}},
        .backup = "src/initializers/session.cr.bak.2"};
    auto text = az::detail::manifest_text(known);
    CHECK(az::detail::read_manifest(text) == known);
    CHECK(az::detail::manifest_size(text) == text.size());
    CHECK(az::detail::manifest_size(text + "\nclass X\n") == text.size());
    auto windows = az::detail::with_line_ending(text, "\r\n");
    CHECK(az::detail::read_manifest(windows) == known);
    CHECK(az::detail::manifest_size(windows) == windows.size());
}

TEST_CASE("every line of a manifest is a comment") {
    manifest known{.insertions = {{.file = "a\nb", .text = "x\ny\r"}},
                   .earlier_stores = {{az::backend::redis, "a\nb\rc"}}};
    auto text = az::detail::manifest_text(known);
    CHECK(text.find('\r') == text.npos);
    for (std::string_view rest = text; !rest.empty();)
        CHECK(az::detail::take_line(rest).starts_with("# "));
}

TEST_CASE("a path that leads out of the application is no path of a manifest's") {
    for (std::string path : {"/etc/passwd", "../other/.env", "src/../../x", "..", ".", ""}) {
        CAPTURE(path);
        CHECK(az::detail::read_manifest("# added to \"" + path + "\": \"x\"\n") == manifest());
        CHECK(az::detail::read_manifest("# made \"" + path + "\": \"x\"\n") == manifest());
        CHECK(az::detail::read_manifest("# made the directory \"" + path + "\"\n") == manifest());
        CHECK(az::detail::read_manifest("# replaced what is now in \"" + path + "\"\n") == manifest());
    }
}

TEST_CASE("a line that is broken ends the manifest") {
    auto whole = std::string("# made the directory \"src\"\n");
    for (std::string broken : {"# added to \"a\" \"b\"\n", "# added to \"a\": \"b\n", "# added to a: \"b\"\n",
                               "# added to \"a\": \"b\" c\n", "# added to \"a\" (1 of: \"b\"\n",
                               "# added to \"a\" (-1 of 2: \"b\"\n", "# added to \"a\": \"\\x\"\n",
                               "# left behind redis: RedisStore\n", "# left behind mongo: \"x\"\n",
                               "# made the directory src\n", "\n"}) {
        CAPTURE(broken);
        CHECK(az::detail::manifest_size(whole + broken + whole) == whole.size());
    }
}

TEST_CASE("no bytes make a manifest that is not written the same") {
    std::mt19937 random(17);
    auto any = [&](std::size_t most) {
        std::string text;
        for (auto size = random() % most; size > 0; --size)
            text += "\"\\\n\r\tnrtabc#<>: ()"[random() % 19];
        return text;
    };
    for (int i = 0; i < 2'000; ++i) {
        manifest known{
            .insertions = {{.file = "f" + any(8), .text = any(20), .number = 1, .of = 1 + random() % 2}},
            .earlier_stores = {{az::backend::redis, any(20)}}};
        if (!az::detail::is_inside(known.insertions[0].file)) continue;
        auto text = az::detail::manifest_text(known);
        auto read = az::detail::read_manifest(text);
        CAPTURE(text);
        CHECK(read == known);
        CHECK(az::detail::manifest_text(az::detail::read_manifest(text)) == text);
    }
}

TEST_CASE("a text that is put into a file again is noted again where the first one is still there") {
    manifest known;
    auto note = [&](std::size_t number, std::size_t of) {
        az::detail::note_insertion(known, {.file = ".env", .text = "X=1\n", .number = number, .of = of});
    };
    note(1, 1);
    note(1, 1);
    CHECK(known.insertions.size() == 1);
    note(2, 2);
    CHECK(known.insertions.size() == 2);
    note(1, 1); // somebody removed both
    CHECK(known.insertions.size() == 1);
}
