#include <azu_session/clear.hpp>

#include "application.hpp"
#include "command.hpp"

namespace cli {

namespace az = azu_session;

exit_status run_status(const given_options &given, console &out) {
    auto found = detect_store(open_application(given), given, out);
    auto members = as_json(found);
    out.line("Backend: " + std::string(to_string(found.backend())));
    if (found.backend() == az::backend::memory) {
        out.line("Sessions: in the application's memory, which cannot be counted from outside");
        members.push_back({"sessions", json::null()});
        out.object(members);
        return done;
    }
    auto store = connect(found, given, out);
    auto counted = az::count(*store, going_through(out));
    members.push_back({"sessions", json::number(counted.sessions)});
    members.push_back({"interrupted", json::boolean(counted.cancelled)});
    out.line(counted.cancelled
                 ? "Interrupted after counting " + std::to_string(counted.sessions) + " session(s)"
                 : "Sessions: " + std::to_string(counted.sessions));
    out.object(members);
    return counted.cancelled ? interrupted : done;
}

} // namespace cli
