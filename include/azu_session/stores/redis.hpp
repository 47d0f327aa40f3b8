#pragma once

#include <azu_session/detect.hpp>
#include <azu_session/store.hpp>
#include <azu_session/stores/redis/endpoint.hpp>
#include <azu_session/stores/redis/keyspace_sweep.hpp>
#include <azu_session/stores/redis/pattern.hpp>
#include <azu_session/url.hpp>

#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace azu_session {

namespace detail {

inline void require_server_side_sessions(const selection &which) {
    if (which.expired)
        throw error(errc::unsupported, "Redis removes expired sessions by itself.",
                    "There is nothing to do; leave the selection of expired sessions away to clear all.");
}

/// A sweep over one server that is not part of a cluster.
class redis_sweep : public sweep {
public:
    redis_sweep(const redis_endpoint &where, const sweep_task &task) : keys_(where, task) {}

    batch next() override {
        keys_.step();
        return {keys_.take_found(), keys_.fraction(), keys_.done()};
    }

private:
    keyspace_sweep keys_;
};

} // namespace detail

/// Sessions in Redis or Valkey: the keys that begin with the prefix.
class redis_store : public store {
public:
    static bool serves(const detection &found) {
        return std::holds_alternative<redis_settings>(found.settings);
    }

    /// Connects, so that a wrong URL or password is told here. Throws errc::unsupported for rediss://, which
    /// `redis_tls_store` (stores/redis_tls.hpp) serves.
    explicit redis_store(const detection &found, const store_options &options = {})
        : redis_store(found, options, {}) {
        if (where_.url.tls)
            throw error(errc::unsupported,
                        "This program was built without TLS, which " + where_.name + " wants.",
                        "Build it with hiredis 1.0 or newer and hiredis_ssl (Debian 13 has them).");
        where_.connect();
    }

    std::unique_ptr<sweep> remove(const selection &which) override {
        detail::require_server_side_sessions(which);
        return std::make_unique<detail::redis_sweep>(
            where_, detail::sweep_task{.prefix = settings_.prefix, .counting = false});
    }

    std::unique_ptr<sweep> count(const selection &which) override {
        detail::require_server_side_sessions(which);
        return std::make_unique<detail::redis_sweep>(
            where_, detail::sweep_task{.prefix = settings_.prefix, .counting = true});
    }

protected:
    redis_store(const detection &found, const store_options &options, detail::redis_security secure)
        : settings_(std::get<redis_settings>(found.settings)), where_{.url = parse_redis_url(settings_.url),
                                                                      .name = mask_url(settings_.url),
                                                                      .options = options,
                                                                      .secure = std::move(secure)} {
        detail::require_prefix(settings_.prefix);
    }

private:
    redis_settings settings_;
    detail::redis_endpoint where_;
};

} // namespace azu_session
