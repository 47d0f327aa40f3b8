#pragma once

#include <azu_session/detail/redis/cluster_sweep.hpp>
#include <azu_session/detail/redis/endpoint.hpp>
#include <azu_session/detail/redis/inspection.hpp>
#include <azu_session/detail/redis/keyspace_sweep.hpp>
#include <azu_session/detail/redis/proving_sweep.hpp>
#include <azu_session/detail/redis/topology.hpp>
#include <azu_session/detail/store/distinct.hpp>
#include <azu_session/detail/store/noted_ids.hpp>
#include <azu_session/settings.hpp>
#include <azu_session/store.hpp>
#include <azu_session/url.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace azu_session::inline v0_1 {

namespace detail {

/// A sweep over one server that is not part of a cluster. Removing takes two passes: a session whose id the
/// application changes meanwhile may move to where the first has been already.
class redis_sweep : public sweep {
public:
    redis_sweep(const redis_endpoint &where, sweep_task task)
        : where_(where), task_(std::move(task)), passes_left_(task_.counts ? 1 : 2),
          keys_(std::make_unique<keyspace_sweep>(where_, task_)) {}

    batch next() override {
        keys_->step();
        fraction_ = std::max(fraction_, keys_->fraction());
        batch result{keys_->take_found(), fraction_, false};
        if (keys_->done()) {
            result.done = --passes_left_ == 0;
            if (!result.done) keys_ = std::make_unique<keyspace_sweep>(where_, task_);
        }
        return result;
    }

    batch stop() noexcept override {
        keys_->stop();
        return {keys_->take_found(), fraction_, false};
    }

    unread_sessions unread() const override { return task_.unread.found(); }
    bool exact() const override { return task_.exact; }

private:
    redis_endpoint where_;
    sweep_task task_;
    int passes_left_;
    std::unique_ptr<keyspace_sweep> keys_;
    double fraction_ = 0; ///< of the first pass, which has nearly all of the work
};

} // namespace detail

/// Sessions in Redis or Valkey, on one server or a cluster: the keys that begin with the prefix. Removing
/// them in a cluster goes to all its masters, found from the one node that the URL names.
///
/// Where the prefix was learnt by detection, and not given by a person, removing first looks at up to 100 of
/// the keys: where more than half of them hold neither a string nor a hash, or have a further `:` behind the
/// prefix, it throws errc::ambiguous and removes nothing.
///
/// Counting remembers 64 bits of every key, so that keys which SCAN repeats count once; removing needs the
/// same little memory however many keys there are, but for those whose data a condition cannot be decided on.
/// A condition on the data is checked before the removal: a session that the application changes in that very
/// moment is removed nevertheless. For one thread at a time.
class redis_store : public store {
public:
    using settings = redis_settings; ///< what `open_store` gives it

    static bool serves(const settings &) { return true; } ///< every Redis URL; the constructor refuses TLS

    /// Connects. Throws errc::connection, errc::timeout or errc::authentication where the server or the login
    /// fails, and errc::unsupported for rediss://, which `redis_tls_store` (stores/redis_tls.hpp) serves.
    explicit redis_store(const settings &where, const store_options &options = {})
        : redis_store(where, options, nullptr) {}

    /// Throws errc::unsupported for expired sessions, which Redis removes itself. What the user lacks
    /// permission for, and that the server is a replica, is thrown by the first batch, before anything is
    /// removed.
    std::unique_ptr<sweep> remove(const selection &which) override {
        auto noted = which.where.empty() ? nullptr : std::make_shared<detail::noted_ids>();
        return proving(which, noted, sweep_over(which, false, noted));
    }

    std::unique_ptr<sweep> count(const selection &which) override { return sweep_over(which, true, nullptr); }

    std::unique_ptr<sweep> rehearse(const selection &which) override {
        if (settings_.prefix_origin.empty()) return count(which);
        return proving(which, nullptr, count(which));
    }

    store_facts inspect(const inspection_limits &limits = {}) override {
        return detail::inspect_redis(where_, settings_.prefix, cluster_, *count({}), limits);
    }

protected:
    /// Connects; `secure` puts TLS on each connection, where it is given.
    redis_store(const settings &where, const store_options &options, detail::redis_security secure)
        : settings_(where) {
        where_ = {settings_.url, detail::name_of(settings_.url), options, secure};
        if (where_.url.tls && !secure)
            throw error(errc::unsupported,
                        {"This program was built without TLS, which ", where_.name, " wants."},
                        "Build it with hiredis 1.0 or newer and its hiredis_ssl; Debian 13 has them.");
        cluster_ = detail::is_cluster(*where_.connect());
    }

private:
    std::unique_ptr<sweep> proving(const selection &which, std::shared_ptr<detail::noted_ids> noted,
                                   std::unique_ptr<sweep> work) const {
        return std::make_unique<detail::proving_sweep>(where_, cluster_, settings_, which.where,
                                                       std::move(noted), std::move(work));
    }

    std::unique_ptr<sweep> sweep_over(const selection &which, bool counts,
                                      std::shared_ptr<detail::noted_ids> noted) const {
        if (which.expired)
            throw error(errc::unsupported, "Redis removes expired sessions by itself.",
                        "There is nothing to do, unless all sessions are to be cleared.");
        detail::refuse_sealed_data(which, settings_.sealed);
        detail::sweep_task task{.prefix = settings_.prefix,
                                .where = which.where,
                                .counts = counts,
                                .local_caches = settings_.local_caches,
                                .cluster = cluster_,
                                .noted = std::move(noted)};
        if (cluster_) return std::make_unique<detail::cluster_sweep>(where_, std::move(task));
        return std::make_unique<detail::redis_sweep>(where_, std::move(task));
    }

    redis_settings settings_;
    detail::redis_endpoint where_;
    bool cluster_ = false;
};

} // namespace azu_session::inline v0_1
