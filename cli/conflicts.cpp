#include "conflicts.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace cli {

namespace {

namespace az = azu_session;

/// How much there is to decide about.
std::string extent(const std::vector<std::string> &difference) {
    std::size_t names = std::min<std::size_t>(2, difference.size());
    auto changed = [&](char sign) {
        auto count = std::count_if(difference.begin() + static_cast<std::ptrdiff_t>(names), difference.end(),
                                   [&](const std::string &line) { return line.front() == sign; });
        return std::to_string(count);
    };
    return "takes " + changed('-') + " line(s) away and adds " + changed('+');
}

std::string choice_for(const az::planned_file &file, console &out) {
    auto change = difference(file);
    out.line("");
    out.line(file.path.string() + " exists and differs. Overwriting it " + extent(change) + ".");
    if (auto keep = what_to_keep(file); !keep.empty()) out.line(keep);
    for (;;) {
        auto choice = out.choose({"overwrite", "skip", "diff", "abort"});
        if (choice != "diff") return choice;
        out.difference(change);
    }
}

} // namespace

resolved_plan resolve_conflicts(az::setup_plan plan, console &out) {
    resolved_plan resolved{plan};
    for (const auto &file : plan.files) {
        if (file.status != az::file_status::conflict) continue;
        auto choice = choice_for(file, out);
        if (choice == "abort")
            throw az::error(az::errc::interrupted, "Operation cancelled", "Nothing was written.");
        bool skip = choice == "skip";
        if (skip) resolved.left.push_back(file.path);
        resolved.plan = skip ? skipped(std::move(resolved.plan), file.path)
                             : overwritten(std::move(resolved.plan), file.path);
    }
    return resolved;
}

} // namespace cli
