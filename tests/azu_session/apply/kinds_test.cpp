#include <azu_session/apply.hpp>

#include "support/failure.hpp"
#include "support/system_calls.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace az = azu_session;
using az::file_status;

namespace {

struct stat status_of(const std::filesystem::path &path) {
    struct stat found {};
    REQUIRE(lstat(path.c_str(), &found) == 0);
    return found;
}

unsigned mode_of(const std::filesystem::path &path) { return status_of(path).st_mode & 07777u; }

az::planned_file created(const std::string &name) { return {.path = name, .contents = "new\n"}; }

az::planned_file updated(const std::string &name) {
    return {.path = name, .status = file_status::update, .contents = "old\nnew\n", .previous = "old\n"};
}

az::planned_file removed(const std::string &name) {
    return {.path = name, .status = file_status::remove, .previous = "old\n"};
}

az::error failure_of(const az::setup_plan &plan) {
    return support::failure_of([&] { az::apply(plan); });
}

/// A plan that fails at its last file when the others are in place.
az::setup_plan failing_after(const support::temporary_directory &root, std::vector<az::planned_file> files) {
    files.push_back(created("twice"));
    files.push_back(created("twice"));
    return {.root = root.path(), .files = files};
}

} // namespace

TEST_CASE("apply takes away what is to be removed, and the directories that are empty then") {
    support::temporary_directory root;
    root.write("a/b/gone.cr", "old\n");
    root.write("kept/gone.cr", "old\n");
    root.write("kept/mine.cr", "mine\n");
    az::apply({.root = root.path(),
               .files = {removed("a/b/gone.cr"),
                         removed("kept/gone.cr"),
                         {.path = "never", .status = file_status::remove}},
               .emptied = {"a/b", "a", "kept", "missing"}});
    CHECK(support::listing(root) == "kept\nkept/mine.cr\n");
}

TEST_CASE("apply removes nothing but what the plan found, and empties no directory when it fails") {
    support::temporary_directory root;
    auto path = root.write("a/gone.cr", "edited\n");
    std::filesystem::create_directory(root.path() / "empty");
    auto failure = failure_of({.root = root.path(), .files = {removed("a/gone.cr")}, .emptied = {"empty"}});
    CHECK(failure.code() == az::errc::conflict);
    CHECK(support::listing(root) == "a\na/gone.cr\nempty\n");
}

TEST_CASE("a file that is saved just before it is taken away is not lost") {
    for (bool has_flags : {true, false}) {
        support::temporary_directory root;
        auto path = root.write("gone.cr", "old\n");
        support::before_rename editor([&](const std::string &source, const std::string &, bool flags) {
            if (source == path) root.write("gone.cr", "edited\n");
            return flags && !has_flags ? EINVAL : 0;
        });
        CHECK(failure_of({.root = root.path(), .files = {removed("gone.cr")}}).code() == az::errc::conflict);
        CHECK(root.read("gone.cr") == "edited\n");
        CHECK(support::listing(root) == "gone.cr\n");
    }
}

TEST_CASE("a removal is undone with the file itself") {
    support::temporary_directory root;
    auto path = root.write("gone.cr", "old\n");
    REQUIRE(chmod(path.c_str(), 0640) == 0);
    std::filesystem::create_hard_link(path, root.path() / "other.cr");
    auto before = status_of(path);
    failure_of(failing_after(root, {removed("gone.cr")}));
    auto after = status_of(path);
    CHECK(after.st_ino == before.st_ino);
    CHECK(after.st_mode == before.st_mode);
    CHECK(after.st_nlink == 2);
    CHECK(support::listing(root) == "gone.cr\nother.cr\n");
}

TEST_CASE("what comes into being where a file was removed is left alone when that is undone") {
    support::temporary_directory root;
    root.write("gone.cr", "old\n");
    root.write("last.cr", "old\n");
    support::before_rename other([&](const std::string &source, const std::string &, bool) {
        if (source != root.path() / "last.cr") return 0;
        root.write("gone.cr", "mine\n");
        return EIO;
    });
    auto failure = failure_of({.root = root.path(), .files = {removed("gone.cr"), removed("last.cr")}});
    CHECK(failure.code() == az::errc::io);
    CHECK(std::string(failure.what())
              .find("gone.cr was changed by another program and left as it is; its "
                    "old contents are in ") != std::string::npos);
    CHECK(root.read("gone.cr") == "mine\n");
    CHECK(root.read("last.cr") == "old\n");
}

TEST_CASE("of a link, a removal takes away the link, and undoing brings it back") {
    support::temporary_directory root;
    root.write("real.cr", "old\n");
    std::filesystem::create_symlink("real.cr", root.path() / "link.cr");
    failure_of(failing_after(root, {removed("link.cr")}));
    CHECK(std::filesystem::read_symlink(root.path() / "link.cr") == "real.cr");
    az::apply({.root = root.path(), .files = {removed("link.cr")}});
    CHECK(support::listing(root) == "real.cr\n");
}

