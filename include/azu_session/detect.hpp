#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/crystal/evaluator.hpp>
#include <azu_session/detail/detect/initializer.hpp>
#include <azu_session/detail/detect/other_framework.hpp>
#include <azu_session/detail/detect/settings_reader.hpp>
#include <azu_session/detail/detect/stores.hpp>
#include <azu_session/detection.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/project.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1 {

/// Learns where the application keeps its sessions: from `options`, else its initializer, else
/// SESSION_BACKEND, else Redis where there is no initializer. Reads files, connects to nothing. Throws
/// errc::invalid or errc::ambiguous when a configuration exists but cannot be evaluated, configures no store
/// or another framework's, leaves several possible, or depends on a variable that programs which read `.env`
/// differ on: what is deleted is never a guess. Throws errc::unsupported for sessions that are kept in
/// cookies, errc::invalid for an unknown SESSION_BACKEND, errc::usage for an option that the backend has no
/// use for, and errc::io for an initializer that cannot be read.
[[nodiscard]] detection detect(const project &app, const environment &variables,
                               const detect_options &options = {});

namespace detail {

/// One detection: what was read, what it leaves possible, and what is chosen of that.
class detector {
public:
    detector(const project &app, const environment &variables, const detect_options &options,
             std::optional<initializer> found)
        : app_(app), variables_(variables), options_(options), initializer_(std::move(found)) {
        if (!initializer_) return;
        run_.emplace(*initializer_->files, variables);
        run_->run();
    }

    detection detect() {
        if (initializer_) refuse_incomplete();
        auto found = options_.backend ? with_option() : without_option();
        found.root = app_.root;
        if (initializer_) {
            found.initializer = initializer_->path;
            if (initializer_->path != initializer_places.front())
                found.warnings.push_back("There is no " + std::string(initializer_places.front()) + "; " +
                                         initializer_->path.generic_string() + " was read instead.");
            if (found.source == detection_source::environment)
                found.warnings.push_back(initializer_->path.generic_string() +
                                         " configures no session store.");
        } else {
            warn_of_no_application(found);
        }
        return found;
    }

private:
    /// What to give where the initializer does not tell.
    static inline const std::vector<setting> where_they_are = {setting::backend, setting::prefix,
                                                               setting::table, setting::url};

    detection settings(backend kind, detection_source source, std::string origin,
                       const configured_store *store) {
        auto found = settings_reader(app_, variables_, options_, run_ ? &*run_ : nullptr, store).read(kind);
        found.source = source;
        found.provenance["backend"] = std::move(origin);
        return found;
    }

    /// The default prefix of a directory that is no application's is hardly the wanted one.
    void warn_of_no_application(detection &found) const {
        std::error_code ignored;
        bool guessed = found.provenance.contains("prefix") && found.provenance["prefix"] == "default" &&
                       found.source != detection_source::environment;
        if (!guessed || std::filesystem::exists(app_.root / "shard.yml", ignored)) return;
        found.warnings.push_back("There is no Azu application in " + app_.root.string() +
                                 " (no shard.yml, no " + std::string(initializer_places.front()) + ").");
    }

    /// Refuses what was left out of the evaluation, for it may be the configuration: what stands behind a
    /// literal without an end, and what comes after too many steps. Where the options tell everything,
    /// nothing of it matters.
    void refuse_incomplete() const {
        if (options_.backend == backend::memory ||
            (options_.backend && options_.url && (options_.prefix || options_.table)))
            return;
        constexpr auto hint = "Correct the file, or say where the sessions are.";
        for (auto &file : *initializer_->files)
            if (file.syntax.unended)
                throw error(errc::invalid,
                            file.name + " cannot be evaluated: the text that begins in line " +
                                std::to_string(file.line_of(*file.syntax.unended)) + " has no end.",
                            hint, where_they_are);
        if (run_->gave_up())
            throw error(errc::invalid,
                        initializer_->path.generic_string() +
                            " cannot be evaluated: it takes too many steps.",
                        hint, where_they_are);
    }

