#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session {

/// One assignment of a `.env` file.
struct dotenv_entry {
    std::string name;
    std::string value;
    std::size_t line = 0; ///< where it begins, from 1
};

namespace detail {

/// Reads `.env` text from front to back.
class dotenv_reader {
public:
    explicit dotenv_reader(std::string_view text) : text_(text) {
        if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    }

    std::vector<dotenv_entry> read() {
        std::vector<dotenv_entry> entries;
        while (at_ < text_.size()) {
            if (auto entry = read_entry()) entries.push_back(std::move(*entry));
            skip_line();
        }
        return entries;
    }

private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\n'; }

    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'))
            ++at_;
    }

    void skip_line() {
        at_ = text_.find('\n', at_);
        at_ = at_ == std::string_view::npos ? text_.size() : at_ + 1;
        ++line_;
    }

    static bool in_name(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '.';
    }

    std::string read_name() {
        auto begin = at_;
        while (at_ < text_.size() && in_name(text_[at_]))
            ++at_;
        return std::string(text_.substr(begin, at_ - begin));
    }

    /// Nothing for a blank line, a comment, and anything that assigns nothing.
    std::optional<dotenv_entry> read_entry() {
        skip_blanks();
        auto name = read_name();
        skip_blanks();
        if (name == "export" && in_name(peek())) {
            name = read_name();
            skip_blanks();
        }
        if (name.empty() || (name.front() >= '0' && name.front() <= '9') || peek() != '=')
            return std::nullopt;
        ++at_;
        skip_blanks();
        auto line = line_;
        return dotenv_entry{std::move(name), read_value(), line};
    }

    std::string read_value() {
        if (peek() == '"' || peek() == '\'') {
            if (auto close = closing_quote(); close != std::string_view::npos) return read_quoted(close);
        }
        return read_bare();
    }

    std::size_t closing_quote() const {
        auto quote = text_[at_];
        for (auto i = at_ + 1; i < text_.size(); ++i) {
            if (text_[i] == quote) return i;
            if (text_[i] == '\\' && quote == '"') ++i;
        }
        return std::string_view::npos;
    }

    std::string read_quoted(std::size_t close) {
        bool escapes = text_[at_] == '"';
        std::string value;
        for (++at_; at_ < close; ++at_) {
            if (text_[at_] == '\n') ++line_;
            if (text_[at_] == '\r' && text_[at_ + 1] == '\n') continue;
            value += escapes && text_[at_] == '\\' ? unescape(text_[++at_]) : text_[at_];
        }
        ++at_;
        return value;
    }

    char unescape(char c) {
        if (c == '\n') ++line_;
        return c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
    }

    /// Up to the end of the line or a `#` after a blank.
    std::string read_bare() {
        auto begin = at_;
        auto end = at_;
        for (; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
            bool blank = text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r';
            if (text_[at_] == '#' && (at_ == begin || end < at_)) break;
            if (!blank) end = at_ + 1;
        }
        return std::string(text_.substr(begin, end - begin));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

} // namespace detail

/// Reads the text of a `.env` file: `NAME=value` with an optional `export`; values bare, in single quotes
/// (literal) or in double quotes (`\n`, `\r`, `\t` and any other escaped character), quoted ones over several
/// lines; comments. Nothing is expanded and no command is run. What assigns nothing is passed over.
/// Of several entries with one name the last counts.
inline std::vector<dotenv_entry> parse_dotenv(std::string_view text) {
    return detail::dotenv_reader(text).read();
}

} // namespace azu_session
