#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/detect/earlier_store.hpp>
#include <azu_session/detail/detect/initializer.hpp>
#include <azu_session/detail/detect/reading.hpp>
#include <azu_session/detail/detect/refusals.hpp>
#include <azu_session/detail/detect/settings_reader.hpp>
#include <azu_session/detail/detect/stores.hpp>
#include <azu_session/detection.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/error.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Whether two detections lead to the same sessions.
inline bool same_settings(const detection &a, const detection &b) {
    if (a.settings.index() != b.settings.index()) return false;
    if (auto *redis = std::get_if<redis_settings>(&a.settings)) {
        auto &other = std::get<redis_settings>(b.settings);
        return redis->url == other.url && redis->prefix == other.prefix &&
               redis->local_caches == other.local_caches;
    }
    if (auto *database = std::get_if<database_settings>(&a.settings)) {
        auto &other = std::get<database_settings>(b.settings);
        return database->url == other.url && database->table == other.table;
    }
    return std::holds_alternative<memory_settings>(a.settings);
}

/// One detection: what was read, what it leaves possible, and what is chosen of that.
class detector {
public:
    detector(const project &app, const environment &variables, const detect_options &options,
             std::optional<initializer> found)
        : app_(app), variables_(variables), options_(options), initializer_(std::move(found)) {
        if (!initializer_) return;
        reader_.emplace(*initializer_->files, variables);
        read_ = reader_->read();
    }

    const initializer *file() const { return initializer_ ? &*initializer_ : nullptr; }

    /// Whether the initializer may have to do with a store of sessions, so that no other file is asked.
    bool speaks_of_stores() {
        if (!initializer_) return false;
        if (is_incomplete(*initializer_) || !initializer_->missing.empty() || read_.lost) return true;
        for (auto &one : read_.ways)
            if (one.store || one.stopped || !one.made.empty()) return true;
        return !named_stores(*initializer_->files).empty() || !reader_->read_elsewhere().empty();
    }

    detection detect() {
        if (initializer_ && !is_told()) refuse().if_incomplete();
        auto found = options_.backend ? with_option() : without_option();
        found.root = app_.root;
        if (initializer_) {
            found.initializer = initializer_->path;
            bool usual = std::find(initializer_places.begin(), initializer_places.end(),
                                   initializer_->path) != initializer_places.end();
            if (!usual)
                found.warnings.push_back("No session store is configured in " +
                                         std::string(initializer_places.front()) + "; " +
                                         initializer_->path.generic_string() + " was read.");
            else if (initializer_->path != initializer_places.front())
                found.warnings.push_back("There is no " + std::string(initializer_places.front()) + "; " +
                                         initializer_->path.generic_string() + " was read instead.");
            if (found.source == detection_source::environment)
                found.warnings.push_back(initializer_->path.generic_string() +
                                         " configures no session store.");
        } else if (found.source == detection_source::fallback && !options_.prefix) {
            warn_of_assumption(found);
        }
        warn_of_environments(found);
        return found;
    }

private:
    detection settings(backend kind, detection_source source, std::string origin,
                       const configured_store *store) {
        if (store && !is_told()) refuse().if_files_missing();
        if (store) refuse().if_missing(*store);
        auto *files = initializer_ ? initializer_->files.get() : nullptr;
        auto found =
            settings_reader(app_, variables_, options_, files, initializer_ ? &read_ : nullptr, store)
                .read(kind);
        found.source = source;
        found.provenance["backend"] = std::move(origin);
        return found;
    }

    /// Says what was looked at where nothing tells the store, and what is assumed.
    static void warn_of_assumption(detection &found) {
        std::string places;
        for (auto place : initializer_places)
            places.append(place).append(", ");
        auto &redis = std::get<redis_settings>(found.settings);
        found.warnings.push_back(
            "No session store is configured in " + places +
            "nor elsewhere below src/ or config/, and SESSION_BACKEND is not set; Redis is assumed, "
            "with the pattern " +
            redis.prefix.pattern() + ".");
    }

