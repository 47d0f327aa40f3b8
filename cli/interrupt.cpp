#include "interrupt.hpp"

#include "exit_status.hpp"

#include <signal.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

namespace cli {

namespace {

volatile std::sig_atomic_t requested = 0;

void note(int) { requested = 1; }

const char *last_words = "";

void end(int) {
    [[maybe_unused]] auto written = ::write(STDOUT_FILENO, last_words, std::strlen(last_words));
    _exit(interrupted);
}

void on_interrupt(void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

} // namespace

void note_interrupts() { on_interrupt(note); }

void end_at_interrupts(const char *text) {
    last_words = text;
    on_interrupt(end);
}

bool interrupt_requested() { return requested != 0; }

} // namespace cli
