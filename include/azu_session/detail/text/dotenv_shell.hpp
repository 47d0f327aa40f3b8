#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace azu_session::detail {

/// What a shell takes for one line of a script.
struct shell_line {
    std::size_t end = 0;  ///< just behind it, a quoted or continued line end included
    bool is_last = false; ///< the shell reads nothing behind it, or not for certain
};

/// Finds where a line ends for a shell (POSIX 2.3). Runs nothing.
class shell_line_reader {
public:
    shell_line_reader(std::string_view text, std::size_t begin) : text_(text), at_(begin) {}

    shell_line read() {
        while (at_ < text_.size() && !is_last_) {
            char c = text_[at_];
            if (c == '\n') {
                ++at_;
                is_last_ = redirects_;
                if (!joined_) break;
            } else if (c == ' ' || c == '\t') {
                ++at_;
            } else if (c == '#') {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (c == '<' || c == '>') {
                read_redirection();
            } else if (c == ';' || c == '&' || c == '|') {
                read_operator();
            } else {
                read_word();
            }
        }
        return {at_, is_last_};
    }

private:
    bool take(char c) {
        bool here = at_ < text_.size() && text_[at_] == c;
        at_ += here;
        return here;
    }

    /// What stands nowhere between words is a mistake, behind which a shell reads nothing.
    void read_operator() {
        is_last_ = !command_ || redirects_;
        char c = text_[at_++];
        bool twice = c != ';' && take(c);
        if (c == '&' && !twice && at_ < text_.size() && text_[at_] == '>') return; // `&>file`
        if (c == '|' && !twice) take('&');
        command_ = false;
        joined_ = c == '|' || twice;
    }

    void read_redirection() {
        char c = text_[at_++];
        if (take('(')) return skip_to(')');
        is_last_ = redirects_ || (c == '<' && take('<')); // a here-document ends who knows where
        if (!take('>') && !take('&')) take('|');
        redirects_ = true;
    }

    void read_word() {
        auto begin = at_;
        for (constexpr std::string_view ends = " \t\n;&|<>"; at_ < text_.size();) {
            char c = text_[at_];
            bool array = c == '(' && !command_ && at_ > begin + 1 && text_[at_ - 1] == '=';
            if (ends.find(c) != ends.npos) break;
            if (c == ')' || (c == '(' && !array && (command_ || at_ > begin))) is_last_ = true;
            skip_piece();
        }
        auto word = text_.substr(begin, at_ - begin);
        is_last_ = is_last_ || (!command_ && !redirects_ && is_decisive(word));
        command_ = true;
        redirects_ = joined_ = false;
    }

    /// Words that make it a matter of running the script what a shell reads behind them.
    static bool is_decisive(std::string_view word) {
        constexpr std::array<std::string_view, 20> words = {
            "if",   "then", "elif", "else", "fi",       "for",    "while", "until",  "do",   "done",
            "case", "esac", "{",    "}",    "function", "select", "exit",  "return", "exec", "coproc"};
        return std::find(words.begin(), words.end(), word) != words.end();
    }

    /// Skips one character, or what it opens.
    void skip_piece() {
        char c = text_[at_++];
        if (c == '\\') {
            at_ = std::min(at_ + 1, text_.size());
        } else if (c == '\'') {
            auto close = text_.find('\'', at_);
            is_last_ = is_last_ || close == text_.npos;
            at_ = close == text_.npos ? text_.size() : close + 1;
        } else if (c == '"' || c == '`') {
            skip_to(c);
        } else if (c == '(' || (c == '$' && take('('))) {
            skip_to(')');
        } else if (c == '$' && take('{')) {
            skip_to('}');
        }
    }

    /// Skips what is open, with all that is open within it, up to and with its end.
    void skip_to(char close) {
        if (++depth_ > 64) at_ = text_.size();
        std::string_view opening = close == '"' ? "\\`$" : "\\";
        bool quotes = close == '"' || close == '`';
        while (at_ < text_.size() && text_[at_] != close) {
            if (quotes && opening.find(text_[at_]) == opening.npos)
                ++at_;
            else
                skip_piece();
        }
        is_last_ = is_last_ || at_ >= text_.size();
        at_ = std::min(at_ + 1, text_.size());
        --depth_;
    }

    std::string_view text_;
    std::size_t at_;
    int depth_ = 0;
    bool command_ = false;   ///< a command has begun
    bool redirects_ = false; ///< the next word names a file
    bool joined_ = false;    ///< the command goes on behind a line end
    bool is_last_ = false;
};

} // namespace azu_session::detail
