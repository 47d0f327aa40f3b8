#include <azu_session/clear.hpp>
#include <azu_session/stores/sqlite.hpp>

#include <iostream>

namespace az = azu_session;

int main(int, char **arguments) {
    az::sqlite_store store(
        {.url = az::parse_database_url(arguments[1]), .table = az::table_name("sessions")});
    auto done = az::clear(store);
    std::cout << "Cleared " << done.sessions << " session(s)\n";
    return done.proven() ? 0 : 1;
}
