#pragma once

#include <azu_session/detail/database/table.hpp>
#include <azu_session/detail/database/url_completion.hpp>
#include <azu_session/detail/postgresql/connection.hpp>
#include <azu_session/detail/postgresql/counting.hpp>
#include <azu_session/detail/postgresql/inspection.hpp>
#include <azu_session/detail/postgresql/removing.hpp>
#include <azu_session/settings.hpp>
#include <azu_session/store.hpp>
#include <azu_session/url.hpp>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1 {

/// The sessions of an application that keeps them in a PostgreSQL database. Removes in transactions of about
/// 6 ms, by ranges of pages on disk (PostgreSQL 14 and later), else by ranges of the primary key; a table
/// that has neither, and any table with `store_options::atomic`, is one statement, which holds every session
/// until its end. Never waits for another transaction's lock longer than half a second at a time, nor for the
/// server longer than `command_timeout` a statement; `clear` tries such a batch again. Rows that refer to a
/// session follow their ON DELETE rule. For one thread at
/// a time; while it connects, no other thread may read or change the process's variables.
class postgresql_store : public store {
public:
    using settings = database_settings; ///< what `open_store` gives it

    /// Whether the URL is PostgreSQL's. Throws errc::not_found where it is not set.
    static bool serves(const settings &where) { return detail::is_at<postgresql_url>(where); }

    /// Connects. Throws errc::connection, errc::timeout, errc::authentication or errc::not_found where the
    /// server, the login or the database fails.
    explicit postgresql_store(const settings &where, const store_options &options = {})
        : table_(where.table), connection_(std::make_shared<detail::postgresql_connection>(
                                   completed(detail::url_of<postgresql_url>(where)), options)),
          atomic_(options.atomic), sealed_(where.sealed) {}

    std::unique_ptr<sweep> remove(const selection &which) override {
        detail::refuse_sealed_data(which, sealed_);
        return std::make_unique<detail::postgresql_removing>(connection_, table_, which, atomic_);
    }

    std::unique_ptr<sweep> count(const selection &which) override { return counting(which, false); }
    std::unique_ptr<sweep> rehearse(const selection &which) override { return counting(which, true); }

    store_facts inspect(const inspection_limits &limits = {}) override {
        return detail::inspect_postgresql(*connection_, table_, limits);
    }

private:
    std::unique_ptr<sweep> counting(const selection &which, bool rehearses) const {
        detail::refuse_sealed_data(which, sealed_);
        return std::make_unique<detail::postgresql_counting>(connection_, table_, which, rehearses);
    }

    static postgresql_url completed(const postgresql_url &url) {
        if (url.complete) return url;
        auto of_process = [](std::string_view name) {
            const char *value = std::getenv(std::string(name).c_str());
            return value ? std::optional<std::string>(value) : std::nullopt;
        };
        return detail::complete_postgresql_url(url, of_process).url;
    }

    table_name table_;
    std::shared_ptr<detail::postgresql_connection> connection_;
    bool atomic_;
    std::string sealed_;
};

} // namespace azu_session::inline v0_1
