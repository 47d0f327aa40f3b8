#pragma once

#include <azu_session/detail/crystal/parse.hpp>
#include <azu_session/detail/setup/crystal_files.hpp>
#include <azu_session/detail/setup/edits.hpp>
#include <azu_session/detail/setup/require_place.hpp>
#include <azu_session/detail/text/lines.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// A list of handlers in an application's source, and how the session handler is put first in it.
struct handler_list {
    std::filesystem::path file; ///< relative to the application's root
    std::string name;           ///< of what it is the list, as `Shop.handlers`
    std::size_t line = 0;       ///< of the file, counted from 1: the one that the handler goes before
    std::string text;           ///< what is put there, without a line ending
    bool replaces = false;      ///< whether the text takes the line's place instead
    placed_text insertion = {}; ///< the same as bytes
    bool begins_with_session_handler = false;
};

/// Finds lists of handlers in one file: what `def self.handlers` returns, and the first arguments of
/// `Application.start [`, `start [` within it and `HTTP::Server.new([`. Comments, strings and heredocs are
/// none.
class handler_list_finder {
public:
    explicit handler_list_finder(const crystal_file &file)
        : file_(file), text_(file.text), tree_(crystal::parse(text_)) {
        if (tree_.root != crystal::no_node) visit_all();
    }

    const std::vector<handler_list> &methods() const { return methods_; }
    const std::vector<handler_list> &arguments() const { return arguments_; }
    const std::vector<std::string> &uses() const { return uses_; }
    bool makes_session_handler() const { return makes_session_handler_; }
    bool serves_otherwise() const { return serves_otherwise_; }

private:
    using node_id = crystal::node_id;
    using node_kind = crystal::node_kind;

    /// Without recursion, as a chain of calls is as deep as it is long.
    void visit_all() {
        std::vector<std::pair<node_id, std::string>> ahead = {{tree_.root, ""}};
        while (!ahead.empty()) {
            auto [id, inside] = std::move(ahead.back());
            ahead.pop_back();
            const auto &node = tree_[id];
            if (node.kind == node_kind::definition)
                inside += (inside.empty() ? "" : "::") + std::string(node.text);
            if (node.kind == node_kind::method) visit_method(id, inside);
            if (node.kind == node_kind::send) visit_send(id, inside);
            if (node.kind == node_kind::call && node.text == "start") visit_start(id, inside);
            auto children = tree_.children(id);
            for (auto child = children.rbegin(); child != children.rend(); ++child)
                ahead.emplace_back(*child, inside);
        }
    }

    void visit_method(node_id id, const std::string &inside) {
        auto name = tree_[id].text;
        if (name != "self.handlers" && name != "handlers") return;
        auto body = tree_[id].last;
        if (body == crystal::no_node || tree_[body].kind != node_kind::body) return;
        auto last = tree_[body].last;
        if (last != crystal::no_node && tree_[last].kind == node_kind::jump && tree_[last].text == "return")
            last = tree_[last].first;
        if (last != crystal::no_node) add(methods_, last, inside + ".handlers");
    }

    /// Whether it is `SessionHandler.new`.
    bool makes_session_handler(node_id id) const {
        if (tree_[id].kind != node_kind::send || tree_[id].text != "new") return false;
        const auto &receiver = tree_[tree_[id].first];
        return receiver.kind == node_kind::constant &&
               (receiver.text == "SessionHandler" || receiver.text == "::SessionHandler");
    }

    void visit_send(node_id id, const std::string &inside) {
        auto children = tree_.children(id);
        if (children.empty() || tree_[children[0]].kind != node_kind::constant) return;
        auto receiver = tree_[children[0]].text, method = tree_[id].text;
        if (receiver.starts_with("::")) receiver.remove_prefix(2);
        makes_session_handler_ = makes_session_handler_ || makes_session_handler(id);
        bool server = receiver == "HTTP::Server" && method == "new";
        if (!server && method != "start") return;
        auto given = children.size() > 1 ? children[1] : crystal::no_node;
        if (given != crystal::no_node && note_use(given, inside)) return;
        bool is_list = given != crystal::no_node && tree_[given].kind == node_kind::list;
        if (is_list && (server || may_be_handlers(given)))
            add(arguments_, given, std::string(receiver) + "." + std::string(method));
        else
            serves_otherwise_ = serves_otherwise_ || server;
    }

    /// Of an application within its own module.
    void visit_start(node_id id, const std::string &inside) {
        auto given = tree_[id].first;
        if (given == crystal::no_node || note_use(given, inside)) return;
        if (first_of(given) != crystal::no_node && may_be_handlers(given))
            add(arguments_, given, inside + ".start");
    }

