#include "cli/progress.hpp"
#include "support/failure.hpp"

#include <doctest/doctest.h>

#include <chrono>

using cli::describe;
using std::chrono::seconds;

TEST_CASE("describe shows done, total, rate and time left") {
    CHECK(describe({.sessions = 450'000, .fraction = 0.45}, seconds(3)) ==
          "45 %, 450,000 of about 1,000,000, 150,000/s, 4 s left");
    CHECK(describe({.sessions = 0, .fraction = 0}, seconds(3)) == "0 %, 0");
    CHECK(describe({.sessions = 7, .fraction = 1}, seconds(1)) == "100 %, 7 of about 7, 7/s, 0 s left");
}

TEST_CASE("the bar and its text fit the columns there are") {
    const std::string text = "45 %, 450,000 of about 1,000,000, 150,000/s, 4 s left"; // 53 columns
    CHECK(cli::with_bar(0.5, text, 120) == "[############------------] " + text);
    CHECK(cli::with_bar(0.5, text, 80) == "[###########------------] " + text);
    CHECK(cli::with_bar(0.5, text, 61) == "[##--] " + text);
    CHECK(cli::with_bar(0.5, text, 60) == text);
    CHECK(cli::with_bar(0.5, text, 21) == "45 %, 450,000 of abo");
    CHECK(cli::with_bar(0.5, text, 1).empty());
    CHECK(cli::with_bar(0.5, text, 0).empty());
}

TEST_CASE("progress_display refuses an unknown style") {
    cli::console out(false, true);
    CHECK(support::failure_of([&] { return cli::progress_display("loud", out); }).code() ==
          azu_session::errc::usage);
    CHECK_FALSE(cli::progress_display("none", out));
}
