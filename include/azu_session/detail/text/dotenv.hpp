#pragma once

#include <azu_session/detail/text/dotenv_shell.hpp>
#include <azu_session/detail/text/unreadable.hpp>
#include <azu_session/detail/text/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1 {

/// One assignment of a `.env` file.
struct dotenv_entry {
    std::string name;
    std::string value;          ///< as it stands between its quotes
    std::size_t line = 0;       ///< where it begins, from 1
    std::string doubt = {};     ///< why programs that read `.env` differ on the value; empty where they agree
    std::size_t doubt_line = 0; ///< the line that is to change for it, where that is another one
    std::size_t value_at = 0;   ///< the byte where its value is written; 0 where it has no place of its own
    std::size_t value_size = 0; ///< how many bytes it is written with, quotes included
};

namespace detail {

/// Whether it begins or ends in white space that is neither a blank nor a line end, which some programs take
/// away.
inline bool has_unusual_blank_at_an_end(std::string_view value) {
    for (std::string_view space :
         {"\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007",
          "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000", "\ufeff"})
        if (value.starts_with(space) || value.ends_with(space)) return true;
    return false;
}

/// Reads `.env` text from front to back, and tells what a shell, cr-dotenv (Crystal) and dotenv (Node.js)
/// read differently. One that refuses such a line, as cr-dotenv often does, has no reading of its own.
class dotenv_reader {
public:
    explicit dotenv_reader(std::string_view text) : text_(text) {
        if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    }

    std::vector<dotenv_entry> read() {
        while (at_ < text_.size())
            read_line();
        if (any_line_ > 0)
            doubt_all("a command in line " + std::to_string(any_line_) + " may set it", any_line_);
        auto reason = has_conflict(text_) ? "has unresolved conflict markers" : unreadable(text_);
        if (reason.empty()) return std::move(entries_);
        entries_.insert(entries_.begin(), {"*", {}, 1, {}});
        doubt_all("the file " + std::string(reason), 0);
        return std::move(entries_);
    }

private:
    static constexpr std::string_view blanks = " \t";

    /// One line, or as many as a quoted value has.
    void read_line() {
        auto begin = name_at_ = at_, line = line_;
        doubt_.clear();
        doubt_line_ = 0;
        doubt_if(begin == 3 && line == 1, "the file begins with a byte order mark, which is to go");
        auto entry = read_entry();
        auto text = text_.substr(begin, (entry ? at_ : text_.find('\n', at_)) - begin);
        skip_line();
        follow_others(begin, line);
        bool plain = entry && doubt_.empty();
        if (entry) {
            entry->doubt = doubt_;
            entry->doubt_line = doubt_line_;
            entries_.push_back(std::move(*entry));
        }
        if (!plain) add_hidden(text, entry ? name_at_ - begin : at_, line);
    }

    char peek() const { return at_ < text_.size() ? text_[at_] : '\n'; }

    bool skip_blanks() {
        auto begin = at_;
        at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size());
        return at_ > begin;
    }

    void skip_line() {
        at_ = text_.find('\n', at_);
        at_ = at_ == std::string_view::npos ? text_.size() : at_ + 1;
        ++line_;
    }

    /// The first reason is the one to mend first.
    void doubt_if(bool holds, std::string_view reason) {
        if (holds && doubt_.empty()) doubt_ = reason;
    }

    void doubt_for_line(std::string_view reason, std::size_t line) {
        if (!doubt_.empty()) return;
        doubt_ = std::string(reason) + std::to_string(line);
        doubt_line_ = line;
    }

    static bool in_name(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '.';
    }

    std::string read_name() {
        auto begin = name_at_ = at_;
        while (at_ < text_.size() && in_name(text_[at_]))
            ++at_;
        return std::string(text_.substr(begin, at_ - begin));
    }

    /// Nothing for a blank line, a comment, and anything that assigns nothing.
    std::optional<dotenv_entry> read_entry() {
        skip_blanks();
        auto name = read_name();
        bool spaced = skip_blanks(), exported = name == "export" && in_name(peek());
        if (exported) {
            name = read_name();
            spaced = skip_blanks();
        }
        if (name.empty() || (name.front() >= '0' && name.front() <= '9') || peek() != '=')
            return std::nullopt;
        ++at_;
        auto behind = at_;
        bool empty = text_.find_first_of("\n#", at_) == text_.find_first_not_of(" \t\r", at_);
        spaced = (skip_blanks() && !empty) || spaced;
        doubt_if(spaced, "blanks stand beside its =");
        doubt_if(name.find('.') != name.npos, "a shell takes no such name");
        dotenv_entry entry{.name = std::move(name), .value = {}, .line = line_, .value_at = at_};
        entry.value = read_value(exported);
        entry.value_size = written_;
        if (written_ == 0) entry.value_at = behind; // what is put there needs no blank before it
        return entry;
    }

