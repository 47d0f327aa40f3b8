#pragma once

#include <azu_session/detail/postgresql/connection.hpp>
#include <azu_session/detail/postgresql/sessions_table.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

namespace azu_session::inline v0_1::detail {

/// A table's rows in ranges, each as a condition in SQL, from the first to what was the last at the start.
class row_ranges {
public:
    virtual ~row_ranges() = default;

    virtual bool at_end() const = 0;
    /// The next range; `size` says how long it is to be, in whatever the ranges are made of.
    virtual std::string next(postgresql_transaction &transaction, std::uint64_t size) = 0;
    /// That range is done.
    virtual void advance() = 0;
    /// What is done is on the server's disk, and never has to be done again.
    virtual void mark() = 0;
    /// Goes back to the mark.
    virtual void rewind() = 0;
    /// Whether the next range is one that was done before.
    virtual bool again() const = 0;
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
        next_ = std::min(position_ + size, again() ? furthest_ : pages_);
        return joined(
            {"ctid >= '(", std::to_string(position_), ",0)' AND ctid < '(", std::to_string(next_), ",0)'"});
    }
    void advance() override { position_ = next_; }
    void mark() override { mark_ = position_; }
    void rewind() override {
        furthest_ = std::max(furthest_, position_);
        position_ = mark_;
    }
    bool again() const override { return position_ < furthest_; }
    double progress() const override {
        return pages_ == 0 ? 1 : static_cast<double>(position_) / static_cast<double>(pages_);
    }

private:
    std::uint64_t pages_;
    std::uint64_t position_ = 0, next_ = 0, mark_ = 0, furthest_ = 0;
};

/// Ranges of rows in the order of the primary key.
class key_ranges : public row_ranges {
public:
    key_ranges(postgresql_transaction &transaction, const postgresql_table &table) : table_(table) {
        auto last = transaction.exec(
            {"SELECT ", table.key, " FROM ", table.quoted, " ORDER BY ", table.key_descending, " LIMIT 1"});
        if (last.empty()) return;
        end_.key = key(transaction, last);
        end_.rows = transaction.exec({"SELECT count(*) FROM ", table.quoted})[0][0].as<std::uint64_t>();
    }

    bool at_end() const override { return position_.key == end_.key; }
    std::string next(postgresql_transaction &transaction, std::uint64_t size) override {
        const auto &limit = again() ? furthest_ : end_;
        auto found =
            transaction.exec({"SELECT ", table_.key, " FROM ", table_.quoted, " WHERE ", up_to(limit.key),
                              " ORDER BY ", table_.key, " LIMIT 1 OFFSET ", std::to_string(size - 1)});
        next_ = limit;
        if (!found.empty()) next_ = {key(transaction, found), std::min(position_.rows + size, limit.rows)};
        return up_to(next_.key);
    }
    void advance() override {
        position_ = next_;
        if (position_.key == furthest_.key) furthest_ = {};
    }
    void mark() override { mark_ = position_; }
    void rewind() override {
        if (!again()) furthest_ = position_;
        position_ = mark_;
        if (position_.key == furthest_.key) furthest_ = {};
    }
    bool again() const override { return !furthest_.key.empty(); }
    double progress() const override {
        return end_.rows == 0 ? 1 : static_cast<double>(position_.rows) / static_cast<double>(end_.rows);
    }

private:
    /// A row in the key's order.
    struct place {
        std::string key;        ///< as a row in SQL; empty before the first
        std::uint64_t rows = 0; ///< up to there
    };

    /// A result's one row, as a row in SQL.
    static std::string key(const postgresql_transaction &transaction, const pqxx::result &found) {
        std::string row;
        for (const auto &field : found[0]) {
            row += row.empty() ? '(' : ',';
            row += transaction.quote(field.c_str());
        }
        return row + ")";
    }

    std::string up_to(const std::string &last) const {
        auto condition = joined({"(", table_.key, ") <= ", last});
        if (position_.key.empty()) return condition;
        return joined({"(", table_.key, ") > ", position_.key, " AND ", condition});
    }

    postgresql_table table_;
    place position_, next_, mark_, furthest_, end_;
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

} // namespace azu_session::inline v0_1::detail
