#pragma once

#include <cctype>
#include <optional>
#include <string>
#include <string_view>

namespace azu_session::detail {

/// Reads one JSON document (RFC 8259) strictly, without building it. Every `take` function moves past what it
/// read and gives nothing where the text is malformed or nested deeper than any session's data.
class json_reader {
public:
    explicit json_reader(std::string_view text) : rest_(text) { skip_blank(); }

    /// The value of the document's top-level `key`: a string decoded, a number, true, false or null as
    /// written. Nothing where there is none, where it is an object or array, or where the document is
    /// malformed or no object. The last of several equal keys counts, as it does for the application.
    std::optional<std::string> member(std::string_view key) {
        std::optional<std::string> found;
        auto each = [&](const std::string &name) {
            if (name != key) return skip_value(1);
            found.reset();
            if (rest_.starts_with('{') || rest_.starts_with('[')) return skip_value(1);
            found = take_scalar();
            return found.has_value();
        };
        if (!skip_members(each) || !rest_.empty()) return std::nullopt;
        return found;
    }

private:
    static constexpr int deepest = 64;

    void skip_blank() {
        auto start = rest_.find_first_not_of(" \t\r\n");
        rest_.remove_prefix(start == std::string_view::npos ? rest_.size() : start);
    }

    bool skip(char expected) {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(1);
        skip_blank();
        return true;
    }

    /// Reads an object; `each` is called with every name, before its value, which it moves past.
    template <class Each>
    bool skip_members(Each each) {
        if (!skip('{')) return false;
        if (skip('}')) return true;
        do {
            auto name = take_string();
            if (!name || !skip(':') || !each(*name)) return false;
        } while (skip(','));
        return skip('}');
    }

    bool skip_elements(int depth) {
        if (!skip('[')) return false;
        if (skip(']')) return true;
        do
            if (!skip_value(depth)) return false;
        while (skip(','));
        return skip(']');
    }

    bool skip_value(int depth) {
        if (depth > deepest) return false;
        if (rest_.starts_with('{'))
            return skip_members([&](const std::string &) { return skip_value(depth + 1); });
        if (rest_.starts_with('[')) return skip_elements(depth + 1);
        return take_scalar().has_value();
    }

    std::optional<std::string> take_scalar() {
        if (rest_.starts_with('"')) return take_string();
        auto word = rest_.substr(0, rest_.find_first_of(",]} \t\r\n"));
        if (word != "true" && word != "false" && word != "null" && !is_number(word)) return std::nullopt;
        rest_.remove_prefix(word.size());
        skip_blank();
        return std::string(word);
    }

    static std::size_t digits(std::string_view text) {
        auto end = text.find_first_not_of("0123456789");
        return end == std::string_view::npos ? text.size() : end;
    }

    static bool is_number(std::string_view text) {
        if (text.starts_with('-')) text.remove_prefix(1);
        auto whole = digits(text);
        if (whole == 0 || (whole > 1 && text[0] == '0')) return false;
        text.remove_prefix(whole);
        if (text.starts_with('.')) {
            auto fraction = digits(text.substr(1));
            if (fraction == 0) return false;
            text.remove_prefix(1 + fraction);
        }
        if (text.empty()) return true;
        if (text[0] != 'e' && text[0] != 'E') return false;
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
        return !text.empty() && digits(text) == text.size();
    }

    std::optional<std::string> take_string() {
        if (!rest_.starts_with('"')) return std::nullopt;
        rest_.remove_prefix(1);
        std::string text;
        while (!rest_.empty()) {
            char byte = rest_[0];
            rest_.remove_prefix(1);
            if (byte == '"') {
                skip_blank();
                return text;
            }
            if (static_cast<unsigned char>(byte) < 0x20) return std::nullopt;
            if (byte != '\\')
                text += byte;
            else if (!take_escape(text))
                return std::nullopt;
        }
        return std::nullopt;
    }

    bool take_escape(std::string &text) {
        constexpr std::string_view names = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
        if (rest_.empty()) return false;
        char name = rest_[0];
        rest_.remove_prefix(1);
        if (name == 'u') return take_code_point(text);
        auto at = names.find(name);
        if (at == std::string_view::npos) return false;
        text += meanings[at];
        return true;
    }

    /// The four hexadecimal digits of \u; -1 where they are not.
    int take_unit() {
        int unit = 0;
        if (rest_.size() < 4) return -1;
        for (char digit : rest_.substr(0, 4)) {
            if (!std::isxdigit(static_cast<unsigned char>(digit))) return -1;
            unit = unit * 16 + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        rest_.remove_prefix(4);
        return unit;
    }

    bool take_code_point(std::string &text) {
        int unit = take_unit();
        if (unit < 0 || (unit >= 0xdc00 && unit <= 0xdfff)) return false;
        if (unit < 0xd800 || unit > 0xdbff) {
            append_utf8(text, unit);
            return true;
        }
        if (!rest_.starts_with("\\u")) return false;
        rest_.remove_prefix(2);
        int low = take_unit();
        if (low < 0xdc00 || low > 0xdfff) return false;
        append_utf8(text, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
        return true;
    }

    static void append_utf8(std::string &text, int point) {
        auto put = [&](int byte) { text += static_cast<char>(byte); };
        auto tail = [&](int shift) { put(0x80 | ((point >> shift) & 0x3f)); };
        if (point < 0x80) return put(point);
        if (point < 0x800) return put(0xc0 | point >> 6), tail(0);
        if (point < 0x10000) return put(0xe0 | point >> 12), tail(6), tail(0);
        put(0xf0 | point >> 18), tail(12), tail(6), tail(0);
    }

    std::string_view rest_;
};

/// Whether the JSON object `text` has `value` under its top-level `key`: numbers, booleans and null compared
/// as written, strings by their text. Malformed or encrypted data never has.
inline bool json_has(std::string_view text, std::string_view key, std::string_view value) {
    auto found = json_reader(text).member(key);
    return found && *found == value;
}

} // namespace azu_session::detail
