#pragma once

#include <azu_session/detail/crystal/indexer.hpp>
#include <azu_session/detail/detect/initializer.hpp>
#include <azu_session/detail/detect/stores.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// What the configuration is after one way that a program may go.
struct way {
    std::optional<configured_store> store; ///< nothing where none was configured
    bool sets_nothing = false;             ///< `config.store = nil`
    bool unconnected = false;              ///< a store's server could not be reached
    bool stopped = false;
    std::string reason; ///< why it stopped
    crystal::value ttl, timeout;
    std::string_view sealing; ///< the setting that encrypts or compresses sessions
    crystal::place sealing_place;
    std::optional<crystal::place> insecure; ///< where the cookie's Secure flag is switched off
    std::vector<std::pair<std::string, crystal::place>> missing; ///< variables it cannot go on without
    std::vector<configured_store> made;                          ///< stores, whether they are used or not
};

/// What an application's configuration leaves possible: pure data.
struct reading {
    std::vector<way> ways;
    std::vector<crystal::doubt> doubts; ///< conditions that could not be told
    std::vector<std::string> decisive;  ///< variables of the environment in conditions
    std::optional<crystal::undetermined> lost;
};

/// Runs a program's configuration in every way that it may go.
class configuration_reader {
public:
    configuration_reader(crystal::program &files, const environment &variables)
        : files_(files), variables_(variables) {
        auto own = static_cast<crystal::file_index>(files.size());
        for (auto *library : libraries())
            files.bring_along(*library);
        crystal::detail::indexer index(files, defined_);
        index.index_file(own);
        defined_.core_scopes = defined_.scopes.size();
        index.index_file(own + 1);
        for (crystal::file_index i = 0; i < own; ++i)
            index.index_file(i);
    }

    reading read() {
        reading found;
        std::vector<way> plain;
        if (!run(nullptr, plain, found) || (!found.doubts.empty() && !is_told(plain.front()))) {
            auto too_long = found.lost && found.lost->too_long;
            found.doubts.clear();
            plain.clear();
            if (!too_long) {
                found.lost.reset();
                follow(plain, found);
            }
        }
        found.ways = std::move(plain);
        auto any = [&](auto fits) { return std::any_of(found.ways.begin(), found.ways.end(), fits); };
        if (any([](const way &one) { return !one.stopped; }))
            std::erase_if(found.ways, [](const way &one) { return one.stopped; });
        // Without a store an application keeps no sessions, wherever it would have kept them.
        if (any([](const way &one) { return one.store.has_value(); }))
            std::erase_if(found.ways, [](const way &one) { return one.unconnected && !one.store; });
        return found;
    }

    /// The stores that it has in other circumstances, as if conditions that can be told had other outcomes.
    /// Those that one such outcome leads to come first; there may be more than are found.
    std::vector<configured_store> read_elsewhere() {
        constexpr std::size_t most = 192;
        std::vector<way> contrary;
        reading ignored;
        std::deque<std::vector<bool>> open = {{}};
        steps_left_ = 0; // its own
        for (std::size_t runs = 0; !open.empty() && runs < most; ++runs) {
            crystal::choices decided{.taken = open.front(), .contrary = true};
            auto given = decided.taken.size();
            open.pop_front();
            run(&decided, contrary, ignored);
            for (auto i = given; i < decided.next && open.size() < most; ++i) {
                open.emplace_back(decided.taken.begin(),
                                  decided.taken.begin() + static_cast<std::ptrdiff_t>(i));
                open.back().push_back(false);
            }
        }
        std::vector<configured_store> found;
        for (auto &one : contrary) {
            if (one.store) add(found, *one.store);
            for (auto &made : one.made)
                add(found, made);
        }
        std::sort(found.begin(), found.end(), [](const configured_store &a, const configured_store &b) {
            return std::pair(a.object.where.file, a.object.where.begin) <
                   std::pair(b.object.where.file, b.object.where.begin);
        });
        return found;
    }

private:
    static void add(std::vector<configured_store> &stores, const configured_store &store) {
        for (auto &known : stores)
            if (known.object.where == store.object.where && alike(known, store)) return;
        stores.push_back(store);
    }

    static bool is_told(const way &one) {
        auto &store = one.store;
        return store && store->kind != store_type::foreign &&
               store->url.kind != crystal::value_kind::unknown &&
               store->prefix.kind != crystal::value_kind::unknown &&
               store->table.kind != crystal::value_kind::unknown;
    }

