#pragma once

#include <azu_session/detail/database/table.hpp>
#include <azu_session/detail/postgresql/connection.hpp>
#include <azu_session/detail/postgresql/rows.hpp>
#include <azu_session/detail/postgresql/sessions_table.hpp>
#include <azu_session/store.hpp>

#include <memory>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// Counts in one statement, whose answer is exact for the moment at which it began. `rehearses` refuses first
/// what removing would refuse.
class postgresql_counting : public sweep {
public:
    postgresql_counting(std::shared_ptr<postgresql_connection> connection, table_name name, selection which,
                        bool rehearses)
        : connection_(std::move(connection)), name_(std::move(name)), which_(std::move(which)),
          rehearses_(rehearses) {}

    batch next() override {
        row_result counted;
        connection_->transaction([&](postgresql_transaction &transaction) {
            auto table = find_table(transaction, name_, which_, connection_->name());
            if (rehearses_) refuse_rules_in_place(transaction, table, name_, connection_->name());
            if (rehearses_) refuse_read_only(transaction, connection_->name());
            counted = count_rows(transaction, table.quoted, "true", which_);
        });
        unread_ = counted.unread;
        return {.removed = counted.rows, .progress = 1, .done = true};
    }
    unread_sessions unread() const override { return unread_; }

private:
    std::shared_ptr<postgresql_connection> connection_;
    table_name name_;
    selection which_;
    bool rehearses_;
    unread_sessions unread_;
};

} // namespace azu_session::inline v0_1::detail
