#pragma once

#include <azu_session/detail/os/in_thread.hpp>
#include <azu_session/detail/os/waiter.hpp>
#include <azu_session/detail/postgresql/connection_string.hpp>
#include <azu_session/detail/postgresql/failure.hpp>
#include <azu_session/detail/postgresql/hidden_service.hpp>
#include <azu_session/detail/postgresql/quiet_connection.hpp>
#include <azu_session/detail/postgresql/sqlstate.hpp>
#include <azu_session/detail/postgresql/transaction.hpp>
#include <azu_session/detail/postgresql/watchdog.hpp>
#include <azu_session/error.hpp>
#include <azu_session/store.hpp>
#include <azu_session/url.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// A connection that is made anew when it was lost. Whatever libpqxx throws comes out of it as `error`. The
/// server never has more than two of its own at a time: what it may still do for a lost one is ended first.
class postgresql_connection {
public:
    explicit postgresql_connection(const postgresql_url &url, const store_options &options)
        : string_(connection_string(url, options.connect_timeout)), password_(url.password.reveal()),
          name_("PostgreSQL at " + (url.shown.empty() ? url.host : url.shown)),
          timeout_(options.command_timeout), patience_(options.patience) {
        connect();
    }

    const std::string &name() const { return name_; }

    /// How many times it was made.
    int times_made() const { return times_made_; }

    /// What is done in a transaction.
    using job = std::function<void(postgresql_transaction &)>;

    /// Does `work` in a new transaction.
    /// Throws errc::connection or errc::timeout where the connection was lost or a lock was not had.
    void transaction(const job &work) {
        if (!watch_) connect();
        try {
            end_lost();
            within_transaction(work);
        } catch (const pqxx::failure &failure) {
            throw failed(failure);
        }
    }

private:
    void within_transaction(const job &work) {
        struct stop_watching {
            watchdog &watch;
            ~stop_watching() { watch.stop(); }
        } at_end{*watch_};
        beginning_ = true;
        postgresql_transaction current(current_->connection, *watch_, name_, timeout_);
        beginning_ = false;
        ever_begun_ = true;
        backend_ = current.backend();
        work(current);
    }

    void connect() {
        disconnect();
        waiter connecting(patience_, "a connection to " + name_);
        try {
            current_ = in_thread<quiet_connection>(connecting, [string = string_] {
                hidden_service hidden;
                return std::make_shared<quiet_connection>(string);
            });
            watch_.emplace(current_->connection.sock(), waiter(patience_, name_ + " to answer"),
                           [this] { cancel(); });
            ++times_made_;
        } catch (const pqxx::failure &failure) {
            disconnect();
            throw postgresql_connect_failure(first_line(failure.what(), password_), name_);
        }
    }

    void disconnect() {
        watch_.reset();
        current_.reset();
    }

    /// Asks the server to stop what it does for this connection. In a thread of its own, since libpq waits
    /// without a limit for a server that hangs; it keeps the connection alive until then. Where it cannot be
    /// asked, the wait for its answer is ended all the same.
    void cancel() {
        try {
            std::thread([connection = current_] {
                try {
                    connection->connection.cancel_query();
                } catch (const pqxx::failure &) {
                }
            }).detach();
        } catch (const std::system_error &) {
        }
    }

    /// Ends the server's process of a connection that was lost, which may hold rows, or wait for ever.
    void end_lost() {
        constexpr std::chrono::seconds limit{5};
        auto start = std::chrono::steady_clock::now();
        while (!lost_.empty()) {
            bool at_work = true;
            within_transaction([&](postgresql_transaction &current) { at_work = current.end(lost_.back()); });
            if (!at_work)
                lost_.pop_back();
            else if (patience_.cancelled && patience_.cancelled())
                throw stopped();
            else if (std::chrono::steady_clock::now() - start > limit)
                throw error(errc::timeout, {name_, " still works on the statement before."},
                            "Wait a little and run it again.");
            else
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }

    error stopped() const { return waiter(patience_, name_ + " to answer").stopped(); }

    error failed(const pqxx::failure &failure) {
        auto text = first_line(failure.what(), password_);
        bool late = watch_->fired(), interrupted = watch_->interrupted();
        auto state = current_->connection.is_open() ? sqlstate_of(failure) : std::string();
        if (interrupted && state == "57014") return stopped();
        if (!state.empty()) return postgresql_failure(state, text, name_);
        disconnect();
        // libpqxx keeps the pooler's own words to itself.
        if (beginning_ && !ever_begun_ && !late && !interrupted && ++hang_ups_ == 2)
            return statement_pooling(name_);
        if (!backend_.empty()) lost_.push_back(backend_);
        backend_.clear();
        if (interrupted) return stopped();
        if (late)
            return {errc::timeout,
                    {name_, " stopped answering."},
                    "Check the server, or give it more time.",
                    {setting::timeout}};
        return {errc::connection,
                {"The connection to ", name_, " was lost: ", text, "."},
                "Run it again once the server is back."};
    }

    std::string string_;
    std::string password_;
    std::string name_;
    std::chrono::milliseconds timeout_;
    patience patience_;
    int times_made_ = 0;
    bool beginning_ = false;        ///< a transaction is just being begun
    bool ever_begun_ = false;       ///< one was
    int hang_ups_ = 0;              ///< connections that were closed before that
    std::string backend_;           ///< the server's process for the last transaction
    std::vector<std::string> lost_; ///< those of lost connections, which may still be at work
    std::shared_ptr<quiet_connection> current_;
    std::optional<watchdog> watch_;
};

} // namespace azu_session::inline v0_1::detail
