#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace azu_session::inline v0_1::detail {

/// While it lives, the process has no PGSERVICE: libpq reads it whatever its connection string says, and the
/// application's driver does not. Where it is set, no other thread may look at the environment meanwhile.
class hidden_service {
public:
    hidden_service() {
        if (const char *set = std::getenv(name)) {
            value_ = set;
            ::unsetenv(name);
        }
    }
    hidden_service(const hidden_service &) = delete;
    hidden_service &operator=(const hidden_service &) = delete;
    ~hidden_service() {
        if (value_) ::setenv(name, value_->c_str(), 1);
    }

private:
    static constexpr auto name = "PGSERVICE";
    std::optional<std::string> value_;
};

} // namespace azu_session::inline v0_1::detail
