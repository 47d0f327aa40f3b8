
#include "application.hpp"
#include "command.hpp"

namespace cli {

namespace {

namespace az = azu_session;

void print(const az::detection &found, console &out) {
    auto shown = shown_settings(found);
    if (found.ttl)
        shown.push_back({"TTL", std::to_string(found.ttl->count()) + " s", found.provenance.at("ttl")});
    for (const auto &setting : shown)
        out.line(line_of(setting));
}

exit_status run(const given_options &given, console &out) {
    auto found = detect_store(open_application(given), given, out);
    print(found, out);
    out.object(json::object(as_json(found)));
    return done;
}

} // namespace

command detect_command() {
    return {.name = "session:detect",
            .summary = "Show where the application keeps its sessions, and how that was learnt",
            .description =
                "Reads src/initializers/session.cr, then SESSION_BACKEND; Redis where there is no\n"
                "initializer. Connects to nothing.",
            .options = store_location_options(),
            .examples = {"azu session:detect", "azu session:detect --json"},
            .run = run};
}

} // namespace cli