    std::string read_value(bool exported) {
        if (peek() == '"' || peek() == '\'') {
            if (auto close = closing_quote(); close != std::string_view::npos) return read_quoted(close);
        }
        return read_bare(exported);
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
        char quote = text_[at_];
        auto value = text_.substr(at_ + 1, close - at_ - 1);
        line_ += static_cast<std::size_t>(std::count(value.begin(), value.end(), '\n'));
        written_ = close + 1 - at_;
        at_ = close + 1;
        doubt_of_bytes(value);
        doubt_if(text_.substr(std::min(text_.find_first_not_of(blanks, at_), text_.size())).starts_with('\r'),
                 carriage_return);
        // For Node.js's dotenv a backslash keeps a quote from closing, where another one can.
        auto other = value.ends_with('\\') ? text_.find(quote, at_) : text_.npos;
        if (other != text_.npos && ends_at(other + 1)) {
            doubt_if(true, "a backslash stands before its closing quote");
            swallowed_ = {other, line_};
        }
        if (quote == '"') doubt_of_expansions(value, "\\\"$`nr\n");
        if (!ends_at(at_)) {
            doubt_if(true, "text stands behind its closing quote");
            at_ = std::min(text_.find('\n', at_), text_.size());
        }
        return std::string(value);
    }

    /// Whether nothing but a comment stands between there and the end of the line.
    bool ends_at(std::size_t at) const {
        auto next = std::min(text_.find_first_not_of(blanks, at), text_.size());
        auto behind = text_.substr(next, text_.find('\n', next) - next);
        return behind.empty() || behind == "\r" || (next > at && behind.front() == '#');
    }

