#include "support/azu.hpp"
#include "support/tree.hpp"

#include <doctest/doctest.h>

#include <string>

using support::azu_application;

namespace {

constexpr auto initializer = "src/initializers/session.cr";

bool has(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

struct application : azu_application {
    application() { write("src/app.cr", "require \"azu\"\n\nShop.start [Logger.new]\n"); }
};

} // namespace

TEST_CASE("teardown says what it takes back, and a second one that there is nothing") {
    application app;
    auto before = support::tree_of(app.path());
    REQUIRE(app.run({"session:setup", "--wire"}).status == 0);
    auto done = app.run({"session:teardown"});
    CHECK(done.status == 0);
    CHECK(has(done.out, "remove  " + std::string(initializer)));
    CHECK(has(done.out, "update  src/app.cr"));
    CHECK(has(done.out, "✓ Setup taken back"));
    CHECK(support::tree_of(app.path()) == before);
    auto again = app.run({"session:teardown"});
    CHECK(again.status == 0);
    CHECK(has(again.out, "There is nothing to take back"));
    CHECK(has(app.run({"session:teardown", "--json"}).out, "\"changed\":false"));
}

TEST_CASE("a dry run changes nothing and shows every change but the secret") {
    application app;
    REQUIRE(app.run({"session:setup", "--wire"}).status == 0);
    auto before = support::tree_of(app.path());
    auto secret = app.read(".env").substr(15, 64);
    for (std::string form : {"--no-color", "--json"}) {
        auto done = app.run({"session:teardown", "--dry-run", form});
        CHECK(done.status == 0);
        CHECK(has(done.out, "-Shop.start [SessionHandler.new, Logger.new]"));
        CHECK(has(done.out, "-SESSION_SECRET=***"));
        CHECK_FALSE(has(done.out + done.err, secret));
    }
    CHECK(support::tree_of(app.path()) == before);
}

TEST_CASE("a changed initializer is refused with the option that takes it away") {
    application app;
    REQUIRE(app.run({"session:setup", "--wire"}).status == 0);
    app.write(initializer, "# mine\n" + app.read(initializer));
    auto before = support::tree_of(app.path());
    auto refused = app.run({"session:teardown"});
    CHECK(refused.status == 1);
    CHECK(has(refused.err, "--force"));
    CHECK(support::tree_of(app.path()) == before);
    CHECK(app.run({"session:teardown", "--force"}).status == 0);
    CHECK(app.read("src/initializers/session.cr.bak") == before[initializer]);
}

TEST_CASE("what is left is told with its file, and the exit code is 3") {
    application app;
    REQUIRE(app.run({"session:setup", "--wire"}).status == 0);
    app.write("src/app.cr", "require \"./initializers/session\"\n\nShop.start [ SessionHandler.new ]\n");
    auto done = app.run({"session:teardown"});
    CHECK(done.status == 3);
    CHECK(has(done.err, "src/app.cr is no longer as setup edited it"));
    CHECK(has(done.err, "src/app.cr:2 still names SessionHandler"));
}

TEST_CASE("a secret that was replaced and kept leaves the earlier ones that were added") {
    application app;
    REQUIRE(app.run({"session:setup", "--wire"}).status == 0);
    REQUIRE(app.run({"session:secret", "--write"}).status == 0);
    CHECK(app.run({"session:teardown"}).status == 0);
    CHECK_FALSE(support::tree_of(app.path()).count(".env"));
}