    /// An application asks for the one or the other: Azu itself for CRYSTAL_ENV.
    void warn_of_environments(detection &found) const {
        auto *azu = variables_.find("AZU_ENV"), *crystal = variables_.find("CRYSTAL_ENV");
        if (!azu || !crystal || azu->value.empty() || crystal->value.empty() || azu->value == crystal->value)
            return;
        found.warnings.push_back("AZU_ENV is " + azu->value + " (" + azu->source + "), CRYSTAL_ENV is " +
                                 crystal->value + " (" + crystal->source +
                                 "): the application may use another store by the one than by the other.");
    }

    refusals refuse() const { return {*initializer_, read_, variables_}; }

    /// Whether the options tell everything, so that nothing of the initializer matters.
    bool is_told() const {
        return options_.backend == backend::memory ||
               (options_.backend && options_.url && (options_.prefix || options_.table));
    }

    std::string describe(crystal::place where) const {
        return crystal::describe(*initializer_->files, where);
    }

    // The initializer decides, or else the environment.

    detection without_option() {
        if (initializer_) {
            auto stores = possible_stores();
            if (!stores.empty()) return from_initializer(stores);
            refuse().if_other_framework();
        }
        if (auto named = variables_.get("SESSION_BACKEND"); named && !named->empty()) {
            auto origin = "SESSION_BACKEND (" + variables_.source("SESSION_BACKEND") + ")";
            return settings(named_backend(*named, origin), detection_source::environment, origin, nullptr);
        }
        if (initializer_) refuse().no_store();
        return settings(backend::redis, detection_source::fallback, "default", nullptr);
    }

    static backend named_backend(const std::string &name, const std::string &origin) {
        try {
            return parse_backend(name, origin);
        } catch (const error &unknown) { // not the fault of whoever runs the command
            throw error(errc::invalid, unknown.what(), unknown.hint());
        }
    }

    /// The stores of all ways that the initializer may go.
    std::vector<configured_store> final_stores() const {
        std::vector<configured_store> stores;
        for (auto &one : read_.ways)
            if (one.store && !one.sets_nothing) add_unlisted(stores, *one.store);
        return stores;
    }

    static void add_unlisted(std::vector<configured_store> &stores, const configured_store &store) {
        for (auto &known : stores)
            if (known.object.where == store.object.where && alike(known, store)) return;
        stores.push_back(store);
    }

    /// The stores that the initializer may choose in this environment; none when it configures none at all.
    std::vector<configured_store> possible_stores() {
        refuse().if_stopped();
        auto stores = final_stores();
        bool maybe_nothing = false, sets_nothing = false;
        for (auto &one : read_.ways) {
            maybe_nothing = maybe_nothing || !one.store || one.sets_nothing;
            sets_nothing = sets_nothing || one.sets_nothing;
        }
        if (!stores.empty() && !maybe_nothing) return stores;
        auto all = reader_->read_elsewhere();
        std::vector<configured_store> made;
        for (auto &one : read_.ways)
            for (auto &store : one.made)
                add_unlisted(made, store);
        for (auto &store : stores)
            add_unlisted(all, store);
        std::erase_if(
            all, [](const configured_store &store) { return store.object.is(crystal::value_kind::nil); });
        if (sets_nothing && stores.empty() && made.empty() && all.empty()) refuse().nothing();
        if (!all.empty() && (made.empty() || !stores.empty() || sets_nothing))
            refuse().none_chosen(all, !stores.empty());
        // A bare RedisStore that is configured nowhere may be a cache's.
        std::erase_if(made, [](const configured_store &store) {
            return store.object.path.find(':') == std::string::npos &&
                   kind_of_classes({store.object.path}) != store_type::foreign;
        });
        if (made.empty()) refuse().if_hidden_stores();
        return made;
    }

    detection from_initializer(const std::vector<configured_store> &stores) {
        auto origin = describe(stores.front().object.where);
        if (stores.size() == 1 && stores.front().kind == store_type::foreign) return custom(stores.front());
        for (auto &store : stores)
            if (store.kind == store_type::foreign) refuse().foreign(store);
        if (stores.size() > 1 && !all_alike(stores)) refuse().several_possible(stores);
        if (stores.front().kind == store_type::cookie) refuse().cookies(stores.front());
        return settings(*stores.front().backend(), detection_source::initializer, origin, &stores.front());
    }

