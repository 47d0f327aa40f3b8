#include <azu_session/detail/text/unified_diff.hpp>

#include "support/process.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace {

std::string joined(const std::vector<std::string> &lines) {
    std::string text;
    for (const auto &line : lines)
        text += line + "\n";
    return text;
}

std::string diff(const std::string &before, const std::string &after) {
    return joined(azu_session::detail::unified_diff(before, after));
}

} // namespace

TEST_CASE("unified_diff shows each change with three lines around it") {
    CHECK(diff("", "").empty());
    CHECK(diff("a\nb\n", "a\nb\n").empty());
    CHECK(diff("", "a\nb\n") == "@@ -0,0 +1,2 @@\n+a\n+b\n");
    CHECK(diff("a\nb\n", "") == "@@ -1,2 +0,0 @@\n-a\n-b\n");
    CHECK(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n") ==
          "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    std::string long_text;
    for (int i = 1; i <= 30; ++i)
        long_text += std::to_string(i) + "\n";
    CHECK(diff(long_text, "0\n" + long_text + "31\n") ==
          "@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -28,3 +29,4 @@\n 28\n 29\n 30\n+31\n");
}

TEST_CASE("unified_diff shows a last line without an ending as such") {
    CHECK(diff("a", "a").empty());
    CHECK(diff("a", "a\n") == "@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n");
    CHECK(diff("a\nb", "c\nb") == "@@ -1,2 +1,2 @@\n-a\n+c\n b\n\\ No newline at end of file\n");
}

TEST_CASE("unified_diff takes other numbers of lines around a change") {
    auto alone = [](const std::string &before, const std::string &after) {
        return joined(azu_session::detail::unified_diff(before, after, 0));
    };
    CHECK(alone("1\n2\n3\n4\n", "1\n2\nthree\n4\n") == "@@ -3,1 +3,1 @@\n-3\n+three\n");
    CHECK(alone("1\n2\n3\n", "0\n1\n2\n3\n4\n5\n") == "@@ -0,0 +1,1 @@\n+0\n@@ -3,0 +5,2 @@\n+4\n+5\n");
}

TEST_CASE("unified_diff of long texts that share nothing replaces the one by the other at once") {
    std::string before, after;
    for (int i = 0; i < 20'000; ++i) {
        before += "a" + std::to_string(i) + "\n";
        after += "b" + std::to_string(i) + "\n";
    }
    auto lines = azu_session::detail::unified_diff("same\n" + before, "same\n" + after);
    CHECK(lines.size() == 40'002);
    CHECK(lines[0] == "@@ -1,20001 +1,20001 @@");
    CHECK(lines[1] == " same");
}

TEST_CASE("unified_diff is what patch turns the one text into the other by") {
    std::mt19937 random(7);
    auto text = [&] {
        std::string lines;
        for (auto count = random() % 30; count > 0; --count)
            lines += std::string(1, static_cast<char>('a' + random() % 4)) + "\n";
        if (!lines.empty() && random() % 2) lines.pop_back();
        return lines;
    };
    for (int round = 0; round < 60; ++round) {
        auto before = text(), after = text();
        support::temporary_directory work;
        work.write("text", before);
        work.write("diff", "--- text\n+++ text\n" + diff(before, after));
        if (before == after) continue;
        auto patched = support::run({.arguments = {"patch", "--silent", (work.path() / "text").string(),
                                                   (work.path() / "diff").string()}});
        CAPTURE(before);
        CAPTURE(after);
        CHECK(patched.status == 0);
        CHECK((std::filesystem::exists(work.path() / "text") ? work.read("text") : "") == after);
    }
}
