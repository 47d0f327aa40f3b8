#include <azu_session/clear.hpp>
#include <azu_session/stores/redis.hpp>
#include <azu_session/stores/redis_tls.hpp>

#include "redis_sessions.hpp"
#include "support/failure.hpp"
#include "support/redis_server.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace az = azu_session;

namespace {

/// An authority of the test's own, and a certificate from it for servers with these names.
class certificate_authority {
public:
    explicit certificate_authority(const std::string &names = "DNS:localhost,IP:127.0.0.1") {
        directory_.write("names", "subjectAltName=" + names + "\n");
        openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj /CN=authority -days 2");
        openssl("req -newkey rsa:2048 -nodes -keyout redis.key -out redis.csr -subj /CN=redis");
        openssl("x509 -req -in redis.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out redis.crt -days 2 "
                "-extfile names");
    }

    std::string file() const { return path("ca.crt"); }

    /// What a server is told that speaks TLS on `port`, and `more`.
    std::vector<std::string> options(int port, const std::vector<std::string> &more = {}) const {
        std::vector<std::string> all = {"--tls-port",         std::to_string(port),
                                        "--tls-cert-file",    path("redis.crt"),
                                        "--tls-key-file",     path("redis.key"),
                                        "--tls-auth-clients", "no",
                                        "--tls-ca-cert-file", file()};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

private:
    std::string path(const char *name) const { return (directory_.path() / name).string(); }

    void openssl(const std::string &arguments) const {
        auto done = support::run({.arguments = {"sh", "-c", "openssl " + arguments}, .directory = path("")});
        if (done.status != 0) throw std::runtime_error("openssl " + arguments + ": " + done.err);
    }

    support::temporary_directory directory_;
};

/// A server with 2,000 sessions.
class tls_server {
public:
    explicit tls_server(const std::string &names = "DNS:localhost,IP:127.0.0.1")
        : issuer_(names), port_(support::free_port()), server_(issuer_.options(port_)) {
        server_.load(sets("app:session:", 2000));
    }

    std::string url(const std::string &host, const std::string &login = "") const {
        return "rediss://" + login + host + ":" + std::to_string(port_);
    }
    std::string authority() const { return issuer_.file(); }
    const support::redis_server &plain() const { return server_; }

private:
    certificate_authority issuer_;
    int port_;
    support::redis_server server_;
};

/// Three masters that know each other by their ports with TLS.
class tls_cluster {
public:
    tls_cluster() {
        support::command create{
            .arguments = {"redis-cli", "--tls", "--cacert", issuer_.file(), "--cluster", "create"}};
        for (int i = 0; i < 3; ++i) {
            auto port = support::free_port();
            nodes_.push_back(std::make_unique<support::redis_server>(
                issuer_.options(port, {"--tls-cluster", "yes", "--cluster-enabled", "yes", "--cluster-port",
                                       std::to_string(support::free_port())})));
            create.arguments.push_back("127.0.0.1:" + std::to_string(port));
        }
        url_ = "rediss://" + create.arguments.back();
        create.arguments.push_back("--cluster-yes");
        auto done = support::run(create);
        if (done.status != 0) throw std::runtime_error("no cluster: " + done.out + done.err);
        for (auto &node : nodes_)
            support::wait_until("the cluster", [&] {
                return node->cli({"CLUSTER", "INFO"}).find("cluster_state:ok") != std::string::npos;
            });
    }

    std::string url() const { return url_; }
    std::string authority() const { return issuer_.file(); }
    void set(const std::string &key) { nodes_[0]->cli({"-c", "SET", key, "{}"}); }
    int keys() const {
        int sum = 0;
        for (auto &node : nodes_)
            sum += std::stoi(node->cli({"DBSIZE"}));
        return sum;
    }

private:
    certificate_authority issuer_;
    std::vector<std::unique_ptr<support::redis_server>> nodes_;
    std::string url_;
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

TEST_CASE("every master of a cluster is cleared over TLS") {
    tls_cluster cluster;
    for (int i = 0; i < 30; ++i)
        cluster.set("app:session:" + std::to_string(i));
    cluster.set("another");
    REQUIRE(cluster.keys() == 31);
    az::redis_tls_store store(redis_at(cluster.url()), {.certificates = cluster.authority()});
    CHECK(az::clear(store).sessions == 30);
    CHECK(cluster.keys() == 1);
}

TEST_CASE("a plain URL is not served by the driver with TLS") {
    CHECK_FALSE(az::redis_tls_store::serves(redis_at("redis://localhost")));
    CHECK(az::redis_tls_store::serves(redis_at("rediss://localhost")));
}

TEST_CASE("a certificate of an unknown authority is refused") {
    tls_server server;
    auto failure =
        support::failure_of([&] { az::redis_tls_store(redis_at(server.url("localhost", ":s3cret@"))); });
    CHECK(failure.code() == az::errc::authentication);
    CHECK(std::string(failure.what()).find("is not trusted") != std::string::npos);
    CHECK((failure.what() + failure.hint()).find("s3cret") == std::string::npos);
}

TEST_CASE("a certificate for another host is refused") {
    for (const char *names : {"DNS:example.com", "DNS:localhost.example.com,IP:127.0.0.2"}) {
        tls_server server(names);
        for (const char *host : {"localhost", "127.0.0.1"}) {
            auto failure = support::failure_of([&] {
                az::redis_tls_store(redis_at(server.url(host)), {.certificates = server.authority()});
            });
            CHECK(failure.code() == az::errc::authentication);
            CHECK(std::string(failure.what()).find("mismatch") != std::string::npos);
        }
    }
}

TEST_CASE("a server without TLS and a file without certificates are told") {
    tls_server server;
    auto plain = "rediss://localhost:" + std::to_string(server.plain().port());
    auto failure = support::failure_of([&] { az::redis_tls_store{redis_at(plain)}; });
    CHECK(failure.code() == az::errc::connection);
    CHECK(std::string(failure.what()).find("does not speak TLS") != std::string::npos);
    failure = support::failure_of([&] {
        az::redis_tls_store(redis_at(server.url("localhost")), {.certificates = "/nonexistent.pem"});
    });
    CHECK(failure.code() == az::errc::invalid);
}
