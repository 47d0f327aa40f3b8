#include <azu_session/clear.hpp>
#include <azu_session/stores/postgresql.hpp>

namespace az = azu_session;

int main(int, char **argv) {
    az::postgresql_store store(
        az::database_settings{.url = az::parse_database_url(argv[1]), .table = az::table_name(argv[2])});
    return az::count(store).sessions == az::clear(store).sessions ? 0 : 1;
}
