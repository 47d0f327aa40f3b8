#pragma once

#include <azu_session/error.hpp>
#include <azu_session/store.hpp>
#include <azu_session/stores/postgresql/failure.hpp>
#include <azu_session/stores/postgresql/sqlstate.hpp>
#include <azu_session/stores/postgresql/watchdog.hpp>
#include <azu_session/url.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <pqxx/pqxx>
#include <string>

namespace azu_session::detail {

/// libpq's connection string. The URL's own parameters win over ours, `client_encoding` apart.
inline std::string connection_string(const postgresql_url &url, std::chrono::milliseconds timeout) {
    using std::chrono::ceil, std::chrono::seconds;
    auto words = url.parameters;
    words.insert({"connect_timeout", std::to_string(ceil<seconds>(timeout).count())});
    words.insert({"fallback_application_name", "azu"});
    words["client_encoding"] = "UTF8";
    words["host"] = url.host;
    if (url.port) words["port"] = std::to_string(url.port);
    words["user"] = url.username;
    words["password"] = url.password;
    words["dbname"] = url.database;
    std::string text;
    for (const auto &[word, value] : words) {
        if (value.empty()) continue;
        text += word + "='";
        for (char byte : value)
            text.append(byte == '\'' || byte == '\\', '\\') += byte;
        text += "' ";
    }
    return text;
}

/// One transaction, with this library's settings. Unless `commit` is called it leaves nothing behind.
class postgresql_transaction {
public:
    postgresql_transaction(pqxx::connection &connection, watchdog &watch, std::chrono::milliseconds timeout)
        : watch_(watch), timeout_(timeout), work_((start_watching(), connection)) {
        settings();
    }
    postgresql_transaction(const postgresql_transaction &) = delete;
    postgresql_transaction &operator=(const postgresql_transaction &) = delete;

    pqxx::result exec(const std::string &sql) {
        start_watching();
        return work_.exec(sql);
    }

    /// Commits without waiting for the disk: after a crash of the server the transaction may not have been.
    void commit() {
        start_watching();
        work_.commit();
    }

    /// Commits as safely as the server is set up to, and with it all that was committed before. A commit
    /// waits for the disk only if its transaction wrote something: here a message that nobody reads.
    void commit_durably() {
        exec("SELECT set_config('synchronous_commit', reset_val, true), pg_logical_emit_message(true, 'azu', "
             "'')"
             " FROM pg_settings WHERE name = 'synchronous_commit'");
        commit();
    }

    /// The server's number of this transaction, for `status_of`; empty where nothing can be written.
    std::string id() {
        return exec("SELECT CASE current_setting('transaction_read_only') WHEN 'off' THEN txid_current() END")
            [0][0]
                .as<std::string>("");
    }

    /// "committed", "aborted" or "in progress"; empty where the server does not know the transaction.
    std::string status_of(const std::string &id) {
        return exec("SELECT CASE WHEN " + id +
                    " < txid_snapshot_xmax(txid_current_snapshot()) THEN txid_status(" + id + ") END")[0][0]
            .as<std::string>("");
    }

    std::string quote(const std::string &text) const { return work_.quote(text); }

private:
    /// Shorter than PostgreSQL's deadlock_timeout (1 s by default), so that in a deadlock it is this
    /// transaction that gives way and not the application's.
    static constexpr std::chrono::milliseconds lock_timeout{500};

    /// A little longer than the server's own timeout, whose message is the better one.
    static constexpr std::chrono::milliseconds grace{500};

    void start_watching() const { watch_.start(timeout_ + grace); }

    /// Settings of the transaction and not of the session, which a connection pooler may share. With
    /// row_security off the server refuses to hide sessions from the DELETE, instead of hiding them.
    void settings() {
        auto set = [this](const std::string &name, const std::string &value) {
            return "set_config('" + name + "', " + quote(value) + ", true)";
        };
        exec("SELECT " + set("statement_timeout", std::to_string(timeout_.count())) + ", " +
             set("lock_timeout", std::to_string(std::min(lock_timeout, timeout_).count())) + ", " +
             set("synchronous_commit", "off") + ", " + set("row_security", "off") + ", " +
             set("TimeZone", "UTC"));
    }

    watchdog &watch_;
    std::chrono::milliseconds timeout_;
    pqxx::work work_;
};

/// A connection that is made anew when it was lost. Whatever libpqxx throws comes out of it as `error`.
class postgresql_connection {
public:
    /// Connects. `name` is the server's in messages.
    postgresql_connection(const postgresql_url &url, std::string name, const store_options &options)
        : string_(connection_string(url, options.connect_timeout)), password_(url.password),
          name_(std::move(name)), timeout_(options.command_timeout) {
        connect();
    }

    const std::string &name() const { return name_; }

    /// How many times it was made.
    int times_made() const { return times_made_; }

    /// Calls `work` with a new transaction, and gives what it gives.
    /// Throws errc::connection or errc::timeout where the connection was lost or a lock was not had.
    template <class Work>
    auto transaction(Work work) {
        if (!watch_) connect();
        struct stop_watching {
            watchdog &watch;
            ~stop_watching() { watch.stop(); }
        };
        try {
            stop_watching at_end{*watch_};
            postgresql_transaction current(*connection_, *watch_, timeout_);
            return work(current);
        } catch (const pqxx::failure &failure) {
            throw failed(failure);
        }
    }

private:
    void connect() {
        disconnect();
        try {
            connection_.emplace(string_);
            watch_.emplace(connection_->sock());
            ++times_made_;
        } catch (const pqxx::failure &failure) {
            disconnect();
            throw postgresql_connect_failure(first_line(failure.what(), password_), name_);
        }
    }

    void disconnect() {
        watch_.reset();
        connection_.reset();
    }

    error failed(const pqxx::failure &failure) {
        auto text = first_line(failure.what(), password_);
        bool fired = watch_->fired();
        auto state = connection_->is_open() ? sqlstate_of(failure) : std::string();
        if (fired || state.empty()) disconnect();
        if (fired)
            return {errc::timeout, name_ + " stopped answering.",
                    "Check the server, or give it more time with --timeout."};
        if (state.empty())
            return {errc::connection, "The connection to " + name_ + " was lost: " + text + ".",
                    "Run it again once the server is back."};
        return postgresql_failure(state, text, name_);
    }

    std::string string_;
    std::string password_;
    std::string name_;
    std::chrono::milliseconds timeout_;
    int times_made_ = 0;
    std::optional<pqxx::connection> connection_;
    std::optional<watchdog> watch_;
};

} // namespace azu_session::detail
