
#include "application.hpp"
#include "command.hpp"

namespace cli {

namespace {

namespace az = azu_session;

/// "Prefix:  myapp:session:  (src/initializers/session.cr:6)"
void print_setting(const az::detection &found, console &out, const std::string &label,
                   const std::string &name, const std::string &value) {
    auto place = found.provenance.find(name);
    auto line = label + ":" + std::string(9 - label.size(), ' ') + value;
    out.line(place == found.provenance.end() ? line : line + "  (" + place->second + ")");
}

void print(const az::detection &found, console &out) {
    print_setting(found, out, "Backend", "backend", std::string(to_string(found.backend())));
    if (const auto *redis = std::get_if<az::redis_settings>(&found.settings)) {
        print_setting(found, out, "URL", "url", az::mask_url(redis->url));
        print_setting(found, out, "Prefix", "prefix", redis->prefix);
    }
    if (const auto *database = std::get_if<az::database_settings>(&found.settings)) {
        print_setting(found, out, "URL", "url",
                      database->url.empty() ? "not set" : az::mask_url(database->url));
        print_setting(found, out, "Table", "table", database->table);
    }
    if (found.ttl) print_setting(found, out, "TTL", "ttl", std::to_string(found.ttl->count()) + " s");
}

exit_status run(const given_options &given, console &out) {
    auto found = detect_store(given, out);
    print(found, out);
    out.object(json::object(as_json(found)));
    return done;
}

} // namespace

command detect_command() {
    return {
        .name = "session:detect",
        .summary = "Show where the application keeps its sessions, and how that was learnt",
        .description =
            "Reads src/initializers/session.cr, then SESSION_BACKEND; Redis where neither says anything.\n"
            "Connects to nothing.",
        .options = store_location_options(),
        .examples = {"azu session:detect", "azu session:detect --json"},
        .run = run};
}

} // namespace cli
