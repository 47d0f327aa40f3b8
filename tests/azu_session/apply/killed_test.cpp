#include <azu_session/apply.hpp>

#include "support/changing_application.hpp"
#include "support/failure.hpp"
#include "support/system_calls.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>

namespace az = azu_session;
using support::changing_application;

namespace {

/// Where a child that applies the plan is killed.
struct killing {
    int which;                    ///< before the call of this number
    bool has_rename_flags = true; ///< of the file system
    int failing = 0;              ///< the rename of this number fails, so that all is undone
};

/// Whether the child came to that call.
bool is_killed(const az::setup_plan &plan, const killing &when) {
    auto child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        int count = 0, renames = 0;
        support::before_rename flags([&](const std::string &, const std::string &, bool has_flags) {
            return has_flags && !when.has_rename_flags ? EINVAL : 0;
        });
        support::before_call killer([&](const std::string &call) {
            if (++count == when.which) raise(SIGKILL);
            if (call == "rename" && ++renames == when.failing) return EIO;
            // Half of each write, so that a file is caught half way.
            return call == "write" ? support::before_call::short_count : 0;
        });
        try {
            az::apply(plan);
        } catch (const az::error &) {
        }
        _exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

bool is_old_or_new(const changing_application &app, const changing_application::expected_file &file) {
    auto bytes = az::detail::read_file(app.path() / file.planned.path);
    if (file.planned.status == az::file_status::remove) return !bytes || bytes == file.planned.previous;
    return bytes == file.planned.previous || bytes == file.planned.contents;
}

} // namespace

TEST_CASE("wherever a setup is killed, each file is old or new, and the next finishes it and cleans up") {
    int kills = 0, mended = 0, left_empty = 0;
    for (bool has_flags : {true, false})
        for (int failing : {0, 12})
            for (int which = 1;; ++which) {
                changing_application app;
                if (!is_killed(app.plan(), {which, has_flags, failing})) break;
                ++kills;
                CAPTURE(has_flags);
                CAPTURE(failing);
                CAPTURE(which);
                int half = 0;
                for (const auto &file : app.files) {
                    if (is_old_or_new(app, file)) continue;
                    auto bytes = az::detail::read_file(app.path() / file.planned.path);
                    bool is_claim = !file.planned.previous && bytes == "" && !has_flags;
                    CHECK_MESSAGE((is_claim || !file.hard_link.empty()), file.planned.path);
                    left_empty += is_claim;
                    half += !is_claim;
                }
                CHECK(half <= 1);
                support::before_call without_waiting([](const std::string &) { return 0; });
                if (half == 1) {
                    ++mended;
                    auto failure = support::failure_of([&] { az::apply(app.remaining_plan()); });
                    CHECK(failure.code() == az::errc::conflict);
                    for (const auto &file : app.files)
                        CHECK((file.hard_link.empty() || is_old_or_new(app, file)));
                }
                az::apply(app.remaining_plan());
                for (const auto &file : app.files)
                    CHECK_MESSAGE(app.is_new(file), file.planned.path);
                CHECK(app.temporaries().empty());
            }
    MESSAGE(kills << " kills, " << mended << " files mended, " << left_empty << " new files left empty");
    CHECK(mended > 0);
}
