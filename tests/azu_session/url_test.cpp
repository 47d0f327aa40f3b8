#include <azu_session/url.hpp>

#include <doctest/doctest.h>

#include <map>
#include <string>

namespace az = azu_session;

TEST_CASE("parse_redis_url reads every documented form") {
    auto plain = az::parse_redis_url("redis://localhost:6379");
    CHECK(plain.host == "localhost");
    CHECK(plain.port == 6379);
    CHECK(plain.database == 0);
    CHECK_FALSE(plain.tls);

    auto with_password = az::parse_redis_url("redis://:p%40ss%2Fw%3Ard@cache.example:6380/2");
    CHECK(with_password.username.empty());
    CHECK(with_password.password == "p@ss/w:rd");
    CHECK(with_password.host == "cache.example");
    CHECK(with_password.port == 6380);
    CHECK(with_password.database == 2);

    auto with_user = az::parse_redis_url("rediss://app:secret@[::1]:7000/");
    CHECK(with_user.username == "app");
    CHECK(with_user.password == "secret");
    CHECK(with_user.host == "::1");
    CHECK(with_user.port == 7000);
    CHECK(with_user.tls);

    CHECK(az::parse_redis_url("redis://").host == "localhost");
    CHECK(az::parse_redis_url("redis:///3").database == 3);
    CHECK(az::parse_redis_url("redis://:p@ss@host").password == "p@ss");
}

TEST_CASE("parse_redis_url reads unix sockets") {
    CHECK(az::parse_redis_url("unix:/run/redis/redis.sock").socket == "/run/redis/redis.sock");
    auto full = az::parse_redis_url("unix:///run/my%20redis.sock?db=4&user=app&password=a%26b");
    CHECK(full.socket == "/run/my redis.sock");
    CHECK(full.database == 4);
    CHECK(full.username == "app");
    CHECK(full.password == "a&b");
    CHECK(az::parse_redis_url("unix://:secret@/run/redis.sock").password == "secret");
}

TEST_CASE("parse_redis_url refuses what is not a Redis URL, and shows no password") {
    for (std::string url : {"",
                            "localhost:6379",
                            "http://localhost",
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
        try {
            az::parse_redis_url(url, "REDIS_URL");
            FAIL("accepted");
        } catch (const az::error &failure) {
            CHECK(failure.code() == az::errc::invalid);
            CHECK(std::string(failure.what()).find("REDIS_URL") != std::string::npos);
            CHECK((failure.what() + failure.hint()).find("secret") == std::string::npos);
            CHECK_FALSE(failure.hint().empty());
        }
    }
}

TEST_CASE("parse_database_url reads PostgreSQL URLs as crystal-pg does") {
    auto url = std::get<az::postgresql_url>(az::parse_database_url(
        "postgres://app:p%40ss@db.example:5433/my%20app?sslmode=require&max_pool_size=5"));
    CHECK(url.host == "db.example");
    CHECK(url.port == 5433);
    CHECK(url.username == "app");
    CHECK(url.password == "p@ss");
    CHECK(url.database == "my%20app");
    CHECK(url.parameters.at("sslmode") == "require");
    CHECK(url.parameters.count("max_pool_size") == 0);

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
    CHECK(url.password == "");
    CHECK(url.database == "");
    CHECK(url.parameters == std::map<std::string, std::string>{{"application_name", "me"},
                                                               {"sslmode", "require"},
                                                               {"sslrootcert", "a.pem"},
                                                               {"channel_binding", "require"}});
    auto both = read("postgres://a:b@h:1/d?host=x&port=2&user=x&password=x&dbname=x&auth_methods=md5");
    CHECK(both.host == "h");
    CHECK(both.port == 1);
    CHECK(both.username == "a");
    CHECK(both.password == "b");
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
    CHECK_THROWS_AS(az::parse_database_url("sqlite3:"), az::error);
    CHECK_THROWS_AS(az::parse_database_url("host=localhost dbname=app"), az::error);
    CHECK_THROWS_AS(az::parse_database_url("postgres://host:x/app"), az::error);
    CHECK_THROWS_WITH_AS(az::parse_database_url("mysql://root:secret@localhost/app"),
                         "DATABASE_URL names a MySQL database, which is not supported.", az::error);
}

TEST_CASE("mask_url hides the password and nothing else") {
    CHECK(az::mask_url("redis://localhost:6379/1") == "redis://localhost:6379/1");
    CHECK(az::mask_url("redis://:secret@host:6379") == "redis://:***@host:6379");
    CHECK(az::mask_url("rediss://app:se:cr@et@host") == "rediss://app:***@host");
    CHECK(az::mask_url("redis://secret@host") == "redis://***@host");
    CHECK(az::mask_url("redis://:se/cr/et@host") == "redis://:***@host");
    CHECK(az::mask_url("postgres://app@host/db") == "postgres://app@host/db");
    CHECK(az::mask_url("postgres://app:x@host/db?password=secret&sslmode=require") ==
          "postgres://app:***@host/db?password=***&sslmode=require");
    CHECK(az::mask_url("unix:/run/redis.sock?password=secret") == "unix:/run/redis.sock?password=***");
    CHECK(az::mask_url("sqlite3://./a@b:c.db") == "sqlite3://./a@b:c.db");
    CHECK(az::mask_url("") == "");
}

TEST_CASE("mask_url rather hides too much of a malformed URL") {
    for (std::string url :
         {":secret@localhost:1", "redis:secret@localhost", "redis:/:secret@h", "redis//:secret@h",
          "unix:/x?passw%6frd=secret", "redis://h/0?auth=secret", "redis://h?Password=secret",
          "unix:/x?password=a#secret", "password=a secret", "postgres://a:x@h/d?password=x@secret&y=1",
          "redis://:x?password=secret@h", "redis://app:secret", "app:secret@h", "se:cret://secret@h",
          "unix:/:secret@h", "host=h PGPASSWORD=secret", "unix:/x?%70ass=%73secret",
          "postgres://a@b:secret@h"}) {
        CAPTURE(url);
        CHECK(az::mask_url(url).find("secret") == std::string::npos);
        CHECK(az::mask_url(url).find("***") != std::string::npos);
    }
    CHECK(az::mask_url("redis:secret@localhost") == "redis:***@localhost");
    CHECK(az::mask_url("unix:///run/a@b.sock?db=1") == "unix:///run/a@b.sock?db=1");
    CHECK(az::mask_url("redis://[::1]:6379/1") == "redis://[::1]:6379/1");
    CHECK(az::mask_url("postgres://h:1/d?auth_methods=md5") == "postgres://h:1/d?auth_methods=md5");
}
