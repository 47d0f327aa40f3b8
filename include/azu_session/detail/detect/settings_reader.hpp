#pragma once

#include <azu_session/detail/detect/redis_client.hpp>
#include <azu_session/detail/detect/stores.hpp>
#include <azu_session/detail/postgresql/url_completion.hpp>
#include <azu_session/detection.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/project.hpp>
#include <azu_session/settings.hpp>
#include <azu_session/url.hpp>

#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// Fills a detection with the settings of one store, or with the defaults where no store is configured.
class settings_reader {
public:
    settings_reader(const project &app, const environment &variables, const detect_options &options,
                    crystal::evaluator *run, const configured_store *store)
        : app_(app), variables_(variables), options_(options), run_(run), store_(store) {}

    /// Throws errc::invalid for a setting that exists and cannot be evaluated, errc::ambiguous for one that
    /// depends on a variable in doubt, errc::usage for an option that the backend has no use for.
    detection read(backend kind) {
        refuse_idle_options(kind);
        if (kind == backend::redis) {
            redis_settings found{.url = redis_url_setting(), .prefix = prefix_setting()};
            if (!options_.prefix) found.prefix_origin = result_.provenance["prefix"];
            found.sealed = sealing();
            found.local_caches = store_ && store_->kind == store_type::clustered_redis;
            result_.settings = std::move(found);
        } else if (kind == backend::database) {
            result_.settings = database_settings{.url = database_url_setting(),
                                                 .table = table_setting(),
                                                 .root = app_.root,
                                                 .sealed = sealing()};
        } else {
            result_.settings = memory_settings{};
        }
        read_ttl();
        return std::move(result_);
    }

private:
    using value = crystal::value;
    using value_kind = crystal::value_kind;

    /// An option that narrows what is deleted, and is not heeded, deletes too much.
    void refuse_idle_options(backend kind) const {
        if (options_.prefix && kind != backend::redis)
            refuse_option("A prefix", "redis backend", kind, setting::prefix);
        if (options_.table && kind != backend::database)
            refuse_option("A table", "database backend", kind, setting::table);
        if (options_.url && kind == backend::memory)
            refuse_option("A URL", "redis and database backends", kind, setting::url);
    }

    [[noreturn]] static void refuse_option(const std::string &option, const std::string &what, backend kind,
                                           setting given) {
        throw error(errc::usage,
                    option + " is for the " + what + ", and the sessions are in " +
                        std::string(to_string(kind)) + ".",
                    "Leave it out, or name the backend that the sessions are in.", {given, setting::backend});
    }

    void learn(const std::string &name, std::string origin) { result_.provenance[name] = std::move(origin); }

    std::string variable_origin(std::string_view name) const {
        return std::string(name) + " (" + variables_.source(name) + ")";
    }

    std::string origin_of(const value &found) const {
        if (found.verbatim && found.variables.size() == 1) return variable_origin(found.variables.front());
        auto origin = run_->describe(found.where);
        std::string joint = " with ";
        for (auto &name : found.variables) {
            if (!variables_.find(name)) continue;
            origin += joint + variable_origin(name);
            joint = ", ";
        }
        return origin;
    }

    /// A URL in messages: as the variable that holds it, or by its place.
    std::string named_url(const value &found) const {
        return (found.verbatim ? "" : "The URL at ") + origin_of(found);
    }

    /// An argument that the store is made with. Nothing where it has none, or where that is nil.
    std::optional<value> argument(std::initializer_list<std::string_view> names) const {
        if (!store_) return std::nullopt;
        for (auto name : names) {
            auto found = run_->argument(store_->value, name);
            if (found && !(found->is(value_kind::nil) && found->variables.empty())) return found;
        }
        return std::nullopt;
    }

    /// Where a variable is in doubt, that is why a value cannot be told, or which of several it is.
    void refuse_doubts(const value &found) const {
        for (auto &doubt : run_->doubts())
            for (auto name : doubt.variables)
                if (found.is(value_kind::choice)) variables_.refuse_doubt(name);
        for (auto name : found.variables)
            variables_.refuse_doubt(name);
    }

