#pragma once

#include <string_view>

namespace azu_session::inline v0_1 {

// Every header has the inline namespace v0_1, which changes with the ABI: two versions of the library in one
// program then do not link to each other silently.

/// Version of the library and of the `azu` command, as `azu --version` prints it.
inline constexpr std::string_view version = "0.1.0";

} // namespace azu_session::inline v0_1
