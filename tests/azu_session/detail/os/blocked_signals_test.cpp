#include <azu_session/apply.hpp>
#include <azu_session/detail/os/blocked_signals.hpp>

#include "support/failure.hpp"
#include "support/system_calls.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>

namespace az = azu_session;

namespace {

/// How a child ended that was sent the signal at the plan's first call, and did nothing else: the signal.
int ending_of(const az::setup_plan &plan, int signal) {
    auto child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        // As a program has it that was started by another than this test.
        ::signal(signal, SIG_DFL);
        bool is_sent = false;
        support::before_call sender([&](const std::string &call) {
            if (call == "write" && !is_sent) is_sent = raise(signal) == 0;
            return 0;
        });
        az::apply(plan);
        _exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

} // namespace

TEST_CASE("a signal that ends the process waits until all is written, and then does") {
    for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF,
                       SIGPIPE, SIGXCPU, SIGIO, SIGPWR, SIGSTKFLT, SIGRTMIN}) {
        CAPTURE(signal);
        support::temporary_directory root;
        root.write("b.yml", "old\n");
        CHECK(ending_of({.root = root.path(),
                         .files = {{.path = "a.cr", .contents = "new\n"},
                                   {.path = "b.yml",
                                    .status = az::file_status::update,
                                    .contents = "new\n",
                                    .previous = "old\n"}}},
                        signal) == signal);
        CHECK(root.read("b.yml") == "new\n");
        CHECK(support::listing(root) == "a.cr\nb.yml\n");
    }
}

TEST_CASE("a signal that is held back has its effect also when all was undone") {
    static volatile std::sig_atomic_t came = 0;
    support::temporary_directory root;
    struct sigaction counting {
    }, before{};
    counting.sa_handler = [](int) { came = came + 1; };
    REQUIRE(sigaction(SIGQUIT, &counting, &before) == 0);
    support::before_call sender([&](const std::string &call) {
        if (call != "rename") return 0;
        raise(SIGQUIT);
        CHECK(came == 0);
        return EIO;
    });
    auto failure = support::failure_of(
        [&] { az::apply({.root = root.path(), .files = {{.path = "a.cr", .contents = "new\n"}}}); });
    CHECK(came == 1);
    CHECK(support::listing(root).empty());
    raise(SIGQUIT);
    CHECK(came == 2);
    sigaction(SIGQUIT, &before, nullptr);
}

TEST_CASE("faults of the program itself, and what stops and continues it, are not held back") {
    az::detail::blocked_signals held;
    sigset_t blocked;
    REQUIRE(pthread_sigmask(SIG_BLOCK, nullptr, &blocked) == 0);
    for (int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS, SIGTSTP, SIGCONT})
        CHECK(sigismember(&blocked, signal) == 0);
}

TEST_CASE("a file that may not grow so far is refused, and the signal for that ends nothing") {
    support::temporary_directory root;
    root.write("b.yml", "old\n");
    auto child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_DFL);
        rlimit small{1'000, 1'000};
        setrlimit(RLIMIT_FSIZE, &small);
        try {
            az::apply({.root = root.path(),
                       .files = {{.path = "b.yml",
                                  .status = az::file_status::update,
                                  .contents = "new\n",
                                  .previous = "old\n"},
                                 {.path = "a.cr", .contents = std::string(10'000, 'a')}}});
        } catch (const az::error &failure) {
            bool is_said = std::string(failure.what()) == "Cannot write " + (root.path() / "a.cr").string() +
                                                              ": File too large; nothing was written.";
            _exit(failure.code() == az::errc::io && is_said ? 7 : 8);
        }
        _exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 7);
    CHECK(root.read("b.yml") == "old\n");
    CHECK(support::listing(root) == "b.yml\n");
}
