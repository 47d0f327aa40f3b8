#include "compiled_once.hpp"

#include <azu_session/application_state.hpp>
#include <azu_session/detect.hpp>
#include <azu_session/setup.hpp>
#include <azu_session/teardown.hpp>

namespace cli {

namespace az = azu_session;

az::detection detect(const application &app, const az::detect_options &options) {
    return az::detect(app.project, app.variables, options);
}

az::setup_plan plan_setup(const application &app, const given_options &given) {
    az::setup_options options{.force = given.has("force"), .wire = given.has("wire")};
    if (auto name = given.value("backend")) options.backend = az::parse_backend(*name);
    return az::plan_setup(app.project, app.variables, options);
}

az::setup_plan plan_teardown(const application &app, const given_options &given) {
    return az::plan_teardown(app.project, app.variables, {.force = given.has("force")});
}

az::application_facts look_at_application(const application &app, const az::detection &found) {
    return az::look_at_application(app.project, app.variables, found);
}

} // namespace cli
