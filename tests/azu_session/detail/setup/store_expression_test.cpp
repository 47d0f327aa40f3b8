#include <azu_session/detail/setup/initializer.hpp>
#include <azu_session/detail/setup/store_expression.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <string>

namespace az = azu_session;
namespace detail = azu_session::detail;

namespace {

std::string configured(const std::string &store) {
    return "Session.configure do |config|\n  config.store = " + store + "\n  config.secret = \"s\"\nend\n";
}

/// The expression that is found; nothing where none is.
std::optional<std::string> found_in(const std::string &source) {
    auto found = detail::find_store_expression(source);
    return found ? std::optional(source.substr(found->begin, found->end - found->begin)) : std::nullopt;
}

bool is_closed(const std::string &store) {
    auto found = detail::find_store_expression(configured(store));
    REQUIRE(found);
    return found->closed;
}

std::string upper(az::backend backend, az::database_engine engine = az::database_engine::postgresql) {
    return detail::upper_half({"shop", backend, engine});
}

} // namespace

TEST_CASE("the store's expression is found to the byte") {
    for (std::string store :
         {"RedisStore.new(url: ENV[\"REDIS_URL\"], prefix: \"a:\")", "::MemoryStore.new",
          "DatabaseStore.new(\n    table: \"t\"\n  )", "RedisStore.new url: \"redis://h\", prefix: \"}:\"",
          "RedisStore.new(prefix: \"#{\"a\"})\", url: %q(x))"}) {
        CAPTURE(store);
        CHECK(found_in(configured(store)) == store);
    }
}

TEST_CASE("there is no store expression where several are possible, or none can be told") {
    for (std::string store :
         {"ENV[\"X\"]? ? RedisStore.new : MemoryStore.new",
          "if x\n RedisStore.new\n else\n MemoryStore.new\n end", "case 1 when 1 then RedisStore.new end",
          "make_store", "Own.new", "nil", "RedisStore.create", "(RedisStore.new; MemoryStore.new)"}) {
        CAPTURE(store);
        CHECK_FALSE(found_in(configured(store)));
    }
    CHECK_FALSE(found_in(""));
    CHECK_FALSE(found_in("# " + configured("RedisStore.new").substr(0, 20)));
    CHECK_FALSE(found_in(configured("RedisStore.new") + configured("RedisStore.new")));
    CHECK_FALSE(found_in("Other.configure do |config|\n  config.store = RedisStore.new\nend\n"));
    CHECK_FALSE(
        found_in("Session.configure do |config|\n  if x\n    config.store = RedisStore.new\n  end\nend\n"));
    CHECK_FALSE(found_in("x = MemoryStore.new\n" + configured("RedisStore.new")));
    CHECK_FALSE(found_in(configured("RedisStore.new(url: <<-URL, prefix: \"a:\")\n    redis://h\n    URL")));
}

TEST_CASE("an expression stands alone where it is made of literals and ENV") {
    CHECK(is_closed("RedisStore.new(url: ENV[\"REDIS_URL\"], prefix: \"a:\", ttl: 1.hour)"));
    CHECK(is_closed("RedisStore.new(url: ENV[\"X\"]? || \"redis://h\", prefix: \"a:\")"));
    CHECK(is_closed("RedisStore.new(url: ENV.fetch(\"X\", \"redis://h\"), prefix: \"a:\")"));
    for (std::string store :
         {"RedisStore.new(url: URL, prefix: \"a:\")", "RedisStore.new(prefix: prefix)",
          "RedisStore.new(prefix: \"#{name}:\")", "RedisStore.new(prefix: Shop.prefix)",
          "RedisStore.new(prefix: @prefix)", "RedisStore.new(host: \"h\", password: \"x\")",
          "RedisStore.new(url: \"redis://#{\"u\"}:x@h\")",
          "RedisStore.new(url: \"redis://:\" + \"x\" + \"@\" + ENV[\"H\"])",
          "RedisStore.new(url: ENV[\"U\"] + \":x@h\")", "RedisStore.new(url: \"redis:\" \"//:x@h\")",
          "RedisStore.new(url: \"redis\\x3a//:x@h\")",
          "RedisStore.new(\n    # url: \"redis://:x@h\"\n    prefix: \"a:\")"}) {
        CAPTURE(store);
        CHECK_FALSE(is_closed(store));
    }
}

