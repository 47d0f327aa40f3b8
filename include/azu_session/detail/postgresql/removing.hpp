#pragma once

#include <azu_session/detail/database/table.hpp>
#include <azu_session/detail/postgresql/connection.hpp>
#include <azu_session/detail/postgresql/pace.hpp>
#include <azu_session/detail/postgresql/ranges.hpp>
#include <azu_session/detail/postgresql/rows.hpp>
#include <azu_session/detail/postgresql/sessions_table.hpp>
#include <azu_session/detail/store/noted_ids.hpp>
#include <azu_session/error.hpp>
#include <azu_session/store.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// Removes range by range, each in a transaction of its own, so that the application never waits for long;
/// at the end the rows of the whole table, since a row that the application changed meanwhile moved, maybe to
/// where the ranges had been already. That last statement finds little and sees every row there is at its
/// start, so the sweep ends on a live application and leaves no session that existed when it began.
///
/// These commits do not wait for the disk, nor do others then wait for a row until the disk is done. Ten
/// times a second, and at the end, a commit of nothing does, which holds no row. When the connection is lost,
/// maybe because the server crashed and forgot what was not on its disk, the ranges since then are done
/// again, and rows that are found there again not counted.
class postgresql_removing : public sweep {
public:
    postgresql_removing(std::shared_ptr<postgresql_connection> connection, table_name name, selection which,
                        bool atomic)
        : connection_(std::move(connection)), name_(std::move(name)), which_(std::move(which)),
          atomic_(atomic) {}

    batch next() override {
        try {
            batch result;
            connection_->transaction(
                [&](postgresql_transaction &transaction) { result = go_on(transaction); });
            return result;
        } catch (const error &failure) {
            if (failure.code() == errc::timeout) pace_.start_again();
            throw;
        }
    }

    unread_sessions unread() const override { return unread_; }

    noted_sessions look_again() override {
        noted_sessions result{noted_.all().size()};
        connection_->transaction([&](postgresql_transaction &transaction) {
            result.left = count_noted(transaction, table_.quoted, noted_, which_);
            if (result.left > 0) result.likely = keeper_of(transaction, table_);
        });
        return result;
    }

    /// Finds out what became of a transaction whose answer was not waited for.
    batch stop() noexcept override {
        batch result;
        try {
            if (unsure_)
                connection_->transaction([&](postgresql_transaction &transaction) {
                    if (was_committed(transaction)) result = finish();
                });
        } catch (const error &) {
        }
        return result;
    }

    bool exact() const override { return !unsure_; }

private:
    using clock = std::chrono::steady_clock;

    /// A transaction whose COMMIT was sent and maybe not answered.
    struct commit {
        std::string id; ///< the server's
        std::uint64_t removed;
        bool last;
    };

    batch go_on(postgresql_transaction &transaction) {
        if (!ranges_) prepare(transaction);
        if (unsure_ && was_committed(transaction)) return finish();
        if (connection_->times_made() != connection_made_) go_back();
        bool late = clock::now() - marked_ > std::chrono::milliseconds(100);
        bool due = all_removed_ || (late && removed_since_mark_ > 0);
        return due ? make_durable(transaction) : remove_next(transaction);
    }

    void prepare(postgresql_transaction &transaction) {
        table_ = find_table(transaction, name_, which_, connection_->name());
        refuse_rules_in_place(transaction, table_, name_, connection_->name());
        refuse_read_only(transaction, connection_->name());
        noted_ = note_rows(transaction, table_, which_);
        ranges_ = atomic_ ? no_ranges() : ranges_of(transaction, table_);
        connection_made_ = connection_->times_made();
    }

    batch remove_next(postgresql_transaction &transaction) {
        bool last = ranges_->at_end();
        auto range = last ? "true" : ranges_->next(transaction, pace_.size());
        auto id = transaction.id();
        auto start = clock::now();
        auto removed = remove_rows(transaction, table_.quoted, range, which_, noted_);
        pace_.took(clock::now() - start);
        if (last) unread_ = removed.unread; // of the whole table
        unsure_ = {id, removed.rows, last};
        transaction.commit();
        return finish();
    }

    batch make_durable(postgresql_transaction &transaction) {
        transaction.commit_durably();
        ranges_->mark();
        removed_since_mark_ = 0;
        marked_ = clock::now();
        return {.progress = progress_, .done = all_removed_};
    }

    /// The transaction that was sent last did happen.
    batch finish() {
        auto sent = *std::exchange(unsure_, std::nullopt);
        // Only ranges that are done again can bring up rows that were counted before.
        if (sent.last || !ranges_->again()) counted_before_ = 0;
        auto counted = sent.removed - std::min(sent.removed, counted_before_);
        counted_before_ -= sent.removed - counted;
        removed_since_mark_ += sent.removed;
        all_removed_ = sent.last;
        if (!sent.last) ranges_->advance();
        progress_ = std::max(progress_, ranges_->progress());
        return {.removed = counted, .progress = progress_, .settled = false};
    }

    void go_back() {
        all_removed_ = false;
        ranges_->rewind();
        counted_before_ += std::exchange(removed_since_mark_, 0);
        connection_made_ = connection_->times_made();
    }

    /// Asks the server what became of a transaction when its answer was lost with the connection.
    bool was_committed(postgresql_transaction &transaction) {
        auto status = transaction.status_of(unsure_->id);
        if (status == "in progress")
            throw error(errc::timeout, {connection_->name(), " still works on the statement before."},
                        "Wait a little and run it again.");
        if (status != "committed") unsure_.reset();
        return unsure_.has_value();
    }

    std::shared_ptr<postgresql_connection> connection_;
    table_name name_;
    selection which_;
    bool atomic_;
    postgresql_table table_;
    noted_ids noted_;
    unread_sessions unread_;
    std::unique_ptr<row_ranges> ranges_; ///< made with the first batch
    pace pace_;
    int connection_made_ = 0; ///< which of its connections the ranges were done with
    std::optional<commit> unsure_;
    clock::time_point marked_ = clock::now();
    bool all_removed_ = false; ///< and only the disk is to be waited for
    std::uint64_t removed_since_mark_ = 0;
    std::uint64_t counted_before_ = 0; ///< rows that may be found again by ranges that are done again
    double progress_ = 0;
};

} // namespace azu_session::inline v0_1::detail