    /// Notes which method gives a server its handlers; false where none does.
    bool note_use(node_id given, const std::string &inside) {
        const auto &node = tree_[given];
        if (node.text != "handlers") return false;
        bool bare = node.kind == node_kind::name || node.kind == node_kind::call;
        if (bare) uses_.push_back(inside + ".handlers");
        if (node.kind != node_kind::send || tree_[node.first].kind != node_kind::constant) return bare;
        auto receiver = tree_[node.first].text;
        uses_.push_back(std::string(receiver.substr(receiver.starts_with("::") ? 2 : 0)) + ".handlers");
        return true;
    }

    /// The first element of a list; none where it is empty, though it may say of what.
    node_id first_of(node_id list) const {
        auto first = tree_[list].first;
        bool any = first != crystal::no_node && tree_[first].kind != node_kind::restriction;
        return any ? first : crystal::no_node;
    }

    /// A list that is empty, or begins with a new object or with what another list holds.
    bool may_be_handlers(node_id list) const {
        auto first = first_of(list);
        if (tree_[list].kind != node_kind::list || first == crystal::no_node)
            return tree_[list].kind == node_kind::list;
        const auto &element = tree_[first];
        return (element.kind == node_kind::send && element.text == "new") || element.text.starts_with('*');
    }

    void add(std::vector<handler_list> &lists, node_id id, std::string name) {
        const auto &list = tree_[id];
        auto first = first_of(id);
        if (list.kind != node_kind::list || list.text != "[") return;
        std::size_t bracket = list.begin;
        if (bracket >= text_.size() || text_[bracket] != '[') return;
        handler_list found{.file = file_.path, .name = std::move(name), .text = {}};
        found.begins_with_session_handler = first != crystal::no_node && makes_session_handler(first);
        if (first == crystal::no_node) {
            auto close = text_.find_first_not_of(" \t", bracket + 1);
            if (close == std::string_view::npos || text_[close] != ']') return;
            put_into_line(found, bracket + 1, "SessionHandler.new");
        } else if (std::size_t element = tree_[first].begin;
                   text_.substr(bracket, element - bracket).find('\n') == std::string_view::npos) {
            put_into_line(found, element, "SessionHandler.new, ");
        } else {
            auto start = line_start(text_, element);
            found.line = line_number(text_, element);
            found.text = std::string(text_.substr(start, element - start)) + "SessionHandler.new,";
            found.insertion = {start, found.text + line_ending_of(text_)};
        }
        lists.push_back(std::move(found));
    }

    void put_into_line(handler_list &found, std::size_t at, const std::string &text) const {
        auto start = line_start(text_, at);
        auto line = text_.substr(start, text_.find('\n', at) - start);
        if (line.ends_with('\r')) line.remove_suffix(1);
        found.line = line_number(text_, at);
        found.replaces = true;
        found.text = std::string(line).insert(at - start, text);
        found.insertion = {at, text};
    }

    const crystal_file &file_;
    std::string_view text_;
    crystal::tree tree_;
    std::vector<handler_list> methods_, arguments_;
    std::vector<std::string> uses_; ///< the methods that a server is given the handlers of
    bool makes_session_handler_ = false;
    bool serves_otherwise_ = false; ///< whether a server is made with handlers that cannot be seen, or none
};

/// What an application's sources say of its handlers.
struct handlers_in_sources {
    bool has_session_handler =
        false; ///< one is made somewhere; the shard's own, `Session::SessionHandler`, is none
    std::vector<handler_list> lists; ///< those that servers are given; none where that cannot be told of each
};

/// A method's list counts where a server is given it, or where no server is seen to be given any.
inline handlers_in_sources find_handlers(const std::vector<crystal_file> &files) {
    handlers_in_sources found;
    std::vector<handler_list> arguments;
    std::vector<std::string> uses;
    bool serves_otherwise = false;
    auto append = [](auto &all, const auto &more) { all.insert(all.end(), more.begin(), more.end()); };
    for (const auto &file : files) {
        handler_list_finder finder(file);
        found.has_session_handler = found.has_session_handler || finder.makes_session_handler();
        serves_otherwise = serves_otherwise || finder.serves_otherwise();
        append(found.lists, finder.methods());
        append(arguments, finder.arguments());
        append(uses, finder.uses());
    }
    auto is_unused = [&](const handler_list &list) {
        return std::none_of(uses.begin(), uses.end(), [&](const std::string &use) {
            return list.name == use || list.name.ends_with("::" + use);
        });
    };
    if (!uses.empty() || !arguments.empty()) std::erase_if(found.lists, is_unused);
    bool unseen = serves_otherwise || (!uses.empty() && found.lists.empty());
    append(found.lists, arguments);
    if (unseen) found.lists.clear();
    return found;
}

} // namespace azu_session::inline v0_1::detail