    // The initializer decides, or else the environment.

    detection without_option() {
        if (run_) {
            auto stores = possible_stores();
            if (!stores.empty()) return from_initializer(stores);
            refuse_other_framework();
        }
        if (auto named = variables_.get("SESSION_BACKEND"); named && !named->empty()) {
            auto origin = "SESSION_BACKEND (" + variables_.source("SESSION_BACKEND") + ")";
            return settings(named_backend(*named, origin), detection_source::environment, origin, nullptr);
        }
        if (initializer_) refuse_no_store();
        return settings(backend::redis, detection_source::fallback, "default", nullptr);
    }

    static backend named_backend(const std::string &name, const std::string &origin) {
        try {
            return parse_backend(name, origin);
        } catch (const error &unknown) { // not the fault of whoever runs the command
            throw error(errc::invalid, unknown.what(), unknown.hint());
        }
    }

    /// The stores that the initializer may choose in this environment; none when it configures none at all.
    std::vector<configured_store> possible_stores() {
        auto assigned = final_store();
        auto stores = stores_in(*run_, assigned);
        if (!stores.empty() && !may_be_nothing(assigned)) return stores;
        auto all = assigned_stores(*run_);
        if (!all.empty()) none_chosen(all, !stores.empty());
        auto nothing = empty_assignments(*run_);
        all = made_stores(*run_, true);
        if (!nothing.empty() && !all.empty()) none_chosen(all, false);
        if (!nothing.empty()) refuse_nothing(nothing.front());
        stores = made_stores(*run_, false);
        if (stores.empty() && !all.empty()) none_chosen(all, false);
        if (stores.empty()) refuse_hidden_stores();
        return stores;
    }

    crystal::value final_store() const {
        auto store = run_->attribute("store");
        return store.is(crystal::value_kind::unset) ? run_->attribute("provider") : store;
    }

    detection from_initializer(const std::vector<configured_store> &stores) {
        auto origin = run_->describe(stores.front().value.where);
        if (stores.size() == 1 && stores.front().kind == store_type::foreign) return custom(stores.front());
        for (auto &store : stores)
            if (store.kind == store_type::foreign) refuse_foreign(store);
        if (stores.size() > 1 && !all_alike(stores)) several_possible(stores);
        if (stores.front().kind == store_type::cookie) refuse_cookies(stores.front());
        return settings(*stores.front().backend(), detection_source::initializer, origin, &stores.front());
    }

    /// A store of an application's own class, with arguments that are written out.
    detection custom(const configured_store &store) const {
        if (!store.value.is(crystal::value_kind::object)) refuse_foreign(store);
        custom_settings own{store.value.text};
        for (std::size_t i = 0; i < store.value.items().size(); ++i) {
            auto text = crystal::to_text(store.value.items()[i]);
            if (!text) refuse_foreign(store);
            own.arguments.push_back({std::string(store.value.names()[i]), *text});
        }
        detection found{.settings = std::move(own), .source = detection_source::initializer};
        found.provenance["backend"] = run_->describe(store.value.where);
        return found;
    }

    // --backend decides.

    detection with_option() {
        auto kind = *options_.backend;
        if (!run_ || kind == backend::memory)
            return settings(kind, detection_source::option, "option", nullptr);
        auto chosen = of_kind(stores_in(*run_, final_store()), kind);
        if (chosen.size() != 1) chosen = of_kind(assigned_stores(*run_), kind);
        if (chosen.empty()) chosen = of_kind(made_stores(*run_, true), kind);
        if (chosen.empty()) chosen = of_kind(hidden_stores(), kind);
        if (chosen.empty()) chosen = foreign(assigned_stores(*run_));
        if (chosen.empty()) chosen = empty_assignments(*run_);
        if (chosen.size() > 1 && !all_alike(chosen)) several_of_kind(chosen);
        bool located = kind == backend::redis ? options_.prefix.has_value() : options_.table.has_value();
        if (chosen.empty() && !located) refuse_other_framework();
        return settings(kind, detection_source::option, "option", chosen.empty() ? nullptr : &chosen.front());
    }