    [[noreturn]] void refuse(const value &found, std::string_view what, setting wanted) const {
        refuse_doubts(found);
        auto place = run_->describe(found.where);
        std::string missing(found.missing_variable());
        if (found.is(value_kind::nil) && !found.variables.empty()) missing = found.variables.front();
        if (!missing.empty())
            throw error(errc::invalid,
                        "The " + std::string(what) + " at " + place + " needs the variable " + missing +
                            ", which is not set.",
                        "Set " + missing + " as for the application, or give the value.", {wanted});
        throw error(errc::invalid,
                    "The " + std::string(what) + " at " + place + " cannot be evaluated: " +
                        crystal::shown(found).value_or("what stands there") + " is not a plain text.",
                    "Give the value.", {wanted});
    }

    /// Whether the value is missing for no other reason than that this variable is not set.
    static bool lacks(const value &found, std::string_view variable) {
        if (found.missing_variable() == variable) return true;
        bool empty = found.is(value_kind::nil) || (found.is(value_kind::text) && found.text.empty());
        return empty && found.variables.size() == 1 && found.variables.front() == variable;
    }

    // Redis.

    redis_url redis_url_setting() {
        if (options_.url) {
            learn("url", "option");
            return parse_redis_url(*options_.url, "The given URL");
        }
        if (auto found = configured_redis_url()) {
            if (found->is(value_kind::text) && !found->text.empty()) {
                learn("url", origin_of(*found));
                return parse_redis_url(found->text, named_url(*found));
            }
            if (!lacks(*found, "REDIS_URL")) refuse(*found, "Redis URL", setting::url);
        }
        return redis_url_from_environment();
    }

    redis_url redis_url_from_environment() {
        if (auto set = variables_.get("REDIS_URL"); set && !set->empty()) {
            learn("url", variable_origin("REDIS_URL"));
            return parse_redis_url(*set, result_.provenance["url"]);
        }
        learn("url", "default");
        result_.warnings.push_back("REDIS_URL is not set; using " + default_redis_url + ".");
        return parse_redis_url(default_redis_url);
    }

    std::optional<value> configured_redis_url() const {
        if (auto url = argument({"url", "redis_url"})) return url;
        if (auto client = argument({"client", "pool", "redis", "config"})) return client_url(*run_, *client);
        if (!store_ || !store_->of_shard) return std::nullopt;
        auto made_with = store_->value;
        if (auto passed = run_->passed_on(store_->value)) made_with = *passed;
        if (!made_with.items().empty()) return client_url(*run_, made_with.items().front());
        return crystal::make_value(value_kind::text, store_->value.where, default_redis_url);
    }

    key_prefix prefix_setting() {
        if (options_.prefix) {
            learn("prefix", "option");
            return key_prefix(*options_.prefix, "the options");
        }
        auto found = configured_prefix();
        if (!found) {
            if (app_.name.empty())
                throw error(errc::invalid,
                            "The application in " + app_.root.string() +
                                " has no name that its sessions' prefix could be derived from.",
                            "Give the prefix.", {setting::prefix});
            learn("prefix", "default");
            return key_prefix(app_.name + ":session:");
        }
        if (!found->is(value_kind::text)) refuse(*found, "key prefix", setting::prefix);
        learn("prefix", origin_of(*found));
        return key_prefix(client_namespace() + found->text, run_->describe(found->where));
    }

    std::optional<value> configured_prefix() const {
        if (!store_) return std::nullopt;
        if (store_->kind == store_type::foreign) return crystal::made_unknown(store_->value);
        if (!store_->of_shard) {
            if (auto prefix = argument({"prefix", "key_prefix"})) return prefix;
            auto space = argument({"namespace"});
            return space ? std::optional(crystal::made_unknown(*space)) : std::nullopt;
        }
        if (auto overridden = prefix_of_method()) return overridden;
        return crystal::make_value(value_kind::text, store_->value.where, "session:");
    }

    /// What the method that the shard's stores make keys with puts before a session's id, where the
    /// application overrides it.
    std::optional<value> prefix_of_method() const {
        const std::string id("\0id", 3); // which no source holds
        auto key = crystal::make_value(value_kind::text, store_->value.where, id);
        auto made = run_->call(store_->value, "prefixed", key);
        if (!made) return std::nullopt;
        if (made->is(value_kind::text) && made->text.find(id) != made->text.size() - id.size()) {
            made = crystal::made_unknown(*made);
            made->text = "prefixed";
        }
        if (made->is(value_kind::text)) made->text.resize(made->text.size() - id.size());
        return made;
    }

