#include "status.hpp"

#include <azu_session/clear.hpp>
#include <azu_session/metrics.hpp>

#include "application.hpp"
#include "command.hpp"
#include "compiled_once.hpp"
#include "interrupt.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

namespace cli {

namespace az = azu_session;

namespace {

bool selects(const az::selection &which) { return which.expired || !which.where.empty(); }

/// Counts what `session:clear` with the same options would clear.
az::clear_result count_selected(az::store &store, const status_report &report, console &out) {
    // Which Redis removes by itself.
    if (report.which.expired && report.found.backend() == az::backend::redis) return {};
    auto options = going_through(out);
    options.which = report.which;
    return az::count(store, options);
}

/// Asks the store, and gives it where it answered. A failure is a part of the report, but for an interrupt.
std::unique_ptr<az::store> look_at_store(status_report &report, const given_options &given, console &out) {
    if (report.found.backend() == az::backend::memory) return nullptr;
    try {
        auto store = connect(report.found, given, out);
        report.reachable = true;
        std::chrono::duration<double> time(given.number("within").value());
        report.facts = store->inspect(
            {.time = std::chrono::ceil<std::chrono::milliseconds>(time), .cancelled = interrupt_requested});
        report.checks = az::check_store(*report.facts);
        return store;
    } catch (const az::error &failure) {
        if (failure.code() == az::errc::interrupted) throw;
        report.failure = failure;
        report.checks.push_back(az::check_failure(failure));
        return nullptr;
    }
}

/// Looks at the application's files, where the directory is one of an application.
void look_at_files(status_report &report, const application &app) {
    std::error_code none;
    if (!report.found.initializer && !std::filesystem::exists(app.project.root / "shard.yml", none)) return;
    try {
        auto facts = compiled_once::look_at_application(app.project, app.variables, report.found);
        for (auto &check : az::check_application(facts, report.found.backend()))
            report.checks.push_back(std::move(check));
    } catch (const az::error &failure) {
        report.checks.push_back(
            {"application", az::verdict::warning, failure.what(), std::string(failure.hint())});
    }
}

exit_status give_metrics(const status_report &report, const given_options &given, console &out) {
    if (report.found.backend() == az::backend::memory)
        throw az::error(az::errc::unsupported, "Memory sessions cannot be counted from outside.",
                        "Let the application itself tell how many it has.");
    auto metrics = az::openmetrics(report.app, report.found.backend(), report.facts);
    if (auto file = given.value("output"))
        write_at_once(*file, metrics);
    else
        out.text(metrics);
    return done;
}

/// Whether metrics are asked for. Throws errc::usage for what cannot be had together.
bool wants_metrics(const given_options &given) {
    bool metrics = given.has("output") || given.value("format") == "openmetrics";
    if (given.has("output") && given.value("format") == "text")
        throw az::error(az::errc::usage, "--output is for metrics, not for text.",
                        "Leave --format out, or redirect standard output.");
    if (metrics && given.has("json"))
        throw az::error(az::errc::usage, "--json and metrics cannot be had at once.",
                        "Give one of --json, --format openmetrics and --output.");
    if (metrics && selects(selection_of(given)))
        throw az::error(az::errc::usage, "--expired and --where are not for metrics.",
                        "Leave them out: the metrics have the expired sessions.");
    return metrics;
}

} // namespace

exit_status run_status(const given_options &given, console &out) {
    bool metrics = wants_metrics(given);
    auto app = open_application(given);
    status_report report{
        .app = app.project.name, .found = detect_store(app, given, out), .which = selection_of(given)};
    auto store = look_at_store(report, given, out);
    if (store && selects(report.which)) report.selected = count_selected(*store, report, out);
    if (metrics) return give_metrics(report, given, out);
    look_at_files(report, app);
    print_status(report, out);
    out.object(as_json(report));
    if (interrupt_requested()) return interrupted;
    return az::has_problem(report.checks) ? failed : done;
}

} // namespace cli
