#pragma once

#include <azu_session/detail/crystal/lexer.hpp>
#include <azu_session/detail/crystal/syntax.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1::crystal {

namespace detail {

/// Recursive descent over the tokens. Every loop takes a token or ends, and every recursion is counted.
class parser {
public:
    explicit parser(std::string_view source)
        : source_(source), lexer_(source), here_(lexer_.next()), ahead_(lexer_.next()) {
        tree_.nodes.reserve(std::min(source.size(), most_nodes) + 256); // what is not used costs nothing
        at_.begin = offset_of(here_);
    }

    tree run() {
        auto root = add(node_kind::body, {});
        while (!at_end()) {
            parse_statements_into(root);
            if (!at_end()) take(); // closes nothing that is open
        }
        finish(root, {});
        tree_.root = root;
        tree_.unended = lexer_.unended();
        return std::move(tree_);
    }

private:
    /// How far the tokens are taken.
    struct position {
        std::uint32_t taken = 0; ///< tokens
        std::uint32_t begin = 0; ///< byte that the next one begins at

        bool operator==(const position &) const = default;
    };

    // Tokens.
    const token &here() const { return here_; }
    const token &ahead() const { return ahead_; }
    bool at_end() const { return here().kind == token_kind::end_of_file; }
    bool at(token_kind kind) const { return here().kind == kind; }
    bool at_operation(spelling text) const { return here().is(token_kind::operation, text); }
    bool at_keyword(spelling text) const { return here().is(token_kind::keyword, text); }
    bool at_any_keyword(std::initializer_list<spelling> words) const;
    const token &take();
    bool take_operation(spelling text);
    bool take_keyword(spelling text);
    void skip_newlines();

    // Nodes.
    node_id add(node_kind kind, std::string_view text) { return tree_.add(kind, text); }
    node_id finish(node_id id, position first);
    node_id opaque(position first);
    node_id wrap(node_kind kind, std::string_view text, position first,
                 std::initializer_list<node_id> children);
    std::uint32_t offset_of(const token &part) const {
        return static_cast<std::uint32_t>(part.text.data() - source_.data());
    }
    std::string_view text_from(position first) const;

    // What is passed over (parser_skip.hpp).
    void skip_group();
    void skip_to_end_keyword();
    void skip_type();
    void skip_result_type();
    void skip_macro_expression();
    bool opens_block() const;

    // Statements (parser_statements.hpp).
    bool ends_statements() const;
    void parse_statements_into(node_id body);
    node_id parse_body();
    node_id parse_statement();
    void parse_declared_type(node_id named);
    void append_type(node_id typed);
    node_id parse_misread(position first);
    node_id parse_assignments(node_id target, position first);
    node_id parse_modifiers(node_id statement, position first);
    node_id parse_keyword();
    node_id parse_if();
    node_id parse_unless();
    node_id parse_case();
    node_id parse_loop();
    node_id parse_begin();
    node_id parse_guarded_body();
    node_id parse_handler();
    node_id parse_last_clause();
    node_id parse_unread();
    node_id parse_with();
    node_id parse_jump();
    node_id parse_macro_branches();
    node_id parse_clause(std::initializer_list<node_id> conditions, position first);
    void take_then();
    void take_end() { take_keyword("end"); }

    // Definitions (parser_definitions.hpp).
    node_id parse_method();
    void parse_method_name();
    void parse_parameters_into(node_id parent, spelling close);
    node_id parse_parameter(spelling close);
    node_id parse_definition();

    // Expressions (parser_expressions.hpp).
    node_id parse_expression();
    node_id parse_assignment(node_id target, position first);
    node_id parse_ternary();
    node_id parse_binary(int weakest);
    node_id parse_unary();
    node_id parse_postfix(node_id receiver, position first);
    node_id parse_member(node_id receiver, position first);
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
    void parse_arguments_into(node_id call, spelling close);
    void parse_bare_arguments_into(node_id call);
    node_id parse_argument();
    node_id parse_short_block();
    bool begins_bare_argument() const;
    bool begins_clear_argument() const;
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
    lexer lexer_;
    token before_, here_, ahead_; ///< the one that was taken last, and two to come
    position at_;
    int depth_ = 0;
    bool do_allowed_ = true;     ///< a `do` belongs to the call being read, not to one further out
    bool colon_awaited_ = false; ///< that of a ternary: no type follows it
    bool misread_ = false;       ///< something stands where nothing of the kind is known to
    tree tree_;
};

inline bool parser::at_any_keyword(std::initializer_list<spelling> words) const {
    for (auto &word : words)
        if (at_keyword(word)) return true;
    return false;
}

inline bool parser::take_operation(spelling text) {
    if (!at_operation(text)) return false;
    take();
    return true;
}

inline bool parser::take_keyword(spelling text) {
    if (!at_keyword(text)) return false;
    take();
    return true;
}

inline void parser::skip_newlines() {
    while (at(token_kind::newline))
        take();
}

/// The next token, which is then behind.
inline const token &parser::take() {
    if (at_end()) return here_;
    before_ = here_;
    if (tree_.nodes.size() > most_nodes) {
        tree_.cut_off = true;
        ahead_ = {.text = source_.substr(source_.size())};
    }
    if (before_.kind == token_kind::constant) tree_.constants.push_back(before_.text);
    here_ = ahead_;
    if (!tree_.cut_off) ahead_ = lexer_.next();
    at_ = {at_.taken + 1, offset_of(here_)};
    return before_;
}

inline std::string_view parser::text_from(position first) const {
    auto &last = at_.taken > first.taken ? before_ : here_;
    auto end = offset_of(last) + last.text.size();
    // A heredoc's tokens stand behind the rest of its line.
    return end < first.begin ? std::string_view() : source_.substr(first.begin, end - first.begin);
}

inline node_id parser::finish(node_id id, position first) {
    auto &done = tree_.nodes[id];
    done.begin = first.begin;
    done.end = first.begin + static_cast<std::uint32_t>(text_from(first).size());
    return id;
}

inline node_id parser::opaque(position first) { return finish(add(node_kind::opaque, {}), first); }

inline node_id parser::wrap(node_kind kind, std::string_view text, position first,
                            std::initializer_list<node_id> children) {
    auto id = add(kind, text);
    for (auto child : children)
        tree_.append(id, child);
    return finish(id, first);
}

} // namespace detail
} // namespace azu_session::inline v0_1::crystal
