#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/crystal/excerpt.hpp>
#include <azu_session/detail/crystal/run.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// What a class of stores keeps sessions in.
enum class store_type { redis, clustered_redis, database, memory, cookie, foreign };

/// A store that an initializer makes, or a value in a store's place that cannot be told, with what it says of
/// where sessions are.
struct configured_store {
    store_type kind = store_type::foreign;
    crystal::value object;
    crystal::value url, prefix, table, ttl; ///< nil where it leaves them open
    crystal::value opened;                  ///< what the database in place of the URL was opened with
    crystal::arguments given;               ///< what it was made with

    std::optional<azu_session::backend> backend() const {
        switch (kind) {
        case store_type::redis:
        case store_type::clustered_redis:
            return backend::redis;
        case store_type::database:
            return backend::database;
        case store_type::memory:
            return backend::memory;
        default:
            return std::nullopt;
        }
    }

    /// As messages name it.
    std::string name() const {
        bool has_class = object.is(crystal::value_kind::object) || object.is(crystal::value_kind::type);
        return has_class ? object.path : crystal::shown(object).value_or("something");
    }
};

/// The kind of the nearest class of a line that the documentation names.
inline store_type kind_of_classes(const std::vector<std::string> &line) {
    struct row {
        std::string_view name;
        store_type kind;
    };
    constexpr row rows[] = {{"RedisStore", store_type::redis},
                            {"PooledRedisStore", store_type::redis},
                            {"ClusteredRedisStore", store_type::clustered_redis},
                            {"DatabaseStore", store_type::database},
                            {"MemoryStore", store_type::memory},
                            {"CookieStore", store_type::cookie}};
    for (std::string_view path : line)
        for (auto &known : rows)
            if (known.name == path.substr(path.rfind(':') + 1)) return known.kind;
    return store_type::foreign;
}

inline configured_store describe_store(crystal::interpreter &run, const crystal::value &found) {
    using enum crystal::value_kind;
    configured_store store;
    store.object = found;
    if (!found.is(object)) return store;
    store.kind = kind_of_classes(run.ancestors(found.path));
    for (auto &made : run.creations())
        if (made.object.inside == found.inside) store.given = made.given;
    if (store.kind == store_type::redis || store.kind == store_type::clustered_redis) {
        store.url = run.ask(found, "__session_url");
        store.prefix = run.ask(found, "__session_prefix");
    } else if (store.kind == store_type::database) {
        store.url = run.ask(found, "__session_database");
        for (auto &made : run.creations()) // DB.open(url)
            if (made.object.inside == store.url.inside && store.url.is(object) && !made.given.items.empty())
                store.opened = made.given.items[0];
        store.table = run.ask(found, "__session_table");
    }
    if (auto *ttl = found.inside->find("ttl")) store.ttl = *ttl;
    return store;
}

/// Where a program makes stores, whether that runs or not, by their names.
inline std::vector<std::pair<std::string, crystal::place>> named_stores(const crystal::program &files) {
    std::vector<std::pair<std::string, crystal::place>> found;
    for (crystal::file_index i = 0; i < files.own().size(); ++i) {
        auto &syntax = files[i].syntax;
        for (auto &part : syntax.nodes) {
            if (part.kind != crystal::node_kind::send || part.text != "new" || part.first == crystal::no_node)
                continue;
            auto &type = syntax[part.first];
            bool names =
                type.kind == crystal::node_kind::constant || type.kind == crystal::node_kind::generic;
            auto path = type.text.substr(type.text.starts_with("::") ? 2 : 0);
            bool foreign = path.find("::") != path.npos && !path.starts_with("Session::");
            if (names && !foreign && kind_of_classes({std::string(type.text)}) != store_type::foreign &&
                found.size() < 16)
                found.emplace_back(std::string(type.text), crystal::place{i, part.begin});
        }
    }
    return found;
}

/// Whether it makes no difference which of two stores it is.
inline bool alike(const configured_store &a, const configured_store &b) {
    auto same = [](const crystal::value &x, const crystal::value &y) {
        return x.kind == y.kind && x.text == y.text && x.expression == y.expression && x.inside == y.inside;
    };
    bool opened = a.opened.is_known() && same(a.opened, b.opened);
    return a.kind == b.kind && a.kind != store_type::foreign && (opened || same(a.url, b.url)) &&
           same(a.prefix, b.prefix) && same(a.table, b.table);
}

} // namespace azu_session::inline v0_1::detail
