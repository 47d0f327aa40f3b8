#include "detection.hpp"

#include <azu_session/detect.hpp>

namespace support {

azu_session::detection detect(const azu_session::project &app, const azu_session::environment &variables,
                              const azu_session::detect_options &options) {
    return azu_session::detect(app, variables, options);
}

} // namespace support