    /// Up to the end of the line or a `#` after a blank.
    std::string read_bare(bool exported) {
        auto line = text_.substr(at_, text_.find('\n', at_) - at_);
        std::size_t end = 0;
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (line[i] == '#' && (i == 0 || end < i)) {
                doubt_if(i == 0 && text_[at_ - 1] == '=', unspaced_comment);
                line = line.substr(0, i);
            } else if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                end = i + 1;
            }
        }
        written_ = end;
        at_ += line.size();
        doubt_of_bytes(line);
        doubt_of_bare(line.substr(0, end), exported);
        return std::string(line.substr(0, end));
    }

    // What is read differently.

    static constexpr std::string_view carriage_return = "its line ends in CR LF, where LF alone is wanted";
    static constexpr std::string_view unspaced_comment = "a # stands in it without a blank before it";

    void doubt_of_bytes(std::string_view value) {
        doubt_if(value.find('\r') != value.npos, carriage_return);
        bool control = std::any_of(value.begin(), value.end(),
                                   [](char c) { return c >= 0 && c < ' ' && c != '\t' && c != '\n'; });
        doubt_if(control, "a control character stands in it");
        doubt_if(!is_utf8(value), "it is not UTF-8");
    }

    /// What a shell expands outside single quotes, and escapes, of which each has its own.
    void doubt_of_expansions(std::string_view value, std::string_view escaped) {
        doubt_if(value.find('`') != value.npos, "a shell runs what its backquotes enclose");
        for (std::size_t i = 0; i < value.size(); ++i) {
            char next = i + 1 < value.size() ? value[i + 1] : ' ';
            bool expands = (in_name(next) && next != '.') ||
                           std::string_view("{([@*#?-!$").find(next) != std::string_view::npos;
            doubt_if(value[i] == '$' && expands, "a shell expands the $ in it");
            doubt_if(value[i] == '\\' && escaped.find(next) != escaped.npos, "a backslash stands in it");
        }
    }

    void doubt_of_bare(std::string_view value, bool exported) {
        auto has = [&](std::string_view any) { return value.find_first_of(any) != value.npos; };
        doubt_of_expansions(value, {});
        doubt_if(has("'\""), "a quote stands in it");
        doubt_if(has("\\"), "a backslash stands in it");
        doubt_if(has(";&|<>()"), "one of ; & | < > ( ) stands in it outside quotes");
        doubt_if(has("#"), unspaced_comment);
        doubt_if(has(blanks), "a blank stands in it outside quotes");
        doubt_if(value.starts_with('~') || value.find(":~") != value.npos, "a shell expands the ~ in it");
        bool braces = has("{") && (has(",") || value.find("..") != value.npos);
        doubt_if(exported && braces, "a shell expands the braces in it");
        // Node.js's dotenv alone takes it away.
        doubt_if(has_unusual_blank_at_an_end(value), "an unusual blank stands at one of its ends");
    }

    /// Follows how far each program takes what begins here: what stands within that has no line of its own.
    /// A shell that has refused a command, aloud, has no reading of what follows.
    void follow_others(std::size_t begin, std::size_t line) {
        if (begin < swallowed_.end) doubt_for_line("it may be taken for a part of line ", swallowed_.line);
        if (begin < shell_.end) doubt_for_line("it may be taken for a part of line ", shell_line_);
        if (last_line_ > 0) doubt_for_line("a shell may not read on behind line ", last_line_);
        if (begin < shell_.end || shell_.is_refused) return;
        // A shell skips no byte order mark.
        shell_ = shell_command_reader(text_, line == 1 ? 0 : begin).read();
        shell_line_ = line;
        if (shell_.is_last && last_line_ == 0) last_line_ = line;
        if (shell_.sets_any && any_line_ == 0) {
            any_line_ = line;
            entries_.push_back({"*", {}, line, {}});
        }
    }

    /// What a line that is no plain assignment may assign besides: `A=1 B=2`, `: ${A:=1}`, `unset A`, `A: 1`.
    void add_hidden(std::string_view text, std::size_t known, std::size_t line) {
        auto first = std::min(text.find_first_not_of(blanks), text.size());
        if (text.substr(first).starts_with('#')) return;
        constexpr std::string_view before = " \t\n;&|({`'\"";
        for (std::size_t i = first, end = i; i < text.size(); i = end + 1) {
            for (end = i; end < text.size() && in_name(text[end]);)
                ++end;
            bool begins = i == 0 || before.find(text[i - 1]) != before.npos;
            bool number = text[i] >= '0' && text[i] <= '9';
            if (end == i || i == known || !begins || number) continue;
            if (shell_.sets_named || assigns(text.substr(end), i == first))
                entries_.push_back(
                    {std::string(text.substr(i, end - i)), {}, line, "its line is no plain assignment"});
        }
    }

    /// Whether what stands behind a name makes an assignment of it.
    static bool assigns(std::string_view behind, bool first) {
        behind = behind.substr(std::min(behind.find_first_not_of(blanks), behind.size()));
        return behind.starts_with('=') || behind.starts_with("+=") || behind.starts_with(":=") ||
               (behind.starts_with(": ") && first);
    }

    /// What may set any variable may set those, too, that the file does not name.
    void doubt_all(const std::string &reason, std::size_t line) {
        for (auto &entry : entries_) {
            if (!entry.doubt.empty()) continue; // which is to be mended first
            entry.doubt = reason;
            entry.doubt_line = line;
        }
    }

    std::string_view text_;
    struct extent {
        std::size_t end = 0, line = 0;
    };
    extent swallowed_; ///< what Node.js's dotenv takes for one value
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t name_at_ = 0;
    std::size_t written_ = 0; ///< the bytes of the value that was read last
    std::string doubt_;
    std::size_t doubt_line_ = 0; ///< where it is another line's fault
    shell_command shell_;
    std::size_t shell_line_ = 0;
    std::size_t last_line_ = 0; ///< behind which a shell may not read on
    std::size_t any_line_ = 0;  ///< which may set any variable
    std::vector<dotenv_entry> entries_;
};

} // namespace detail

/// Reads the text of a `.env` file: `NAME=value` with an optional `export`; values bare, or in single or
/// double quotes, those over several lines too; comments. Nothing is expanded and no command is run. What
/// assigns nothing is passed over. Of several entries with one name the last counts. An entry whose value is
/// another for a shell, for cr-dotenv or for Node.js's dotenv says so; its value is then one reading of
/// several. Where a line runs a command that may set any variable (`. file`, `eval …`), and where the text is
/// encrypted, UTF-16 or in conflict, all say so, and one named `*` stands for the variables that the file
/// does not name.
inline std::vector<dotenv_entry> parse_dotenv(std::string_view text) {
    return detail::dotenv_reader(text).read();
}

} // namespace azu_session::inline v0_1
