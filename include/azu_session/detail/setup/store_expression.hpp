#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/crystal/parse.hpp>
#include <azu_session/detail/initializer/halves.hpp>
#include <azu_session/detail/setup/edits.hpp>
#include <azu_session/detail/setup/variables.hpp>
#include <azu_session/detail/text/lines.hpp>
#include <azu_session/detail/text/url_mask.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// What a masked URL has in the place of its password.
inline constexpr std::string_view password_mask = "***";

/// The one place in a configuration that says which store it is: the right-hand side of `config.store =` in
/// `Session.configure`.
struct store_expression {
    std::size_t begin = 0, end = 0; ///< its bytes
    azu_session::backend backend = azu_session::backend::redis;
    std::string_view ttl = {}; ///< what is given for `ttl:`; empty where nothing is
    bool closed = false;       ///< whether it needs nothing of the file but `ENV`
};

/// Finds the store expression of a configuration.
class store_expression_finder {
public:
    explicit store_expression_finder(std::string_view source)
        : source_(source), tree_(crystal::parse(source)) {
        if (tree_.root == crystal::no_node) return;
        for (auto statement : tree_.children(tree_.root))
            if (is_configuration(statement)) visit_block(tree_[statement].last);
    }

    /// Nothing where there is not exactly one store, chosen on every path.
    std::optional<store_expression> find() const {
        if (values_.size() != 1 || count_stores() != 1) return std::nullopt;
        return read(values_.front());
    }

private:
    using node_id = crystal::node_id;
    using node_kind = crystal::node_kind;

    std::string_view text_of(node_id id) const {
        return source_.substr(tree_[id].begin, tree_[id].end - tree_[id].begin);
    }

    static std::string_view plain(std::string_view constant) {
        if (constant.starts_with("::")) constant.remove_prefix(2);
        return constant;
    }

    bool is_configuration(node_id id) const {
        const auto &call = tree_[id];
        if (call.kind != node_kind::send || call.text != "configure" || call.first == crystal::no_node)
            return false;
        const auto &receiver = tree_[call.first];
        return receiver.kind == node_kind::constant && plain(receiver.text) == "Session";
    }

    void visit_block(node_id block) {
        if (tree_[block].kind != node_kind::block || tree_[block].last == crystal::no_node) return;
        for (auto statement : tree_.children(tree_[block].last)) {
            const auto &assign = tree_[statement];
            if (assign.kind != node_kind::assign || assign.text != "=") continue;
            const auto &target = tree_[assign.first];
            if (target.kind == node_kind::send && target.text == "store") values_.push_back(assign.last);
        }
    }

    static std::optional<backend> backend_of_class(std::string_view name) {
        if (name == "RedisStore") return backend::redis;
        if (name == "DatabaseStore") return backend::database;
        if (name == "MemoryStore") return backend::memory;
        return std::nullopt;
    }

    /// How often the source names one of the stores, wherever that is.
    std::size_t count_stores() const {
        std::size_t count = 0;
        for (const auto &node : tree_.nodes)
            count += node.kind == node_kind::constant && backend_of_class(plain(node.text)) ? 1U : 0U;
        return count;
    }

    std::optional<store_expression> read(node_id value) const {
        const auto &call = tree_[value];
        if (call.kind != node_kind::send || call.text != "new") return std::nullopt;
        auto children = tree_.children(value);
        auto known = backend_of_class(plain(tree_[children[0]].text));
        if (tree_[children[0]].kind != node_kind::constant || !known || has_heredoc(value))
            return std::nullopt;
        store_expression found{.begin = call.begin, .end = call.end, .backend = *known};
        for (auto child : children)
            if (tree_[child].kind == node_kind::argument && tree_[child].text == "ttl")
                found.ttl = text_of(tree_[child].first);
        // A comment may keep an earlier URL.
        found.closed = text_of(value).find('#') == std::string_view::npos && is_closed(children);
        return found;
    }

    /// Whether a heredoc begins in it, whose text stands behind the end of its line.
    bool has_heredoc(node_id value) const {
        return std::any_of(tree_.nodes.begin(), tree_.nodes.end(), [&](const crystal::node &node) {
            return node.kind == node_kind::string && !node.text.empty() && node.begin >= tree_[value].begin &&
                   node.begin < tree_[value].end;
        });
    }

    /// Whether a method other than one of `ENV` and of a store is called with a string, or on one: what comes
    /// of that may have a password that no string of them shows to be one.
    bool joins_strings(node_id id) const {
        auto children = tree_.children(id);
        if (!children.empty() && tree_[children[0]].kind == node_kind::constant) return false;
        return std::any_of(children.begin(), children.end(),
                           [&](node_id child) { return tree_[child].kind == node_kind::string; });
    }

