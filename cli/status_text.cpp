#include <azu_session/visible.hpp>

#include "application.hpp"
#include "status.hpp"
#include "words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace cli {

namespace az = azu_session;

namespace {

/// Whether the terminal shows UTF-8, by the locale's variables in their order.
bool shows_utf8() {
    for (const char *name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const char *value = std::getenv(name);
        if (!value || !*value) continue;
        std::string locale;
        for (const char *c = value; *c; ++c)
            locale += static_cast<char>(std::tolower(static_cast<unsigned char>(*c)));
        return locale.find("utf-8") != locale.npos || locale.find("utf8") != locale.npos;
    }
    return false;
}

std::string formatted(const char *format, double number) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, number);
    return text.data();
}

std::string size_text(std::uint64_t bytes) {
    auto size = static_cast<double>(bytes);
    constexpr std::array<const char *, 5> units = {"B", "kB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    for (; size >= 999.5 && unit + 1 < units.size(); ++unit)
        size /= 1000;
    return formatted(unit == 0 || size >= 99.5 ? "%.0f " : "%.1f ", size) + units[unit];
}

std::string duration_text(double seconds) {
    if (seconds < 120) return formatted("%.0f s", seconds);
    if (seconds < 2 * 3'600) return formatted("%.0f min", seconds / 60);
    if (seconds < 48 * 3'600) return formatted("%.0f h", seconds / 3'600);
    return formatted("%.0f days", seconds / 86'400);
}

/// "Redis 7.0.15, answers in 0.05 ms"
std::string server_text(const status_report &report) {
    if (!report.facts) return report.reachable ? "reachable" : "not reachable";
    const auto &facts = *report.facts;
    auto text = facts.server.empty() ? "reachable" : facts.server + " " + facts.version;
    if (facts.redis && facts.redis->masters > 1)
        text += ", cluster of " + std::to_string(facts.redis->masters) + " masters";
    if (facts.round_trip) text += ", answers in " + formatted("%.2g ms", facts.round_trip->count() * 1000);
    return text;
}

std::string sessions_text(const az::store_facts &facts) {
    if (facts.exact) return std::to_string(facts.sessions);
    return "about " + std::to_string(facts.sessions) + ", extrapolated from " +
           formatted("%.2g %%", facts.counted * 100) + " (--within gives more time)";
}

std::string expiry_text(const az::lifetimes &remaining, bool all_seen) {
    auto text = std::to_string(remaining.expired()) + " expired";
    if (remaining.next()) text += ", next in " + duration_text(*remaining.next());
    if (remaining.last()) text += ", last in " + duration_text(*remaining.last());
    return text + (all_seen ? "" : " (of a sample)");
}

/// "with user_id=42", "expired"
std::string selection_text(const az::selection &which) {
    std::string text = which.expired ? "expired" : "";
    for (const auto &[key, value] : which.where)
        text.append(text.empty() ? "with " : ", ").append(key + "=" + value);
    return text;
}

std::string selected_text(const status_report &report) {
    auto text = std::to_string(report.selected->sessions) + " " + selection_text(report.which);
    if (report.which.expired && report.found.backend() == az::backend::redis)
        text += ": Redis removes expired sessions by itself";
    if (report.selected->cancelled) text += " (interrupted)";
    if (auto unread = report.selected->unread.count)
        text += ", and " + std::to_string(unread) + " whose data cannot be read";
    return text;
}

bool saw_all(const az::store_facts &facts) { return facts.exact && facts.sample >= facts.sessions; }

void print_store(const status_report &report, console &out) {
    for (const auto &setting : shown_settings(report.found))
        out.line(line_of(setting));
    if (report.found.backend() == az::backend::memory) {
        out.line(
            line_of({"Sessions", "in the application's memory, which cannot be counted from outside", ""}));
        return;
    }
    out.line(line_of({"Server", server_text(report), ""}));
    if (!report.facts) return;
    const auto &facts = *report.facts;
    out.line(line_of({"Sessions", sessions_text(facts), ""}));
    if (report.selected) out.line(line_of({"Selected", selected_text(report), ""}));
    if (facts.lifetimes && facts.sessions > 0)
        out.line(line_of({"Expiry", expiry_text(*facts.lifetimes, saw_all(facts)), ""}));
    if (facts.bytes)
        out.line(line_of({"Size",
                          (facts.redis && !saw_all(facts) ? "about " : "") + size_text(*facts.bytes) +
                              (facts.redis ? " of memory" : " on disk"),
                          ""}));
}

/// A bar of so many eighths of a character.
std::string bar(std::size_t eighths, bool utf8) {
    std::string text;
    if (!utf8) return std::string((eighths + 7) / 8, '#');
    for (std::size_t i = 0; i < eighths / 8; ++i)
        text += "█";
    constexpr std::array<const char *, 8> parts = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    return text + parts[eighths % 8];
}

struct row {
    std::string label;
    std::uint64_t sessions;
};

/// The buckets from the first to the last that has sessions, and what has no place among them.
std::vector<row> rows_of(const az::lifetimes &remaining) {
    constexpr std::array<const char *, az::lifetimes::bounds.size() + 1> labels = {
        "up to 1 min", "1 to 5 min",  "5 to 15 min",  "15 to 60 min", "1 to 6 h",
        "6 to 24 h",   "1 to 7 days", "7 to 30 days", "over 30 days"};
    const auto &buckets = remaining.buckets();
    std::size_t first = 0, end = buckets.size();
    while (first < end && buckets[first] == 0)
        ++first;
    while (end > first && buckets[end - 1] == 0)
        --end;
    std::vector<row> rows;
    if (remaining.expired() > 0) rows.push_back({"expired", remaining.expired()});
    for (auto i = first; i < end; ++i)
        rows.push_back({labels[i], buckets[i]});
    if (remaining.endless() > 0) rows.push_back({"never ends", remaining.endless()});
    return rows;
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

void print_histogram(const az::lifetimes &remaining, console &out) {
    auto rows = rows_of(remaining);
    if (rows.empty()) return;
    constexpr double widest = 45 * 8; // eighths of a character
    std::uint64_t most = 1;
    for (const auto &one : rows)
        most = std::max(most, one.sessions);
    bool utf8 = shows_utf8();
    out.line("");
    out.line("Remaining lifetime:");
    for (const auto &[label, sessions] : rows) {
        auto length = std::ceil(static_cast<double>(sessions) / static_cast<double>(most) * widest);
        auto drawn = bar(static_cast<std::size_t>(length), utf8);
        out.line("  " + padded(label, 13) + drawn + (drawn.empty() ? "" : " ") + std::to_string(sessions));
    }
}

console::tone tone_of(az::verdict result) {
    return result == az::verdict::ok        ? console::tone::good
           : result == az::verdict::warning ? console::tone::doubtful
                                            : console::tone::bad;
}

void print_check(const az::health_check &check, console &out) {
    constexpr std::size_t mark_width = 9, name_width = 14, indent = 2 + mark_width + name_width;
    std::string mark(to_string(check.result));
    auto lines = wrapped(check.finding, 80 - indent);
    for (const auto &line : wrapped(check.advice, 80 - indent))
        lines.push_back(line);
    if (lines.empty()) lines.emplace_back();
    out.marked("  ", tone_of(check.result), mark,
               std::string(mark_width - mark.size(), ' ') + padded(check.name, name_width) + lines.front());
    for (std::size_t i = 1; i < lines.size(); ++i)
        out.line(std::string(indent, ' ') + lines[i]);
}

} // namespace

void print_status(const status_report &report, console &out) {
    print_store(report, out);
    if (report.facts && report.facts->lifetimes) print_histogram(*report.facts->lifetimes, out);
    if (report.checks.empty()) return;
    out.line("");
    out.line("Checks:");
    for (const auto &check : report.checks)
        print_check(check, out);
}

} // namespace cli
