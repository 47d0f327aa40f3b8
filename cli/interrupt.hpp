#pragma once

namespace cli {

/// From here on, the first Ctrl-C (or SIGTERM) is only noted, so that the batch under way comes to its end;
/// the second ends the process at once.
void note_interrupts();

/// Whether one was noted.
bool interrupt_requested();

} // namespace cli