    /// Whether the arguments are made of plain literals and `ENV` alone.
    bool is_closed(std::vector<node_id> ahead) const {
        while (!ahead.empty()) {
            auto id = ahead.back();
            ahead.pop_back();
            const auto &node = tree_[id];
            switch (node.kind) {
            case node_kind::constant: {
                auto name = plain(node.text);
                if (name != "ENV" && name != "Time::Span" && !backend_of_class(name)) return false;
                break;
            }
            case node_kind::argument:
                if (names_secret(node.text)) return false;
                break;
            case node_kind::send:
                if (joins_strings(id)) return false;
                break;
            case node_kind::string:
                if (!plain_string(tree_, node)) return false;
                break;
            case node_kind::literal:
            case node_kind::quoted:
            case node_kind::piece:
            case node_kind::raw_piece:
            case node_kind::logic:
                break;
            default:
                return false;
            }
            for (auto child : tree_.children(id))
                ahead.push_back(child);
        }
        return true;
    }

    std::string_view source_;
    crystal::tree tree_;
    std::vector<node_id> values_;
};

/// The store expression of a configuration; nothing where it has none, or where one of several is chosen.
inline std::optional<store_expression> find_store_expression(std::string_view source) {
    return store_expression_finder(source).find();
}

/// The literal URLs in an expression, the last one first.
inline std::vector<crystal::node> urls_in(const crystal::tree &tree) {
    auto urls = tree.nodes;
    std::erase_if(urls, [](const crystal::node &node) {
        bool piece = node.kind == crystal::node_kind::piece || node.kind == crystal::node_kind::raw_piece;
        return !piece || node.text.find("://") == node.text.npos;
    });
    std::sort(urls.begin(), urls.end(),
              [](const auto &one, const auto &other) { return one.begin > other.begin; });
    return urls;
}

/// The expression with the password of each literal URL in it masked.
inline std::string without_passwords(std::string_view expression) {
    auto tree = crystal::parse(expression);
    std::string text(expression);
    for (const auto &url : urls_in(tree))
        text.replace(url.begin, url.end - url.begin, masked(url.text));
    return text;
}

/// Whether a literal URL in the expression has a mask where its password was.
inline bool lacks_password(std::string_view expression) {
    auto tree = crystal::parse(expression);
    auto urls = urls_in(tree);
    return std::any_of(urls.begin(), urls.end(),
                       [](const auto &url) { return url.text.find(password_mask) != url.text.npos; });
}

/// The expression with each literal URL that lacks its password taken from a variable instead.
inline std::string with_urls_of(std::string_view expression, std::string_view variable) {
    auto tree = crystal::parse(expression);
    std::string text(expression);
    for (const auto &url : urls_in(tree)) {
        if (url.text.find(password_mask) == url.text.npos) continue;
        for (const auto &node : tree.nodes)
            if (node.kind == crystal::node_kind::string && node.begin < url.begin && url.end < node.end)
                text.replace(node.begin, node.end - node.begin, "ENV[\"" + std::string(variable) + "\"]");
    }
    return text;
}

/// The text with the blanks that each line but the first begins with changed by as many as `from` and `to`
/// differ.
inline std::string reindented(std::string_view text, std::size_t from, std::size_t to) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        auto end = text.find('\n', at);
        end = end == text.npos ? text.size() : end + 1;
        auto line = text.substr(at, end - at);
        auto blanks = std::min(line.find_first_not_of(' '), line.size());
        if (at > 0 && blanks >= from) {
            result.append(to, ' ');
            line.remove_prefix(from);
        }
        result.append(line);
        at = end;
    }
    return result;
}

/// How many blanks the line begins with that a byte stands in.
inline std::size_t indent_at(std::string_view text, std::size_t byte) {
    auto start = line_start(text, byte);
    return std::min(text.find_first_not_of(' ', start), text.size()) - start;
}

/// The configuration with another store in place of its one, and all else as it was: `wanted` is a
/// configuration with that store, `earlier` the expression of one that the application had before, which is
/// then taken. A lifetime that was given stays. Nothing where either cannot be told.
inline std::optional<std::string> with_store_of(std::string_view configuration, std::string_view wanted,
                                                const std::optional<std::string> &earlier) {
    auto old_store = find_store_expression(configuration), new_store = find_store_expression(wanted);
    if (!old_store || !new_store) return std::nullopt;
    std::string text(configuration);
    if (old_store->backend == new_store->backend) return text;
    auto expression = earlier.value_or(
        reindented(wanted.substr(new_store->begin, new_store->end - new_store->begin),
                   indent_at(wanted, new_store->begin), indent_at(configuration, old_store->begin)));
    if (!earlier && !old_store->ttl.empty() && !new_store->ttl.empty())
        expression.replace(expression.rfind(new_store->ttl), new_store->ttl.size(), old_store->ttl);
    text.replace(old_store->begin, old_store->end - old_store->begin,
                 with_line_ending(expression, line_ending_of(configuration)));
    auto result = find_store_expression(text);
    if (!result || result->backend != new_store->backend) return std::nullopt;
    return text;
}

} // namespace azu_session::inline v0_1::detail
