#include <azu_session/setup.hpp>

#include "application.hpp"
#include "command.hpp"

namespace cli {

namespace {

namespace az = azu_session;

std::vector<std::pair<std::string, json::value>> as_json(const az::setup_plan &plan) {
    std::vector<json::value> files, by_hand, steps;
    for (const auto &file : plan.files)
        files.push_back(cli::as_json(file));
    for (const auto &edit : plan.by_hand)
        by_hand.push_back(json::string(edit));
    for (const auto &step : plan.steps) {
        std::vector<json::value> lines;
        for (const auto &line : step.lines)
            lines.push_back(json::string(line));
        steps.push_back(json::object({{"title", json::string(step.title)},
                                      {"lines", json::array(lines)},
                                      {"file", step.file.empty() ? json::null() : json::string(step.file)},
                                      {"line", json::number(step.line)},
                                      {"replaces", json::boolean(step.replaces)}}));
    }
    return {{"backend", json::string(to_string(plan.backend))},
            {"files", json::array(files)},
            {"by_hand", json::array(by_hand)},
            {"steps", json::array(steps)}};
}

/// Where one file is in the way, nothing becomes of the others.
std::vector<az::planned_file> files_that_matter(const az::setup_plan &plan) {
    auto files = plan.files;
    if (conflict_in(plan))
        std::erase_if(files, [](const auto &file) { return file.status != az::file_status::conflict; });
    return files;
}

void print_files(const az::setup_plan &plan, console &out) {
    for (const auto &file : files_that_matter(plan))
        out.line(line_of(file));
}

/// What becomes of the files that are there, or would.
void print_differences(const az::setup_plan &plan, console &out) {
    for (const auto &file : files_that_matter(plan)) {
        bool changed = is_written(file.status) || file.status == az::file_status::conflict;
        if (!changed || !file.previous) continue;
        for (const auto &line : difference(file))
            out.note(line);
    }
}

void print_steps(const az::setup_plan &plan, console &out) {
    if (plan.steps.empty()) return;
    out.line("");
    out.line("Remaining steps:");
    int number = 0;
    for (const auto &step : plan.steps) {
        out.line("");
        out.line(std::to_string(++number) + ". " + step.title + ":");
        for (const auto &line : step.lines)
            out.line("   " + line);
    }
}

/// An edit's first line says what it is about, the others what to add.
void print_by_hand(std::string_view edit, console &out) {
    auto end = edit.find('\n');
    out.warning(edit.substr(0, end));
    while (end != edit.npos) {
        edit.remove_prefix(end + 1);
        end = edit.find('\n');
        out.note(edit.substr(0, end));
    }
}

az::setup_options wanted(const given_options &given) {
    az::setup_options options{.force = given.has("force")};
    if (auto name = given.value("backend")) options.backend = az::parse_backend(*name);
    return options;
}

} // namespace

exit_status run_setup(const given_options &given, console &out) {
    auto options = wanted(given);
    auto app = open_application(given);
    auto plan = az::plan_setup(app.project, app.variables, options);

    out.line("Setting up sessions...");
    out.line("Backend: " + std::string(to_string(plan.backend)));
    print_files(plan, out);
    if (auto conflict = conflict_in(plan)) {
        auto failure = worded(*conflict, find_command("session:setup").options);
        auto members = as_json(plan);
        members.push_back({"error", as_json(failure)});
        out.object(members);
        print_differences(plan, out);
        out.error(failure);
        return failed;
    }
    bool dry_run = given.has("dry-run");
    if (!dry_run) az::apply(plan);
    out.object(as_json(plan));
    if (dry_run) {
        print_differences(plan, out);
        out.line("Nothing was written (dry run)");
    } else
        out.success("✓ Sessions set up successfully");
    print_steps(plan, out);
    for (const auto &edit : plan.by_hand)
        print_by_hand(edit, out);
    return plan.by_hand.empty() ? done : by_hand;
}

} // namespace cli
