#pragma once

#include <cstdlib>
#include <mutex>
#include <string>

namespace azu_session::inline v0_1::detail {

/// While one lives, the process has no PGSERVICE: libpq reads it whatever its connection string says, and the
/// application's driver does not. Where it is set, no other thread may look at the environment meanwhile, nor
/// until a connection that is no longer waited for is made or given up.
class hidden_service {
public:
    hidden_service() {
        std::lock_guard lock(mutex());
        const char *set = std::getenv(name);
        if (hiding()++ > 0 || !set) return;
        value() = set;
        ::unsetenv(name);
    }
    hidden_service(const hidden_service &) = delete;
    hidden_service &operator=(const hidden_service &) = delete;
    ~hidden_service() {
        std::lock_guard lock(mutex());
        if (--hiding() > 0 || value().empty()) return;
        ::setenv(name, value().c_str(), 1);
        value().clear();
    }

private:
    static constexpr auto name = "PGSERVICE";

    static std::mutex &mutex() {
        static std::mutex one;
        return one;
    }
    static int &hiding() {
        static int lives = 0;
        return lives;
    }
    static std::string &value() {
        static std::string hidden;
        return hidden;
    }
};

} // namespace azu_session::inline v0_1::detail
