#pragma once

#include <azu_session/crystal/quote.hpp>
#include <azu_session/crystal/spelling.hpp>
#include <azu_session/crystal/token.hpp>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::crystal {

/// Splits Crystal source into tokens; the last one is `end_of_file`. Takes any bytes, never fails, and needs
/// time and memory in proportion to the source. The tokens are views of it.
std::vector<token> lex(std::string_view source);

namespace detail {

/// Instead of calling itself for what nests (strings in interpolations in strings …) it keeps a stack.
class lexer {
public:
    explicit lexer(std::string_view source) : source_(source) {
        tokens_.reserve(source.size() / 4 + 16);
        if (source_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    }

    std::vector<token> run() {
        for (;;) {
            if (at_ < source_.size()) {
                if (in_quote())
                    lex_quoted();
                else
                    lex_code();
            } else if (!nesting_.empty()) {
                close_innermost();
            } else {
                emit(token_kind::end_of_file, at_);
                return std::move(tokens_);
            }
        }
    }

private:
    /// A quoted literal, or code: that of an interpolation.
    struct level {
        bool quoted = false;
        quote literal = {};
        int depth = 0;          ///< brackets open within
        std::size_t resume = 0; ///< heredoc: where its line goes on
        std::uint32_t resume_line = 0;
    };

    bool in_quote() const { return !nesting_.empty() && nesting_.back().quoted; }
    char peek(std::size_t ahead = 0) const {
        return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
    }

    void emit(token_kind kind, std::size_t begin) {
        tokens_.push_back({kind, begin > 0 && (is_blank(source_[begin - 1]) || source_[begin - 1] == '\n'),
                           line_, source_.substr(begin, at_ - begin)});
    }

    void take(token_kind kind, std::size_t length) {
        auto begin = at_;
        at_ = std::min(source_.size(), at_ + length);
        emit(kind, begin);
    }

    /// Steps over a line end, and over the bodies of the heredocs that began on the line.
    void pass_line_end() {
        ++at_;
        ++line_;
        if (after_heredocs_ > at_) {
            at_ = after_heredocs_;
            line_ = line_after_heredocs_;
        }
        after_heredocs_ = 0;
    }

    // Quoted literals.

    void begin_quote(const quote &literal, std::size_t length) {
        take(token_kind::quote_begin, length);
        nesting_.push_back({.quoted = true, .literal = literal});
    }

    void begin_heredoc(const quote &literal, std::size_t length) {
        take(token_kind::quote_begin, length);
        level here{.quoted = true, .literal = literal, .resume = at_, .resume_line = line_};
        if (after_heredocs_ > at_) {
            at_ = after_heredocs_;
            line_ = line_after_heredocs_;
        } else {
            auto end = source_.find('\n', at_);
            at_ = end == std::string_view::npos ? source_.size() : end + 1;
            ++line_;
        }
        after_heredocs_ = 0;
        nesting_.push_back(here);
        if (at_ < source_.size()) end_heredoc_here();
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
        auto line_end = source_.find('\n', at_);
        at_ = line_end == std::string_view::npos ? source_.size() : line_end + 1;
        ++line_;
        resume_after_heredoc();
        return true;
    }

    void resume_after_heredoc() {
        after_heredocs_ = at_;
        line_after_heredocs_ = line_;
        at_ = nesting_.back().resume;
        line_ = nesting_.back().resume_line;
        nesting_.pop_back();
    }

    /// The end of the source closes whatever is open.
    void close_innermost() {
        auto quoted = nesting_.back().quoted;
        emit(quoted ? token_kind::quote_end : token_kind::interpolation_end, at_);
        if (quoted && !nesting_.back().literal.heredoc.empty())
            resume_after_heredoc();
        else
            nesting_.pop_back();
    }

    void lex_quoted() {
        auto begin = at_;
        auto line = line_;
        auto flush = [&](std::size_t end) {
            if (end > begin)
                tokens_.push_back({token_kind::text, false, line, source_.substr(begin, end - begin)});
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
        if (is_blank(c)) do
                ++at_;
            while (is_blank(peek()));
        else if (c == '\n' || c == ';')
            lex_newlines();
        else if (c == '#')
            at_ = std::min(source_.find('\n', at_), source_.size());
        else if (c == '\\' && (peek(1) == '\n' || (peek(1) == '\r' && peek(2) == '\n'))) {
            at_ += peek(1) == '\r' ? 2 : 1;
            pass_line_end();
        } else if (starts_name(c))
            lex_name();
        else if (is_digit(c))
            take(token_kind::number, number_length(source_.substr(at_)));
        else
            lex_punctuation();
    }

    void lex_newlines() {
        if (tokens_.empty() || tokens_.back().kind != token_kind::newline) {
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
        while (in_name(peek(length)))
            ++length;
        bool constant = is_upper(peek());
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
        if (tokens_.empty()) return false;
        auto &last = tokens_.back();
        return last.is(token_kind::operation, ".") || last.is(token_kind::operation, "&.") ||
               (last.is(token_kind::keyword, "def") && text != "self");
    }

    /// Methods may be named like a literal's start: "def `(command)", "def %(other)".
    bool names_method() const {
        if (tokens_.empty() || (peek() != '`' && peek() != '%')) return false;
        auto &last = tokens_.back();
        return last.is(token_kind::keyword, "def") || last.is(token_kind::operation, ".");
    }

    void lex_punctuation() {
        if (names_method()) {
            take(token_kind::identifier, 1);
        } else if (auto literal = quote_at(source_, at_, touches_value(), regex_allowed())) {
            if (literal->heredoc.empty())
                begin_quote(*literal, literal->length);
            else
                begin_heredoc(*literal, literal->length);
        } else if (auto length = character_length(source_.substr(at_)); length > 0) {
            take(token_kind::character, length);
        } else if (auto symbol = touches_value() ? 0 : symbol_length(source_.substr(at_), value_before());
                   symbol > 0) {
            take(token_kind::symbol, symbol);
        } else if (auto variable = variable_length(source_.substr(at_)); variable > 0) {
            take(token_kind::variable, variable);
        } else {
            lex_operation();
        }
    }

    void lex_operation() {
        auto length = operation_length(source_.substr(at_));
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
        if (tokens_.empty()) return false;
        auto &last = tokens_.back();
        switch (last.kind) {
        case token_kind::identifier:
        case token_kind::constant:
        case token_kind::variable:
        case token_kind::number:
        case token_kind::character:
        case token_kind::symbol:
        case token_kind::quote_end:
            return true;
        case token_kind::keyword:
            return last.text == "end" || last.text == "self" || last.text == "nil" || last.text == "true" ||
                   last.text == "false";
        case token_kind::operation:
            return last.text == "]?" || last.text == "%}" ||
                   (last.text.size() == 1 &&
                    std::string_view(")]}").find(last.text[0]) != std::string_view::npos);
        default:
            return false;
        }
    }

    bool touches_value() const {
        return at_ > 0 && !is_blank(source_[at_ - 1]) && source_[at_ - 1] != '\n' && value_before();
    }

    /// Whether a slash here can begin a regular expression: after `puts /x/` it does, in `a / b` it divides.
    bool regex_allowed() {
        if (peek() != '/') return true;
        if (!tokens_.empty() && tokens_.back().is(token_kind::keyword, "def")) return false;
        if (!tokens_.empty() && tokens_.back().is(token_kind::operation, ".")) return false;
        if (!value_before()) return true;
        bool spaced = at_ > 0 && is_blank(source_[at_ - 1]);
        if (tokens_.back().kind != token_kind::identifier || !spaced) return false;
        if (is_blank(peek(1)) || peek(1) == '\n' || peek(1) == '=' || at_ < no_slash_until_) return false;
        auto end = std::min(source_.find('\n', at_), source_.size());
        if (source_.substr(at_ + 1, end - at_ - 1).find('/') != std::string_view::npos) return true;
        no_slash_until_ = end;
        return false;
    }

    std::string_view source_;
    std::size_t at_ = 0;
    std::uint32_t line_ = 1;
    std::vector<token> tokens_;
    std::vector<level> nesting_;
    std::size_t after_heredocs_ = 0; ///< where the next line begins, when heredocs lie between
    std::uint32_t line_after_heredocs_ = 0;
    std::size_t no_slash_until_ = 0;
};

} // namespace detail

inline std::vector<token> lex(std::string_view source) { return detail::lexer(source).run(); }

} // namespace azu_session::crystal
