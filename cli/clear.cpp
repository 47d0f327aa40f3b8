#include <azu_session/clear.hpp>
#include <azu_session/settings.hpp>

#include "application.hpp"
#include "command.hpp"
#include "interrupt.hpp"
#include "progress.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

namespace az = azu_session;

std::string question(const az::selection &which) {
    if (!which.expired && which.where.empty())
        return "Are you sure you want to clear all sessions? This will log out all users. [y/N]:";
    std::string expired = which.expired ? "expired " : "", where;
    for (const auto &[key, value] : which.where)
        where += (where.empty() ? " with " : ", ") + key + "=" + value;
    return "Are you sure you want to clear the " + expired + "sessions" + where + "? [y/N]:";
}

/// Says on standard error what the question is about: which application's sessions, where, and how that was
/// learnt.
void name_target(const application &app, const az::detection &found, console &out) {
    out.note(line_of({"Application", app.project.name + " in " + app.project.root.string(), ""}));
    for (auto setting : shown_settings(found)) {
        if (const auto *redis = std::get_if<az::redis_settings>(&found.settings);
            redis && setting.label == "Prefix")
            setting = {"Pattern", redis->prefix.pattern(), setting.place};
        out.note(line_of(setting));
    }
}

az::error cancelled(const std::string &hint = "") {
    return {az::errc::interrupted, "Operation cancelled", hint};
}

/// Throws errc::interrupted unless the person said yes.
void confirm(const az::selection &which, console &out) {
    auto answer = out.ask(question(which));
    if (answer == console::answer::yes) return;
    throw cancelled(answer == console::answer::none
                        ? "There was no answer on standard input; give --force to clear without the question."
                        : "");
}

/// What the reference shows of a store, from "Backend:" on, before it is cleared.
void print_target(const az::detection &found, const std::string &verb, console &out) {
    out.report("Backend: " + std::string(to_string(found.backend())));
    if (const auto *redis = std::get_if<az::redis_settings>(&found.settings)) {
        out.report("Redis URL: " + redis->url.shown);
        out.report(verb + " Redis sessions with pattern: " + redis->prefix.pattern());
    } else if (found.backend() == az::backend::database) {
        out.report(verb + " database sessions...");
    }
}

exit_status leave_memory_alone(const az::detection &found, console &out) {
    out.report("Clearing sessions...");
    print_target(found, "Clearing", out);
    out.line("⚠️  Memory sessions cannot be cleared remotely");
    out.line("Restart the application to clear memory sessions");
    auto members = as_json(found);
    members.push_back({"cleared", json::null()});
    out.object(members);
    return done;
}

/// What a run each night asks for is Redis' own business.
exit_status leave_expired_alone(const az::detection &found, bool dry_run, console &out) {
    out.report(dry_run ? "Counting sessions..." : "Clearing sessions...");
    out.report("Backend: " + std::string(to_string(found.backend())));
    out.report("Redis removes expired sessions by itself: there is nothing to clear");
    auto members = as_json(found);
    members.push_back({dry_run ? "would_clear" : "cleared", json::number(0)});
    out.object(members);
    return done;
}

/// Which sessions the condition could not be decided for.
az::error unread_failure(const az::unread_sessions &unread) {
    std::string list;
    for (const auto &session : unread.examples)
        list += (list.empty() ? ": " : ", ") + session;
    if (unread.count > unread.examples.size()) list += ", …";
    return {
        az::errc::incomplete,
        std::to_string(unread.count) + " session(s) were left alone, since their data cannot be read" + list +
            ".",
        "Whom they belong to cannot be told: they may be encrypted, compressed or of another program. To be "
        "sure that nobody stays logged in, clear all sessions, without --where."};
}

az::error left_failure(const az::noted_sessions &seen) {
    return {az::errc::incomplete,
            std::to_string(seen.left) + " of " + std::to_string(seen.noted) +
                " sessions that were noted before they were removed are still there.",
            seen.likely + " These users are still logged in."};
}

/// What the result lacks of what was asked for.
std::optional<az::error> failure_in(const az::clear_result &result) {
    if (result.noted.left > 0) return left_failure(result.noted);
    if (!result.cancelled && result.unread.count > 0) return unread_failure(result.unread);
    return std::nullopt;
}

