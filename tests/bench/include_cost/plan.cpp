#include <azu_session/setup.hpp>

namespace az = azu_session;

int main(int, char **argv) {
    auto app = az::project::open(argv[1]);
    return az::plan_setup(app, az::environment::of(app), {}).steps.empty() ? 1 : 0;
}
