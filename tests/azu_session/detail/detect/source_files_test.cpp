#include <azu_session/detail/detect/source_files.hpp>

#include "support/failure.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

namespace az = azu_session;

namespace {

/// What a file in src/ finds, by names relative to the application, each behind a blank.
std::string found(const support::temporary_directory &app, const std::string &path) {
    auto sources = az::detail::required_sources(app.path() / "src", path);
    if (!sources) return "nothing";
    std::string names;
    for (auto &file : sources->files)
        names += " " + file.lexically_normal().lexically_relative(app.path()).string();
    return names;
}

} // namespace

TEST_CASE("required_sources finds the files that Crystal takes for a name") {
    support::temporary_directory app;
    for (std::string file : {"src/a.cr", "src/a/a.cr", "src/b", "src/c/c.cr", "d.cr", ".e.cr"})
        app.write(file, "");
    CHECK(found(app, "./a") == " src/a.cr");
    CHECK(found(app, "./a.cr") == " src/a.cr");
    CHECK(found(app, "./b") == "nothing");
    CHECK(found(app, "./c") == " src/c/c.cr");
    CHECK(found(app, "./c/") == " src/c/c.cr");
    CHECK(found(app, "../d") == " d.cr");
    CHECK(found(app, "../.e") == " .e.cr");
    CHECK(found(app, "./*.cr") == "nothing");
    CHECK(found(app, std::string("./a\0", 4)) == "nothing");
}

TEST_CASE("required_sources lists a directory's files before those of the directories in it") {
    support::temporary_directory app;
    for (std::string file : {"src/p/b.cr", "src/p/a/z.cr", "src/p/B.cr", "src/p/a.cr.orig", "linked/l.cr"})
        app.write(file, "");
    std::filesystem::create_directory_symlink("../../linked", app.path() / "src/p/link");
    std::filesystem::create_directory(app.path() / "src/p/none.cr");
    CHECK(found(app, "./p/*") == " src/p/B.cr src/p/b.cr");
    CHECK(found(app, "./p/**") == " src/p/B.cr src/p/b.cr src/p/a/z.cr src/p/link/l.cr");
    CHECK(found(app, "./q/*") == "nothing");
    std::filesystem::create_directory(app.path() / "src/q");
    CHECK(found(app, "./q/*").empty());
}

TEST_CASE("required_sources takes the parent of a linked directory for that of the link, as Crystal does") {
    support::temporary_directory app;
    for (std::string file : {"src/p.cr", "elsewhere/p.cr", "elsewhere/only.cr", "elsewhere/in/x.cr"})
        app.write(file, "");
    std::filesystem::create_directory_symlink("../elsewhere/in", app.path() / "src/in");
    auto from_link = [&](const std::string &path) {
        return az::detail::required_sources(app.path() / "src/in", path);
    };
    REQUIRE(from_link("../p"));
    CHECK(from_link("../p")->files[0] == app.path() / "src/p.cr");
    CHECK_FALSE(from_link("../only"));
}

TEST_CASE("required_sources says where it cannot tell what is there, or not all of it") {
    support::temporary_directory app;
    app.write("src/loop/a.cr", "");
    std::filesystem::create_directory_symlink(".", app.path() / "src/loop/again");
    auto failure = support::failure_of([&] { found(app, "./loop/**"); });
    CHECK(failure.code() == az::errc::io);
    CHECK(std::string(failure.what()).starts_with("Cannot list " + (app.path() / "src/loop/again").string()));
    for (int i = 0; i <= 1'024; ++i)
        std::filesystem::create_directories(app.path() / "src/many" / std::to_string(i));
    CHECK(az::detail::required_sources(app.path() / "src", "./many/**")->directories_left == 0);
}

TEST_CASE("read_source refuses what would take too long to read") {
    support::temporary_directory app;
    auto path = app.write("a.cr", "A = 1\n");
    CHECK(az::detail::read_source(path) == "A = 1\n");
    CHECK_FALSE(az::detail::read_source(app.path() / "b.cr"));
    std::filesystem::resize_file(path, (8 << 20) + 1);
    auto failure = support::failure_of([&] { az::detail::read_source(path); });
    CHECK(failure.code() == az::errc::invalid);
    CHECK(std::string(failure.what()).starts_with(path.string()));
}