    /// What crystal-redis puts before every key of a client with a namespace.
    std::string client_namespace() const {
        auto client = argument({"client"});
        if (!client || !client->is(value_kind::object)) return {};
        auto *space = client->find("namespace");
        if (!space) return {};
        if (!space->is(value_kind::text)) refuse(*space, "namespace of the Redis client", setting::prefix);
        return space->text.empty() ? std::string() : space->text + "::";
    }

    // Database.

    std::optional<database_url> database_url_setting() {
        if (options_.url) {
            learn("url", "option");
            return parsed_database_url(*options_.url, "The given URL");
        }
        auto found = argument({"url", "database_url", "database", "db", "connection"});
        if (found && found->is(value_kind::object) && !found->items().empty())
            found = value(found->items().front());
        if (found && found->is(value_kind::text) && found->text.find(':') != std::string::npos) {
            learn("url", origin_of(*found));
            return parsed_database_url(found->text, named_url(*found));
        }
        if (found && !lacks(*found, "DATABASE_URL")) {
            refuse_doubts(*found);
            if (argument({"url", "database_url"})) refuse(*found, "database URL", setting::url);
            result_.warnings.push_back("The database at " + run_->describe(found->where) +
                                       " cannot be told from the initializer; DATABASE_URL is used.");
        }
        return database_url_from_environment();
    }

    std::optional<database_url> database_url_from_environment() {
        if (auto set = variables_.get("DATABASE_URL"); set && !set->empty()) {
            learn("url", variable_origin("DATABASE_URL"));
            return parsed_database_url(*set, result_.provenance["url"]);
        }
        learn("url", "DATABASE_URL (not set)");
        return std::nullopt; // opening the store says so
    }

    /// What a PostgreSQL URL leaves open is what the application's variables say.
    database_url parsed_database_url(const std::string &text, const std::string &origin) {
        auto url = parse_database_url(text, origin);
        auto *open = std::get_if<postgresql_url>(&url);
        if (!open) return url;
        auto server = complete_postgresql_url(std::move(*open),
                                              [this](std::string_view name) { return variables_.get(name); });
        std::string list;
        for (auto &guess : server.guesses)
            list += (list.empty() ? "" : ", ") + guess;
        if (!list.empty())
            result_.warnings.push_back("The database URL leaves open " + list +
                                       ": where the application runs, they may differ.");
        return std::move(server.url);
    }

    table_name table_setting() {
        if (options_.table) {
            learn("table", "option");
            return table_name(*options_.table, "the options");
        }
        if (store_ && store_->kind == store_type::foreign)
            refuse(crystal::made_unknown(store_->value), "table name", setting::table);
        auto found = argument({"table", "table_name"});
        if (!found) {
            learn("table", "default");
            return table_name("sessions");
        }
        if (found->is(value_kind::symbol)) found->kind = value_kind::text;
        if (!found->is(value_kind::text)) refuse(*found, "table name", setting::table);
        learn("table", origin_of(*found));
        return table_name(found->text, run_->describe(found->where));
    }

    // Lifetime.

    std::optional<value> configured_ttl() const {
        if (!store_) return std::nullopt;
        if (auto set = run_->attribute("ttl"); !set.is(value_kind::unset)) return set;
        if (auto given = argument({"ttl"})) return given;
        if (auto set = run_->attribute("timeout"); !set.is(value_kind::unset)) return set;
        return std::nullopt;
    }

    /// Nothing that is deleted depends on it, so that not knowing it is no error.
    void read_ttl() {
        auto found = configured_ttl();
        if (!found) return;
        bool readable = found->is(value_kind::span) || found->is(value_kind::number);
        if (readable && std::abs(found->number) < 1e12) {
            result_.ttl = std::chrono::seconds(static_cast<long long>(found->number));
            learn("ttl", origin_of(*found));
        } else {
            result_.warnings.push_back("The ttl at " + run_->describe(found->where) +
                                       " cannot be evaluated.");
        }
    }

    /// The setting of the generated initializer or of the shard that encrypts or compresses a session's data.
    std::string sealing() const {
        for (std::string name : {"encrypt_data", "encrypt_redis_data", "compress_data"}) {
            auto set = run_ ? run_->attribute(name) : value();
            if (!set.is(value_kind::unset) && crystal::truth_of(set).value_or(false))
                return "config." + name + " at " + run_->describe(set.where);
        }
        return {};
    }

    const project &app_;
    const environment &variables_;
    const detect_options &options_;
    crystal::evaluator *run_;
    const configured_store *store_;
    detection result_;
};

} // namespace azu_session::inline v0_1::detail
