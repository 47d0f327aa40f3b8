// Clears the sessions under PREFIX at REDIS_URL through the library alone, without the command line tool.

#include <azu_session/clear.hpp>
#include <azu_session/stores/redis.hpp>

#include <cstdlib>
#include <iostream>

int main() try {
    namespace az = azu_session;
    const char *url = std::getenv("REDIS_URL"), *prefix = std::getenv("PREFIX");
    az::detection found;
    found.settings = az::redis_settings{.url = url ? url : "redis://localhost:6379",
                                        .prefix = prefix ? prefix : "bench:session:"};
    az::redis_store store(found);
    std::cout << "Cleared " << az::clear(store).sessions << " session(s)\n";
} catch (const azu_session::error &failure) {
    std::cerr << failure.what() << ' ' << failure.hint() << '\n';
    return 1;
}
