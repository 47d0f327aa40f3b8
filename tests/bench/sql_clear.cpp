// Clears the sessions at DATABASE_URL, table `sessions`, through the library alone, without the command line
// tool; its arguments are not looked at.

#include <azu_session/clear.hpp>
#include <azu_session/stores/postgresql.hpp>
#include <azu_session/stores/sqlite.hpp>

#include <cstdlib>
#include <iostream>

int main() try {
    namespace az = azu_session;
    const char *url = std::getenv("DATABASE_URL");
    az::detection found;
    found.settings = az::database_settings{.url = url ? url : "", .table = "sessions"};
    found.root = std::filesystem::current_path();
    auto store = az::open_store<az::postgresql_store, az::sqlite_store>(found);
    std::cout << "Cleared " << az::clear(*store).sessions << " session(s)\n";
} catch (const azu_session::error &failure) {
    std::cerr << failure.what() << ' ' << failure.hint() << '\n';
    return 1;
}
