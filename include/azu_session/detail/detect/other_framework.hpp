#pragma once

#include <azu_session/detail/crystal/definitions.hpp>
#include <azu_session/detail/crystal/source.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace azu_session::detail {

/// Where a program configures the sessions of another framework than the session shard.
struct other_framework {
    std::string name; ///< of what is configured: "Kemal::Session"
    crystal::place where;
};

/// Whether a name speaks of sessions: `Kemal::Session`, `LuckySession`, `sessions`, `session_store=`.
inline bool names_sessions(std::string_view name) {
    return name.find("Session") != name.npos || name.starts_with("session");
}

/// Whether anything within a node is called after sessions: `settings.session = …`, `config.sessions.store`,
/// `session: {…}`.
inline bool mentions_sessions(const crystal::tree &syntax, crystal::node_id id, int depth = 0) {
    using crystal::node_kind;
    for (auto child : syntax.children(id)) {
        auto kind = syntax[child].kind;
        bool named = kind == node_kind::name || kind == node_kind::call || kind == node_kind::send ||
                     kind == node_kind::argument;
        if (named && names_sessions(syntax[child].text)) return true;
        if (depth < 200 && mentions_sessions(syntax, child, depth + 1)) return true;
    }
    return false;
}

/// Whether a message to a constant configures sessions: `Kemal::Session.config`, `Amber::Server.configure`.
inline bool configures_sessions(const crystal::tree &syntax, crystal::node_id id) {
    auto &message = syntax[id];
    auto constant = syntax[message.first].text;
    bool settles =
        message.text.starts_with("config") || message.text == "settings" || message.text == "setup";
    if (!names_sessions(constant)) return settles && mentions_sessions(syntax, id);
    bool block = syntax[message.last].kind == crystal::node_kind::block;
    return settles || block || (message.text == "new" && constant.find("::") != constant.npos);
}

/// The first place of a program, whether it runs or not, that configures another framework's sessions: those
/// of a constant that is neither the shard's `Session` nor the program's own.
inline std::optional<other_framework> find_other_framework(const crystal::program &files) {
    using crystal::node_kind;
    auto own = crystal::index_definitions(files).superclasses;
    for (crystal::file_index file = 0; file < files.size(); ++file) {
        auto &syntax = files[file].syntax;
        for (crystal::node_id id = 0; id < syntax.nodes.size(); ++id) {
            if (syntax[id].kind != node_kind::send || syntax[id].first == crystal::no_node) continue;
            auto &receiver = syntax[syntax[id].first];
            if (receiver.kind != node_kind::constant && receiver.kind != node_kind::generic) continue;
            auto path = receiver.text.substr(receiver.text.starts_with("::") ? 2 : 0);
            bool shard = path == "Session" || path.starts_with("Session::");
            if (!shard && !own.contains(path) && configures_sessions(syntax, id))
                return other_framework{std::string(path), {file, syntax[id].begin}};
        }
    }
    return std::nullopt;
}

} // namespace azu_session::detail
