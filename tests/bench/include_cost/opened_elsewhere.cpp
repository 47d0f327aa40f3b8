#include <azu_session/clear.hpp>

namespace az = azu_session;

std::unique_ptr<az::store> open_sessions(const char *application);

int main(int, char **argv) {
    auto store = open_sessions(argv[1]);
    return az::count(*store).sessions == az::clear(*store).sessions ? 0 : 1;
}