    /// A store of an application's own class, with arguments that are written out.
    detection custom(const configured_store &store) const {
        refuse().if_files_missing();
        if (!store.object.is(crystal::value_kind::object)) refuse().foreign(store);
        custom_settings own{store.object.path};
        for (std::size_t i = 0; i < store.given.items.size(); ++i) {
            auto &argument = store.given.items[i];
            auto text = plain_text(argument);
            if (!text) refuse().foreign(store);
            own.arguments.push_back({std::string(store.given.names[i]), *text});
        }
        detection found{.settings = std::move(own), .source = detection_source::initializer};
        found.provenance["backend"] = describe(store.object.where);
        return found;
    }

    static std::optional<std::string> plain_text(const crystal::value &given) {
        using enum crystal::value_kind;
        if (given.is(text) || given.is(symbol)) return given.text;
        if (given.is(whole)) return std::to_string(given.whole);
        if (given.is(boolean)) return given.whole ? "true" : "false";
        return given.is(nil) ? std::optional<std::string>("") : std::nullopt;
    }

    // --backend decides.

    detection with_option() {
        auto kind = *options_.backend;
        if (!initializer_ || kind == backend::memory)
            return settings(kind, detection_source::option, "option", nullptr);
        auto finals = final_stores();
        auto chosen = of_kind(finals, kind);
        bool located = kind == backend::redis ? options_.prefix.has_value() : options_.table.has_value();
        if (chosen.size() != 1) {
            auto elsewhere = reader_->read_elsewhere();
            chosen = of_kind(elsewhere, kind);
            if (!located) refuse().if_unseen(elsewhere, kind);
        }
        if (chosen.empty())
            for (auto &store : finals)
                if (store.kind == store_type::foreign) chosen.push_back(store);
        if (chosen.empty() && !located)
            if (auto earlier = load_earlier_store(*initializer_, kind))
                return left_behind(std::move(*earlier));
        if (chosen.empty() && !options_.prefix && !options_.table) refuse().if_stopped();
        for (auto &one : read_.ways)
            if (chosen.empty() && one.sets_nothing) {
                chosen.push_back(*one.store);
                chosen.back().object = crystal::made_unknown(one.store->object);
            }
        if (chosen.size() > 1 && !all_alike(chosen)) refuse().several_of_kind(chosen, kind);
        if (chosen.empty() && !located) refuse().if_other_framework();
        return settings(kind, detection_source::option, "option", chosen.empty() ? nullptr : &chosen.front());
    }

    /// The store that setup has noted when another took its place.
    detection left_behind(earlier_initializer earlier) const {
        auto file = initializer_->path.generic_string();
        detector noted(app_, variables_, options_, std::move(earlier.configuration));
        if (of_kind(noted.final_stores(), *options_.backend).size() != 1)
            throw unreadable_note(file, earlier.line);
        auto found = noted.detect();
        for (auto &[name, place] : found.provenance)
            if (place.starts_with(file + ":")) place = file + ":" + std::to_string(earlier.line);
        return found;
    }

    static std::vector<configured_store> of_kind(std::vector<configured_store> stores, backend kind) {
        std::erase_if(stores, [&](const configured_store &store) { return store.backend() != kind; });
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

    const project &app_;
    const environment &variables_;
    const detect_options &options_;
    std::optional<initializer> initializer_;
    std::optional<configuration_reader> reader_;
    reading read_;
};

/// What the files say that configure sessions where no initializer does: all the same.
inline detection detect_elsewhere(const project &app, const environment &variables,
                                  const detect_options &options, std::vector<initializer> files) {
    if (files.size() == 1) return detector(app, variables, options, std::move(files.front())).detect();
    std::string names;
    for (auto &file : files)
        names += (names.empty() ? "" : ", ") + file.path.generic_string();
    auto differ = error(errc::ambiguous, "Several files configure sessions: " + names + ".",
                        "Say where the sessions are.", where_they_are);
    std::optional<detection> agreed;
    for (auto &file : files) {
        auto one = [&] {
            try {
                return detector(app, variables, options, std::move(file)).detect();
            } catch (const error &) {
                throw differ;
            }
        }();
        if (!agreed) {
            agreed = std::move(one);
            continue;
        }
        if (!same_settings(*agreed, one)) throw differ;
        agreed->warnings.push_back(one.warnings.front()); // that it was read
    }
    return std::move(*agreed);
}

} // namespace azu_session::inline v0_1::detail
