#include <azu_session/setup.hpp>

#include "application.hpp"
#include "command.hpp"
#include "conflicts.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cli {

namespace {

namespace az = azu_session;

using members = std::vector<std::pair<std::string, json::value>>;

json::value as_json(const std::vector<std::string> &lines) {
    std::vector<json::value> items;
    for (const auto &line : lines)
        items.push_back(json::string(line));
    return json::array(items);
}

/// What may yet become of a file is shown by its difference.
json::value as_json(const az::planned_file &file, bool undecided) {
    members all = {{"path", json::string(file.path.string())},
                   {"status", json::string(to_string(file.status))}};
    if (!file.backup.empty()) all.push_back({"backup", json::string(file.backup.string())});
    if (undecided) all.push_back({"diff", as_json(difference(file))});
    return json::object(all);
}

json::value as_json(const az::setup_step &step) {
    return json::object({{"title", json::string(step.title)},
                         {"lines", as_json(step.lines)},
                         {"file", step.file.empty() ? json::null() : json::string(step.file)},
                         {"line", json::number(step.line)},
                         {"replaces", json::boolean(step.replaces)}});
}

members as_json(const az::setup_plan &plan, bool dry_run) {
    bool refused = conflict_in(plan).has_value();
    std::vector<json::value> files, steps;
    for (const auto &file : plan.files)
        files.push_back(as_json(file, dry_run || refused));
    for (const auto &step : plan.steps)
        steps.push_back(as_json(step));
    return {{"backend", json::string(to_string(plan.backend))},
            {"changed", json::boolean(changes_files(plan) && !refused)},
            {"files", json::array(files)},
            {"by_hand", as_json(plan.by_hand)},
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

void print_differences(const az::setup_plan &plan, console &out) {
    for (const auto &file : files_that_matter(plan))
        out.difference(difference(file));
}

/// What somebody changed in setup's own half of a file is told at once, what replaces a whole one is not.
void note_differences(const az::setup_plan &plan, console &out) {
    constexpr std::size_t longest = 60;
    for (const auto &file : files_that_matter(plan)) {
        auto lines = difference(file);
        if (lines.size() > longest) continue;
        for (const auto &line : lines)
            out.note(line);
    }
}

void print_result(const resolved_plan &made, console &out) {
    bool changed = changes_files(made.plan), whole = made.left.empty() && made.plan.by_hand.empty();
    if (changed && made.left.empty())
        out.success("✓ Sessions set up successfully");
    else if (whole)
        out.success("✓ Sessions are set up already; nothing was changed");
    else
        out.line(changed ? "Sessions are set up in part" : "Nothing was changed");
    for (const auto &path : made.left)
        out.line(path.string() + " was left as it is");
    for (const auto &file : made.plan.files)
        if (!file.backup.empty())
            out.line("What stood in " + file.path.string() + " is now in " + file.backup.string());
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
    resolved_plan made{az::plan_setup(app.project, app.variables, options)};
    auto &plan = made.plan;
    bool dry_run = given.has("dry-run");

    out.line("Setting up sessions...");
    out.line("Backend: " + std::string(to_string(plan.backend)));
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
    dry_run ? out.line("Nothing was written (dry run)") : print_result(made, out);
    print_steps(plan, out);
    for (const auto &edit : plan.by_hand)
        print_by_hand(edit, out);
    return plan.by_hand.empty() ? done : by_hand;
}

} // namespace cli
