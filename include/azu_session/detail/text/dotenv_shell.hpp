#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// What a shell takes for one command of a script, and what that does to variables.
struct shell_command {
    std::size_t end = 0;     ///< just behind it, with all line ends that are quoted, continued or within it
    bool is_refused = false; ///< it never ends: the shell says so and reads nothing more
    bool is_last = false;    ///< the shell may leave off behind it without a word
    bool sets_named = false; ///< it sets variables by their names: `read A`, `unset A`
    bool sets_any = false;   ///< it may set any variable: `. file`
};

/// Finds where a command ends for a shell (POSIX 2.3). Runs nothing.
class shell_command_reader {
public:
    shell_command_reader(std::string_view text, std::size_t begin) : text_(text), at_(begin) {}

    shell_command read() {
        while (at_ < text_.size()) {
            char c = text_[at_];
            if (c == '\n') {
                ++at_;
                if (!joined_ && open_ == 0) break;
                begin_command();
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
        if (open_ > 0 || found_.is_refused) return {.is_refused = true, .is_last = found_.is_last};
        found_.end = at_;
        return found_;
    }

private:
    static bool among(std::string_view word, std::initializer_list<std::string_view> words) {
        return std::find(words.begin(), words.end(), word) != words.end();
    }

    bool take(char c) {
        bool here = at_ < text_.size() && text_[at_] == c;
        at_ += here;
        return here;
    }

    void begin_command() {
        command_ = {};
        assigned_ = false;
    }

    void read_operator() {
        char c = text_[at_++];
        joined_ = c == '|' || (c == '&' && take(c));
        if (c == '|' && !take('|')) take('&');
        begin_command();
    }

    void read_redirection() {
        char c = text_[at_++];
        if (take('(')) return skip_to(')', in_brackets);
        if (c == '<' && take('<') && !take('<'))
            found_.is_last = true; // a here-document ends who knows where
    }

    void read_word() {
        auto begin = at_;
        constexpr std::string_view ends = " \t\n;&|<>";
        while (at_ < text_.size() && ends.find(text_[at_]) == ends.npos) {
            bool opens = text_[at_] == '(' && may_open(begin);
            skip_piece(false);
            if (opens) skip_to(')', in_brackets);
        }
        joined_ = false;
        auto word = text_.substr(begin, at_ - begin);
        command_.empty() ? read_command(word) : read_argument(word);
    }

    /// Whether a bracket here opens a subshell or an array; elsewhere it is a mistake, which a shell refuses.
    bool may_open(std::size_t begin) const {
        if (at_ == begin) return command_.empty() && !assigned_;
        return text_[at_ - 1] == '=' && text_.find('=', begin) == at_ - 1;
    }

    /// A word that is a command, or stands where one may follow.
    void read_command(std::string_view word) {
        auto name = word.substr(0, word.find('='));
        bool assigns = name.size() < word.size() && name.find_first_of("'\"`$\\(") == name.npos;
        if (assigns || word.ends_with("()")) {
            assigned_ = assigned_ || assigns;
            return;
        }
        if (!assigned_ && read_reserved(word)) return;
        if (among(word, {"command", "builtin"})) return;
        command_ = word;
        found_.sets_any |= among(word, {".", "source", "eval"});
        found_.sets_named |=
            among(word, {"unset", "read", "mapfile", "readarray", "getopts", "let", "for", "select"});
        found_.is_last |= among(word, {"return", "exit", "exec"});
    }

    /// Whether it is a reserved word that a command follows. What such words enclose is one command.
    bool read_reserved(std::string_view word) {
        if (among(word, {"if", "while", "until", "for", "select", "case", "{"})) ++open_;
        if (among(word, {"fi", "done", "esac", "}"}) && open_ > 0) --open_;
        return among(word, {"if", "then", "elif", "else", "while", "until", "do", "!", "{", "time"});
    }

    void read_argument(std::string_view word) {
        if (word == "()") return begin_command(); // of a function
        if (command_ == "printf") found_.sets_named |= word == "-v";
        if (command_ == "function" && word == "{") ++open_;
        bool expands = word.starts_with('$') || word.starts_with('`') || word.starts_with("\"$") ||
                       word.starts_with("\"`");
        found_.sets_any |= expands && among(command_, {"export", "declare", "typeset", "readonly", "unset",
                                                       "read", "mapfile", "readarray"});
    }

    // What opens something within what is open.
    static constexpr std::string_view in_quotes = "\\`$", in_braces = "\\`$'\"", in_brackets = "\\`$'\"(";

    /// Skips one character, or what it opens.
    void skip_piece(bool quoted) {
        char c = text_[at_++];
        if (c == '\\') at_ = std::min(at_ + 1, text_.size());
        if (c == '\'') skip_to(c, "");
        if (c == '"') skip_to(c, in_quotes);
        if (c == '`') skip_to(c, "\\");
        if (c != '$') return;
        if (take('('))
            skip_to(')', in_brackets);
        else if (take('{'))
            skip_to('}', in_braces); // for bash a quote counts there within double ones too
        else if (!quoted && take('\''))
            skip_to('\'', "\\");
    }

    /// Skips what is open, with all that is open within it, up to and with its end.
    void skip_to(char close, std::string_view opening) {
        if (++depth_ > 64) {
            at_ = text_.size();
            found_.is_last = true;
        }
        bool quoted = opening.find('\'') == opening.npos;
        while (at_ < text_.size() && text_[at_] != close) {
            char c = text_[at_];
            if (opening.find(c) == opening.npos)
                ++at_;
            else if (c == '(' && take(c))
                skip_to(')', opening);
            else
                skip_piece(quoted);
        }
        found_.is_refused |= at_ >= text_.size();
        at_ = std::min(at_ + 1, text_.size());
        --depth_;
    }

    std::string_view text_;
    std::size_t at_;
    int depth_ = 0;
    int open_ = 0;             ///< `if` without its `fi` and the like
    std::string_view command_; ///< the word that is run, once it has been read
    bool assigned_ = false;    ///< an assignment stands before it
    bool joined_ = false;      ///< the command goes on behind a line end
    shell_command found_;
};

} // namespace azu_session::inline v0_1::detail
