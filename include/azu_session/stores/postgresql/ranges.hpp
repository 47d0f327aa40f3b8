#pragma once

#include <azu_session/stores/postgresql/connection.hpp>
#include <azu_session/stores/postgresql/sessions_table.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

namespace azu_session::detail {

/// A table's rows in ranges, each as a condition in SQL, from the first to what was the last at the start.
class row_ranges {
public:
    virtual ~row_ranges() = default;

    virtual bool at_end() const = 0;
    /// The next range; `size` says how long it is to be, in whatever the ranges are made of.
    virtual std::string next(postgresql_transaction &transaction, std::uint64_t size) = 0;
    /// That range is done.
    virtual void advance() = 0;
    /// How much of the table is done, 0 to 1.
    virtual double progress() const = 0;
};

/// Ranges of pages on disk, in the order in which they lie there (Tid Range Scan). Rows that are removed
/// cost the later ranges nothing, which `IN (SELECT … LIMIT n)` cannot say of itself.
class page_ranges : public row_ranges {
public:
    explicit page_ranges(std::uint64_t pages) : pages_(pages) {}

    bool at_end() const override { return position_ == pages_; }
    std::string next(postgresql_transaction &, std::uint64_t size) override {
        next_ = std::min(position_ + size, pages_);
        return "ctid >= '(" + std::to_string(position_) + ",0)' AND ctid < '(" + std::to_string(next_) +
               ",0)'";
    }
    void advance() override { position_ = next_; }
    double progress() const override {
        return pages_ == 0 ? 1 : static_cast<double>(position_) / static_cast<double>(pages_);
    }

private:
    std::uint64_t pages_;
    std::uint64_t position_ = 0;
    std::uint64_t next_ = 0;
};

/// Ranges of rows in the order of the primary key.
class key_ranges : public row_ranges {
public:
    key_ranges(postgresql_transaction &transaction, const postgresql_table &table) : table_(table) {
        auto last = transaction.exec("SELECT " + table.key + " FROM " + table.quoted + " ORDER BY " +
                                     table.key_descending + " LIMIT 1");
        if (last.empty()) return;
        end_ = key(transaction, last);
        auto rows = transaction.exec("SELECT count(*) FROM " + table.quoted);
        rows_ = std::max<std::uint64_t>(1, rows[0][0].as<std::uint64_t>());
    }

    bool at_end() const override { return position_ == end_; }
    std::string next(postgresql_transaction &transaction, std::uint64_t size) override {
        auto found =
            transaction.exec("SELECT " + table_.key + " FROM " + table_.quoted + " WHERE " + up_to(end_) +
                             " ORDER BY " + table_.key + " LIMIT 1 OFFSET " + std::to_string(size - 1));
        next_ = found.empty() ? end_ : key(transaction, found);
        next_done_ = found.empty() ? rows_ : std::min(rows_, done_ + size);
        return up_to(next_);
    }
    void advance() override {
        position_ = next_;
        done_ = next_done_;
    }
    double progress() const override {
        return rows_ == 0 ? 1 : static_cast<double>(done_) / static_cast<double>(rows_);
    }

private:
    /// A result's one row, as a row in SQL.
    static std::string key(const postgresql_transaction &transaction, const pqxx::result &found) {
        std::string row;
        for (const auto &field : found[0])
            row += (row.empty() ? "(" : ",") + transaction.quote(field.c_str());
        return row + ")";
    }

    std::string up_to(const std::string &last) const {
        auto columns = "(" + table_.key + ")";
        auto condition = columns + " <= " + last;
        return position_.empty() ? condition : columns + " > " + position_ + " AND " + condition;
    }

    postgresql_table table_;
    std::string position_, next_, end_; ///< keys, as rows in SQL
    std::uint64_t done_ = 0, next_done_ = 0, rows_ = 0;
};

/// No range at all: everything is left to the last statement, which takes the whole table.
inline std::unique_ptr<row_ranges> no_ranges() { return std::make_unique<page_ranges>(0); }

/// The best ranges that the table allows.
inline std::unique_ptr<row_ranges> ranges_of(postgresql_transaction &transaction,
                                             const postgresql_table &table) {
    if (table.walks_pages) return std::make_unique<page_ranges>(table.pages);
    if (!table.key.empty()) return std::make_unique<key_ranges>(transaction, table);
    return no_ranges();
}

} // namespace azu_session::detail
