#include <azu_session/setup/apply.hpp>

#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <string>

namespace az = azu_session;

namespace {

az::planned_file created(const std::string &name, const std::string &contents) {
    return {.path = name, .status = az::file_status::create, .contents = contents};
}

az::planned_file changed(const std::string &name, const std::string &before, const std::string &after) {
    return {.path = name, .status = az::file_status::update, .contents = after, .previous = before};
}

/// Every file and directory under `root`, one a line.
std::string listing(const support::temporary_directory &root) {
    std::vector<std::string> names;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(root.path()))
        names.push_back(entry.path().lexically_relative(root.path()).string());
    std::sort(names.begin(), names.end());
    std::string text;
    for (const auto &name : names)
        text += name + "\n";
    return text;
}

az::errc code_of(const az::setup_plan &plan) {
    try {
        az::apply(plan);
    } catch (const az::error &failure) {
        return failure.code();
    }
    FAIL("applied");
    return {};
}

} // namespace

TEST_CASE("apply writes what is to be created, updated and forced, and nothing else") {
    support::temporary_directory root;
    root.write("b.yml", "old\n");
    root.write("same", "same\n");
    az::apply(
        {.root = root.path(),
         .files = {
             created("deep/down/a.cr", "new\n"),
             changed("b.yml", "old\n", "old\nmore\n"),
             {.path = "same", .status = az::file_status::skip, .contents = "other", .previous = "same\n"}}});
    CHECK(root.read("deep/down/a.cr") == "new\n");
    CHECK(root.read("b.yml") == "old\nmore\n");
    CHECK(root.read("same") == "same\n");
    CHECK(listing(root) == "b.yml\ndeep\ndeep/down\ndeep/down/a.cr\nsame\n");
}

TEST_CASE("apply writes nothing at all when one file is in conflict or changed meanwhile") {
    support::temporary_directory root;
    root.write("b.yml", "old\n");
    CHECK(code_of({.root = root.path(),
                   .files = {created("deep/a.cr", "new\n"),
                             {.path = "b.yml", .status = az::file_status::conflict}}}) == az::errc::conflict);
    CHECK(code_of({.root = root.path(),
                   .files = {created("deep/a.cr", ""), changed("b.yml", "older\n", "new\n")}}) ==
          az::errc::conflict);
    CHECK(code_of({.root = root.path(), .files = {created("deep/a.cr", ""), created("b.yml", "new\n")}}) ==
          az::errc::conflict);
    CHECK(root.read("b.yml") == "old\n");
    CHECK(listing(root) == "b.yml\n");
}

TEST_CASE("apply undoes everything when a file cannot be written") {
    support::temporary_directory root;
    root.write("b.yml", "old\n");
    root.write("blocked", "a file where a directory is needed\n");
    CHECK(code_of({.root = root.path(),
                   .files = {created("deep/a.cr", "new\n"), changed("b.yml", "old\n", "new\n"),
                             created("blocked/c.cr", "new\n")}}) == az::errc::io);
    CHECK(root.read("b.yml") == "old\n");
    CHECK(listing(root) == "b.yml\nblocked\n");
}

TEST_CASE("apply undoes what was already put into place when the next file cannot be") {
    support::temporary_directory root;
    root.write("b.yml", "old\n");
    // The same new file twice: the second finds the first in its place.
    CHECK(code_of({.root = root.path(),
                   .files = {changed("b.yml", "old\n", "new\n"), created("deep/a.cr", "1"),
                             created("deep/a.cr", "2")}}) == az::errc::io);
    CHECK(root.read("b.yml") == "old\n");
    CHECK(listing(root) == "b.yml\n");
}

TEST_CASE("apply keeps a file's mode and writes through a link") {
    support::temporary_directory root;
    auto target = root.write("real.yml", "old\n");
    REQUIRE(chmod(target.c_str(), 0640) == 0);
    std::filesystem::create_symlink("real.yml", root.path() / "link.yml");
    az::apply({.root = root.path(), .files = {changed("link.yml", "old\n", "new\n")}});
    struct stat after {};
    REQUIRE(stat(target.c_str(), &after) == 0);
    CHECK((after.st_mode & 07777) == 0640);
    CHECK(root.read("real.yml") == "new\n");
    CHECK(std::filesystem::is_symlink(root.path() / "link.yml"));
}
