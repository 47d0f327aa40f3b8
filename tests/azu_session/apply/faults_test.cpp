#include <azu_session/apply.hpp>

#include "support/changing_application.hpp"
#include "support/system_calls.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace az = azu_session;
using support::changing_application;

namespace {

const std::vector<std::string> all_calls = {"open",   "write",  "fsync", "close", "fchown",   "fchmod",
                                            "rename", "unlink", "mkdir", "rmdir", "ftruncate"};

/// Those that matter to how a file system without flags for renames is served.
const std::vector<std::string> renaming_calls = {"open", "close", "rename", "unlink"};

/// Which calls fail, and how.
struct fault {
    std::string call; ///< or "any"
    int reason = EIO;
    bool lasts = false;           ///< from then on, not once
    bool has_rename_flags = true; ///< of the file system
};

struct tally {
    int injected = 0, refused = 0, done = 0, named = 0;
};

struct attempt {
    bool reached = false; ///< the call that was to fail
    std::optional<az::error> failure = {};
};

/// Applies the plan while call number `which` of the fault fails.
attempt apply_with(const az::setup_plan &plan, const fault &what, int which) {
    attempt tried;
    int count = 0;
    support::before_rename flags([&](const std::string &, const std::string &, bool has_flags) {
        return has_flags && !what.has_rename_flags ? EINVAL : 0;
    });
    support::before_call failing([&](const std::string &call) {
        if (what.call != "any" && what.call != call) return 0;
        ++count;
        if (count != which && !(what.lasts && count > which)) return 0;
        tried.reached = true;
        return what.reason;
    });
    try {
        az::apply(plan);
    } catch (const az::error &failure) {
        tried.failure = failure;
    }
    return tried;
}

/// What the error says of the file that could not be undone; empty when it says nothing.
std::string said_of(const std::filesystem::path &path, const std::string &message) {
    auto begin = message.find("could be undone.");
    if (begin == message.npos) return {};
    begin = message.find(" " + path.string() + " ", begin);
    if (begin == message.npos) return {};
    return message.substr(begin + 1, message.find(". ", begin) - begin - 1);
}

std::filesystem::path backup_named_in(const std::string &sentence) {
    const std::string before = "its old contents are in ";
    auto at = sentence.find(before);
    REQUIRE(at != sentence.npos);
    auto path = sentence.substr(at + before.size());
    path = path.substr(0, path.find(", "));
    if (path.ends_with('.')) path.pop_back();
    return path;
}

bool check_named(const changing_application &app, const std::string &message,
                 std::vector<std::filesystem::path> &backups) {
    bool named = false;
    for (const auto &file : app.files) {
        auto path = app.path() / file.planned.path;
        auto target = file.planned.path == "link.yml" ? app.path() / "real/real.yml" : path;
        auto sentence = said_of(target, message);
        CAPTURE(path);
        CHECK(app.is_old(file) == sentence.empty());
        if (sentence.empty()) continue;
        named = true;
        if (!file.planned.previous) continue;
        backups.push_back(backup_named_in(sentence));
        CHECK(az::detail::read_file(backups.back()) == file.planned.previous);
    }
    return named;
}

/// Whether the file's fate was said to hang on the person, as nothing could be written any more.
bool is_given_up(const std::string &message, const std::filesystem::path &backup) {
    return message.find(backup.string() + ", and the next setup removes that") != message.npos;
}

void check_next_run(const changing_application &app, const std::string &message,
                    const std::vector<std::filesystem::path> &backups) {
    support::before_call without_waiting([](const std::string &) { return 0; });
    try {
        az::apply({.root = app.path(), .files = app.remaining_plan().files});
    } catch (const az::error &failure) {
        CHECK(std::string(failure.what()).find("half written by a setup that was killed") !=
              std::string::npos);
        az::apply({.root = app.path(), .files = app.remaining_plan().files});
    }
    for (const auto &backup : backups)
        CHECK(std::filesystem::exists(backup) != is_given_up(message, backup));
    for (const auto &temporary : app.temporaries())
        CHECK(std::count(backups.begin(), backups.end(), temporary) == 1);
    for (const auto &file : app.files)
        CHECK(app.is_new(file));
}

/// One fault, in each of its calls in turn.
tally inject(const fault &what) {
    tally counted;
    for (int which = 1;; ++which) {
        changing_application app;
        auto before = support::listing(app);
        auto tried = apply_with(app.plan(), what, which);
        if (!tried.reached) return counted;
        ++counted.injected;
        CAPTURE(what.call);
        CAPTURE(what.reason);
        CAPTURE(what.lasts);
        CAPTURE(what.has_rename_flags);
        CAPTURE(which);
        std::vector<std::filesystem::path> backups;
        bool may_leave_temporaries = what.call == "unlink" || what.call == "any";
        if (!tried.failure) {
            ++counted.done;
            for (const auto &file : app.files)
                CHECK_MESSAGE(app.is_new(file), file.planned.path);
            CHECK((may_leave_temporaries || app.temporaries().empty()));
        } else {
            std::string message = tried.failure->what();
            CAPTURE(message);
            CHECK(tried.failure->code() == az::errc::io);
            CHECK_FALSE(tried.failure->hint().empty());
            bool says_so = message.find("could be undone.") != message.npos;
            bool named = check_named(app, message, backups);
            ++(says_so ? counted.named : counted.refused);
            CHECK(says_so != message.ends_with("; nothing was written."));
            if (!says_so && !may_leave_temporaries) CHECK(support::listing(app) == before);
            if (says_so && !named)
                CHECK(message.find(" is a new directory that cannot be removed: ") != message.npos);
            for (const auto &temporary : app.temporaries())
                CHECK((may_leave_temporaries || std::count(backups.begin(), backups.end(), temporary) == 1));
        }
        check_next_run(app, tried.failure ? tried.failure->what() : "", backups);
    }
}

void operator+=(tally &sum, const tally &more) {
    sum.injected += more.injected;
    sum.refused += more.refused;
    sum.done += more.done;
    sum.named += more.named;
}

} // namespace

TEST_CASE("whatever fails, all is new, or all is old, or the error names each file that is not, and its old "
          "contents") {
    std::map<std::string, tally> table;
    for (bool has_flags : {true, false}) {
        for (const auto &call : has_flags ? all_calls : renaming_calls)
            for (const fault &what :
                 std::vector<fault>{{call, EIO}, {call, EACCES}, {call, EINTR}, {call, EIO, true}})
                table[call] += inject({what.call, what.reason, what.lasts, has_flags});
        table["read-only at once"] += inject({"any", EROFS, true, has_flags});
    }
    table["disk full"] += inject({"write", ENOSPC, true});
    for (bool lasts : {true, false})
        table["short write"] += inject({"write", support::before_call::short_count, lasts});
    tally sum;
    std::string lines;
    auto add = [&](const std::string &name, const tally &one) {
        char line[120];
        std::snprintf(line, sizeof line, "%-18s %8d %8d %8d %8d\n", name.c_str(), one.injected, one.refused,
                      one.done, one.named);
        lines += line;
    };
    for (const auto &[name, one] : table) {
        add(name, one);
        sum += one;
    }
    add("sum", sum);
    MESSAGE("call               injected  refused     done    named\n" << lines);
    CHECK(sum.injected > 1'000);
}
