#include "interrupt.hpp"

#include "exit_status.hpp"

#include <signal.h>
#include <unistd.h>

#include <csignal>
#include <string_view>

namespace cli {

namespace {

volatile std::sig_atomic_t requested = 0;

void note(int) { requested = 1; }

void end(int) {
    constexpr std::string_view message = "Interrupted; an unfinished statement is rolled back\n";
    [[maybe_unused]] auto written = ::write(STDOUT_FILENO, message.data(), message.size());
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

void end_at_interrupts() { on_interrupt(end); }

bool interrupt_requested() { return requested != 0; }

} // namespace cli
