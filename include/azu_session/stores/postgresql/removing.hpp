#pragma once

#include <azu_session/error.hpp>
#include <azu_session/store.hpp>
#include <azu_session/stores/database.hpp>
#include <azu_session/stores/postgresql/connection.hpp>
#include <azu_session/stores/postgresql/pace.hpp>
#include <azu_session/stores/postgresql/ranges.hpp>
#include <azu_session/stores/postgresql/rows.hpp>
#include <azu_session/stores/postgresql/sessions_table.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace azu_session::detail {

/// Removes range by range, each in a transaction of its own, so that the application never waits for long;
/// at the end the rows of the whole table, since a row that the application changed meanwhile moved, maybe to
/// where the ranges had been already. That last statement finds little and sees every row there is at its
/// start, so the sweep ends on a live application and leaves no session that existed when it began.
class postgresql_removing : public sweep {
public:
    postgresql_removing(std::shared_ptr<postgresql_connection> connection, table_name name, selection which,
                        bool atomic)
        : connection_(std::move(connection)), name_(std::move(name)), which_(std::move(which)),
          atomic_(atomic) {}

    batch next() override {
        try {
            return connection_->transaction([this](postgresql_transaction &transaction) {
                return unsure_ && was_committed(transaction) ? finish() : remove_next(transaction);
            });
        } catch (const error &) {
            pace_.start_again();
            throw;
        }
    }

private:
    /// A transaction whose COMMIT was sent and maybe not answered.
    struct commit {
        std::string id; ///< the server's
        std::uint64_t removed;
        bool last;
    };

    batch remove_next(postgresql_transaction &transaction) {
        if (!ranges_) prepare(transaction);
        bool last = ranges_->at_end();
        auto range = last ? "true" : ranges_->next(transaction, pace_.size());
        auto id = transaction.id();
        auto start = std::chrono::steady_clock::now();
        auto removed = remove_rows(transaction, table_.quoted, range, which_);
        unsure_ = {id, removed, last};
        transaction.commit();
        pace_.took(std::chrono::steady_clock::now() - start);
        return finish();
    }

    void prepare(postgresql_transaction &transaction) {
        table_ = find_table(transaction, name_, connection_->name());
        ranges_ = atomic_ ? no_ranges() : ranges_of(transaction, table_);
    }

    /// The transaction that was sent last did happen.
    batch finish() {
        auto done = *std::exchange(unsure_, std::nullopt);
        if (done.last) return {done.removed, 1, true};
        ranges_->advance();
        return {done.removed, ranges_->progress(), false};
    }

    /// Asks the server what became of a transaction when its answer was lost with the connection.
    bool was_committed(postgresql_transaction &transaction) {
        auto status = transaction.status_of(unsure_->id);
        if (status == "in progress")
            throw error(errc::timeout, connection_->name() + " still works on the statement before.",
                        "Wait a little and run it again.");
        if (status != "committed") unsure_.reset();
        return unsure_.has_value();
    }

    std::shared_ptr<postgresql_connection> connection_;
    table_name name_;
    selection which_;
    bool atomic_;
    postgresql_table table_;
    std::unique_ptr<row_ranges> ranges_; ///< made with the first batch
    pace pace_;
    std::optional<commit> unsure_;
};

} // namespace azu_session::detail
