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

} // namespace

exit_status run_detect(const given_options &given, console &out) {
    auto found = detect_store(open_application(given), given, out);
    print(found, out);
    out.object(as_json(found));
    return done;
}

} // namespace cli
