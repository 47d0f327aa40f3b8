// Shows what setting up sessions would do to an application, from a plain map of variables: neither the
// process's environment nor a database driver is touched, and nothing is written.
#include <azu_session/azu_session.hpp>

#include <iostream>
#include <map>
#include <string>

namespace az = azu_session;

int main(int count, char **arguments) try {
    auto app = az::project::open(count > 1 ? arguments[1] : ".");
    const std::map<std::string, std::string> variables = {{"DATABASE_URL", "sqlite3:./app.db"}};
    auto plan = az::plan_setup(app, az::environment(variables), {.backend = az::backend::database});
    for (const auto &file : plan.files)
        std::cout << to_string(file.status) << ' ' << file.path.string() << '\n';
    for (const auto &step : plan.steps)
        std::cout << step.title << '\n';
} catch (const az::error &failure) {
    std::cerr << failure.what() << '\n' << failure.hint() << '\n';
    return 1;
}
