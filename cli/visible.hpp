#pragma once

#include <string>
#include <string_view>

namespace cli {

/// Whether a well-formed UTF-8 sequence is a character that is not shown but acts on what is: a control
/// character (C0, DEL, C1), the end of a line, or one that turns the direction of writing.
bool acts_on_terminal(std::string_view sequence);

/// The code point of a well-formed UTF-8 sequence.
unsigned code_point(std::string_view sequence);

/// The text with all of these as escapes, such as \n and \u{9b}, and with bytes that are not UTF-8 as
/// \xff: what comes from outside forges no line and gives the terminal no command.
std::string visible(std::string_view text);

} // namespace cli
