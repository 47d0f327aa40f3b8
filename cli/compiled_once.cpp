#include "compiled_once.hpp"

#include <azu_session/application_state.hpp>
#include <azu_session/detect.hpp>
#include <azu_session/setup.hpp>
#include <azu_session/teardown.hpp>

namespace az = azu_session;

namespace compiled_once {

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

az::application_facts look_at_application(const az::project &app, const az::environment &variables,
                                          const az::detection &found) {
    return az::look_at_application(app, variables, found);
}

} // namespace compiled_once
