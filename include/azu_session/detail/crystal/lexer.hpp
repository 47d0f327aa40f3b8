#pragma once

#include <azu_session/detail/crystal/quote.hpp>
#include <azu_session/detail/crystal/spelling.hpp>
#include <azu_session/detail/crystal/token.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::crystal {

/// Splits Crystal source into tokens, one at a time. Takes any bytes, never fails, and needs time in
/// proportion to the source. The tokens are views of it.
class lexer {
public:
    explicit lexer(std::string_view source) : source_(source) {
        if (source_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    }

    /// The next token; at the end `end_of_file`, as often as it is asked.
    const token &next() {
        while (given_ == found_)
            step();
        return ready_[given_++ % ready_.size()];
    }

    /// Where the outermost quoted literal begins that nothing but the end of the source closed, once that is
    /// reached.
    std::optional<std::uint32_t> unended() const { return unended_; }

private:
    /// A quoted literal, or code: that of an interpolation.
    struct level {
        bool quoted = false;
        detail::quote literal = {};
        int depth = 0;          ///< brackets open within
        std::size_t resume = 0; ///< heredoc: where its line goes on
        std::size_t begin = 0;
    };

    /// Instead of calling itself for what nests (strings in interpolations in strings …) it keeps a stack.
    void step() {
        constexpr std::size_t deepest = 4'096; // what nests deeper is cut off there, and not followed anyway
        if (nesting_.size() > deepest) at_ = source_.size();
        if (at_ >= source_.size())
            nesting_.empty() ? emit(token_kind::end_of_file, at_) : close_innermost();
        else if (in_quote())
            lex_quoted();
        else
            lex_code();
    }

    bool in_quote() const { return !nesting_.empty() && nesting_.back().quoted; }
    char peek(std::size_t ahead = 0) const {
        return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
    }

    void emit(token_kind kind, std::size_t begin) {
        bool spaced = begin > 0 && (detail::is_blank(source_[begin - 1]) || source_[begin - 1] == '\n');
        auto text = source_.substr(begin, at_ - begin);
        add({kind, spaced, head_of(text), text});
    }

    void add(const token &found) { ready_[found_++ % ready_.size()] = found; }

    /// The one that was found last; at the start something that no token is.
    const token &last() const { return ready_[(found_ - 1) % ready_.size()]; }

    void take(token_kind kind, std::size_t length) {
        auto begin = at_;
        at_ = std::min(source_.size(), at_ + length);
        emit(kind, begin);
    }

    /// Steps over a line end, and over the bodies of the heredocs that began on the line.
    void pass_line_end() { at_ = std::max(at_ + 1, std::exchange(after_heredocs_, 0)); }

    // Quoted literals.

    bool begin_literal() {
        auto literal = detail::quote_at(source_, at_, regex_allowed());
        if (!literal) return false;
        if (literal->heredoc.empty())
            begin_quote(*literal);
        else
            begin_heredoc(*literal);
        return true;
    }

    void begin_quote(const detail::quote &literal) {
        auto begin = at_;
        take(token_kind::quote_begin, literal.length);
        nesting_.push_back({.quoted = true, .literal = literal, .begin = begin});
    }

    void begin_heredoc(const detail::quote &literal) {
        auto begin = at_;
        take(token_kind::quote_begin, literal.length);
        nesting_.push_back({.quoted = true, .literal = literal, .resume = at_, .begin = begin});
        at_ = after_heredocs_ > at_ ? after_heredocs_ : next_line();
        after_heredocs_ = 0;
        if (at_ < source_.size()) end_heredoc_here();
    }

    /// Where the line after this one begins.
    std::size_t next_line() const {
        auto end = source_.find('\n', at_);
        return end == std::string_view::npos ? source_.size() : end + 1;
    }

    /// At the start of a line of a heredoc: whether its last line is this one; ends it then.
    bool end_heredoc_here() {
        auto end = at_;
        while (end < source_.size() && (source_[end] == ' ' || source_[end] == '\t'))
            ++end;
        auto name = nesting_.back().literal.heredoc;
        if (source_.substr(end, name.size()) != name) return false;
        end += name.size();
        if (end < source_.size() && source_[end] != '\n' && source_[end] != '\r') return false;
        take(token_kind::quote_end, end - at_);
        at_ = next_line();
        resume_after_heredoc();
        return true;
    }

    void resume_after_heredoc() {
        after_heredocs_ = at_;
        at_ = nesting_.back().resume;
        nesting_.pop_back();
    }

    /// The end of the source closes whatever is open.
    void close_innermost() {
        auto quoted = nesting_.back().quoted;
        if (quoted && !unended_) unended_ = static_cast<std::uint32_t>(nesting_.front().begin);
        emit(quoted ? token_kind::quote_end : token_kind::interpolation_end, at_);
        if (quoted && !nesting_.back().literal.heredoc.empty())
            resume_after_heredoc();
        else
            nesting_.pop_back();
    }

    void lex_quoted() {
        auto begin = at_;
        auto flush = [&](std::size_t end) {
            if (end > begin) add({token_kind::text, false, 0, source_.substr(begin, end - begin)});
        };
        while (at_ < source_.size()) {
            auto &here = nesting_.back();
            char c = source_[at_];
            if (here.literal.escapes && c == '\\' && at_ + 1 < source_.size() && source_[at_ + 1] != '\n') {
                at_ += 2;
            } else if (here.literal.interpolates && c == '#' && peek(1) == '{') {
                flush(at_);
                take(token_kind::interpolation_begin, 2);
                nesting_.push_back({});
                return;
            } else if (c == '\n') {
                flush(at_ + 1);
                pass_line_end();
                if (!here.literal.heredoc.empty() && at_ < source_.size()) {
                    end_heredoc_here();
                }
                return;
            } else if (here.literal.heredoc.empty() && c == here.literal.close && here.depth == 0) {
                flush(at_);
                end_quote();
                return;
            } else {
                if (c == here.literal.close)
                    --here.depth;
                else if (c == here.literal.open)
                    ++here.depth;
                ++at_;
            }
        }
        flush(at_);
    }

    void end_quote() {
        std::size_t length = 1;
        if (nesting_.back().literal.is_regex)
            while (peek(length) == 'i' || peek(length) == 'm' || peek(length) == 'x')
                ++length;
        nesting_.pop_back();
        take(token_kind::quote_end, length);
    }

    // Code.

    void lex_code() {
        char c = peek();
        if (detail::is_blank(c)) do
                ++at_;
            while (detail::is_blank(peek()));
        else if (c == '\n' || c == ';')
            lex_newlines();
        else if (c == '#')
            at_ = std::min(source_.find('\n', at_), source_.size());
        else if (c == '\\' && (peek(1) == '\n' || (peek(1) == '\r' && peek(2) == '\n'))) {
            at_ += peek(1) == '\r' ? 2u : 1u;
            pass_line_end();
        } else if (detail::starts_name(c))
            lex_name();
        else if (detail::is_digit(c))
            take(token_kind::number, detail::number_length(source_.substr(at_)));
        else
            lex_punctuation();
    }

    void lex_newlines() {
        if (last().kind != token_kind::newline) {
            auto begin = at_;
            ++at_;
            emit(token_kind::newline, begin);
            --at_;
        }
        if (peek() == '\n')
            pass_line_end();
        else
            ++at_;
    }

    void lex_name() {
        std::size_t length = 1;
        while (detail::in_name(peek(length)))
            ++length;
        bool constant = detail::is_upper(peek());
        if (!constant && (peek(length) == '?' || peek(length) == '!') && peek(length + 1) != '=') ++length;
        auto text = source_.substr(at_, length);
        bool label = peek(length) == ':' && peek(length + 1) != ':';
        if (constant)
            take(token_kind::constant, length);
        else if (!label && !after_dot_or_def(text) && is_keyword(text))
            take(token_kind::keyword, length);
        else
            take(token_kind::identifier, length);
    }

    bool after_dot_or_def(std::string_view text) const {
        return last().is(token_kind::operation, ".") || last().is(token_kind::operation, "&.") ||
               (last().is(token_kind::keyword, "def") && text != "self");
    }

    /// Methods may be named like a literal's start: "def `(command)", "def %(other)".
    bool names_method() const {
        if (peek() != '`' && peek() != '%') return false;
        return last().is(token_kind::keyword, "def") || last().is(token_kind::operation, ".");
    }

    void lex_punctuation() {
        if (names_method()) return take(token_kind::identifier, 1);
        switch (peek()) {
        case '"':
        case '`':
        case '/':
        case '%':
        case '<':
            if (begin_literal()) return;
            break;
        case ':':
            if (touches_value()) break;
            if (begin_literal()) return;
            if (take_any(token_kind::symbol, detail::symbol_length(source_.substr(at_), value_before())))
                return;
            break;
        case '\'':
            if (take_any(token_kind::character, detail::character_length(source_.substr(at_)))) return;
            break;
        case '@':
        case '$':
            if (take_any(token_kind::variable, detail::variable_length(source_.substr(at_)))) return;
            break;
        default:
            break;
        }
        lex_operation();
    }

    bool take_any(token_kind kind, std::size_t length) {
        if (length > 0) take(kind, length);
        return length > 0;
    }

    void lex_operation() {
        auto length = detail::operation_length(source_.substr(at_));
        auto text = source_.substr(at_, length);
        if (!nesting_.empty() && !track_braces(text)) return;
        take(token_kind::operation, length);
    }

    /// Within an interpolation: finds the brace that ends it, and ends it.
    bool track_braces(std::string_view text) {
        auto &here = nesting_.back();
        if (text == "}" && here.depth == 0) {
            nesting_.pop_back();
            take(token_kind::interpolation_end, 1);
            return false;
        }
        if (text == "{" || text == "{%") ++here.depth;
        if (text == "{{") here.depth += 2;
        if ((text == "}" || text == "%}") && here.depth > 0) --here.depth;
        return true;
    }

    /// Whether the last token ends a value, so that an operator is what follows.
    bool value_before() const {
        switch (last().kind) {
        case token_kind::identifier:
        case token_kind::constant:
        case token_kind::variable:
        case token_kind::number:
        case token_kind::character:
        case token_kind::symbol:
        case token_kind::quote_end:
            return true;
        case token_kind::keyword:
            return last().text == "end" || last().text == "self" || last().text == "nil" ||
                   last().text == "true" || last().text == "false";
        case token_kind::operation:
            return last().text == "]?" || last().text == "%}" ||
                   (last().text.size() == 1 &&
                    std::string_view(")]}").find(last().text[0]) != std::string_view::npos);
        default:
            return false;
        }
    }

    bool touches_value() const {
        return at_ > 0 && !detail::is_blank(source_[at_ - 1]) && source_[at_ - 1] != '\n' && value_before();
    }

    /// Whether a slash here can begin a regular expression: after `puts /x/` it does, in `a / b` it divides.
    bool regex_allowed() {
        if (peek() != '/') return true;
        if (last().is(token_kind::keyword, "def") || last().is(token_kind::operation, ".")) return false;
        if (!value_before()) return true;
        bool spaced = at_ > 0 && detail::is_blank(source_[at_ - 1]);
        if (last().kind != token_kind::identifier || !spaced) return false;
        if (detail::is_blank(peek(1)) || peek(1) == '\n' || peek(1) == '=' || peek(1) == '/' ||
            at_ < no_slash_until_)
            return false;
        auto end = std::min(source_.find('\n', at_), source_.size());
        if (source_.substr(at_ + 1, end - at_ - 1).find('/') != std::string_view::npos) return true;
        no_slash_until_ = end;
        return false;
    }

    std::string_view source_;
    std::size_t at_ = 0;
    std::array<token, 4> ready_;        ///< those found last; a step finds no more than two
    std::size_t found_ = 0, given_ = 0; ///< how many tokens, and how many of them were handed out
    std::vector<level> nesting_;
    std::size_t after_heredocs_ = 0; ///< where the next line begins, when heredocs lie between
    std::size_t no_slash_until_ = 0;
    std::optional<std::uint32_t> unended_;
};

/// All tokens of a source; the last one is `end_of_file`.
inline std::vector<token> lex(std::string_view source) {
    std::vector<token> tokens;
    tokens.reserve(source.size() / 5 + 8);
    for (lexer from(source); tokens.empty() || tokens.back().kind != token_kind::end_of_file;)
        tokens.push_back(from.next());
    return tokens;
}

} // namespace azu_session::inline v0_1::crystal
