#pragma once

namespace cli {

/// From here on, the first Ctrl-C (or SIGTERM) is only noted, so that the batch under way comes to its end;
/// the second ends the process at once.
void note_interrupts();

/// From here on, Ctrl-C (or SIGTERM) ends the process at once with exit code 130 and this text on
/// standard output: for work that has no batches to stop between. The text must live as long as the process.
void end_at_interrupts(const char *text);

/// Whether one was noted.
bool interrupt_requested();

} // namespace cli
