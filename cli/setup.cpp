#include <azu_session/apply.hpp>

#include "application.hpp"
#include "command.hpp"
#include "compiled_once.hpp"
#include "conflicts.hpp"
#include "plans.hpp"

#include <string>
#include <utility>

namespace cli {

namespace {

namespace az = azu_session;

void print_result(const resolved_plan &made, console &out) {
    bool changed = changes_files(made.plan), whole = made.left.empty() && made.plan.by_hand.empty();
    if (changed && made.left.empty())
        out.success("✓ Sessions set up successfully");
    else if (whole)
        out.success("✓ Sessions are set up already; nothing was changed");
    else
        out.report(changed ? "Sessions are set up in part" : "Nothing was changed");
    for (const auto &path : made.left)
        out.report(path.string() + " was left as it is");
    for (const auto &file : made.plan.files)
        if (!file.backup.empty())
            out.report("What stood in " + file.path.string() + " is now in " + file.backup.string());
}

} // namespace

exit_status run_setup(const given_options &given, console &out) {
    auto app = open_application(given);
    az::setup_options options{.force = given.has("force"), .wire = given.has("wire")};
    if (auto name = given.value("backend")) options.backend = az::parse_backend(*name);
    resolved_plan made{compiled_once::plan_setup(app.project, app.variables, options)};
    auto &plan = made.plan;
    bool dry_run = given.has("dry-run");

    out.report("Setting up sessions...");
    out.report("Backend: " + std::string(to_string(plan.backend)));
    if (out.interactive() && !dry_run) made = resolve_conflicts(std::move(plan), out);
    print_files(plan, out);
    if (dry_run) print_differences(plan, out);
    if (auto conflict = conflict_in(plan)) {
        auto failure = worded(*conflict, find_command("session:setup").options);
        auto all = as_json(plan, dry_run);
        all.push_back({"error", as_json(failure)});
        out.object(all);
        if (!dry_run && !out.json()) note_differences(plan, out);
        out.error(failure);
        return failed;
    }
    if (!dry_run) az::apply(plan);
    out.object(as_json(plan, dry_run));
    dry_run ? out.report("Nothing was written (dry run)") : print_result(made, out);
    print_rest(plan, out);
    return plan.by_hand.empty() ? done : by_hand;
}

} // namespace cli
