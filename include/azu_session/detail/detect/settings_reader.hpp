#pragma once

#include <azu_session/detail/database/url_completion.hpp>
#include <azu_session/detail/detect/reading.hpp>
#include <azu_session/detection.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/project.hpp>
#include <azu_session/settings.hpp>
#include <azu_session/url.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// Where Redis is when nobody says otherwise.
inline const std::string default_redis_url = "redis://localhost:6379";

/// Fills a detection with the settings of one store, or with the defaults where no store is configured.
class settings_reader {
public:
    settings_reader(const project &app, const environment &variables, const detect_options &options,
                    const crystal::program *files, const reading *read, const configured_store *store)
        : app_(app), variables_(variables), options_(options), files_(files), read_(read), store_(store) {}

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
        result_.insecure = insecurity();
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
        auto origin = describe(*files_, found.where);
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

    /// What a store says of itself; nothing where it leaves that open.
    static std::optional<value> given(const value &found) {
        bool open = found.is(value_kind::unset) || found.is(value_kind::nil);
        return open ? std::nullopt : std::optional(found);
    }

    bool is_foreign() const { return store_ && store_->kind == store_type::foreign; }

    /// Where a variable is in doubt, that is why a value cannot be told, or which of several it is.
    void refuse_doubts(const value &found) const {
        for (auto name : found.variables)
            variables_.refuse_doubt(name);
    }

    [[noreturn]] void refuse(const value &found, std::string_view what, setting wanted) const {
        refuse_doubts(found);
        auto place = describe(*files_, found.where);
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
        if (found.missing_variable() == variable) return found.verbatim;
        bool empty = found.is(value_kind::nil) || (found.is(value_kind::text) && found.text.empty());
        return empty && found.variables.size() == 1 && found.variables.front() == variable;
    }

    /// Whether a URL is what the variable says, or the default without that. A symbol stands for a variable
    /// that is not set where the store is made: the program may have deleted it.
    bool is_left_open(const value &found, std::string_view variable) const {
        if (!found.is(value_kind::symbol)) return lacks(found, variable);
        if (variables_.get(variable).value_or("").empty()) return true;
        throw error(errc::invalid,
                    std::string(variable) + " is set, but not any more where the store at " +
                        describe(*files_, store_->object.where) + " is made, which uses it.",
                    "Give the URL.", {setting::url});
    }

    // Redis.

