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
    } else {
        auto store = connect(found, given);
        auto counted = az::count(*store);
        out.line("Sessions: " + std::to_string(counted.sessions));
        members.push_back({"sessions", json::number(counted.sessions)});
    }
    out.object(json::object(members));
    return done;
}

} // namespace cli
