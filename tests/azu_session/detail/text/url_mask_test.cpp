#include <azu_session/url.hpp>

#include <doctest/doctest.h>

#include <string>

namespace az = azu_session;

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
