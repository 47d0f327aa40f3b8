#pragma once

#include <azu_session/detail/crystal/value.hpp>

#include <cstddef>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::crystal {

/// Which constants a program uses. The compiler leaves out the others, and with them what evaluating them
/// would change.
class constant_uses {
public:
    /// Code that runs names a constant. What stands in the value of another one counts only with that one.
    void name(const std::string &key) { names_[running_.empty() ? "" : running_.back().key].push_back(key); }

    void begin(const std::string &key) { running_.push_back({key, ++evaluations_}); }

    /// Of what goes on, a part by itself.
    void begin_part() { begin(running_.empty() ? std::string() : running_.back().key); }

    /// Whether it changed anything but its own.
    bool end() {
        bool changed = running_.back().changes;
        if (changed) changing_.push_back(std::move(running_.back().key));
        running_.pop_back();
        return changed;
    }

    /// What is evaluated changes something that is not a collection or an object.
    void change() {
        ++changes_;
        for (auto &one : running_)
            one.changes = true;
    }

    /// What is evaluated changes a collection or an object, which may be its own.
    void change(const cell &changed) {
        ++changes_;
        for (auto &one : running_)
            one.changes = one.changes || changed.made_by < one.number;
    }

    /// How many changes there were.
    std::size_t changes() const { return changes_; }

    /// The number of the evaluation that goes on, for what it makes.
    std::size_t current() const { return evaluations_; }

    /// A constant whose value changes something, and that may be unused; null if there is none.
    const std::string *doubtful() const {
        if (changing_.empty()) return nullptr;
        std::unordered_set<std::string> used = {""};
        std::vector<std::string> next = {""};
        while (!next.empty()) {
            auto named = names_.find(next.back());
            next.pop_back();
            if (named == names_.end()) continue;
            for (auto &key : named->second)
                if (used.insert(key).second) next.push_back(key);
        }
        for (auto &key : changing_)
            if (!used.contains(key)) return &key;
        return nullptr;
    }

private:
    struct evaluation {
        std::string key;
        std::size_t number;
        bool changes = false;
    };

    std::vector<evaluation> running_; ///< the innermost last
    std::size_t evaluations_ = 0, changes_ = 0;
    std::unordered_map<std::string, std::vector<std::string>>
        names_; ///< by who names them; empty: the program
    std::vector<std::string> changing_;
};

} // namespace azu_session::inline v0_1::crystal
