#pragma once

#include <azu_session/detail/initializer/manifest.hpp>
#include <azu_session/detail/initializer/noted_text.hpp>
#include <azu_session/detail/setup/edits.hpp>
#include <azu_session/plan.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// The visible part of what a manifest notes, on one line.
inline std::string shown_noted(std::string_view noted) {
    std::string shown(trim(noted));
    for (auto end = shown.find('\n'); end != shown.npos; end = shown.find('\n'))
        shown.replace(end, shown.find_first_not_of(" \r\n", end) - end, " / ");
    return shown;
}

/// Takes back what was put into one file, the last one first. What is not as it was put there stays, which
/// `left` tells.
inline std::optional<planned_file> take_back(const project &app, const std::filesystem::path &path,
                                             const std::vector<insertion> &insertions,
                                             std::vector<std::string> &left) {
    auto previous = read_file(app.root / path);
    if (!previous) return std::nullopt;
    planned_file file{
        .path = path, .status = file_status::update, .contents = *previous, .previous = previous};
    bool made = false;
    for (auto one = insertions.rbegin(); one != insertions.rend(); ++one) {
        if (one->file != path) continue;
        made = made || one->made;
        if (one->text.find(secret_mark) != std::string::npos) file.secret = true;
        if (auto rest = without_noted(file.contents, *one))
            file.contents = *rest;
        else
            left.push_back(path.generic_string() +
                           " is no longer as setup edited it, and was left with: " + shown_noted(one->text));
    }
    if (file.contents == *previous) return std::nullopt;
    if (made && file.contents.empty()) file.status = file_status::remove;
    return file;
}

} // namespace azu_session::inline v0_1::detail
