#pragma once

#include <string_view>

namespace azu_session {

/// Version of the library and of the `azu` command, as `azu --version` prints it.
inline constexpr std::string_view version = "0.1.0";

} // namespace azu_session