void print_object(const az::detection &found, const az::clear_result &result, const std::string &count_name,
                  console &out) {
    auto members = as_json(found);
    members.push_back({count_name, json::number(result.sessions)});
    members.push_back({"interrupted", json::boolean(result.cancelled)});
    members.push_back({"unread", json::number(result.unread.count)});
    members.push_back({"exact", json::boolean(result.exact)});
    members.push_back({"noted", json::number(result.noted.noted)});
    members.push_back({"left", json::number(result.noted.left)});
    std::vector<std::pair<std::string, json::value>> nodes;
    for (const auto &[node, sessions] : result.by_node)
        nodes.push_back({node, json::number(sessions)});
    if (!nodes.empty()) members.push_back({"nodes", json::object(nodes)});
    if (auto failure = failure_in(result)) members.push_back({"error", as_json(*failure)});
    out.object(members);
}

/// Nothing in a place that nobody named may well be the wrong place.
void warn_of_nothing(const az::detection &found, const az::clear_result &result, console &out) {
    bool assumed =
        found.source == az::detection_source::fallback && found.provenance.at("prefix") == "default";
    if (!assumed || result.sessions > 0 || result.cancelled) return;
    out.warning("There were no sessions, and that they are there was only assumed: name the store with "
                "--backend, --url and --prefix if they are elsewhere.");
}

std::string counted(const az::clear_result &result) {
    return (result.exact ? "" : "at least ") + std::to_string(result.sessions) + " session(s)";
}

exit_status count_only(const az::detection &found, const given_options &given,
                       const az::clear_options &options, console &out) {
    out.report("Counting sessions...");
    print_target(found, "Counting", out);
    auto store = connect(found, given, out);
    auto result = az::rehearse(*store, options);
    out.progress("");
    out.line((result.cancelled ? "Interrupted after counting " : "Would clear ") + counted(result));
    print_object(found, result, "would_clear", out);
    if (result.cancelled) return interrupted;
    warn_of_nothing(found, result, out);
    auto failure = failure_in(result);
    if (failure) out.error(*failure);
    return failure ? failed : done;
}

exit_status clear_now(const az::detection &found, const given_options &given,
                      const az::clear_options &options, console &out) {
    out.report("Clearing sessions...");
    print_target(found, "Clearing", out);
    auto store = connect(found, given, out);
    auto result = az::clear(*store, options);
    out.progress("");
    out.report("Cleared " + counted(result));
    print_object(found, result, "cleared", out);
    if (result.cancelled) {
        bool half = az::stops_half_way(found, {.atomic = given.has("atomic")});
        out.line(half                  ? "Interrupted; run the command again to clear the rest"
                 : result.sessions > 0 ? "Interrupted before it was looked whether any is left"
                                       : "Interrupted; the unfinished statement was rolled back");
        return interrupted;
    }
    warn_of_nothing(found, result, out);
    if (auto failure = failure_in(result)) {
        out.error(*failure);
        return failed;
    }
    out.success("✓ Sessions cleared successfully");
    return done;
}

void require_postgresql(const az::detection &found) {
    if (az::can_be_atomic(found)) return;
    throw az::error(az::errc::usage, "--atomic is for PostgreSQL, and the sessions are elsewhere.",
                    "Leave it away: SQLite is always cleared in one statement, Redis never.");
}

} // namespace

exit_status run_clear(const given_options &given, console &out) {
    end_at_interrupts(out.written({{"error", as_json(cancelled())}}));
    auto options = going_through(out);
    options.which = selection_of(given);
    options.progress = progress_display(given.value("progress").value(), out);
    auto app = open_application(given);
    auto found = detect_store(app, given, out);
    bool dry_run = given.has("dry-run");
    if (given.has("atomic")) require_postgresql(found);
    if (found.backend() == az::backend::memory) return leave_memory_alone(found, out);
    if (found.backend() == az::backend::redis && options.which.expired)
        return leave_expired_alone(found, dry_run, out);
    if (!dry_run && !given.has("force")) {
        name_target(app, found, out);
        confirm(options.which, out);
    }
    return dry_run ? count_only(found, given, options, out) : clear_now(found, given, options, out);
}

} // namespace cli
