#include "progress.hpp"

#include "words.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace cli {

namespace az = azu_session;

namespace {

using clock = std::chrono::steady_clock;
using display = std::function<void(const az::clear_progress &)>;

std::string with_commas(std::uint64_t number) {
    auto text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

/// Calls `show` with the text, at most once every `interval`.
display paced(std::chrono::milliseconds interval,
              std::function<void(const az::clear_progress &, const std::string &)> show) {
    return [interval, show, start = clock::now(),
            last = clock::now()](const az::clear_progress &progress) mutable {
        auto now = clock::now();
        if (now - last < interval) return;
        last = now;
        show(progress, describe(progress, now - start));
    };
}

display lines(console &out) {
    return paced(std::chrono::milliseconds(1000),
                 [&out](const az::clear_progress &, const std::string &text) { out.remark(text); });
}

display redrawn_line(console &out) {
    return paced(std::chrono::milliseconds(50),
                 [&out](const az::clear_progress &progress, const std::string &text) {
                     out.progress(with_bar(progress.fraction, text, out.columns()));
                 });
}

display nothing(console &) { return {}; }

display for_terminals(console &out) { return out.animated() ? redrawn_line(out) : nothing(out); }

struct style {
    std::string name;
    display (*make)(console &);
};

const style styles[] = {{"auto", for_terminals}, {"bar", redrawn_line}, {"plain", lines}, {"none", nothing}};

} // namespace

std::string describe(const az::clear_progress &progress, std::chrono::duration<double> elapsed) {
    auto percent = static_cast<std::uint64_t>(std::clamp(progress.fraction, 0.0, 1.0) * 100);
    auto text = std::to_string(percent) + " %, " + with_commas(progress.sessions);
    if (progress.fraction <= 0 || elapsed.count() <= 0) return text;
    auto total = static_cast<double>(progress.sessions) / progress.fraction;
    auto rate = static_cast<double>(progress.sessions) / elapsed.count();
    auto left = elapsed.count() * (1 - progress.fraction) / progress.fraction;
    return text + " of about " + with_commas(static_cast<std::uint64_t>(std::llround(total))) + ", " +
           with_commas(static_cast<std::uint64_t>(std::llround(rate))) + "/s, " +
           std::to_string(static_cast<std::uint64_t>(std::ceil(left))) + " s left";
}

std::string with_bar(double fraction, const std::string &text, std::size_t columns) {
    constexpr std::size_t widest = 24, least = 4, around = 3; // the brackets and the blank
    auto room = columns - std::min<std::size_t>(columns, 1);  // the last column would begin a new line
    if (room < text.size() + around + least) return text.substr(0, room);
    auto width = std::min(widest, room - text.size() - around);
    auto full = std::min(width, static_cast<std::size_t>(fraction * static_cast<double>(width)));
    return "[" + std::string(full, '#') + std::string(width - full, '-') + "] " + text;
}

std::vector<std::string> progress_styles() {
    std::vector<std::string> names;
    for (const auto &style : styles)
        names.push_back(style.name);
    return names;
}

display progress_display(const std::string &name, console &out) {
    for (const auto &style : styles)
        if (style.name == name) return style.make(out);
    throw az::error(az::errc::usage, "Unknown style '" + name + "' in --progress.",
                    "Use one of: " + joined(progress_styles(), ", ") + ".");
}

} // namespace cli
