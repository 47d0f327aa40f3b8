#pragma once

#include <azu_session/clear.hpp>

#include "console.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace cli {

/// How far an operation has come, as a text: "45 %, 135,000 of about 300,000, 310,000/s, 1 s left".
std::string describe(const azu_session::clear_progress &progress, std::chrono::duration<double> elapsed);

/// The text with a bar before it, as wide as a terminal of so many columns allows; cut where even the text
/// alone is too long.
std::string with_bar(double fraction, const std::string &text, std::size_t columns);

/// The ways to show progress, the usual one first.
std::vector<std::string> progress_styles();

/// What shows progress on standard error: `bar` redraws one line of a terminal, `plain` prints a line a
/// second, `none` nothing. `auto` is a bar on a terminal and nothing elsewhere. Throws errc::usage for any
/// other style.
std::function<void(const azu_session::clear_progress &)> progress_display(const std::string &style,
                                                                          console &out);

} // namespace cli
