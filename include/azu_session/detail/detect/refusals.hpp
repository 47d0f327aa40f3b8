#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/crystal/excerpt.hpp>
#include <azu_session/detail/detect/initializer.hpp>
#include <azu_session/detail/detect/other_framework.hpp>
#include <azu_session/detail/detect/reading.hpp>
#include <azu_session/detail/detect/stores.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// The sentences with which detection refuses what an initializer leaves open: those that begin with `if`
/// where that is so, the others whenever they are called.
class refusals {
public:
    refusals(const initializer &refused, const reading &read, const environment &variables)
        : initializer_(refused), read_(read), variables_(variables) {}

    /// What was left out of the evaluation may be the configuration: what stands behind a literal without an
    /// end, and what comes after too many steps.
    void if_incomplete() const {
        constexpr auto hint = "Correct the file, or say where the sessions are.";
        if (!initializer_.complete)
            throw error(errc::invalid,
                        initializer_.path.generic_string() + " cannot be evaluated: it requires more than " +
                            std::to_string(most_files) + " files.",
                        hint, where_they_are);
        for (auto &file : initializer_.files->own())
            if (auto reason = why_no_source(file.text); !reason.empty())
                throw error(errc::invalid,
                            file.name + " cannot be evaluated: it " + std::string(reason) + ".", hint,
                            where_they_are);
        for (auto &file : initializer_.files->own())
            if (file.syntax.unended)
                throw error(errc::invalid,
                            file.name + " cannot be evaluated: the text that begins in line " +
                                std::to_string(file.line_of(*file.syntax.unended)) + " has no end.",
                            hint, where_they_are);
        if (!read_.lost) return;
        auto &lost = *read_.lost;
        throw error(errc::invalid,
                    initializer_.path.generic_string() + " cannot be evaluated: " +
                        (lost.too_long ? "it takes too many steps."
                                       : "it cannot be told what `" + crystal::excerpt(lost.expression) +
                                             "` (" + describe(lost.where) + ") does."),
                    hint, where_they_are);
    }

    /// A program stops where it needs a variable that is not set. Where that is one that its store is made
    /// of, the setting's own message says so.
    void if_missing(const configured_store &store) const {
        for (auto &one : read_.ways)
            for (auto &[name, where] : one.missing) {
                bool told = name == "REDIS_URL" || name == "DATABASE_URL";
                for (auto *part : {&store.url, &store.prefix, &store.table, &store.ttl})
                    told = told || part->missing_variable() == name;
                if (!told)
                    throw error(errc::invalid,
                                describe(where) + " needs the variable " + name + ", which is not set.",
                                "Set " + name + " as for the application, or say where the sessions are.",
                                where_they_are);
            }
    }

    /// What a file would do that is not there, nobody knows.
    void if_files_missing() const {
        if (initializer_.missing.empty()) return;
        auto &[path, where] = initializer_.missing.front();
        throw error(errc::invalid, describe(where) + " requires \"" + path + "\", which is not there.",
                    "Restore that file, or say where the sessions are.", where_they_are);
    }

    /// What stops is no application that is running with sessions.
    void if_stopped() const {
        for (auto &one : read_.ways)
            if (one.stopped)
                throw error(errc::ambiguous,
                            initializer_.path.generic_string() + " stops in this environment" +
                                (one.reason.empty() ? "" : " (" + one.reason + ")") + ".",
                            advice(), where_they_are);
    }

    /// A store that is made somewhere, and was never seen to be, may be the one that is meant.
    void if_unseen(const std::vector<configured_store> &seen, backend kind) const {
        bool redis = kind == backend::redis;
        for (auto &[name, where] : named_stores(*initializer_.files)) {
            configured_store named;
            named.kind = kind_of_classes({name});
            bool known = named.backend() != kind;
            for (auto &store : seen)
                known = known || store.object.where == where;
            if (!known)
                throw error(errc::ambiguous,
                            "It cannot be told what " + name + " (" + describe(where) + ") is made with.",
                            std::string("Give the ") + (redis ? "prefix" : "table") +
                                " and, where it differs, the URL.",
                            {redis ? setting::prefix : setting::table, setting::url});
        }
    }

    [[noreturn]] void none_chosen(const std::vector<configured_store> &stores, bool perhaps) const {
        if_doubtful(stores);
        auto file = initializer_.path.generic_string();
        if (perhaps || !read_.doubts.empty())
            throw error(errc::ambiguous,
                        "It cannot be told whether " + file + " uses any of its stores: " + listed(stores) +
                            (reasons().empty() ? "." : "; that depends on " + reasons() + "."),
                        advice(), {setting::backend});
        throw error(errc::ambiguous,
                    file + " chooses no store in this environment. It has " + listed(stores) + ".", advice(),
                    {setting::backend});
    }

    [[noreturn]] void several_possible(const std::vector<configured_store> &stores) const {
        if_doubtful(stores);
        throw error(errc::ambiguous,
                    initializer_.path.generic_string() +
                        " leaves several stores possible: " + listed(stores) +
                        (reasons().empty() ? "." : "; which one depends on " + reasons() + "."),
                    advice(), {setting::backend});
    }

