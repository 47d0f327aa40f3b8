#pragma once

#include <azu_session/detail/os/broken_pipe.hpp>
#include <azu_session/error.hpp>
#include <azu_session/store.hpp>
#include <azu_session/stores/redis.hpp>
#include <azu_session/url.hpp>

#include <hiredis/hiredis.h>
#include <hiredis/hiredis_ssl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace azu_session::inline v0_1 {

namespace detail {

struct tls_deleter {
    void operator()(SSL_CTX *context) const { SSL_CTX_free(context); }
    void operator()(SSL *tls) const { SSL_free(tls); }
};

[[noreturn]] inline void no_tls(std::string_view what) {
    char reason[256] = "";
    ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
    throw error(errc::invalid, {what, ": ", reason, "."},
                "Name a readable file of certificates in PEM form.");
}

inline std::unique_ptr<SSL_CTX, tls_deleter> tls_context(const std::string &certificates) {
    ERR_clear_error();
    std::unique_ptr<SSL_CTX, tls_deleter> context(SSL_CTX_new(TLS_client_method()));
    if (!context) no_tls("TLS cannot be used");
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    if (certificates.empty()) {
        SSL_CTX_set_default_verify_paths(context.get());
    } else if (SSL_CTX_load_verify_locations(context.get(), certificates.c_str(), nullptr) != 1) {
        no_tls("The authorities' certificates in " + certificates + " cannot be used");
    }
    return context;
}

/// Lets the handshake fail unless the certificate is for `host`. A server name (SNI), which is all that
/// hiredis offers, only asks for a certificate; it does not check which one comes.
inline void expect_host(SSL *tls, const std::string &host) {
    auto *expected = SSL_get0_param(tls);
    if (X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1) return;
    ERR_clear_error();
    X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (X509_VERIFY_PARAM_set1_host(expected, host.c_str(), host.size()) != 1 ||
        SSL_set_tlsext_host_name(tls, host.c_str()) != 1)
        no_tls("The host name " + host + " cannot be checked");
}

[[noreturn]] inline void handshake_failed(const redisContext &connection, long verdict,
                                          const redis_url &url) {
    auto where = url.host + ":" + std::to_string(url.port);
    if (verdict != X509_V_OK)
        throw error(errc::authentication,
                    {"The certificate of Redis at ", where,
                     " is not trusted: ", X509_verify_cert_error_string(verdict), "."},
                    "Check the host in the URL, and name the authority's certificate, also by SSL_CERT_FILE, "
                    "where it is not one that this system knows.",
                    {setting::certificates});
    throw error(errc::connection, {"Redis at ", where, " does not speak TLS: ", connection.errstr, "."},
                "Check the port; without TLS the URL begins with redis://.");
}

/// Puts TLS on a fresh connection: the certificate must come from a known authority and be for the URL's
/// host.
inline void put_tls(redisContext &connection, const redis_url &url, const store_options &options) {
    auto context = tls_context(options.certificates);
    std::unique_ptr<SSL, tls_deleter> tls(SSL_new(context.get()));
    if (!tls) no_tls("TLS cannot be used");
    expect_host(tls.get(), url.host);
    broken_pipe_guard guard;
    if (redisInitiateSSL(&connection, tls.get()) != REDIS_OK)
        handshake_failed(connection, SSL_get_verify_result(tls.get()), url);
    tls.release(); // the connection owns it now
}

} // namespace detail

/// Sessions in Redis behind TLS (`rediss://`). The server's certificate is always verified: its chain up to
/// an authority in `store_options::certificates`, else the system's, and its name against the URL's host.
/// Needs hiredis_ssl and OpenSSL at link time. Otherwise as `redis_store`; name it before that in
/// `open_store`, since the first that serves is taken. For one thread at a time.
class redis_tls_store : public redis_store {
public:
    static bool serves(const settings &where) { return where.url.tls; } ///< whether the URL is rediss://

    /// Connects. Throws like `redis_store`, errc::authentication for a certificate that is not trusted or for
    /// another host, and errc::invalid for a file of certificates that cannot be used.
    explicit redis_tls_store(const settings &where, const store_options &options = {})
        : redis_store(where, options, detail::put_tls) {}
};

} // namespace azu_session::inline v0_1
