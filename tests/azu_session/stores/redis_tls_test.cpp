#include <azu_session/clear.hpp>
#include <azu_session/stores/redis.hpp>
#include <azu_session/stores/redis_tls.hpp>

#include "redis_sessions.hpp"
#include "support/redis_server.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <string>

namespace az = azu_session;

namespace {

/// An authority of the test's own and a server with a certificate from it.
class tls_server {
public:
    explicit tls_server(const std::string &names = "DNS:localhost,IP:127.0.0.1")
        : port_(support::free_port()), server_(options(names)) {
        server_.load(sets("app:session:", 2000));
    }

    std::string url(const std::string &host, const std::string &login = "") const {
        return "rediss://" + login + host + ":" + std::to_string(port_);
    }
    std::string authority() const { return (directory_.path() / "ca.crt").string(); }
    const support::redis_server &plain() const { return server_; }

private:
    std::vector<std::string> options(const std::string &names) {
        auto in = [&](const char *name) { return (directory_.path() / name).string(); };
        directory_.write("names", "subjectAltName=" + names + "\n");
        auto openssl = [&](const std::string &arguments) {
            auto done =
                support::run({.arguments = {"sh", "-c", "openssl " + arguments}, .directory = in("")});
            if (done.status != 0) throw std::runtime_error("openssl " + arguments + ": " + done.err);
        };
        openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj /CN=authority -days 2");
        openssl("req -newkey rsa:2048 -nodes -keyout redis.key -out redis.csr -subj /CN=redis");
        openssl("x509 -req -in redis.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out redis.crt -days 2 "
                "-extfile names");
        return {"--tls-port",         std::to_string(port_), "--tls-cert-file",    in("redis.crt"),
                "--tls-key-file",     in("redis.key"),       "--tls-auth-clients", "no",
                "--tls-ca-cert-file", in("ca.crt")};
    }

    support::temporary_directory directory_;
    int port_;
    support::redis_server server_;
};

} // namespace

TEST_CASE("sessions are cleared over TLS") {
    tls_server server;
    for (const char *host : {"localhost", "127.0.0.1"}) {
        auto found = redis_at(server.url(host));
        auto store =
            az::open_store<az::redis_tls_store, az::redis_store>(found, {.certificates = server.authority()});
        CHECK(az::count(*store).sessions == (host == std::string("localhost") ? 2000 : 0));
        az::clear(*store);
        CHECK(server.plain().cli({"DBSIZE"}) == "0");
    }
}

TEST_CASE("a plain URL is not served by the driver with TLS") {
    CHECK_FALSE(az::redis_tls_store::serves(redis_at("redis://localhost")));
    CHECK(az::redis_tls_store::serves(redis_at("rediss://localhost")));
}

TEST_CASE("a certificate of an unknown authority is refused") {
    tls_server server;
    auto failure = failure_in([&] { az::redis_tls_store(redis_at(server.url("localhost", ":s3cret@"))); });
    REQUIRE(failure);
    CHECK(failure->code() == az::errc::authentication);
    CHECK(std::string(failure->what()).find("is not trusted") != std::string::npos);
    CHECK((failure->what() + failure->hint()).find("s3cret") == std::string::npos);
}

TEST_CASE("a certificate for another host is refused") {
    for (const char *names : {"DNS:example.com", "DNS:localhost.example.com,IP:127.0.0.2"}) {
        tls_server server(names);
        for (const char *host : {"localhost", "127.0.0.1"}) {
            auto failure = failure_in([&] {
                az::redis_tls_store(redis_at(server.url(host)), {.certificates = server.authority()});
            });
            REQUIRE(failure);
            CHECK(failure->code() == az::errc::authentication);
            CHECK(std::string(failure->what()).find("mismatch") != std::string::npos);
        }
    }
}

TEST_CASE("a server without TLS and a file without certificates are told") {
    tls_server server;
    auto plain = "rediss://localhost:" + std::to_string(server.plain().port());
    auto failure = failure_in([&] { az::redis_tls_store{redis_at(plain)}; });
    REQUIRE(failure);
    CHECK(failure->code() == az::errc::connection);
    CHECK(std::string(failure->what()).find("does not speak TLS") != std::string::npos);
    failure = failure_in([&] {
        az::redis_tls_store(redis_at(server.url("localhost")), {.certificates = "/nonexistent.pem"});
    });
    REQUIRE(failure);
    CHECK(failure->code() == az::errc::invalid);
}
