#include "cli/compiled_once.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

// Each initializer of corpus/initializers/ has its answers beside it in NAME.expected: paragraphs, each with
// what is given (`given VARIABLE=value`, `given --backend redis`) and what follows (`backend redis`, `url …`,
// `error ambiguous`, `says …`). The files that it requires are in NAME.d/.

namespace az = azu_session;
namespace fs = std::filesystem;

namespace {

struct expectation {
    std::vector<std::string> given;
    std::vector<std::pair<std::string, std::string>> answers;
};

std::string read(const fs::path &path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<expectation> read_expectations(const fs::path &path) {
    std::vector<expectation> paragraphs(1);
    std::istringstream in(read(path));
    for (std::string line; std::getline(in, line);) {
        auto space = line.find(' ');
        auto key = line.substr(0, space);
        auto value = space == std::string::npos ? std::string() : line.substr(space + 1);
        if (line.empty())
            paragraphs.emplace_back();
        else if (key == "given")
            paragraphs.back().given.push_back(value);
        else
            paragraphs.back().answers.emplace_back(key, value);
    }
    return paragraphs;
}

std::string name_of(az::errc code) {
    switch (code) {
    case az::errc::ambiguous:
        return "ambiguous";
    case az::errc::invalid:
        return "invalid";
    case az::errc::unsupported:
        return "unsupported";
    default:
        return "another";
    }
}

std::string name_of(az::setting given) {
    switch (given) {
    case az::setting::backend:
        return "backend";
    case az::setting::prefix:
        return "prefix";
    case az::setting::table:
        return "table";
    case az::setting::url:
        return "url";
    default:
        return "another";
    }
}

using answers = std::multimap<std::string, std::string>;

answers answers_of(const az::detection &found) {
    answers all = {{"backend", std::string(az::to_string(found.backend()))}};
    if (auto *redis = std::get_if<az::redis_settings>(&found.settings)) {
        all.emplace("url", redis->url.shown);
        all.emplace("password", redis->url.password.reveal());
        all.emplace("prefix", redis->prefix.text());
        all.emplace("caches", redis->local_caches ? "yes" : "no");
    }
    if (auto *database = std::get_if<az::database_settings>(&found.settings)) {
        all.emplace("url", database->url ? az::shown(*database->url) : "");
        all.emplace("table", database->table.text());
    }
    if (auto *custom = std::get_if<az::custom_settings>(&found.settings)) {
        all.emplace("class", custom->class_name);
        for (auto &argument : custom->arguments)
            all.emplace("argument." + argument.name, argument.value);
    }
    if (found.ttl) all.emplace("ttl", std::to_string(found.ttl->count()));
    for (auto &[name, origin] : found.provenance)
        all.emplace("from." + name, origin);
    for (auto &warning : found.warnings)
        all.emplace("warning", warning);
    return all;
}

answers detect(const az::project &app, const expectation &expected) {
    az::environment variables;
    az::detect_options options;
    for (auto &given : expected.given) {
        auto cut = given.find_first_of(given.starts_with("--") ? " " : "=");
        auto name = given.substr(0, cut), value = given.substr(cut + 1);
        if (name == "--backend")
            options.backend = az::parse_backend(value);
        else if (name == "--prefix")
            options.prefix = value;
        else if (name == "--table")
            options.table = value;
        else if (name == "--url")
            options.url = value;
        else
            variables.set(name, value, "environment");
    }
    try {
        return answers_of(compiled_once::detect(app, variables, options));
    } catch (const az::error &failure) {
        answers all = {
            {"error", name_of(failure.code())}, {"says", failure.what()}, {"advice", failure.hint()}};
        for (auto given : failure.settings())
            all.emplace("setting", name_of(given));
        return all;
    }
}

std::string shown(const answers &all) {
    std::string text;
    for (auto &[name, value] : all)
        text += "\n  " + name + " " + value;
    return text;
}

/// Whether one of the answers of this name is the expected one, or contains it where it is a sentence.
bool among(const answers &all, const std::string &name, const std::string &expected) {
    bool sentence = name == "says" || name == "advice" || name == "warning";
    auto [first, last] = all.equal_range(name);
    for (auto answer = first; answer != last; ++answer)
        if (answer->second == expected || (sentence && answer->second.find(expected) != std::string::npos))
            return true;
    return false;
}

} // namespace

TEST_CASE("detect reads every initializer of the corpus as expected") {
    std::size_t initializers = 0;
    for (auto &entry : fs::directory_iterator(fs::path(TESTS_DIRECTORY) / "corpus/initializers")) {
        if (entry.path().extension() != ".cr") continue;
        ++initializers;
        auto beside = entry.path();
        support::temporary_directory directory;
        directory.write("src/initializers/session.cr", read(entry.path()));
        if (beside.replace_extension(".d"); fs::exists(beside))
            fs::copy(beside, directory.path() / "src/initializers", fs::copy_options::recursive);
        CAPTURE(entry.path().stem().string());
        for (auto &expected : read_expectations(beside.replace_extension(".expected"))) {
            auto all = detect({directory.path(), "app"}, expected);
            CAPTURE(expected.given);
            CAPTURE(shown(all));
            REQUIRE_FALSE(expected.answers.empty());
            CHECK((all.contains("error") || expected.answers.front().first == "backend"));
            for (auto &[name, value] : expected.answers) {
                const auto &given_name = name;
                CAPTURE(given_name);
                const auto &given_value = value;
                CAPTURE(given_value);
                CHECK(among(all, name, value));
            }
        }
    }
    CHECK(initializers >= 60);
}
