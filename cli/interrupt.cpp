#include "interrupt.hpp"

#include "exit_status.hpp"

#include <signal.h>
#include <unistd.h>

#include <csignal>
#include <initializer_list>

namespace cli {

namespace {

volatile std::sig_atomic_t requested = 0;

void note(int) { requested = 1; }

void end(int) {
    // Behind the question, and the ^C that the terminal shows.
    [[maybe_unused]] auto written = ::write(STDERR_FILENO, "\n", 1);
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

void end_at_interrupts() { on_interrupt(end); }

void note_interrupts() { on_interrupt(note); }

bool interrupt_requested() { return requested != 0; }

} // namespace cli
