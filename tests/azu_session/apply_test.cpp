#include <azu_session/apply.hpp>

#include "support/failure.hpp"
#include "support/system_calls.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace az = azu_session;

namespace {

az::planned_file created(const std::string &name, const std::string &contents) {
    return {.path = name, .status = az::file_status::create, .contents = contents};
}

az::planned_file changed(const std::string &name, const std::string &before, const std::string &after) {
    return {.path = name, .status = az::file_status::update, .contents = after, .previous = before};
}

az::error failure_of(const az::setup_plan &plan) {
    return support::failure_of([&] { az::apply(plan); });
}

az::errc code_of(const az::setup_plan &plan) { return failure_of(plan).code(); }

/// What is kept of an application's files when their setup fails: the one backup.
std::string backup_in(const support::temporary_directory &root) {
    for (const auto &entry : std::filesystem::directory_iterator(root.path()))
        if (entry.path().string().ends_with(".backup")) return entry.path().filename().string();
    return "no backup";
}

bool contains(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
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
    CHECK(support::listing(root) == "b.yml\ndeep\ndeep/down\ndeep/down/a.cr\nsame\n");
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
    CHECK(code_of(
              {.root = root.path(),
               .files = {created("deep/a.cr", ""),
                         {.path = "b.yml", .status = az::file_status::identical, .previous = "as new\n"}}}) ==
          az::errc::conflict);
    CHECK(root.read("b.yml") == "old\n");
    CHECK(support::listing(root) == "b.yml\n");
}

TEST_CASE("apply undoes everything when a file cannot be written") {
    support::temporary_directory root;
    root.write("b.yml", "old\n");
    root.write("blocked", "a file where a directory is needed\n");
    CHECK(code_of({.root = root.path(),
                   .files = {created("deep/a.cr", "new\n"), changed("b.yml", "old\n", "new\n"),
                             created("blocked/c.cr", "new\n")}}) == az::errc::io);
    CHECK(root.read("b.yml") == "old\n");
    CHECK(support::listing(root) == "b.yml\nblocked\n");
}

TEST_CASE("apply undoes what was already put into place when the next file cannot be") {
    support::temporary_directory root;
    root.write("b.yml", "old\n");
    // The same new file twice: the second finds the first in its place.
    CHECK(code_of({.root = root.path(),
                   .files = {changed("b.yml", "old\n", "new\n"), created("deep/a.cr", "1"),
                             created("deep/a.cr", "2")}}) == az::errc::conflict);
    CHECK(root.read("b.yml") == "old\n");
    CHECK(support::listing(root) == "b.yml\n");
}

TEST_CASE("a file that cannot be closed is not put into place, as its bytes may be lost") {
    support::temporary_directory root;
    bool is_written = false;
    support::before_call network([&](const std::string &call) {
        is_written |= call == "write";
        return is_written && call == "close" ? EIO : 0;
    });
    CHECK(code_of({.root = root.path(), .files = {created("a.cr", "new\n")}}) == az::errc::io);
    CHECK(support::listing(root).empty());
}

TEST_CASE("apply says what is in the way of a new file") {
    support::temporary_directory root;
    root.write("there.cr", "mine\n");
    std::filesystem::create_symlink("nothing", root.path() / "link.cr");
    std::filesystem::create_symlink("nothing", root.path() / "linked");
    auto message = [&](const std::string &name) {
        try {
            az::apply({.root = root.path(), .files = {created("new/a.cr", ""), created(name, "new\n")}});
        } catch (const az::error &failure) {
            CHECK(failure.code() == az::errc::conflict);
            return std::string(failure.what());
        }
        return std::string();
    };
    auto path = [&](const std::string &name) { return (root.path() / name).string(); };
    CHECK(message("there.cr") == path("there.cr") + " came into being while setup ran; nothing was written.");
    CHECK(message("link.cr") == path("link.cr") + " is a link to nothing; nothing was written.");
    CHECK(message("linked/a.cr") == path("linked") + " is a link to nothing; nothing was written.");
    CHECK(support::listing(root) == "link.cr\nlinked\nthere.cr\n");
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

TEST_CASE("a file that is saved just before it is replaced is not lost") {
    support::temporary_directory root;
    auto shard = root.write("b.yml", "old\n");
    support::before_rename editor([&](const std::string &, const std::string &target, bool) {
        if (target == shard && root.read("b.yml") == "old\n") root.write("b.yml", "edited\n");
        return 0;
    });
    CHECK(code_of({.root = root.path(),
                   .files = {created("a.cr", "new\n"), changed("b.yml", "old\n", "new\n")}}) ==
          az::errc::conflict);
    CHECK(root.read("b.yml") == "edited\n");
    CHECK(support::listing(root) == "b.yml\n");
}

TEST_CASE("a file that is saved just before it is replaced is not lost where it cannot be put back at once") {
    for (bool ever : {true, false}) {
        CAPTURE(ever);
        support::temporary_directory root;
        auto shard = root.write("b.yml", "old\n");
        int trades = 0;
        support::before_rename editor([&](const std::string &, const std::string &target, bool) {
            if (target != shard) return 0;
            if (++trades == 1) root.write("b.yml", "edited\n");
            return trades == 2 || (trades > 2 && !ever) ? EIO : 0;
        });
        auto failure = failure_of({.root = root.path(), .files = {changed("b.yml", "old\n", "new\n")}});
        if (ever) {
            CHECK(failure.code() == az::errc::conflict);
            CHECK(root.read("b.yml") == "edited\n");
            CHECK(support::listing(root) == "b.yml\n");
        } else {
            CHECK(failure.code() == az::errc::io);
            CHECK(contains(failure.what(),
                           "b.yml is as setup left it, and that cannot be undone: Input/output error; its "
                           "old contents are in " +
                               (root.path() / backup_in(root)).string()));
            CHECK(root.read(backup_in(root)) == "edited\n");
        }
    }
}

TEST_CASE("undoing leaves alone what another program has changed meanwhile, and keeps the old contents") {
    struct other_program {
        std::string what;
        std::function<void(const support::temporary_directory &)> make;
        std::string left;
    };
    for (const auto &change : std::vector<other_program>{
             {"in place", [](const auto &root) { root.write("b.yml", "edited\n"); }, "edited\n"},
             {"by another file of the same bytes",
              [](const auto &root) {
                  std::filesystem::rename(root.write("saved", "new\n"), root.path() / "b.yml");
              },
              "new\n"},
             {"by removing it", [](const auto &root) { std::filesystem::remove(root.path() / "b.yml"); },
              ""}})
        for (bool can_exchange : {true, false}) {
            CAPTURE(change.what);
            CAPTURE(can_exchange);
            support::temporary_directory root;
            root.write("a.cr", "old\n");
            root.write("b.yml", "old\n");
            support::before_rename other([&](const std::string &, const std::string &target, bool flags) {
                if (target == root.path() / "last.cr" && !std::filesystem::exists(target)) {
                    change.make(root);
                    root.write("last.cr", "mine\n");
                }
                return flags && !can_exchange ? EINVAL : 0;
            });
            auto failure =
                failure_of({.root = root.path(),
                            .files = {changed("a.cr", "old\n", "new\n"), changed("b.yml", "old\n", "new\n"),
                                      created("last.cr", "new\n")}});
            CHECK(failure.code() == az::errc::io);
            CHECK(failure.what() ==
                  (root.path() / "last.cr").string() +
                      " came into being while setup ran, and not everything could be undone. " +
                      (root.path() / "b.yml").string() +
                      " was changed by another program and left as it is; its old contents are in " +
                      (root.path() / backup_in(root)).string() + ".");
            CHECK(root.read(backup_in(root)) == "old\n");
            CHECK(root.read("b.yml") == change.left);
            CHECK(root.read("a.cr") == "old\n");
            CHECK(root.read("last.cr") == "mine\n");
        }
}

TEST_CASE("undoing leaves alone a new file that another program has changed meanwhile") {
    support::temporary_directory root;
    support::before_rename other([&](const std::string &, const std::string &target, bool) {
        if (target == root.path() / "last.cr" && !std::filesystem::exists(target)) {
            root.write("deep/a.cr", "edited\n");
            std::filesystem::remove(root.path() / "b.cr");
            root.write("last.cr", "mine\n");
        }
        return 0;
    });
    auto failure = failure_of(
        {.root = root.path(),
         .files = {created("deep/a.cr", "new\n"), created("b.cr", "new\n"), created("last.cr", "new\n")}});
    CHECK(contains(failure.what(), (root.path() / "deep/a.cr").string() +
                                       " was changed by another program and left as it is."));
    CHECK_FALSE(contains(failure.what(), "b.cr"));
    CHECK(root.read("deep/a.cr") == "edited\n");
    CHECK(support::listing(root) == "deep\ndeep/a.cr\nlast.cr\n");
}

TEST_CASE("where undoing fails, the old contents are kept, and the error says where") {
    for (bool can_exchange : {true, false}) {
        CAPTURE(can_exchange);
        support::temporary_directory root;
        root.write("a.cr", "old\n");
        root.write("b.yml", "old\n");
        root.write("last.cr", "mine\n");
        support::before_rename broken([&](const std::string &source, const std::string &target, bool flags) {
            if (flags && !can_exchange) return EINVAL;
            if (target == root.path() / "last.cr") std::filesystem::remove(target);
            bool fails =
                source.ends_with('~') ? target == root.path() / "b.yml" : target == root.path() / "last.cr";
            return fails ? EIO : 0;
        });
        auto failure =
            failure_of({.root = root.path(),
                        .files = {changed("a.cr", "old\n", "new\n"), changed("b.yml", "old\n", "new\n"),
                                  changed("last.cr", "mine\n", "new\n")}});
        CHECK(failure.code() == az::errc::io);
        CHECK(contains(failure.what(), (root.path() / "b.yml").string() +
                                           " is as setup left it, and that cannot be undone: Input/output "
                                           "error; its old contents are in " +
                                           (root.path() / backup_in(root)).string() + "."));
        CHECK_FALSE(contains(failure.what(), "nothing was written"));
        CHECK(contains(failure.hint(), "move its old contents back"));
        CHECK_FALSE(contains(failure.hint(), "Nothing was changed"));
        CHECK(root.read(backup_in(root)) == "old\n");
        CHECK(root.read("b.yml") == "new\n");
        CHECK(root.read("a.cr") == "old\n");
    }
}
