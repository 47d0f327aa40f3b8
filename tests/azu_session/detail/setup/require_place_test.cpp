#include <azu_session/detail/setup/require_place.hpp>

#include <doctest/doctest.h>

#include <string>

namespace az = azu_session;

namespace {

/// The source with the require in the last of its places, which is before all else.
std::string required_first(std::string source) {
    auto places = az::detail::places_for_require(source, "./x");
    REQUIRE_FALSE(places.empty());
    return source.insert(places.back().at, places.back().text);
}

} // namespace

TEST_CASE("a require goes above the comments that document the first statement") {
    CHECK(required_first("# Serves.\nmodule A\nend\n") == "require \"./x\"\n\n# Serves.\nmodule A\nend\n");
    CHECK(required_first("# License\n\n# Serves.\n  # Well.\nmodule A\nend\n") ==
          "# License\n\nrequire \"./x\"\n\n# Serves.\n  # Well.\nmodule A\nend\n");
    CHECK(required_first("# Serves.\r\nmodule A\r\nend\r\n") ==
          "require \"./x\"\r\n\r\n# Serves.\r\nmodule A\r\nend\r\n");
}

TEST_CASE("a require goes behind a shebang, and behind what documents no statement") {
    CHECK(required_first("#!/usr/bin/crystal\nputs 1\n") ==
          "#!/usr/bin/crystal\nrequire \"./x\"\n\nputs 1\n");
    CHECK(required_first("#!/usr/bin/crystal\n# Says one.\nputs 1\n") ==
          "#!/usr/bin/crystal\nrequire \"./x\"\n\n# Says one.\nputs 1\n");
    CHECK(required_first("# License\n\nputs 1\n") == "# License\n\nrequire \"./x\"\n\nputs 1\n");
    CHECK(required_first("# What it needs:\nrequire \"a\"\n") ==
          "# What it needs:\nrequire \"./x\"\nrequire \"a\"\n");
}