    [[noreturn]] void several_of_kind(const std::vector<configured_store> &stores, backend kind) const {
        if_doubtful(stores);
        bool redis = kind == backend::redis;
        throw error(errc::ambiguous,
                    initializer_.path.generic_string() + " has several " + std::string(to_string(kind)) +
                        " stores with different settings: " + listed(stores) + ".",
                    std::string("Give the ") + (redis ? "prefix" : "table") +
                        " and, where it differs, the URL" +
                        (read_.decisive.empty() ? "." : ", or set " + read_.decisive.front() + "."),
                    {redis ? setting::prefix : setting::table, setting::url});
    }

    [[noreturn]] void nothing() const {
        for (auto &one : read_.ways)
            if (one.store && one.sets_nothing) {
                if_doubtful({*one.store});
                throw error(errc::ambiguous,
                            "The store at " + describe(one.store->object.where) + " is `" +
                                crystal::excerpt(one.store->object.expression) + "`, which gives no store.",
                            "Configure a store there, or say where the sessions are.", where_they_are);
            }
        no_store();
    }

    [[noreturn]] void foreign(const configured_store &store) const {
        if_doubtful({store});
        if (store.object.where.file >= initializer_.files->size())
            throw error(errc::ambiguous,
                        "It cannot be told which store " + initializer_.path.generic_string() +
                            " configures.",
                        "Say where the sessions are.", where_they_are);
        throw error(errc::ambiguous,
                    "The store at " + describe(store.object.where) + " is " + store.name() +
                        ", which is none of the known ones.",
                    "Say where the sessions are.", where_they_are);
    }

    /// SESSION_BACKEND alone tells nothing about these: the default prefix and table are the shard's.
    void if_other_framework() const {
        auto other = find_other_framework(*initializer_.files);
        if (!other) return;
        throw error(errc::ambiguous,
                    (*initializer_.files)[other->where.file].name +
                        " configures sessions that are not the session shard's (" + other->name + ", " +
                        describe(other->where) + ").",
                    "Say where the sessions are.", where_they_are);
    }

    [[noreturn]] void no_store() const {
        throw error(
            errc::ambiguous, initializer_.path.generic_string() + " configures no session store.",
            "Name the backend, also with SESSION_BACKEND, and where the defaults are not the application's, "
            "the prefix or table, and the URL.",
            where_they_are);
    }

    [[noreturn]] void cookies(const configured_store &store) const {
        throw error(
            errc::unsupported,
            "Sessions are kept in the visitors' cookies (" + store.name() + ", " +
                describe(store.object.where) + "), which cannot be cleared from outside.",
            "Rotate SESSION_SECRET and restart the application: all existing cookies become invalid.");
    }

    /// A store that perhaps another file calls for is no reason for the default.
    void if_hidden_stores() const {
        auto hidden = named_stores(*initializer_.files);
        if (hidden.empty()) return;
        std::string list;
        for (auto &[name, where] : hidden)
            list += (list.empty() ? "" : ", ") + name + " (" + describe(where) + ")";
        throw error(errc::ambiguous,
                    initializer_.path.generic_string() +
                        " has stores that it does not configure itself: " + list + ".",
                    "Name the backend to use.", {setting::backend});
    }

private:
    std::string describe(crystal::place where) const { return crystal::describe(*initializer_.files, where); }

    /// Where a variable that a condition or a store's place depends on is in doubt, that is the reason.
    void if_doubtful(const std::vector<configured_store> &stores) const {
        for (auto &doubt : read_.doubts)
            for (auto name : doubt.variables)
                variables_.refuse_doubt(name);
        for (auto &store : stores)
            for (auto name : store.object.variables)
                variables_.refuse_doubt(name);
    }

    std::string listed(const std::vector<configured_store> &stores) const {
        std::string list;
        for (auto &store : stores)
            list += (list.empty() ? "" : ", ") + store.name() + " (" + describe(store.object.where) + ")";
        return list;
    }

    std::string reasons() const {
        std::string text;
        for (auto &doubt : read_.doubts) {
            if (text.size() > 200) break;
            text += (text.empty() ? "" : " and ") + ("`" + crystal::excerpt(doubt.condition)) + "` (" +
                    describe(doubt.where) + ")";
        }
        return text;
    }

    std::string advice() const {
        std::vector<std::string_view> names;
        for (auto &doubt : read_.doubts)
            if (!doubt.missing.empty()) names.push_back(doubt.missing);
        if (names.empty()) names.assign(read_.decisive.begin(), read_.decisive.end());
        std::string text;
        for (auto &name : names)
            text += std::string(text.empty() ? "" : " and ").append(name);
        if (text.empty()) return "Name the backend to use.";
        return "Set " + text + " as for the application, or name the backend to use.";
    }

    const initializer &initializer_;
    const reading &read_;
    const environment &variables_;
};

} // namespace azu_session::inline v0_1::detail
