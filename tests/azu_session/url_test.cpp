#include <azu_session/url.hpp>

#include "support/failure.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace az = azu_session;

TEST_CASE("parse_redis_url reads every documented form") {
    auto plain = az::parse_redis_url("redis://localhost:6379");
    CHECK(plain.host == "localhost");
    CHECK(plain.port == 6379);
    CHECK(plain.database == 0);
    CHECK_FALSE(plain.tls);

    auto with_password = az::parse_redis_url("redis://:p%40ss%2Fw%3Ard@cache.example:6380/2");
    CHECK(with_password.username.empty());
    CHECK(with_password.password.reveal() == "p@ss/w:rd");
    CHECK(with_password.host == "cache.example");
    CHECK(with_password.port == 6380);
    CHECK(with_password.database == 2);

    auto with_user = az::parse_redis_url("rediss://app:secret@[::1]:7000/");
    CHECK(with_user.username == "app");
    CHECK(with_user.password.reveal() == "secret");
    CHECK(with_user.host == "::1");
    CHECK(with_user.port == 7000);
    CHECK(with_user.tls);

    CHECK(az::parse_redis_url("redis://").host == "localhost");
    CHECK(az::parse_redis_url("redis:///3").database == 3);
    CHECK(az::parse_redis_url("redis://:p@ss@host").password.reveal() == "p@ss");
}

TEST_CASE("parse_redis_url takes the master that a Sentinel is to be asked for, and no other parameter") {
    for (std::string name : {"sentinel_master", "sentinelMasterId", "master_name"}) {
        auto url = az::parse_redis_url("redis://:s3cret@watch/2?" + name + "=my%20master");
        CHECK(url.sentinel_master == "my master");
        CHECK(url.port == 26379);
        CHECK(url.database == 2);
    }
    CHECK(az::parse_redis_url("redis://watch:5000?sentinel_master=m").port == 5000);
    for (std::string query : {"sentinel_master=", "sentinel_master", "db=3", "sentinel_master=m&db=3"})
        CHECK(support::failure_of([&] { return az::parse_redis_url("redis://watch?" + query); }).code() ==
              az::errc::invalid);
}

TEST_CASE("parse_redis_url reads unix sockets") {
    CHECK(az::parse_redis_url("unix:/run/redis/redis.sock").socket == "/run/redis/redis.sock");
    auto full = az::parse_redis_url("unix:///run/my%20redis.sock?db=4&user=app&password=a%26b");
    CHECK(full.socket == "/run/my redis.sock");
    CHECK(full.database == 4);
    CHECK(full.username == "app");
    CHECK(full.password.reveal() == "a&b");
    CHECK(az::parse_redis_url("unix://:secret@/run/redis.sock").password.reveal() == "secret");
}

TEST_CASE("parse_redis_url refuses what is not a Redis URL, and shows no password") {
    for (std::string url : {"",
                            "localhost:6379",
                            "http://localhost",
                            "redis:6379",
                            "redis:host/1",
                            "redis://host:port",
                            "redis://host:0",
                            "redis://host:65536",
                            "redis://host/one",
                            "redis://host/-1",
                            "redis://[::1",
                            "redis://[::1]6379",
                            "redis://:secret%4@host",
                            "redis://:secret%00@host",
                            "redis://:secret word@host",
                            "redis://:secret",
                            "unix:",
                            "redis://host/99999999999",
                            "redis://host/?db=3",
                            "redis://host?secret",
                            "unix:/x?database=3",
                            "redis://host#/3"}) {
        CAPTURE(url);
        auto failure = support::failure_of([&] { return az::parse_redis_url(url, "REDIS_URL"); });
        CHECK(failure.code() == az::errc::invalid);
        CHECK(std::string(failure.what()).find("REDIS_URL") != std::string::npos);
        CHECK((failure.what() + failure.hint()).find("secret") == std::string::npos);
        CHECK_FALSE(failure.hint().empty());
    }
}

