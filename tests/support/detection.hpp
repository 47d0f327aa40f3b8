#pragma once

#include <azu_session/detection.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/project.hpp>

namespace support {

/// `azu_session::detect`, compiled once for all tests: the interpreter takes a minute with the sanitizers.
azu_session::detection detect(const azu_session::project &app, const azu_session::environment &variables,
                              const azu_session::detect_options &options = {});

} // namespace support
