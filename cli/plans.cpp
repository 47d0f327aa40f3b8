#include "plans.hpp"

#include <cstddef>
#include <string_view>

namespace cli {

namespace az = azu_session;

namespace {

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

/// Where one file is in the way, nothing becomes of the others.
std::vector<az::planned_file> files_that_matter(const az::setup_plan &plan) {
    auto files = plan.files;
    if (conflict_in(plan))
        std::erase_if(files, [](const auto &file) { return file.status != az::file_status::conflict; });
    return files;
}

void print_steps(const az::setup_plan &plan, console &out) {
    if (plan.steps.empty()) return;
    out.report("");
    out.report("Remaining steps:");
    int number = 0;
    for (const auto &step : plan.steps) {
        out.report("");
        out.report(std::to_string(++number) + ". " + step.title + ":");
        for (const auto &line : step.lines)
            out.report("   " + line);
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

} // namespace

std::string line_of(const az::planned_file &file) {
    std::string status(to_string(file.status));
    return std::string(12 - status.size(), ' ') + status + "  " + file.path.string();
}

json::value files_json(const az::setup_plan &plan, bool undecided) {
    std::vector<json::value> files;
    for (const auto &file : plan.files)
        files.push_back(as_json(file, undecided));
    return json::array(files);
}

members as_json(const az::setup_plan &plan, bool undecided) {
    bool refused = conflict_in(plan).has_value();
    std::vector<json::value> steps;
    for (const auto &step : plan.steps)
        steps.push_back(as_json(step));
    return {{"backend", json::string(to_string(plan.backend))},
            {"changed", json::boolean(changes_files(plan) && !refused)},
            {"files", files_json(plan, undecided || refused)},
            {"by_hand", as_json(plan.by_hand)},
            {"steps", json::array(steps)},
            {"unneeded", as_json(plan.unneeded)}};
}

void print_files(const az::setup_plan &plan, console &out) {
    for (const auto &file : files_that_matter(plan))
        out.report(line_of(file));
}

void print_differences(const az::setup_plan &plan, console &out) {
    for (const auto &file : files_that_matter(plan))
        out.difference(difference(file));
}

void note_differences(const az::setup_plan &plan, console &out) {
    constexpr std::size_t longest = 60;
    for (const auto &file : files_that_matter(plan)) {
        auto lines = difference(file);
        if (lines.size() > longest) continue;
        for (const auto &line : lines)
            out.note(line);
    }
}

void print_rest(const az::setup_plan &plan, console &out) {
    print_steps(plan, out);
    for (const auto &edit : plan.by_hand)
        print_by_hand(edit, out);
    for (const auto &piece : plan.unneeded)
        out.remark(piece);
}

} // namespace cli
