#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/crystal/parse.hpp>
#include <azu_session/detail/setup/crystal_files.hpp>
#include <azu_session/detail/setup/schema.hpp>
#include <azu_session/detail/text/url_mask.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/project.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The environment variables that an application with sessions needs.
namespace azu_session::inline v0_1::detail {

inline bool is_set(const environment &variables, std::string_view name) {
    auto *found = variables.find(name);
    return found && !found->value.empty();
}

/// A name that can stand in a URL, a file's name and a shell's word as it is.
inline std::string plain_name(const project &app) {
    auto unsafe =
        app.name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return unsafe == std::string::npos && !app.name.starts_with('-') ? app.name : "myapp";
}

/// The name of the variable that tells where the store is; empty for memory.
inline std::string url_name(backend backend) {
    if (backend == backend::memory) return {};
    return backend == backend::redis ? "REDIS_URL" : "DATABASE_URL";
}

/// A URL of the kind that is wanted, for people to change.
inline std::string example_url(const project &app, backend backend, database_engine engine) {
    if (backend == backend::redis) return "redis://localhost:6379";
    if (engine == database_engine::sqlite) return "sqlite3:./" + plain_name(app) + ".db";
    return "postgresql://user:password@localhost/" + plain_name(app);
}

/// The text of a string literal without interpolation; nothing for other nodes.
inline std::optional<std::string_view> plain_string(const crystal::tree &tree, const crystal::node &node) {
    if (node.kind != crystal::node_kind::string || node.first == crystal::no_node || node.first != node.last)
        return std::nullopt;
    const auto &piece = tree[node.first];
    bool escapes = piece.text.find('\\') != piece.text.npos;
    if (piece.kind != crystal::node_kind::piece || escapes) return std::nullopt;
    return piece.text;
}

/// The database's URL where the application's sources tell it: the one that they name, if it has no password.
inline std::optional<std::string> told_database_url(const project &app, database_engine engine) {
    std::set<std::string, std::less<>> urls;
    bool unclear = false;
    for (const auto &file : crystal_files(app)) {
        auto tree = crystal::parse(file.text);
        for (const auto &node : tree.nodes) {
            if (node.kind != crystal::node_kind::string || node.first == crystal::no_node) continue;
            auto begin = tree[node.first].text;
            bool postgresql = begin.starts_with("postgres:") || begin.starts_with("postgresql:");
            if (!(engine == database_engine::postgresql ? postgresql : begin.starts_with("sqlite3:")))
                continue;
            if (auto url = plain_string(tree, node))
                urls.emplace(*url);
            else
                unclear = true;
        }
    }
    if (unclear || urls.size() != 1 || masked(*urls.begin()) != *urls.begin()) return std::nullopt;
    return *urls.begin();
}

/// The variables that are not set, with the value of each that can be told.
inline std::vector<std::pair<std::string, std::string>> values_to_set(const project &app,
                                                                      const environment &variables,
                                                                      backend backend, database_engine engine,
                                                                      const std::string &secret) {
    std::vector<std::pair<std::string, std::string>> values;
    if (!is_set(variables, "SESSION_SECRET")) values.emplace_back("SESSION_SECRET", secret);
    if (backend == backend::redis && !is_set(variables, "REDIS_URL"))
        values.emplace_back("REDIS_URL", example_url(app, backend, engine));
    if (backend == backend::database && !is_set(variables, "DATABASE_URL"))
        if (auto url = told_database_url(app, engine)) values.emplace_back("DATABASE_URL", *url);
    return values;
}

/// What `.env.example` says: all variables, no secret.
inline std::vector<std::string> example_lines(const project &app, backend backend, database_engine engine) {
    std::vector<std::string> lines = {"SESSION_SECRET="};
    auto name = url_name(backend);
    if (name.empty()) return lines;
    bool postgresql = backend == backend::database && engine == database_engine::postgresql;
    lines.push_back(
        name + "=" +
        (postgresql ? "postgresql://localhost/" + plain_name(app) : example_url(app, backend, engine)));
    return lines;
}

} // namespace azu_session::inline v0_1::detail
