#include <azu_session/apply.hpp>

#include "application.hpp"
#include "command.hpp"
#include "compiled_once.hpp"
#include "plans.hpp"

namespace cli {

namespace {

namespace az = azu_session;

void print_result(const az::setup_plan &plan, bool dry_run, console &out) {
    if (dry_run)
        out.report("Nothing was written (dry run)");
    else if (changes_files(plan))
        out.success("✓ Setup taken back");
    else
        out.report("There is nothing to take back");
}

} // namespace

exit_status run_teardown(const given_options &given, console &out) {
    auto app = open_application(given);
    auto plan = compiled_once::plan_teardown(app.project, app.variables, {.force = given.has("force")});
    bool dry_run = given.has("dry-run");

    out.report("Taking the setup of sessions back...");
    print_files(plan, out);
    if (dry_run) print_differences(plan, out);
    if (!dry_run) az::apply(plan);
    out.object(as_json(plan, dry_run));
    print_result(plan, dry_run, out);
    print_rest(plan, out);
    return plan.by_hand.empty() ? done : by_hand;
}

} // namespace cli