    void follow(std::vector<way> &ways, reading &found) {
        constexpr std::size_t most = 64;
        crystal::choices decided;
        do {
            decided.next = 0;
            auto optional = decided.optional.size();
            while (!run(&decided, ways, found)) {
                if (decided.optional.size() == optional) return;
                optional = decided.optional.size(); // what is told from the beginning now
                ways.clear(), decided.taken.clear(), found.lost.reset();
                decided.next = 0;
            }
            decided.taken.resize(decided.next);
            while (!decided.taken.empty() && !decided.taken.back())
                decided.taken.pop_back();
            if (!decided.taken.empty()) decided.taken.back() = false;
            if (ways.size() >= most && !decided.taken.empty()) {
                auto doubt = found.doubts.empty() ? crystal::doubt() : found.doubts.back();
                found.lost = crystal::undetermined{doubt.where, doubt.condition};
                return;
            }
        } while (!decided.taken.empty());
    }

    /// One way to go; false where it cannot be told how it goes on.
    bool run(crystal::choices *decided, std::vector<way> &ways, reading &found) {
        crystal::interpreter program(files_, defined_, variables_, decided);
        if (steps_left_ == 0) steps_left_ = 3 * program.steps_left(); // for all ways together
        program.limit_steps(steps_left_);
        auto given = program.steps_left();
        bool whole = true;
        try {
            program.run();
            if (decided && decided->contrary) program.run_uncalled();
            ways.push_back(outcome(program));
        } catch (const crystal::undetermined &lost) {
            found.lost = lost;
            whole = false;
        }
        steps_left_ =
            std::max<std::size_t>(1, steps_left_ - std::min(steps_left_, given - program.steps_left()));
        if (whole) add_reasons(program, found);
        for (auto &doubt : program.doubts()) {
            bool known = std::any_of(found.doubts.begin(), found.doubts.end(),
                                     [&](const crystal::doubt &one) { return one.where == doubt.where; });
            if (!known) found.doubts.push_back(doubt);
        }
        for (auto name : program.decisive())
            add_decisive(found, name);
        return whole;
    }

    static void add_decisive(reading &found, std::string_view name) {
        if (std::find(found.decisive.begin(), found.decisive.end(), name) == found.decisive.end())
            found.decisive.emplace_back(name);
    }

    /// The variables that a program stops for.
    static void add_reasons(const crystal::interpreter &program, reading &found) {
        auto &error = program.error();
        auto *message = program.stopped() && error.inside ? error.inside->find("message") : nullptr;
        if (!message) return;
        for (auto name : message->variables)
            add_decisive(found, name);
    }

    way outcome(crystal::interpreter &program) {
        using enum crystal::value_kind;
        way one;
        one.unconnected = program.failed_outside();
        one.stopped = program.stopped();
        auto &error = program.error();
        if (auto *message = error.inside ? error.inside->find("message") : nullptr;
            message && message->is(text))
            one.reason = error.path == "KeyError" ? message->text : error.path;
        auto configuration = program.constant("Session::CONFIG");
        if (!configuration.inside) return one;
        auto &fields = *configuration.inside;
        if (auto *store = fields.find("store")) {
            one.sets_nothing = store->is(nil);
            one.store = describe_store(program, crystal::value(*store));
        } else if (fields.spoiled) {
            one.store = describe_store(program, program.unknown());
        }
        if (auto *set = fields.find("ttl"); set && !set->is(nil)) one.ttl = *set;
        if (auto *set = fields.find("timeout")) one.timeout = *set;
        for (std::string_view name : {"encrypt_data", "encrypt_redis_data", "compress_data"})
            if (auto *set = fields.find(name); set && set->is_known() && crystal::is_true(*set)) {
                one.sealing = name;
                one.sealing_place = set->where;
            }
        if (auto *set = fields.find("secure"); set && set->is_known() && !crystal::is_true(*set))
            one.insecure = set->where;
        for (auto &[name, where] : program.missing())
            one.missing.emplace_back(name, where);
        const auto created = program.creations(); // asking may make more
        for (auto &made : created) {
            auto store = describe_store(program, made.object);
            auto path = std::string_view(made.object.path);
            bool of_sessions =
                path.find("::") == path.npos || path.starts_with("Session::") || program.find_type(path);
            if (store.kind != store_type::foreign && of_sessions) add(one.made, store);
        }
        return one;
    }

    crystal::program &files_;
    const environment &variables_;
    crystal::definitions defined_;
    std::size_t steps_left_ = 0;
};

} // namespace azu_session::inline v0_1::detail