TEST_CASE("parse_database_url reads PostgreSQL URLs as crystal-pg does") {
    auto url = std::get<az::postgresql_url>(az::parse_database_url(
        "postgres://app:p%40ss@db.example:5433/my%20app?sslmode=require&max_pool_size=5"));
    CHECK(url.host == "db.example");
    CHECK(url.port == 5433);
    CHECK(url.username == "app");
    CHECK(url.password.reveal() == "p@ss");
    CHECK(url.database == "my%20app");
    CHECK(url.parameters == std::vector<az::url_parameter>{{"sslmode", az::secret("require")}});

    auto socket = std::get<az::postgresql_url>(
        az::parse_database_url("postgresql:///app?host=/run/postgresql/.s.PGSQL.5433"));
    CHECK(socket.host == "/run/postgresql");
    CHECK(socket.port == 5433);
}

TEST_CASE(
    "parse_database_url takes from the query what crystal-pg takes, and what makes a connection safer") {
    auto read = [](std::string_view url) {
        return std::get<az::postgresql_url>(az::parse_database_url(url));
    };
    auto url = read("postgres:///?host=db&port=5433&user=app&password=p%40ss&dbname=shop&nonsense=1"
                    "&options=-csearch_path%3Dother&service=other&hostaddr=10.0.0.1&schema=other"
                    "&application_name=me&sslmode=require&sslrootcert=a.pem&channel_binding=require"
                    "&target_session_attrs=read-only&max_pool_size=5&encoding=utf8&ssl%27%20host=x&ssl=true&"
                    "ssl_mode=require");
    CHECK(url.host == "db");
    CHECK(url.port == 0);
    CHECK(url.username == "");
    CHECK(url.password.reveal() == "");
    CHECK(url.database == "");
    CHECK(url.parameters == std::vector<az::url_parameter>{{"application_name", az::secret("me")},
                                                           {"sslmode", az::secret("require")},
                                                           {"sslrootcert", az::secret("a.pem")},
                                                           {"channel_binding", az::secret("require")}});
    auto both = read("postgres://a:b@h:1/d?host=x&port=2&user=x&password=x&dbname=x&auth_methods=md5");
    CHECK(both.host == "h");
    CHECK(both.port == 1);
    CHECK(both.username == "a");
    CHECK(both.password.reveal() == "b");
    CHECK(both.database == "d");
    CHECK(both.parameters.empty());
}

TEST_CASE("parse_database_url reads SQLite files as crystal-sqlite3 does") {
    auto filename = [](std::string_view url) {
        return std::get<az::sqlite_url>(az::parse_database_url(url)).filename;
    };
    CHECK(filename("sqlite3:./app.db") == "./app.db");
    CHECK(filename("sqlite3:app.db") == "app.db");
    CHECK(filename("sqlite3://./data/app.db?journal_mode=wal") == "./data/app.db");
    CHECK(filename("sqlite3:///var/lib/app.db") == "/var/lib/app.db");
    CHECK(filename("sqlite3:/var/lib/app.db") == "/var/lib/app.db");
    CHECK(filename("sqlite3://app.db") == "app.db");
    CHECK(filename("sqlite3:./my%20app%2B.db") == "./my app+.db");
    CHECK(filename("sqlite3:%3Amemory%3A") == ":memory:");
}

TEST_CASE("parse_database_url refuses other databases and malformed URLs") {
    for (std::string url : {"sqlite3:", "host=localhost dbname=app", "postgres://host:x/app"})
        CHECK(support::failure_of([&] { return az::parse_database_url(url); }).code() == az::errc::invalid);
    CHECK_THROWS_WITH_AS(static_cast<void>(az::parse_database_url("mysql://root:secret@localhost/app")),
                         "DATABASE_URL names a MySQL database, which is not supported.", az::error);
}

TEST_CASE("a parsed URL shows itself as it was written, without its password") {
    auto redis = az::parse_redis_url("redis://:s3cret@cache:6380/2");
    CHECK(redis.shown == "redis://:***@cache:6380/2");
    CHECK(redis.password.reveal() == "s3cret");
    CHECK(az::shown(az::parse_database_url("postgres://app:s3cret@db/shop?sslpassword=s3cret")) ==
          "postgres://app:***@db/shop?sslpassword=***");
    CHECK(az::shown(az::parse_database_url("sqlite3:./app.db")) == "sqlite3:./app.db");
    CHECK_FALSE(az::parse_redis_url("redis://:other@cache:6380/2") == redis);
}
