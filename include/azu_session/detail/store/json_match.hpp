#pragma once

#include <azu_session/detail/text/utf8.hpp>
#include <azu_session/store.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1 {

namespace detail {

/// Reads through a JSON document (RFC 8259) from front to back, keeping nothing. Every function takes its
/// part off the front and answers false, or nothing, where the text is not that part.
class json_reader {
public:
    explicit json_reader(std::string_view text) : rest_(text) {}

    /// Takes the next character if it is this one, after white space.
    bool take(char expected) {
        skip_blank();
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    bool at_end() {
        skip_blank();
        return rest_.empty();
    }

    /// A string, decoded.
    std::optional<std::string> string() {
        if (!take('"')) return std::nullopt;
        std::string text;
        while (!rest_.empty()) {
            char byte = pop();
            if (byte == '"') return text;
            if (static_cast<unsigned char>(byte) < 0x20) return std::nullopt;
            if (byte != '\\')
                text += byte;
            else if (!escape(text))
                return std::nullopt;
        }
        return std::nullopt;
    }

    /// A value that is neither object nor array: a string's text, anything else as it is written.
    std::optional<std::string> scalar() {
        skip_blank();
        if (rest_.starts_with('"')) return string();
        auto word = rest_.substr(0, rest_.find_first_of(" \t\r\n,:]}"));
        if (word != "true" && word != "false" && word != "null" && !is_number(word)) return std::nullopt;
        rest_.remove_prefix(word.size());
        return std::string(word);
    }

    /// Any value. `depth` bounds the recursion: deeper documents count as malformed.
    bool skip_value(int depth) {
        if (depth == 0) return false;
        skip_blank();
        if (rest_.starts_with('[')) return array(depth);
        if (rest_.starts_with('{')) return object([&](const std::string &) { return skip_value(depth - 1); });
        return scalar().has_value();
    }

    /// Whether an object or array is next.
    bool at_container() {
        skip_blank();
        return rest_.starts_with('{') || rest_.starts_with('[');
    }

    /// An object; `member` is called at each value with its key, and takes the value.
    template <class Member>
    bool object(Member member) {
        if (!take('{')) return false;
        if (take('}')) return true;
        do {
            auto key = string();
            if (!key || !take(':') || !member(*key)) return false;
        } while (take(','));
        return take('}');
    }

private:
    bool array(int depth) {
        take('[');
        if (take(']')) return true;
        do {
            if (!skip_value(depth - 1)) return false;
        } while (take(','));
        return take(']');
    }

    char pop() {
        char byte = rest_.front();
        rest_.remove_prefix(1);
        return byte;
    }

    void skip_blank() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }

    std::optional<unsigned long> hexadecimal() {
        unsigned long value = 0;
        auto digits = rest_.substr(0, 4);
        auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (digits.size() != 4 || failure != std::errc() || end != digits.data() + 4) return std::nullopt;
        rest_.remove_prefix(4);
        return value;
    }

    /// What follows \u: one code point, which may take a pair of surrogates.
    bool unicode(std::string &text) {
        auto point = hexadecimal();
        if (!point || (*point >= 0xdc00 && *point <= 0xdfff)) return false;
        if (*point >= 0xd800 && *point <= 0xdbff) {
            if (!rest_.starts_with("\\u")) return false;
            rest_.remove_prefix(2);
            auto low = hexadecimal();
            if (!low || *low < 0xdc00 || *low > 0xdfff) return false;
            point = 0x10000 + ((*point - 0xd800) << 10) + (*low - 0xdc00);
        }
        append_utf8(text, *point);
        return true;
    }

    /// What follows a backslash.
    bool escape(std::string &text) {
        constexpr std::string_view names = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
        if (rest_.empty()) return false;
        char name = pop();
        if (name == 'u') return unicode(text);
        auto index = names.find(name);
        if (index == std::string_view::npos) return false;
        text += meanings[index];
        return true;
    }

    static std::size_t count_digits(std::string_view text) {
        return std::min(text.find_first_not_of("0123456789"), text.size());
    }

    static bool is_number(std::string_view word) {
        if (word.starts_with('-')) word.remove_prefix(1);
        auto whole = count_digits(word);
        if (whole == 0 || (whole > 1 && word.front() == '0')) return false;
        word.remove_prefix(whole);
        if (word.starts_with('.')) {
            auto fraction = count_digits(word.substr(1));
            if (fraction == 0) return false;
            word.remove_prefix(1 + fraction);
        }
        if (word.empty()) return true;
        if (word.front() != 'e' && word.front() != 'E') return false;
        word.remove_prefix(1);
        if (word.starts_with('+') || word.starts_with('-')) word.remove_prefix(1);
        return !word.empty() && count_digits(word) == word.size();
    }

    std::string_view rest_;
};

/// As deep as Crystal's JSON reader goes (JSON::PullParser::DEFAULT_MAX_NESTING).
inline constexpr int json_nesting = 512;

} // namespace detail

namespace detail {

/// Which of some conditions a JSON object has been seen to meet.
class met_conditions {
public:
    explicit met_conditions(const std::vector<data_condition> &wanted)
        : wanted_(wanted), met_(wanted.size(), false) {}

    bool know(std::string_view key) const {
        for (const auto &condition : wanted_)
            if (condition.key == key) return true;
        return false;
    }

    /// A key's value; nothing for an object or array. The last of several equal keys counts.
    void take(std::string_view key, const std::optional<std::string> &value) {
        for (std::size_t i = 0; i < wanted_.size(); ++i)
            if (wanted_[i].key == key) met_[i] = value == wanted_[i].value;
    }

    /// Whether each key has one of its values.
    bool all() const {
        for (const auto &condition : wanted_)
            if (!any_of(condition.key)) return false;
        return true;
    }

    bool any() const { return std::find(met_.begin(), met_.end(), true) != met_.end(); }

private:
    bool any_of(std::string_view key) const {
        for (std::size_t i = 0; i < wanted_.size(); ++i)
            if (met_[i] && wanted_[i].key == key) return true;
        return false;
    }

    const std::vector<data_condition> &wanted_;
    std::vector<bool> met_;
};

} // namespace detail

/// What a session's data says about conditions.
enum class data_verdict { matches, differs, unreadable };

/// Whether a session's JSON data is an object that has, for each key of the conditions, one of the values
/// that it stands with there, at the top level. Strings are compared decoded; numbers, booleans and null as
/// they are written; an object or array never matches. The last of several equal keys counts, as it does for
/// the application. Unreadable is what is no JSON object, and what the generated initializer makes of it with
/// `encrypt_data`: {"encrypted":"…"}.
inline data_verdict judge(std::string_view json, const std::vector<data_condition> &conditions) {
    constexpr int nesting = detail::json_nesting - 1;
    detail::json_reader reader(json);
    detail::met_conditions met(conditions);
    bool encrypted = false;
    int members = 0;
    bool well_formed = reader.object([&](const std::string &key) {
        ++members;
        encrypted = key == "encrypted" && !reader.at_container();
        if (!met.know(key)) return reader.skip_value(nesting);
        if (reader.at_container()) {
            met.take(key, std::nullopt);
            return reader.skip_value(nesting);
        }
        auto value = reader.scalar();
        met.take(key, value);
        return value.has_value();
    });
    bool sealed = encrypted && members == 1 && !met.any();
    if (!well_formed || !reader.at_end() || sealed) return data_verdict::unreadable;
    return met.all() ? data_verdict::matches : data_verdict::differs;
}

} // namespace azu_session::inline v0_1