    redis_url redis_url_setting() {
        if (options_.url) {
            learn("url", "option");
            return parse_redis_url(*options_.url, "The given URL");
        }
        if (auto found = store_ ? given(store_->url) : std::nullopt) {
            if (found->is(value_kind::text) && !found->text.empty()) {
                learn("url", origin_of(*found));
                return parse_redis_url(found->text, named_url(*found));
            }
            if (!is_left_open(*found, "REDIS_URL")) refuse(*found, "Redis URL", setting::url);
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

    key_prefix prefix_setting() {
        if (options_.prefix) {
            learn("prefix", "option");
            return key_prefix(*options_.prefix, "the options");
        }
        if (is_foreign()) refuse(crystal::made_unknown(store_->object), "key prefix", setting::prefix);
        auto found = store_ ? given(store_->prefix) : std::nullopt;
        if (!found) {
            refuse_unnamed();
            learn("prefix", "default");
            return key_prefix(app_.name + ":session:");
        }
        if (!found->is(value_kind::text)) refuse(*found, "key prefix", setting::prefix);
        learn("prefix", origin_of(*found));
        return key_prefix(found->text, describe(*files_, found->where));
    }

    /// The default prefix of a directory that is no application's is another's, or nobody's.
    void refuse_unnamed() const {
        if (!app_.unnamed && !app_.name.empty()) return;
        throw error(errc::invalid,
                    "There is no shard.yml with a name in " + app_.root.string() +
                        ", which the default prefix of an application's sessions begins with.",
                    "Name the application's directory, or give the prefix.",
                    {setting::directory, setting::prefix});
    }

    // Database.

    std::optional<database_url> database_url_setting() {
        if (options_.url) {
            learn("url", "option");
            return parsed_database_url(*options_.url, "The given URL");
        }
        auto found = store_ ? given(store_->url) : std::nullopt;
        auto opened = store_ ? given(store_->opened) : std::nullopt;
        if (opened) found = opened;
        if (found && found->is(value_kind::text) && found->text.find(':') != std::string::npos) {
            learn("url", origin_of(*found));
            return parsed_database_url(found->text, named_url(*found));
        }
        if (found && !is_left_open(*found, "DATABASE_URL")) {
            refuse_doubts(*found);
            if (!opened && !found->is(value_kind::object)) refuse(*found, "database URL", setting::url);
            result_.warnings.push_back("The database at " + describe(*files_, found->where) +
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
        if (is_foreign()) refuse(crystal::made_unknown(store_->object), "table name", setting::table);
        auto found = store_ ? given(store_->table) : std::nullopt;
        if (!found) {
            learn("table", "default");
            return table_name("sessions");
        }
        if (found->is(value_kind::symbol)) found->kind = value_kind::text;
        if (!found->is(value_kind::text)) refuse(*found, "table name", setting::table);
        learn("table", origin_of(*found));
        return table_name(unquoted(found->text), describe(*files_, found->where));
    }

    /// A name as SQL quotes it, `"web"."logins"`, without its quotes.
    static std::string unquoted(const std::string &text) {
        std::string plain;
        for (std::size_t i = 0; i < text.size(); ++i) {
            auto end = text[i] == '"' ? text.find('"', i + 1) : text.npos;
            bool part = end != text.npos && end > i + 1 && (end + 1 == text.size() || text[end + 1] == '.');
            if (!part) return text;
            plain += text.substr(i + 1, end - i - 1) + (end + 1 == text.size() ? "" : ".");
            i = end + 1;
        }
        return plain;
    }

    // Lifetime.

    const way *first_way() const { return read_ && !read_->ways.empty() ? &read_->ways.front() : nullptr; }

    std::optional<value> configured_ttl() const {
        auto *one = first_way();
        if (!store_ || !one) return std::nullopt;
        if (!one->ttl.is(value_kind::unset)) return one->ttl;
        if (auto own = given(store_->ttl)) return own;
        return given(one->timeout);
    }

    /// Nothing that is deleted depends on it, so that not knowing it is no error.
    void read_ttl() {
        auto found = configured_ttl();
        if (!found) return;
        bool whole = found->is(value_kind::whole);
        auto seconds = whole ? found->whole : found->whole / 1'000'000'000;
        constexpr std::int64_t most = 1'000'000'000'000;
        if ((whole || found->is(value_kind::span)) && seconds > -most && seconds < most) {
            result_.ttl = std::chrono::seconds(seconds);
            learn("ttl", origin_of(*found));
        } else {
            result_.warnings.push_back("The ttl at " + describe(*files_, found->where) +
                                       " cannot be evaluated.");
        }
    }

    /// The setting of the generated initializer or of the shard that encrypts or compresses a session's data.
    std::string sealing() const {
        for (auto &one : read_ ? read_->ways : std::vector<way>())
            if (!one.sealing.empty())
                return "config." + std::string(one.sealing) + " at " + describe(*files_, one.sealing_place);
        return {};
    }

    /// Where sessions' cookies are allowed over HTTP.
    std::string insecurity() const {
        for (auto &one : read_ ? read_->ways : std::vector<way>())
            if (one.insecure) return describe(*files_, *one.insecure);
        return {};
    }

    const project &app_;
    const environment &variables_;
    const detect_options &options_;
    const crystal::program *files_;
    const reading *read_;
    const configured_store *store_;
    detection result_;
};

} // namespace azu_session::inline v0_1::detail
