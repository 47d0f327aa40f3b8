#pragma once

#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <utility>
#include <variant>

namespace azu_session::inline v0_1::detail {

/// Takes the server's notices, which libpqxx would print. Gives what has to live with the connection for it.
template <class Connection>
auto silence(Connection &connection) {
    auto ignore = [](auto) noexcept {};
    if constexpr (requires { connection.set_notice_handler(ignore); }) { // from libpqxx 7.10 on
        connection.set_notice_handler(ignore);
        return std::monostate();
    } else {
        return std::make_unique<pqxx::quiet_errorhandler>(connection);
    }
}

/// A connection whose notices nobody sees.
struct quiet_connection {
    explicit quiet_connection(const std::string &string) : connection(string), silent(silence(connection)) {}
    pqxx::connection connection;
    decltype(silence(std::declval<pqxx::connection &>())) silent;
};

} // namespace azu_session::inline v0_1::detail