    static std::vector<configured_store> of_kind(std::vector<configured_store> stores, backend kind) {
        std::erase_if(stores, [&](const configured_store &store) { return store.backend() != kind; });
        return stores;
    }

    static std::vector<configured_store> foreign(std::vector<configured_store> stores) {
        std::erase_if(stores,
                      [](const configured_store &store) { return store.kind != store_type::foreign; });
        return stores;
    }

    /// Whether it makes no difference to the answer which of the stores it is.
    bool all_alike(const std::vector<configured_store> &stores) {
        std::optional<detection> first;
        for (auto &store : stores) {
            if (!store.backend() || store.backend() != stores.front().backend()) return false;
            detection one;
            try {
                one = settings(*store.backend(), detection_source::initializer, {}, &store);
            } catch (const error &failure) {
                if (failure.code() == errc::ambiguous) throw; // a variable in doubt: that is the reason
                return false;
            }
            if (!first)
                first = std::move(one);
            else if (!same_settings(*first, one))
                return false;
        }
        return true;
    }

    static bool same_settings(const detection &a, const detection &b) {
        if (auto *redis = std::get_if<redis_settings>(&a.settings)) {
            auto &other = std::get<redis_settings>(b.settings);
            return redis->url == other.url && redis->prefix == other.prefix &&
                   redis->local_caches == other.local_caches;
        }
        if (auto *database = std::get_if<database_settings>(&a.settings)) {
            auto &other = std::get<database_settings>(b.settings);
            return database->url == other.url && database->table == other.table;
        }
        return true;
    }

    // What cannot be answered.

    /// Where a variable that a condition or a store's place depends on is in doubt, that is the reason.
    void refuse_doubts(const std::vector<configured_store> &stores) const {
        for (auto &doubt : run_->doubts())
            for (auto name : doubt.variables)
                variables_.refuse_doubt(name);
        for (auto &store : stores)
            for (auto name : store.value.variables)
                variables_.refuse_doubt(name);
    }

    std::string listed(const std::vector<configured_store> &stores) const {
        std::string list;
        for (auto &store : stores)
            list +=
                (list.empty() ? "" : ", ") + store.name() + " (" + run_->describe(store.value.where) + ")";
        return list;
    }

    std::string reasons() const {
        std::string text;
        for (auto &doubt : run_->doubts()) {
            if (text.size() > 200) break;
            text += (text.empty() ? "" : " and ") + ("`" + crystal::excerpt(doubt.condition)) + "` (" +
                    run_->describe(doubt.where) + ")";
        }
        return text;
    }

    std::string advice() const {
        std::vector<std::string_view> names;
        for (auto &doubt : run_->doubts())
            if (!doubt.missing.empty()) names.push_back(doubt.missing);
        if (names.empty()) names = run_->decisive();
        std::string text;
        for (auto &name : names)
            text += std::string(text.empty() ? "" : " and ").append(name);
        if (text.empty()) return "Name the backend to use.";
        return "Set " + text + " as for the application, or name the backend to use.";
    }

    [[noreturn]] void none_chosen(const std::vector<configured_store> &stores, bool perhaps) const {
        refuse_doubts(stores);
        auto file = initializer_->path.generic_string();
        if (perhaps || !run_->doubts().empty())
            throw error(errc::ambiguous,
                        "It cannot be told whether " + file + " uses any of its stores: " + listed(stores) +
                            (reasons().empty() ? "." : "; that depends on " + reasons() + "."),
                        advice(), {setting::backend});
        throw error(errc::ambiguous,
                    file + " chooses no store in this environment. It has " + listed(stores) + ".", advice(),
                    {setting::backend});
    }

