#pragma once

#include <azu_session/detail/crystal/characters.hpp>

#include <cstddef>
#include <string_view>

namespace azu_session::inline v0_1::crystal {

/// A plain regular expression: literals, `.`, classes, `\d`, `\w`, `\s`, groups, alternatives, `* + ?`, and
/// the anchors `^ $ \A \z`. Matches as PCRE does; whatever else a pattern has is not followed.
class pattern {
public:
    pattern(std::string_view text, std::string_view options) : text_(text), ignore_case_(options == "i") {
        understood_ = (options.empty() || ignore_case_) && read_alternatives(0, true) == text.size();
    }

    bool understood() const { return understood_; }

    /// Whether the subject matches from there; where the match ends. Gives up, and is not understood any
    /// more, after too many steps.
    bool match(std::string_view subject, std::size_t from, std::size_t &end) {
        subject_ = subject;
        return match_alternatives(0, from, nullptr, end);
    }

private:
    /// What is to match behind the part that is being matched.
    struct rest {
        std::size_t item;
        const rest *outer;
    };

    char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

    // Reading: where parts end. With `check`, also whether all of it is followed.

    std::size_t read_alternatives(std::size_t i, bool check) {
        while (i < text_.size() && text_[i] != ')') {
            if (text_[i] == '|')
                ++i;
            else if (auto next = read_item(i, check); next != text_.npos)
                i = next;
            else
                return text_.npos;
        }
        return i;
    }

    /// Where an atom and its quantifier end.
    std::size_t read_item(std::size_t i, bool check) {
        auto end = read_atom(i, check);
        if (end == text_.npos) return end;
        if (at(end) == '{' || (quantifies(at(end)) && (at(end + 1) == '?' || at(end + 1) == '+')))
            return text_.npos;
        return quantifies(at(end)) ? end + 1 : end;
    }
    static bool quantifies(char c) { return c == '*' || c == '+' || c == '?'; }

    std::size_t read_atom(std::size_t i, bool check) {
        char c = at(i);
        if (c == '(') {
            if (check && ++depth_ > 16) return text_.npos;
            auto begin = group_begin(i);
            if (begin == text_.npos) return begin;
            auto end = read_alternatives(begin, check);
            return end != text_.npos && at(end) == ')' ? end + 1 : text_.npos;
        }
        if (c == '[') return read_class(i);
        if (quantifies(c) || c == '{' || c == ')' || c == '\0') return text_.npos;
        if (c != '\\') return i + character_size(text_.substr(i));
        char escaped = at(i + 1);
        bool letter = (escaped >= 'a' && escaped <= 'z') || (escaped >= 'A' && escaped <= 'Z') ||
                      (escaped >= '0' && escaped <= '9') || static_cast<unsigned char>(escaped) >= 0x80;
        bool followed = std::string_view("dDwWsSAz").find(escaped) != std::string_view::npos;
        return escaped == '\0' || (letter && !followed) ? text_.npos : i + 2;
    }

    std::size_t group_begin(std::size_t i) const {
        if (at(i + 1) != '?') return i + 1;
        return at(i + 2) == ':' ? i + 3 : text_.npos;
    }

    std::size_t read_class(std::size_t i) const {
        auto j = i + 1;
        if (at(j) == '^') ++j;
        if (at(j) == ']') return text_.npos;
        for (; j < text_.size() && text_[j] != ']'; ++j) {
            if (text_[j] == '[' || static_cast<unsigned char>(text_[j]) >= 0x80) return text_.npos;
            if (text_[j] == '\\' && std::string_view("dwsn-]\\/.^[").find(at(++j)) == std::string_view::npos)
                return text_.npos;
        }
        return j < text_.size() ? j + 1 : text_.npos;
    }

    // Matching: each function tries what stands at `i`, and then the rest.

    bool match_alternatives(std::size_t i, std::size_t from, const rest *behind, std::size_t &end) {
        for (;;) {
            if (match_sequence(i, from, behind, end)) return true;
            while (i < text_.size() && text_[i] != '|' && text_[i] != ')')
                i = read_item(i, false);
            if (at(i) != '|') return false;
            ++i;
        }
    }

