#pragma once

#include <azu_session/detail/crystal/characters.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::crystal {

/// A plain regular expression: literals, `.`, classes, `\d`, `\w`, `\s`, groups, named ones too,
/// alternatives, `* + ? {n,m}`, lazy ones too, and the anchors `^ $ \A \z \b`. Matches as PCRE does;
/// whatever else a pattern has is not followed.
class pattern {
public:
    /// The bytes that a group matched; npos where it did not.
    struct span {
        std::size_t begin = std::string_view::npos, end = 0;
    };

    pattern(std::string_view text, std::string_view options) : text_(text), ignore_case_(options == "i") {
        understood_ = (options.empty() || ignore_case_) && read_alternatives(0, true) == text.size();
    }

    bool understood() const { return understood_; }

    /// Whether the subject matches from there; where the match ends. Gives up, and is not understood any
    /// more, after too many steps.
    bool match(std::string_view subject, std::size_t from, std::size_t &end) {
        subject_ = subject;
        spans_.assign(groups_.size(), {});
        return match_alternatives(0, from, nullptr, end) && understood_;
    }

    std::size_t groups() const { return groups_.size(); }

    /// Of each group, what it matched and its name, empty where it has none.
    const std::vector<span> &spans() const { return spans_; }
    std::string_view name_of(std::size_t group) const {
        if (at(groups_[group] + 1) != '?') return {};
        return text_.substr(groups_[group] + 3, text_.find('>', groups_[group]) - groups_[group] - 3);
    }

private:
    /// A group that is being matched, and what it is within.
    struct rest {
        std::size_t group, began, count;
        const rest *outer;
    };

    /// How often an atom is to match, and where that is said to the end.
    struct quantity {
        std::size_t end, least = 1, most = 1;
        bool lazy = false;
    };

    static constexpr auto no_end = std::string_view::npos;

    char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

    // Reading: where parts end. With `check`, also whether all of it is followed.

    std::size_t read_alternatives(std::size_t i, bool check) {
        while (i < text_.size() && text_[i] != ')') {
            if (text_[i] == '|')
                ++i;
            else if (auto next = read_item(i, check); next != no_end)
                i = next;
            else
                return no_end;
        }
        return i;
    }

    /// Where an atom and its quantifier end.
    std::size_t read_item(std::size_t i, bool check) {
        auto end = read_atom(i, check);
        return end == no_end ? end : read_quantity(end).end;
    }

    quantity read_quantity(std::size_t i) const {
        quantity found{i};
        char c = at(i);
        if (c == '*' || c == '+' || c == '?') {
            found = {i + 1, c == '+' ? 1u : 0u, c == '?' ? 1 : no_end};
        } else if (c == '{') {
            auto j = i + 1;
            auto read = [&] {
                std::size_t number = 0;
                for (; at(j) >= '0' && at(j) <= '9' && number < 1000; ++j)
                    number = number * 10 + static_cast<std::size_t>(at(j) - '0');
                return number;
            };
            found.least = found.most = read();
            if (j == i + 1) return {no_end};
            if (at(j) == ',') found.most = at(++j) == '}' ? no_end : read();
            if (at(j) != '}' || found.most < found.least) return {no_end};
            found.end = j + 1;
        } else {
            return found;
        }
        found.lazy = at(found.end) == '?';
        found.end += found.lazy;
        return quantifies(at(found.end)) ? quantity{no_end} : found;
    }
    static bool quantifies(char c) { return c == '*' || c == '+' || c == '?' || c == '{'; }

    std::size_t read_atom(std::size_t i, bool check) {
        char c = at(i);
        if (c == '(') {
            if (check && ++depth_ > 16) return no_end;
            auto begin = group_begin(i);
            if (begin == no_end) return begin;
            bool captures = at(i + 1) != '?' || at(i + 2) == '<';
            if (check && captures) groups_.push_back(i);
            auto end = read_alternatives(begin, check);
            return end != no_end && at(end) == ')' ? end + 1 : no_end;
        }
        if (c == '[') return read_class(i);
        if (quantifies(c) || c == ')' || c == '\0') return no_end;
        if (c != '\\') return i + character_size(text_.substr(i));
        char escaped = at(i + 1);
        bool followed = std::string_view("dDwWsSAzbntr").find(escaped) != no_end;
        return escaped == '\0' || (is_letter(escaped) && !followed) ? no_end : i + 2;
    }

    static bool is_letter(char c) {
        return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
               static_cast<unsigned char>(c) >= 0x80;
    }

    std::size_t group_begin(std::size_t i) const {
        if (at(i + 1) != '?') return i + 1;
        if (at(i + 2) == ':') return i + 3;
        auto end = text_.find('>', i);
        bool named = at(i + 2) == '<' && is_letter(at(i + 3)) && end != no_end;
        return named ? end + 1 : no_end;
    }