TEST_CASE("a secret is for its owner alone, at every time") {
    support::temporary_directory root;
    auto old = root.write("old", "old\n");
    auto linked = root.write("linked", "old\n");
    std::filesystem::create_hard_link(linked, root.path() / "other");
    for (const auto &path : {old, linked})
        REQUIRE(chmod(path.c_str(), 0644) == 0);
    REQUIRE((geteuid() != 0 || chown(old.c_str(), 65534, 65534) == 0));
    auto owner = status_of(old).st_uid;
    auto secret = [](az::planned_file file) {
        file.secret = true;
        return file;
    };
    support::before_call watch([&](const std::string &) {
        for (const auto &entry : std::filesystem::directory_iterator(root.path())) {
            bool is_new = root.read(entry.path().filename()).find("new") != std::string::npos;
            if (is_new) CHECK(mode_of(entry.path()) == 0600);
        }
        return 0;
    });
    az::setup_plan plan{
        .root = root.path(),
        .files = {secret(created("fresh")), secret(updated("old")), secret(updated("linked"))}};
    az::apply(plan);
    for (const auto *name : {"fresh", "old", "linked"})
        CHECK(mode_of(root.path() / name) == 0600);
    CHECK(status_of(old).st_uid == owner);
    CHECK(status_of(linked).st_nlink == 2);
}

TEST_CASE("undoing gives a file that was to be secret its mode back") {
    support::temporary_directory root;
    auto old = root.write("old", "old\n"), linked = root.write("linked", "old\n");
    std::filesystem::create_hard_link(linked, root.path() / "other");
    for (const auto &path : {old, linked})
        REQUIRE(chmod(path.c_str(), 0640) == 0);
    std::vector<az::planned_file> files = {updated("old"), updated("linked")};
    for (auto &file : files)
        file.secret = true;
    failure_of(failing_after(root, files));
    CHECK(mode_of(old) == 0640);
    CHECK(mode_of(linked) == 0640);
}

TEST_CASE("a file's new contents are never more readable than the file") {
    support::temporary_directory root;
    auto path = root.write("private.yml", "old\n");
    REQUIRE(chmod(path.c_str(), 0600) == 0);
    support::before_call watch([&](const std::string &) {
        for (const auto &entry : std::filesystem::directory_iterator(root.path()))
            CHECK(mode_of(entry.path()) == 0600);
        return 0;
    });
    az::apply({.root = root.path(), .files = {updated("private.yml")}});
    CHECK(root.read("private.yml") == "old\nnew\n");
}

TEST_CASE("a hard link is kept, also through a link, when a file grows or shrinks, and when that is undone") {
    for (const auto &contents : std::vector<std::string>{"", "o", "old\n", "new\n", "new and longer\n"})
        for (bool fails : {true, false}) {
            CAPTURE(contents);
            CAPTURE(fails);
            support::temporary_directory root;
            auto path = root.write("a/one.yml", "old\n");
            std::filesystem::create_hard_link(path, root.path() / "other.yml");
            std::filesystem::create_symlink("a/one.yml", root.path() / "link.yml");
            REQUIRE(chmod(path.c_str(), 0640) == 0);
            az::planned_file file{
                .path = "link.yml", .status = file_status::force, .contents = contents, .previous = "old\n"};
            if (fails)
                failure_of(failing_after(root, {file}));
            else
                az::apply({.root = root.path(), .files = {file}});
            CHECK(root.read("other.yml") == (fails ? "old\n" : contents));
            CHECK(status_of(path).st_nlink == 2);
            CHECK(mode_of(path) == 0640);
            CHECK(support::listing(root) == "a\na/one.yml\nlink.yml\nother.yml\n");
        }
}

TEST_CASE("a read-only file is refused before anything is written") {
    for (auto change : {updated, removed})
        for (bool as_root : {true, false}) {
            CAPTURE(as_root);
            support::temporary_directory root;
            REQUIRE(chmod(root.path().c_str(), 0777) == 0);
            auto path = root.write("fixed.yml", "old\n");
            REQUIRE(chmod(path.c_str(), as_root ? 0444 : 0644) == 0);
            if (!as_root && geteuid() != 0) continue;
            int calls = 0;
            support::before_call count([&](const std::string &call) {
                calls += call != "open" && call != "close";
                return 0;
            });
            auto attempt = [&] {
                return failure_of({.root = root.path(), .files = {created("a.cr"), change("fixed.yml")}});
            };
            std::optional<support::unprivileged> nobody;
            if (!as_root) nobody.emplace();
            auto failure = attempt();
            nobody.reset();
            CHECK(failure.code() == az::errc::io);
            CHECK(failure.what() == path.string() + " is read-only; nothing was written.");
            CHECK(failure.hint().find("chmod u+w") != std::string::npos);
            CHECK(calls == 0);
            CHECK(support::listing(root) == "fixed.yml\n");
        }
}