    [[noreturn]] void several_possible(const std::vector<configured_store> &stores) const {
        refuse_doubts(stores);
        throw error(errc::ambiguous,
                    initializer_->path.generic_string() +
                        " leaves several stores possible: " + listed(stores) +
                        (reasons().empty() ? "." : "; which one depends on " + reasons() + "."),
                    advice(), {setting::backend});
    }

    [[noreturn]] void several_of_kind(const std::vector<configured_store> &stores) const {
        refuse_doubts(stores);
        bool redis = *options_.backend == backend::redis;
        throw error(
            errc::ambiguous,
            initializer_->path.generic_string() + " has several " +
                std::string(to_string(*options_.backend)) +
                " stores with different settings: " + listed(stores) + ".",
            std::string("Give the ") + (redis ? "prefix" : "table") + " and, where it differs, the URL" +
                (run_->decisive().empty() ? "." : ", or set " + std::string(run_->decisive().front()) + "."),
            {redis ? setting::prefix : setting::table, setting::url});
    }

    [[noreturn]] void refuse_nothing(const configured_store &assigned) const {
        refuse_doubts({assigned});
        throw error(errc::ambiguous,
                    "The store at " + run_->describe(assigned.value.where) + " is " + assigned.name() +
                        ", which gives no store.",
                    "Configure a store there, or say where the sessions are.", where_they_are);
    }

    [[noreturn]] void refuse_foreign(const configured_store &store) const {
        refuse_doubts({store});
        throw error(errc::ambiguous,
                    "The store at " + run_->describe(store.value.where) + " is " + store.name() +
                        ", which is none of the known ones.",
                    "Say where the sessions are.", where_they_are);
    }

    /// SESSION_BACKEND alone tells nothing about these: the default prefix and table are the shard's.
    void refuse_other_framework() const {
        auto other = find_other_framework(*initializer_->files);
        if (!other) return;
        throw error(errc::ambiguous,
                    (*initializer_->files)[other->where.file].name +
                        " configures sessions that are not the session shard's (" + other->name + ", " +
                        run_->describe(other->where) + ").",
                    "Say where the sessions are.", where_they_are);
    }

    [[noreturn]] void refuse_no_store() const {
        throw error(
            errc::ambiguous, initializer_->path.generic_string() + " configures no session store.",
            "Name the backend, also with SESSION_BACKEND, and where the defaults are not the application's, "
            "the prefix or table, and the URL.",
            where_they_are);
    }

    [[noreturn]] void refuse_cookies(const configured_store &store) const {
        throw error(
            errc::unsupported,
            "Sessions are kept in the visitors' cookies (" + store.name() + ", " +
                run_->describe(store.value.where) + "), which cannot be cleared from outside.",
            "Rotate SESSION_SECRET and restart the application: all existing cookies become invalid.");
    }

    /// The stores in methods that nothing in the initializer calls.
    std::vector<configured_store> hidden_stores() {
        run_->look_through_methods();
        auto stores = assigned_stores(*run_);
        add_unlisted(stores, made_stores(*run_, true));
        return stores;
    }

    /// A store that perhaps another file calls for is no reason for the default.
    void refuse_hidden_stores() {
        auto stores = hidden_stores();
        if (stores.empty()) return;
        throw error(errc::ambiguous,
                    initializer_->path.generic_string() +
                        " has stores that it does not configure itself: " + listed(stores) + ".",
                    "Name the backend to use.", {setting::backend});
    }

    const project &app_;
    const environment &variables_;
    const detect_options &options_;
    std::optional<initializer> initializer_;
    std::optional<crystal::evaluator> run_;
};

} // namespace detail

inline detection detect(const project &app, const environment &variables, const detect_options &options) {
    return detail::detector(app, variables, options, detail::load_initializer(app)).detect();
}

} // namespace azu_session::inline v0_1
