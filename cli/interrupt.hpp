#pragma once

#include <string>

namespace cli {

/// From here on, Ctrl-C (also SIGTERM, and SIGHUP of a lost connection) ends the process at once with exit
/// code 130, with these words on standard output: while nothing has been begun.
void end_at_interrupts(const std::string &words);

/// From here on, the first is only noted, so that what is under way can be brought to an end, and told; the
/// second ends the process at once.
void note_interrupts();

/// Whether one was noted.
bool interrupt_requested();

} // namespace cli
