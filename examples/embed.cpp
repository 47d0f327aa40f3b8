#include <azu_session/azu_session.hpp>
#include <azu_session/stores/all.hpp>

#include <iostream>

namespace az = azu_session;

int main(int count, char **arguments) try {
    if (count < 2) throw az::error(az::errc::usage, "Whose sessions?", "Name the application's directory.");
    auto app = az::project::open(arguments[1]);
    auto env = az::environment::of(app);
    az::apply(az::plan_setup(app, env, {.backend = az::backend::database}));
    auto store = az::open_store<az::postgresql_store, az::sqlite_store>(az::detect(app, env));
    auto done = az::clear(*store);
    std::cout << "Cleared " << done.sessions << " session(s)\n";
    return done.proven() ? 0 : 1;
} catch (const az::error &failure) {
    std::cerr << failure.what() << '\n' << failure.hint() << '\n';
    return 1;
}
