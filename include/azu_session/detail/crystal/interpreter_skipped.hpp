#pragma once

// Part of the interpreter: code that is not run, because it cannot be told whether or how.

#include <azu_session/detail/crystal/interpreter.hpp>
#include <azu_session/detail/crystal/interpreter_unknown.hpp>
#include <azu_session/detail/crystal/lexer.hpp>
#include <azu_session/detail/crystal/precedence.hpp>

namespace azu_session::inline v0_1::crystal {

/// Whether a method only asks, and gives nothing that what it is called on could be changed by.
inline bool interpreter::only_asks(std::string_view name) const {
    for (std::string_view asked : {"join", "size", "inspect", "to_s", "empty?", "nil?", "message"})
        if (name == asked) return !has_own(name) && !answers_itself();
    return false;
}

/// Goes through the words of code that is not run: what it assigns, calls, or hands on.
class interpreter::skipped_code {
public:
    skipped_code(interpreter &run, std::string_view text) : run_(run), tokens_(lex(text)) {}

    void spoil() {
        for (at_ = 0; at_ + 1 < tokens_.size(); ++at_) {
            take_parameters();
            if (is_unseen()) throw undetermined{run_.site_, run_.site_text_};
            if (here().kind == token_kind::constant)
                spoil_constant();
            else if (here().kind == token_kind::operation)
                spoil_operation();
            else
                spoil_word();
        }
    }

private:
    const token &here() const { return tokens_[at_]; }
    bool is(std::size_t i, spelling wanted) const {
        return i < tokens_.size() && tokens_[i].is(token_kind::operation, wanted);
    }
    bool is_keyword(std::size_t i, spelling wanted) const {
        return i < tokens_.size() && tokens_[i].is(token_kind::keyword, wanted);
    }
    bool follows(spelling operation) const { return at_ > 0 && is(at_ - 1, operation); }

    /// `{ |x, y| … }`
    void take_parameters() {
        bool opens = is(at_, "|") && (follows("{") || (at_ > 0 && is_keyword(at_ - 1, "do")));
        for (auto i = at_ + 1; opens && i < tokens_.size() && !is(i, "|"); ++i)
            parameters_.push_back(tokens_[i].text);
    }

    /// What a macro writes, another file, or a place that is changed from elsewhere.
    bool is_unseen() const {
        return is(at_, "{{") || is(at_, "{%") || is_keyword(at_, "require") || here().text == "pointerof";
    }

    void spoil_constant() {
        auto begin = here().text.data();
        bool environment = here().text == "ENV" && !is(at_ + 1, "::");
        while (is(at_ + 1, "::") && tokens_[at_ + 2].kind == token_kind::constant)
            at_ += 2;
        if (environment) {
            if (!only_reads()) run_.spoil(make_value(value_kind::variables));
            return;
        }
        auto end = here().text.data() + here().text.size();
        std::string path(begin, static_cast<std::size_t>(end - begin));
        run_.spoil_constant(path, is(at_ + 1, ".") && tokens_[at_ + 2].text != "new");
    }

    /// `ENV["X"]`, `ENV["X"]?`, `ENV.fetch`: the token at hand is `ENV`.
    bool only_reads() const {
        if (is(at_ + 1, ".")) {
            auto name = tokens_[at_ + 2].text;
            return name == "fetch" || name == "has_key?" || name == "[]?";
        }
        if (!is(at_ + 1, "[") || at_ + 6 >= tokens_.size()) return false;
        if (tokens_[at_ + 2].kind != token_kind::quote_begin ||
            tokens_[at_ + 4].kind != token_kind::quote_end)
            return false;
        return is(at_ + 5, "]?") || (is(at_ + 5, "]") && !is_target(at_ + 6));
    }

    void spoil_operation() {
        auto name = here().text.substr(0, here().text.size() - detail::assigns(here())); // `+` of `+=`
        run_.spoil_own(name);
        if (name == "!=" || name == "!~") run_.spoil_own(name == "!=" ? "==" : "=~");
        if (name != "[" && name != "]?") return;
        for (std::string_view indexed : {"[]", "[]=", "[]?"})
            run_.spoil_own(indexed);
    }

    void spoil_word() {
        auto kind = here().kind;
        auto word = here().text;
        bool again = is_keyword(at_, "super") || is_keyword(at_, "previous_def");
        if (again && run_.home_->running) {
            run_.spoil_name("self", false);
            run_.spoil_method(run_.home_->running->name);
        }
        bool named = kind == token_kind::identifier || kind == token_kind::variable ||
                     is_keyword(at_, "yield") || is_keyword(at_, "self");
        if (!named) return;
        if (run_.defined_.macros.contains(word)) throw undetermined{run_.site_, run_.site_text_};
        bool label = is(at_ + 1, ":") && !tokens_[at_ + 1].spaced;
        if (label) return;
        if (follows(".") || follows("&.") || word == "new") return spoil_member();
        if (is_left_alone()) return;
        run_.spoil_name(word, is_assigned() && kind != token_kind::keyword);
    }

    /// The name of a method behind its receiver.
    void spoil_member() {
        auto name = here().text;
        if (name == "new") run_.spoil_defaults(), run_.spoil_protocol();
        run_.spoil_method(name == "new" ? std::string_view("initialize") : name);
        if (is_target(at_ + 1)) run_.spoil_method(std::string(name) + "=");
    }