    std::size_t read_class(std::size_t i) const {
        auto j = i + 1;
        if (at(j) == '^') ++j;
        if (at(j) == ']') return no_end;
        auto first = j;
        for (; j < text_.size() && text_[j] != ']'; ++j) {
            if (text_[j] == '-' && j != first && at(j + 1) == '\\') return no_end; // a range, perhaps
            if (text_[j] == '[' || static_cast<unsigned char>(text_[j]) >= 0x80) return no_end;
            if (text_[j] != '\\') continue;
            char escaped = at(++j);
            bool followed = std::string_view("dDwWsSntr").find(escaped) != no_end;
            if (escaped == '\0' || (is_letter(escaped) && !followed)) return no_end;
            if (at(j + 1) == '-' && at(j + 2) != ']') return no_end; // likewise
        }
        return j < text_.size() ? j + 1 : no_end;
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
            return leave_group(*behind, from, end);
        }
        if (text_[i] == '(') return match_group(i, from, 0, behind, end);
        return match_repeated(i, from, behind, end);
    }

    /// What a group matched is kept as long as what follows it matches.
    bool leave_group(const rest &left, std::size_t from, std::size_t &end) {
        auto group =
            static_cast<std::size_t>(std::find(groups_.begin(), groups_.end(), left.group) - groups_.begin());
        span unused;
        auto &kept = group < spans_.size() ? spans_[group] : unused;
        auto before = std::exchange(kept, {left.began, from});
        if (from == left.began && left.count > 1) return understood_ = false; // repeats nothing
        if (match_group(left.group, from, left.count, left.outer, end)) return true;
        kept = before;
        return false;
    }

    bool match_group(std::size_t i, std::size_t from, std::size_t count, const rest *behind,
                     std::size_t &end) {
        auto often = read_quantity(read_atom(i, false));
        rest inner{i, from, count + 1, behind};
        auto again = [&] {
            return count < often.most && match_alternatives(group_begin(i), from, &inner, end);
        };
        auto onward = [&] { return count >= often.least && match_sequence(often.end, from, behind, end); };
        return often.lazy ? onward() || again() : again() || onward();
    }

    /// As many of a single character as there are, then fewer; or as few, then more.
    bool match_repeated(std::size_t i, std::size_t from, const rest *behind, std::size_t &end) {
        auto often = read_quantity(read_atom(i, false));
        if (often.least == 1 && often.most == 1)
            return match_one(i, from) && match_sequence(often.end, from, behind, end);
        std::vector<std::size_t> stops{from};
        auto more = [&] {
            auto stop = stops.back();
            bool moved = stops.size() <= often.most && match_one(i, stop);
            if (!moved || ++steps_ > 20'000) return false;
            stops.push_back(stop);
            return stop > stops[stops.size() - 2] || often.most == 1;
        };
        auto onward = [&](std::size_t count) {
            return count >= often.least && match_sequence(often.end, stops[count], behind, end);
        };
        if (often.lazy) {
            for (std::size_t count = 0;; ++count) {
                if (onward(count)) return true;
                if (!understood_ || !more()) return false;
            }
        }
        while (more())
            ;
        for (auto count = stops.size(); count-- > 0 && understood_;)
            if (onward(count)) return true;
        return false;
    }

    /// One character, or an anchor; moves on behind it.
    bool match_one(std::size_t i, std::size_t &from) const {
        char c = text_[i], escaped = c == '\\' ? at(i + 1) : '\0';
        bool last = from + 1 == subject_.size() && subject_[from] == '\n';
        if (c == '^' || escaped == 'A') return from == 0;
        if (c == '$') return from == subject_.size() || last;
        if (escaped == 'z') return from == subject_.size();
        if (escaped == 'b') return is_word_before(from) != is_word_before(from + 1);
        if (from >= subject_.size()) return false;
        auto one = subject_.substr(from, character_size(subject_.substr(from)));
        bool holds = c == '.'    ? one != "\n"
                     : c == '['  ? in_class(i, one)
                     : c == '\\' ? in_escape(escaped, one)
                                 : same(one, text_.substr(i, character_size(text_.substr(i))));
        if (holds) from += one.size();
        return holds;
    }

    /// Whether the character that ends there is one of a word.
    bool is_word_before(std::size_t end) const {
        if (end == 0 || end > subject_.size()) return false;
        return in_escape('w', static_cast<unsigned char>(subject_[end - 1]) < 0x80
                                  ? subject_.substr(end - 1, 1)
                                  : std::string_view("\xc2\x80"));
    }

    static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
    bool same(std::string_view a, std::string_view b) const {
        if (!ignore_case_ || a == b) return a == b;
        if (a.size() > 1 && b.size() > 1) return understood_ = false; // Unicode's cases
        return a.size() == b.size() && lower(a[0]) == lower(b[0]);
    }

    bool in_escape(char escaped, std::string_view one) const {
        char c = one.size() == 1 ? one[0] : '\x80';
        if (one.size() > 1 && std::string_view("dDwWsS").find(escaped) != std::string_view::npos) {
            bool letter = has_case(one);
            if (!letter) understood_ = false; // Unicode's classes
            return letter && (escaped == 'w' || escaped == 'D' || escaped == 'S');
        }
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
        case 'n':
        case 't':
        case 'r':
            return c == (escaped == 'n' ? '\n' : escaped == 't' ? '\t' : '\r');
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
                found = found || in_escape(text_[j], one);
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
    std::vector<std::size_t> groups_; ///< where those begin that keep what they match
    std::vector<span> spans_;
    bool ignore_case_;
    mutable bool understood_ = false;
    int steps_ = 0, nesting_ = 0, depth_ = 0;
};

} // namespace azu_session::inline v0_1::crystal
