#include "interrupt.hpp"

#include "exit_status.hpp"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <initializer_list>

namespace cli {

namespace {

/// Read by the threads that wait, too.
std::atomic<bool> requested = false;
static_assert(std::atomic<bool>::is_always_lock_free);

std::string last_words;

void note(int) { requested = true; }

void end(int) {
    // Behind the question, and the ^C that the terminal shows.
    [[maybe_unused]] auto written = ::write(STDERR_FILENO, "\n", 1);
    written = ::write(STDOUT_FILENO, last_words.data(), last_words.size());
    _exit(interrupted);
}

/// A lost connection stays ignored where it was when the process began, as under nohup.
void on_interrupt(void (*handler)(int)) {
    for (int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction action {};
        sigaction(signal, nullptr, &action);
        if (signal == SIGHUP && action.sa_handler == SIG_IGN) continue;
        action.sa_handler = handler;
        action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
        sigaction(signal, &action, nullptr);
    }
}

} // namespace

void end_at_interrupts(const std::string &words) {
    last_words = words;
    on_interrupt(end);
}

void note_interrupts() { on_interrupt(note); }

bool interrupt_requested() { return requested; }

} // namespace cli
