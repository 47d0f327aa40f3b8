#include "compiled_once.hpp"

#include <azu_session/detect.hpp>

namespace az = azu_session;

namespace support {

az::detection detect(const az::project &app, const az::environment &variables,
                     const az::detect_options &options) {
    return az::detect(app, variables, options);
}

az::setup_plan plan_setup(const az::project &app, const az::environment &variables,
                          const az::setup_options &options) {
    return az::plan_setup(app, variables, options);
}

az::setup_plan plan_teardown(const az::project &app, const az::environment &variables,
                             const az::teardown_options &options) {
    return az::plan_teardown(app, variables, options);
}

} // namespace support