TEST_CASE("no password of a literal URL is left, and what is left can be written again") {
    for (auto [written, masked, again] :
         {std::array<std::string, 3>{"R.new(url: \"redis://:hunter2@h:1/2\", prefix: \"a:\")",
                                     "R.new(url: \"redis://:***@h:1/2\", prefix: \"a:\")",
                                     "R.new(url: ENV[\"V\"], prefix: \"a:\")"},
          {"R.new(url: %q(redis://u:hunter2@h))", "R.new(url: %q(redis://u:***@h))",
           "R.new(url: ENV[\"V\"])"},
          {"R.new(url: ENV.fetch(\"X\", \"redis://:hunter2@h\"))",
           "R.new(url: ENV.fetch(\"X\", \"redis://:***@h\"))", "R.new(url: ENV.fetch(\"X\", ENV[\"V\"]))"},
          {"R.new(url: \"postgres://h/d?password=hunter2\")", "R.new(url: \"postgres://h/d?password=***\")",
           "R.new(url: ENV[\"V\"])"},
          {"R.new(url: \"redis://h\", prefix: \"***\")", "R.new(url: \"redis://h\", prefix: \"***\")",
           "R.new(url: \"redis://h\", prefix: \"***\")"}}) {
        const auto &given_written = written;
        CAPTURE(given_written);
        CHECK(detail::without_passwords(written) == masked);
        CHECK(detail::with_urls_of(masked, "V") == again);
        CHECK(detail::lacks_password(masked) == (masked != again));
    }
}

TEST_CASE("the store alone changes, and back again to the byte") {
    const std::string mine =
        "# mine\n" +
        configured("RedisStore.new(\n    url: \"redis://h\",\n    prefix: \"a:\",\n    ttl: 3.days\n  )") +
        "# below\n";
    auto database = detail::with_store_of(mine, upper(az::backend::database), std::nullopt);
    REQUIRE(database);
    CHECK(*database == "# mine\n" +
                           configured("DatabaseStore.new(\n    table: \"sessions\",\n    ttl: 3.days\n  )") +
                           "# below\n");
    CHECK(detail::with_store_of(*database, upper(az::backend::redis), found_in(mine)) == mine);
    CHECK(detail::with_store_of(mine, upper(az::backend::redis), std::nullopt) == mine);
}

TEST_CASE("an untouched configuration becomes the untouched one of the other store") {
    for (auto from : {az::backend::redis, az::backend::database, az::backend::memory})
        for (auto to : {az::backend::redis, az::backend::database, az::backend::memory})
            CHECK(detail::with_store_of(upper(from), upper(to), std::nullopt) == upper(to));
}

TEST_CASE("what is put into a file takes its line endings") {
    auto windows = detail::with_line_ending(upper(az::backend::redis), "\r\n");
    CHECK(detail::with_store_of(windows, upper(az::backend::database), std::nullopt) ==
          detail::with_line_ending(upper(az::backend::database), "\r\n"));
}

TEST_CASE("an earlier expression that makes no such store is not put into a configuration") {
    for (std::string broken :
         {"", "nonsense", "MemoryStore.new", "RedisStore.new(", "RedisStore.new\nend\nevil", "\""}) {
        CAPTURE(broken);
        auto made = detail::with_store_of(upper(az::backend::database), upper(az::backend::redis), broken);
        if (made) CHECK(detail::find_store_expression(*made)->backend == az::backend::redis);
        if (broken.find("RedisStore") == broken.npos) CHECK_FALSE(made);
    }
}
