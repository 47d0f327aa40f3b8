#include <azu_session/apply.hpp>
#include <azu_session/secret.hpp>

#include "application.hpp"
#include "command.hpp"
#include "plans.hpp"

namespace cli {

namespace {

namespace az = azu_session;

exit_status print_secret(const given_options &given, console &out) {
    for (std::string name : {"keep", "dry-run"})
        if (given.has(name))
            throw az::error(az::errc::usage, "Option --" + name + " is for --write, which was not given.",
                            "See 'azu help session:secret'.");
    auto secret = az::new_secret();
    out.line(secret);
    out.object({{"secret", json::string(secret)}});
    return done;
}

/// What becomes of those who are logged in.
std::string effect_of(const az::secret_plan &planned) {
    if (planned.logs_out) return "Everybody is logged out at the next restart.";
    if (planned.kept == 0) return "There was no secret before.";
    return "Nobody is logged out: " + std::to_string(planned.kept) +
           " earlier secret(s) are accepted until one is written without them.";
}

std::vector<std::pair<std::string, json::value>> as_json(const az::secret_plan &planned, bool dry_run) {
    std::vector<json::value> warnings;
    for (const auto &warning : planned.warnings)
        warnings.push_back(json::string(warning));
    return {{"files", files_json(planned.plan, dry_run)},
            {"kept", json::number(planned.kept)},
            {"logs_out", json::boolean(planned.logs_out)},
            {"warnings", json::array(warnings)}};
}

void print(const az::secret_plan &planned, bool dry_run, console &out) {
    for (const auto &warning : planned.warnings)
        out.warning(warning);
    for (const auto &file : planned.plan.files)
        out.report(line_of(file));
    if (dry_run)
        out.report("Nothing was written (dry run)");
    else
        out.success("✓ New secret written");
    dry_run ? out.line(effect_of(planned)) : out.report(effect_of(planned));
    if (!dry_run) out.report("Restart the application with .env loaded anew: set -a; . ./.env; set +a");
    out.object(as_json(planned, dry_run));
}

} // namespace

exit_status run_secret(const given_options &given, console &out) {
    if (!given.has("write")) return print_secret(given, out);
    auto app = open_application(given);
    auto planned = az::plan_secret(app.project, app.variables,
                                   {.keep = static_cast<std::size_t>(given.number("keep").value_or(0))});
    bool dry_run = given.has("dry-run");
    if (!dry_run) az::apply(planned.plan);
    print(planned, dry_run, out);
    return done;
}

} // namespace cli
