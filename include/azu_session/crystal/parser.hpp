#pragma once

#include <azu_session/crystal/lexer.hpp>
#include <azu_session/crystal/syntax.hpp>

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace azu_session::crystal {

/// Reads Crystal source into a syntax tree. Takes any bytes and never fails: what is not understood, or is
/// nested deeper than some 60 levels, becomes `opaque`. Needs time and memory in proportion to the source,
/// which must outlive the tree.
tree parse(std::string_view source);

namespace detail {

/// Recursive descent over the tokens. Every loop takes a token or ends, and every recursion is counted.
class parser {
public:
    explicit parser(std::string_view source) : source_(source), tokens_(lex(source)) {
        tree_.nodes.reserve(tokens_.size());
    }

    tree run() {
        auto root = tree_.add(node_kind::body, here(), {});
        while (!at_end()) {
            parse_statements_into(root);
            if (!at_end()) take(); // closes nothing that is open
        }
        finish(root, 0);
        tree_.root = root;
        tree_.unended = unended_literal();
        return std::move(tree_);
    }

private:
    // Tokens.
    const token &here() const { return tokens_[at_]; }
    const token &ahead(std::size_t count) const { return tokens_[std::min(at_ + count, tokens_.size() - 1)]; }
    bool at_end() const { return here().kind == token_kind::end_of_file; }
    bool at(token_kind kind) const { return here().kind == kind; }
    bool at_operation(std::string_view text) const { return here().is(token_kind::operation, text); }
    bool at_keyword(std::string_view text) const { return here().is(token_kind::keyword, text); }
    bool at_any_keyword(std::initializer_list<std::string_view> words) const;
    const token &take() { return at_end() ? here() : tokens_[at_++]; }
    bool take_operation(std::string_view text);
    bool take_keyword(std::string_view text);
    void skip_newlines();

    // Nodes.
    node_id add(node_kind kind, std::string_view text) { return tree_.add(kind, here(), text); }
    node_id finish(node_id id, std::size_t first_token);
    node_id opaque(std::size_t first_token);
    node_id wrap(node_kind kind, std::string_view text, std::size_t first_token,
                 std::initializer_list<node_id> children);
    std::string_view text_from(std::size_t first_token) const;

    // What is passed over (parser_skip.hpp).
    void skip_group();
    void skip_to_end_keyword();
    void skip_type();
    void skip_result_type();
    void skip_macro_expression();
    std::uint32_t unended_literal() const;
    bool opens_block(std::size_t index) const;

    // Statements (parser_statements.hpp).
    bool ends_statements() const;
    void parse_statements_into(node_id body);
    node_id parse_body();
    node_id parse_statement();
    node_id parse_modifiers(node_id statement, std::size_t first);
    node_id parse_keyword();
    node_id parse_if();
    node_id parse_unless();
    node_id parse_case();
    node_id parse_loop();
    node_id parse_begin();
    node_id parse_guarded_body();
    node_id parse_jump();
    node_id parse_method();
    void parse_method_name();
    void parse_parameters_into(node_id parent, std::string_view close);
    node_id parse_definition();
    node_id parse_macro_branches();
    node_id parse_clause(std::initializer_list<node_id> conditions, std::size_t first);
    void take_then();
    void take_end() { take_keyword("end"); }

    // Expressions (parser_expressions.hpp).
    node_id parse_expression();
    node_id parse_assignment(node_id target, std::size_t first);
    node_id parse_ternary();
    node_id parse_binary(int weakest);
    node_id parse_unary();
    node_id parse_postfix(node_id receiver, std::size_t first);
    node_id parse_member(node_id receiver, std::size_t first);
    node_id parse_primary();
    node_id parse_operation();
    node_id parse_name();
    node_id parse_constant();
    node_id parse_quoted();
    void parse_quoted_into(node_id string);
    node_id parse_list();
    node_id parse_braces();
    node_id parse_pair();
    node_id parse_parentheses();
    node_id parse_proc();

    // Calls (parser_calls.hpp).
    void parse_call_rest(node_id call);
    void parse_arguments_into(node_id call, std::string_view close);
    void parse_bare_arguments_into(node_id call);
    node_id parse_argument();
    node_id parse_short_block();
    bool begins_bare_argument() const;
    bool begins_block() const;
    void parse_block_into(node_id call);

    /// Counts one level of nesting for as long as it lives.
    class nested {
    public:
        explicit nested(parser &owner) : owner_(owner) { ++owner_.depth_; }
        nested(const nested &) = delete;
        nested &operator=(const nested &) = delete;
        ~nested() { --owner_.depth_; }
        bool too_deep() const { return owner_.depth_ > 200; }

    private:
        parser &owner_;
    };

    /// Gives a flag another value for as long as it lives.
    class with_flag {
    public:
        with_flag(bool &flag, bool value) : flag_(flag), before_(std::exchange(flag, value)) {}
        with_flag(const with_flag &) = delete;
        with_flag &operator=(const with_flag &) = delete;
        ~with_flag() { flag_ = before_; }

    private:
        bool &flag_;
        bool before_;
    };

    std::string_view source_;
    std::vector<token> tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool do_allowed_ = true;     ///< a `do` belongs to the call being read, not to one further out
    bool colon_awaited_ = false; ///< that of a ternary: no type follows it
    std::unordered_set<std::string_view> variables_; ///< names that were assigned, which take no arguments
    tree tree_;
};

inline bool parser::at_any_keyword(std::initializer_list<std::string_view> words) const {
    if (!at(token_kind::keyword)) return false;
    for (auto word : words)
        if (here().text == word) return true;
    return false;
}

inline bool parser::take_operation(std::string_view text) {
    if (!at_operation(text)) return false;
    take();
    return true;
}

inline bool parser::take_keyword(std::string_view text) {
    if (!at_keyword(text)) return false;
    take();
    return true;
}

inline void parser::skip_newlines() {
    while (at(token_kind::newline))
        take();
}

inline std::string_view parser::text_from(std::size_t first_token) const {
    auto begin = tokens_[first_token].text.data() - source_.data();
    auto &last = at_ > first_token ? tokens_[at_ - 1] : tokens_[first_token];
    auto end = last.text.data() + last.text.size() - source_.data();
    // A heredoc's tokens stand behind the rest of its line.
    return end < begin
               ? std::string_view()
               : source_.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

inline node_id parser::finish(node_id id, std::size_t first_token) {
    auto text = text_from(first_token);
    auto &done = tree_.nodes[id];
    done.line = tokens_[first_token].line;
    done.begin = static_cast<std::uint32_t>(tokens_[first_token].text.data() - source_.data());
    done.end = done.begin + static_cast<std::uint32_t>(text.size());
    return id;
}

inline node_id parser::opaque(std::size_t first_token) {
    return finish(add(node_kind::opaque, {}), first_token);
}

inline node_id parser::wrap(node_kind kind, std::string_view text, std::size_t first_token,
                            std::initializer_list<node_id> children) {
    auto id = add(kind, text);
    for (auto child : children)
        tree_.append(id, child);
    return finish(id, first_token);
}

} // namespace detail
} // namespace azu_session::crystal

#include <azu_session/crystal/parser_calls.hpp>
#include <azu_session/crystal/parser_expressions.hpp>
#include <azu_session/crystal/parser_skip.hpp>
#include <azu_session/crystal/parser_statements.hpp>

namespace azu_session::crystal {

inline tree parse(std::string_view source) { return detail::parser(source).run(); }

} // namespace azu_session::crystal
