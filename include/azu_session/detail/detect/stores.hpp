#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/crystal/evaluator.hpp>
#include <azu_session/detail/crystal/excerpt.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// What a class of stores keeps sessions in.
enum class store_type { redis, clustered_redis, database, memory, cookie, foreign };

struct store_class {
    std::string_view name;
    store_type kind;
};

/// The classes by their documented names.
inline constexpr store_class store_classes[] = {{"RedisStore", store_type::redis},
                                                {"PooledRedisStore", store_type::redis},
                                                {"ClusteredRedisStore", store_type::clustered_redis},
                                                {"DatabaseStore", store_type::database},
                                                {"MemoryStore", store_type::memory},
                                                {"CookieStore", store_type::cookie}};

inline store_type kind_of_class(std::string_view path) {
    auto name = path.substr(path.rfind(':') + 1);
    for (auto &known : store_classes)
        if (known.name == name) return known.kind;
    return store_type::foreign;
}

/// A store that an initializer makes, or a value in a store's place that cannot be told.
struct configured_store {
    store_type kind = store_type::foreign;
    bool of_shard = false; ///< one of the session shard's, or derived from it: its keys are the shard's
    crystal::value value;

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
        if (value.is(crystal::value_kind::object) || value.is(crystal::value_kind::type)) return value.text;
        return crystal::shown(value).value_or("something");
    }
};

/// Whether a class is the session shard's own. The reference document's stores take `url`, `prefix` and
/// `ttl`, which the shard's do not.
inline bool belongs_to_shard(const crystal::ancestor &type, const crystal::value &made) {
    if (type.defined) return false;
    std::string_view path = type.path;
    if (path.starts_with("::")) path.remove_prefix(2);
    bool documented = made.find("url") || made.find("prefix") || made.find("ttl");
    return (type.generic || path.starts_with("Session::")) && !documented;
}

inline configured_store classify(const crystal::evaluator &run, const crystal::value &made) {
    configured_store store{.value = made};
    if (!made.is(crystal::value_kind::object)) return store;
    auto line = run.ancestors(made);
    for (auto &type : line) {
        store.kind = kind_of_class(type.path);
        if (store.kind != store_type::foreign) break;
    }
    auto root = line.back();
    if (line.size() == 1) root.generic = made.generic;
    store.of_shard = kind_of_class(root.path) != store_type::foreign && belongs_to_shard(root, made);
    return store;
}

/// Whether an attribute of the configuration is the store; `provider` is its name in older versions.
inline bool holds_store(std::string_view attribute) {
    return attribute == "store" || attribute == "provider";
}

/// The stores that a value may be. Nothing and `nil` are none.
inline std::vector<configured_store> stores_in(const crystal::evaluator &run, const crystal::value &found) {
    if (found.is(crystal::value_kind::unset) || found.is(crystal::value_kind::nil)) return {};
    if (!found.is(crystal::value_kind::choice)) return {classify(run, found)};
    std::vector<configured_store> stores;
    for (auto &alternative : found.items())
        for (auto &store : stores_in(run, alternative))
            stores.push_back(std::move(store));
    return stores;
}

inline bool may_be_nothing(const crystal::value &found) {
    if (!found.is(crystal::value_kind::choice))
        return found.is(crystal::value_kind::unset) || found.is(crystal::value_kind::nil);
    for (auto &alternative : found.items())
        if (may_be_nothing(alternative)) return true;
    return false;
}

/// A method that makes a store may make several: the place alone does not tell them apart.
inline void add_unlisted(std::vector<configured_store> &stores, std::vector<configured_store> more) {
    for (auto &store : more) {
        bool listed = false;
        for (auto &known : stores)
            listed = listed || (known.value.where == store.value.where && same(known.value, store.value));
        if (!listed) stores.push_back(std::move(store));
    }
}

/// All stores that the configuration is given, in whatever branch.
inline std::vector<configured_store> assigned_stores(const crystal::evaluator &run) {
    std::vector<configured_store> stores;
    for (auto &assignment : run.assignments())
        if (holds_store(assignment.attribute)) add_unlisted(stores, stores_in(run, assignment.assigned));
    return stores;
}

/// Expressions that the configuration's store was set to, and that are none: they evaluate to nothing, or
/// raise. Each stands in a store's place, as one that cannot be told.
inline std::vector<configured_store> empty_assignments(const crystal::evaluator &run) {
    std::vector<configured_store> stores;
    for (auto &assignment : run.assignments()) {
        if (!holds_store(assignment.attribute) || !stores_in(run, assignment.assigned).empty()) continue;
        auto empty = make_value(crystal::value_kind::unknown, assignment.where);
        empty.expression = assignment.expression;
        add_unlisted(stores, {{.value = std::move(empty)}});
    }
    return stores;
}

/// All session stores that are made, in whatever branch, and perhaps handed on elsewhere.
inline std::vector<configured_store> made_stores(const crystal::evaluator &run, bool in_dead_branches) {
    std::vector<configured_store> stores;
    for (auto &made : run.creations()) {
        auto store = classify(run, made.object);
        if (store.kind == store_type::foreign || !(made.live || in_dead_branches)) continue;
        auto path = std::string_view(made.object.text);
        if (path.starts_with("::")) path.remove_prefix(2);
        bool of_sessions = path.find("::") == path.npos || path.starts_with("Session::") ||
                           run.ancestors(made.object).front().defined;
        if (of_sessions) add_unlisted(stores, {store});
    }
    return stores;
}

} // namespace azu_session::inline v0_1::detail