    /// A variable that is only asked or shown, or a parameter of a block within.
    bool is_left_alone() const {
        auto kind = here().kind;
        auto word = here().text;
        bool variable = kind == token_kind::identifier && run_.is_variable(word);
        if ((variable || kind == token_kind::variable) && is_only_asked()) return true;
        run_.charge(parameters_.size() / 8);
        bool shadowed = std::find(parameters_.begin(), parameters_.end(), word) != parameters_.end();
        return is_shown() || (shadowed && !run_.is_variable(word) && !run_.has_own(word));
    }

    /// `"#{name}"`
    bool is_shown() const {
        bool variable = here().kind == token_kind::variable || run_.is_variable(here().text);
        return variable && at_ > 0 && tokens_[at_ - 1].kind == token_kind::interpolation_begin &&
               tokens_[at_ + 1].kind == token_kind::interpolation_end && !run_.answers_itself();
    }

    /// `errors.join(", ")`, without a block.
    bool is_only_asked() const {
        if (!is(at_ + 1, ".") || !run_.only_asks(tokens_[at_ + 2].text)) return false;
        auto behind = at_ + 3;
        if (is(behind, "(")) {
            while (++behind < at_ + 8 && !is(behind, ")") && !is(behind, "(") && !is(behind, "&.") &&
                   !is(behind, "&"))
                ;
            if (!is(behind++, ")")) return false;
        }
        return behind < tokens_.size() && !is(behind, "{") && !is_keyword(behind, "do") &&
               !detail::assigns(tokens_[behind]);
    }

    /// Whether the name at hand is given a value.
    bool is_assigned() const { return is_target(at_ + 1) || (at_ > 0 && is_keyword(at_ - 1, "rescue")); }

    /// Whether what ends there is given a value, as one of several targets too.
    bool is_target(std::size_t behind) const {
        bool assigned = detail::assigns(tokens_[behind]);
        for (auto i = behind; is(behind, ",") && !assigned && i + 1 < tokens_.size(); ++i) {
            run_.charge((i - behind) % 4 == 0);
            if (tokens_[i].kind == token_kind::newline && !is(i - 1, ",")) break;
            assigned = is(i, "=");
        }
        return assigned;
    }

    interpreter &run_;
    std::vector<token> tokens_;
    std::size_t at_ = 0;
    std::vector<std::string_view> parameters_; ///< of blocks within
};

/// Whatever the code could change is unknown from now on.
inline void interpreter::spoil_code(std::string_view text) {
    charge(text.size() / 4);
    each_once level(*this);
    home_->last_match() = unknown();
    skipped_code(*this, text).spoil();
}

inline std::vector<token> interpreter::words_of(const closure &block) {
    auto &code = files_[block.home->file];
    auto text = code.text_of(code.syntax[block.code]);
    charge(text.size() / 4);
    return lex(text);
}

namespace detail {

inline bool has_keyword(const std::vector<token> &words, std::string_view keyword) {
    return std::any_of(words.begin(), words.end(),
                       [&](auto &word) { return word.kind == token_kind::keyword && word.text == keyword; });
}

} // namespace detail

/// A block that may be called: it may have done anything that it could, and returned from where it stands.
inline void interpreter::pass_over_block(const node &part, const closure &block, const value &result) {
    spoil_closure(block);
    leave_perhaps(part, block, words_of(block), result);
}

inline void interpreter::leave_perhaps(const node &part, const closure &block,
                                       const std::vector<token> &words, const value &result) {
    if (detail::has_keyword(words, "return") && decide(part, result))
        throw jump{jump::kind::give, block.home.get(), result};
    yield_perhaps(part, words, *block.home, result);
}

/// A block that such words yield to may leave what it was given to, or where it stands.
inline void interpreter::yield_perhaps(const node &part, const std::vector<token> &words, const context &home,
                                       const value &result) {
    auto block = home.given.block;
    if (!block || !detail::has_keyword(words, "yield")) return;
    auto its = words_of(*block);
    if (detail::has_keyword(its, "break") && decide(part, result))
        throw jump{jump::kind::leave, block.get(), result};
    leave_perhaps(part, *block, its, result);
}

/// Whether a block or a proc may begin there, which may be kept and called later.
inline bool begins_closure(const token &word) {
    return word.is(token_kind::operation, "->") || word.is(token_kind::operation, "{") ||
           word.is(token_kind::keyword, "do");
}

/// What is not run, because it cannot be told how: it may have done anything that it could, and left where it
/// may leave.
inline value interpreter::pass_over(const node &part) {
    auto text = file().text_of(part);
    auto result = unknown(part);
    if (file_ < brought_) site_ = {file_, part.begin}, site_text_ = text;
    spoil_code(text);
    spoil_escaped();
    auto words = lex(text);
    if (std::any_of(words.begin(), words.end(), begins_closure))
        keep_escaped({static_cast<node_id>(&part - &at(0)), scope_, home_});
    yield_perhaps(part, words, *home_, result);
    for (auto &word : words) {
        bool leaves = word.kind == token_kind::keyword &&
                      (word.text == "return" || word.text == "break" || word.text == "next");
        if (leaves && decide(part, result)) {
            if (word.text == "return") throw jump{jump::kind::give, home_.get(), std::move(result)};
            throw jump{word.text == "next" ? jump::kind::next : jump::kind::leave, nullptr,
                       std::move(result)};
        }
    }
    if (rescues_ > 0 && decide(part, result)) raise_value(std::move(result));
    return result;
}

} // namespace azu_session::inline v0_1::crystal
