#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace azu_session::inline v0_1::crystal {

/// What a node of the syntax tree is, and what its children are.
enum class node_kind : std::uint8_t {
    body,      ///< statements in sequence; also what stands in parentheses
    literal,   ///< `nil`, `true`, `false`, a number, a character or a symbol, by its text
    string,    ///< piece or expression, in sequence; a heredoc's text is its last line
    quoted,    ///< as a string, but a symbol (`:`) or a regular expression (`/`, then its options)
    piece,     ///< text of a string, with escapes
    raw_piece, ///< text of a string as it stands
    list,      ///< elements of an array (`[`) or a tuple (`{`)
    table,     ///< `pair` or `argument`, in sequence: a hash or a named tuple
    pair,      ///< key, value
    argument,  ///< a named argument, a splat (`*`, `**`) or a block that is handed on (`&`); its value
    constant,  ///< by its path, as `Session::Config` or `::RedisStore`
    generic,   ///< a constant with type arguments, by its path
    name,      ///< a variable, or a call without receiver and arguments; `@x` too
    call,      ///< without receiver; arguments
    send,      ///< receiver, arguments
    receiver,  ///< the object that a `case` or `&.` leaves unsaid
    block,     ///< of a call: parameters, then its body
    proc,      ///< `->(x) { }`: as a block
    pointer,   ///< `->name`: what is called
    parameter, ///< of a method or block: splat, label, restriction, then its default; or those it unpacks to
    splat,     ///< `*`, `**` or `&` of a parameter
    label,     ///< a parameter's name for callers
    restriction, ///< a type, by its text
    assign,      ///< target, value; the text is the operator
    assign_all,  ///< `a, b = 1, 2`: the targets, then the value, a list where there are several
    logic,       ///< operands of `&&`, `||` or `!`, which the text names
    choose,      ///< `if` and the like: `clause` in sequence
    match,       ///< `case`: subject, `clause` in sequence
    clause,      ///< conditions, then a body; without conditions it is the `else`
    loop,        ///< `while` or `until`: condition, body
    attempt,     ///< `begin`: a body, then `handler`, then `clause` for `else` and `ensure`
    handler,     ///< `rescue`, by its variable: restriction, body
    silent,      ///< the body of a method or proc that gives nil, as its type says
    jump,        ///< `return`, `next` or `break`; its value, if any
    method,      ///< `def`: parameters, then its body
    definition,  ///< a class, module, struct or enum: its superclass, if any, then its body
    macro,       ///< a macro's definition, by its name
    opaque,      ///< anything else
};

using node_id = std::uint32_t;
inline constexpr node_id no_node = ~node_id{0};

/// One node. Children hang in a chain, so that a tree is two flat arrays, however deep it is.
struct node {
    std::string_view text;
    std::uint32_t begin = 0, end = 0; ///< bytes of the source
    node_id first = no_node, last = no_node, next = no_node;
    node_kind kind = node_kind::opaque;
};

/// What no configuration has; a file's nodes take up to 40 bytes each.
inline constexpr std::size_t most_nodes = 1'200'000;

/// The syntax tree of one file. The texts are views of the source.
struct tree {
    std::vector<node> nodes;
    node_id root = no_node;
    std::unordered_set<std::string_view> variables; ///< names that are assigned somewhere
    std::vector<std::string_view> constants;        ///< as often as each is named, by parts of paths
    bool cut_off = false;                           ///< it has more nodes than are read
    std::optional<std::uint32_t> unended;           ///< where the quoted literal begins that the file ends in

    const node &operator[](node_id id) const { return nodes[id]; }

    node_id add(node_kind kind, std::string_view text) {
        nodes.push_back({.text = text, .kind = kind});
        return static_cast<node_id>(nodes.size() - 1);
    }

    void append(node_id parent, node_id child) {
        auto &chain = nodes[parent];
        if (chain.first == no_node)
            chain.first = child;
        else
            nodes[chain.last].next = child;
        chain.last = child;
    }

    std::vector<node_id> children(node_id id) const {
        std::vector<node_id> found;
        for (auto child = nodes[id].first; child != no_node; child = nodes[child].next)
            found.push_back(child);
        return found;
    }
};

} // namespace azu_session::inline v0_1::crystal
