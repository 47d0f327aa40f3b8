#pragma once

#include <azu_session/detail/postgresql/watchdog.hpp>
#include <azu_session/detail/text/joined.hpp>
#include <azu_session/error.hpp>

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <pqxx/pqxx>
#include <string>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// One transaction, with this library's settings. Unless `commit` is called it leaves nothing behind.
class postgresql_transaction {
public:
    /// `server` names it in messages.
    postgresql_transaction(pqxx::connection &connection, watchdog &watch, const std::string &server,
                           std::chrono::milliseconds timeout)
        : watch_(watch), server_(server), timeout_(timeout), work_((start_watching(), connection)) {
        settings();
    }
    postgresql_transaction(const postgresql_transaction &) = delete;
    postgresql_transaction &operator=(const postgresql_transaction &) = delete;

    pqxx::result exec(const std::string &sql) {
        start_watching();
        return work_.exec(sql);
    }

    /// The statement in parts.
    pqxx::result exec(std::initializer_list<std::string_view> sql) { return exec(joined(sql)); }

    /// Commits without waiting for the disk: after a crash of the server the transaction may not have been.
    void commit() {
        start_watching();
        work_.commit();
    }

    /// Commits as safely as the server is set up to, and with it all that was committed before. A commit
    /// waits for the disk only if its transaction wrote something: here a message that nobody reads. Throws
    /// errc::timeout where it had to be told to stop waiting: then it did commit, but not as safely.
    void commit_durably() {
        exec("SELECT set_config('synchronous_commit', reset_val, true), pg_logical_emit_message(true, 'azu', "
             "'')"
             " FROM pg_settings WHERE name = 'synchronous_commit'");
        commit();
        if (watch_.interrupted())
            throw error(errc::interrupted, {"The wait for ", server_, " to confirm a commit was ended."}, "");
        if (watch_.fired())
            throw error(errc::timeout, {server_, " does not confirm a commit in time."},
                        "It may wait for a synchronous standby or for its disk: see pg_stat_activity, "
                        "synchronous_standby_names and pg_stat_replication there.");
    }

    /// Which of the server's processes this is, and in which transaction: nothing else ever has the same.
    const std::string &backend() const { return backend_; }

    /// Ends that process if it still is in that transaction; whether it was.
    bool end(const std::string &backend) {
        return !exec({"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ",
                      backend_in_sql("xact_start", "pid"), " = ", quote(backend)})
                    .empty();
    }

    /// The server's number of this transaction, for `status_of`; empty where nothing can be written.
    std::string id() {
        return exec("SELECT CASE current_setting('transaction_read_only') WHEN 'off' THEN txid_current() END")
            [0][0]
                .c_str();
    }

    /// "committed", "aborted" or "in progress"; empty where the server does not know the transaction.
    std::string status_of(const std::string &id) {
        return exec({"SELECT CASE WHEN ", id,
                     " < txid_snapshot_xmax(txid_current_snapshot()) THEN txid_status(", id, ") END"})[0][0]
            .c_str();
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
        backend_ =
            exec({"SELECT ", backend_in_sql("now()", "pg_backend_pid()"),
                  ", set_config('statement_timeout', '", std::to_string(timeout_.count()),
                  "', true), set_config('lock_timeout', '",
                  std::to_string(std::min(lock_timeout, timeout_).count()),
                  "', true), set_config('synchronous_commit', 'off', true),"
                  " set_config('row_security', 'off', true), set_config('TimeZone', 'UTC', true)"})[0][0]
                .c_str();
    }

    static std::string backend_in_sql(std::string_view start, std::string_view process) {
        return joined({"to_char(", start, " AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') || '@' || ", process});
    }

    watchdog &watch_;
    const std::string &server_;
    std::chrono::milliseconds timeout_;
    pqxx::work work_;
    std::string backend_;
};

} // namespace azu_session::inline v0_1::detail
