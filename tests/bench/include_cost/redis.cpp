#include <azu_session/clear.hpp>
#include <azu_session/stores/redis.hpp>

namespace az = azu_session;

int main(int, char **argv) {
    az::redis_store store(
        az::redis_settings{.url = az::parse_redis_url(argv[1]), .prefix = az::key_prefix(argv[2])});
    return az::count(store).sessions == az::clear(store).sessions ? 0 : 1;
}
