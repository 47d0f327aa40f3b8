#include <azu_session/clear.hpp>
#include <azu_session/settings.hpp>

#include "application.hpp"
#include "command.hpp"
#include "interrupt.hpp"
#include "progress.hpp"

namespace cli {

namespace {

namespace az = azu_session;

az::selection parse_selection(const given_options &given) {
    az::selection which{.expired = given.has("expired")};
    if (auto condition = given.pair("where"))
        which.where = az::data_condition{condition->first, condition->second};
    return which;
}

std::string question(const az::selection &which) {
    if (!which.expired && !which.where)
        return "Are you sure you want to clear all sessions? This will log out all users. [y/N]:";
    std::string expired = which.expired ? "expired " : "";
    std::string where = which.where ? " with " + which.where->key + "=" + which.where->value : "";
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

/// Throws errc::interrupted unless the person said yes.
void confirm(const az::selection &which, console &out) {
    auto answer = out.ask(question(which));
    if (answer == console::answer::yes) return;
    throw az::error(az::errc::interrupted, "Operation cancelled",
                    answer == console::answer::none
                        ? "There was no answer on standard input; give --force to clear without the question."
                        : "");
}

/// What the reference shows of a store, from "Backend:" on, before it is cleared.
void print_target(const az::detection &found, const std::string &verb, console &out) {
    out.line("Backend: " + std::string(to_string(found.backend())));
    if (const auto *redis = std::get_if<az::redis_settings>(&found.settings)) {
        out.line("Redis URL: " + redis->url.shown);
        out.line(verb + " Redis sessions with pattern: " + redis->prefix.pattern());
    } else if (found.backend() == az::backend::database) {
        out.line(verb + " database sessions...");
    }
}

exit_status leave_memory_alone(const az::detection &found, console &out) {
    out.line("Clearing sessions...");
    print_target(found, "Clearing", out);
    out.line("⚠️  Memory sessions cannot be cleared remotely");
    out.line("Restart the application to clear memory sessions");
    auto members = as_json(found);
    members.push_back({"cleared", json::null()});
    out.object(json::object(members));
    return done;
}

json::value result_json(const az::detection &found, const az::clear_result &result,
                        const std::string &count_name) {
    auto members = as_json(found);
    members.push_back({count_name, json::number(result.sessions)});
    members.push_back({"interrupted", json::boolean(result.cancelled)});
    members.push_back({"unread", json::number(result.unread.count)});
    std::vector<std::pair<std::string, json::value>> nodes;
    for (const auto &[node, sessions] : result.by_node)
        nodes.push_back({node, json::number(sessions)});
    if (!nodes.empty()) members.push_back({"nodes", json::object(nodes)});
    return json::object(members);
}

/// Says which sessions the condition could not be decided for.
exit_status report_unread(const az::unread_sessions &unread, console &out) {
    std::string list;
    for (const auto &session : unread.examples)
        list += (list.empty() ? ": " : ", ") + session;
    if (unread.count > unread.examples.size()) list += ", …";
    out.error(
        {az::errc::incomplete,
         std::to_string(unread.count) + " session(s) were left alone, since their data cannot be read" +
             list + ".",
         "Whom they belong to cannot be told: they may be encrypted, compressed or of another program. To be "
         "sure that nobody stays logged in, clear all sessions, without --where."});
    return failed;
}

exit_status count_only(const az::detection &found, const given_options &given,
                       const az::clear_options &options, console &out) {
    out.line("Counting sessions...");
    print_target(found, "Counting", out);
    auto store = connect(found, given);
    auto counted = az::rehearse(*store, options);
    out.progress("");
    out.line((counted.cancelled ? "Interrupted after counting " : "Would clear ") +
             std::to_string(counted.sessions) + " session(s)");
    out.object(result_json(found, counted, "would_clear"));
    if (counted.cancelled) return interrupted;
    return counted.unread.count > 0 ? report_unread(counted.unread, out) : done;
}

exit_status clear_now(const az::detection &found, const given_options &given,
                      const az::clear_options &options, console &out) {
    out.line("Clearing sessions...");
    print_target(found, "Clearing", out);
    auto store = connect(found, given);
    auto cleared = az::clear(*store, options);
    out.progress("");
    out.line("Cleared " + std::to_string(cleared.sessions) + " session(s)");
    out.object(result_json(found, cleared, "cleared"));
    if (cleared.cancelled) {
        out.line("Interrupted; run the command again to clear the rest");
        return interrupted;
    }
    if (cleared.unread.count > 0) return report_unread(cleared.unread, out);
    out.success("✓ Sessions cleared successfully");
    return done;
}

/// Notes Ctrl-C from here on; where the store is cleared in one statement, ends the process at one.
void prepare_for_interrupts(const az::detection &found, bool atomic, const console &out) {
    if (az::stops_half_way(found, {.atomic = atomic})) return note_interrupts();
    end_at_interrupts(out.json() ? "{\"cleared\":0,\"interrupted\":true}\n"
                                 : "Interrupted; an unfinished statement is rolled back\n");
}

void require_postgresql(const az::detection &found) {
    if (az::can_be_atomic(found)) return;
    throw az::error(az::errc::usage, "--atomic is for PostgreSQL, and the sessions are elsewhere.",
                    "Leave it away: SQLite is always cleared in one statement, Redis never.");
}

} // namespace

exit_status run_clear(const given_options &given, console &out) {
    az::clear_options options{.which = parse_selection(given),
                              .progress = progress_display(given.value("progress").value(), out),
                              .cancelled = interrupt_requested};
    auto app = open_application(given);
    auto found = detect_store(app, given, out);
    bool dry_run = given.has("dry-run"), atomic = given.has("atomic");
    if (atomic) require_postgresql(found);
    if (found.backend() == az::backend::memory) return leave_memory_alone(found, out);
    if (!dry_run && !given.has("force")) {
        name_target(app, found, out);
        confirm(options.which, out);
    }
    prepare_for_interrupts(found, atomic && !dry_run, out);
    return dry_run ? count_only(found, given, options, out) : clear_now(found, given, options, out);
}

} // namespace cli