    bool match_sequence(std::size_t i, std::size_t from, const rest *behind, std::size_t &end) {
        if (++steps_ > 20'000 || nesting_ > 400) return understood_ = false;
        struct counted {
            int &count;
            explicit counted(int &c) : count(++c) {}
            ~counted() { --count; }
        } level(nesting_);
        if (i >= text_.size() || text_[i] == '|' || text_[i] == ')') {
            if (!behind) return end = from, true;
            return match_sequence(behind->item, from, behind->outer, end);
        }
        auto atom_end = read_atom(i, false);
        char quantity = quantifies(at(atom_end)) ? at(atom_end) : '\0';
        auto next = quantity ? atom_end + 1 : atom_end;
        rest following{next, behind};
        if (quantity == '\0') return match_atom(i, from, &following, end);
        if (quantity == '+') {
            // One, and then any number: as if it were followed by a star.
            if (text_[i] == '(') return understood_ = false;
            auto stop = from;
            return match_one(i, stop) && match_repeated(i, stop, next, behind, end);
        }
        if (text_[i] != '(') {
            if (quantity == '*') return match_repeated(i, from, next, behind, end);
            auto stop = from;
            return (match_one(i, stop) && match_sequence(next, stop, behind, end)) ||
                   match_sequence(next, from, behind, end);
        }
        if (quantity == '*') return understood_ = false;
        return match_atom(i, from, &following, end) || match_sequence(next, from, behind, end);
    }

    /// As many of a single character as there are, then fewer.
    bool match_repeated(std::size_t i, std::size_t from, std::size_t next, const rest *behind,
                        std::size_t &end) {
        auto stop = from;
        while (stop < subject_.size() && match_one(i, stop))
            if (++steps_ > 20'000) return understood_ = false;
        for (;; --stop) {
            if (stop == subject_.size() || (subject_[stop] & 0xc0) != 0x80)
                if (match_sequence(next, stop, behind, end)) return true;
            if (stop == from || !understood_) return false;
        }
    }

    bool match_atom(std::size_t i, std::size_t from, const rest *behind, std::size_t &end) {
        if (text_[i] == '(') return match_alternatives(group_begin(i), from, behind, end);
        return match_one(i, from) && match_sequence(behind->item, from, behind->outer, end);
    }

    /// One character, or an anchor; moves on behind it.
    bool match_one(std::size_t i, std::size_t &from) const {
        char c = text_[i], escaped = c == '\\' ? at(i + 1) : '\0';
        bool last = from + 1 == subject_.size() && subject_[from] == '\n';
        if (c == '^' || escaped == 'A') return from == 0;
        if (c == '$') return from == subject_.size() || last;
        if (escaped == 'z') return from == subject_.size();
        if (from >= subject_.size()) return false;
        auto one = subject_.substr(from, character_size(subject_.substr(from)));
        bool holds = c == '.'    ? one != "\n"
                     : c == '['  ? in_class(i, one)
                     : c == '\\' ? in_escape(escaped, one)
                                 : same(one, text_.substr(i, character_size(text_.substr(i))));
        if (holds) from += one.size();
        return holds;
    }

    static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
    bool same(std::string_view a, std::string_view b) const {
        return a == b || (ignore_case_ && a.size() == 1 && b.size() == 1 && lower(a[0]) == lower(b[0]));
    }

    bool in_escape(char escaped, std::string_view one) const {
        char c = one.size() == 1 ? one[0] : '\x80';
        if (one.size() > 1 && std::string_view("dDwWsS").find(escaped) != std::string_view::npos)
            return understood_ = false; // Unicode's classes
        auto is_digit = c >= '0' && c <= '9',
             is_word = is_digit || c == '_' || (lower(c) >= 'a' && lower(c) <= 'z');
        bool is_space = c == ' ' || (c >= 9 && c <= 13);
        switch (escaped) {
        case 'd':
        case 'D':
            return is_digit == (escaped == 'd');
        case 'w':
        case 'W':
            return is_word == (escaped == 'w');
        case 's':
        case 'S':
            return is_space == (escaped == 's');
        default:
            return same(one, std::string_view(&escaped, 1));
        }
    }

    bool in_class(std::size_t i, std::string_view one) const {
        auto j = i + 1;
        bool negated = at(j) == '^';
        if (negated) ++j;
        bool found = false;
        auto within = [&](char c, char first, char last) { return c >= first && c <= last; };
        for (; text_[j] != ']'; ++j) {
            if (text_[j] == '\\') {
                ++j;
                found = found || (text_[j] == 'n' ? one == "\n" : in_escape(text_[j], one));
            } else if (at(j + 1) == '-' && at(j + 2) != ']' && at(j + 2) != '\\') {
                bool here = one.size() == 1 && within(one[0], text_[j], text_[j + 2]);
                bool other = one.size() == 1 && ignore_case_ &&
                             (within(lower(one[0]), text_[j], text_[j + 2]) ||
                              within(lower(one[0]) == one[0] && one[0] >= 'a' && one[0] <= 'z'
                                         ? static_cast<char>(one[0] - 32)
                                         : one[0],
                                     text_[j], text_[j + 2]));
                found = found || here || other;
                j += 2;
            } else {
                found = found || same(one, text_.substr(j, 1));
            }
        }
        return found != negated;
    }

    std::string_view text_, subject_;
    bool ignore_case_;
    mutable bool understood_ = false;
    int steps_ = 0, nesting_ = 0, depth_ = 0;
};

} // namespace azu_session::inline v0_1::crystal
