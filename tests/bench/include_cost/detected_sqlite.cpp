#include <azu_session/clear.hpp>
#include <azu_session/detect.hpp>
#include <azu_session/stores/sqlite.hpp>

namespace az = azu_session;

int main(int, char **argv) {
    auto app = az::project::open(argv[1]);
    auto store = az::open_store<az::sqlite_store>(az::detect(app, az::environment::of(app)));
    return az::count(*store).sessions == az::clear(*store).sessions ? 0 : 1;
}
