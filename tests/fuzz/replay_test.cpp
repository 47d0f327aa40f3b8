#include "cli/compiled_once.hpp"
#include "fuzz/detect_target.hpp"
#include "fuzz/targets.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace fs = std::filesystem;

namespace {

/// Runs a target on every file of a directory; a finding ends the process. Returns the number of files.
template <class Target>
int replay(const fs::path &directory, Target target) {
    int files = 0;
    for (auto &entry : fs::recursive_directory_iterator(fs::path(TESTS_DIRECTORY) / directory)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        target(bytes);
        ++files;
    }
    return files;
}

void detect(std::string_view bytes) { fuzz::detect(bytes, compiled_once::detect); }

} // namespace

TEST_CASE("the fuzzer's seeds and earlier findings pass") {
    CHECK(replay("fuzz/corpus/lexer", fuzz::lexer) > 0);
    CHECK(replay("fuzz/corpus/detect", detect) > 0);
    CHECK(replay("fuzz/corpus/dotenv", fuzz::dotenv) > 0);
    CHECK(replay("fuzz/corpus/url", fuzz::url) > 0);
    CHECK(replay("fuzz/corpus/shard_file", fuzz::shard_file) > 0);
    CHECK(replay("corpus/initializers", fuzz::lexer) > 0);
    CHECK(replay("corpus/initializers", detect) > 0);
}
