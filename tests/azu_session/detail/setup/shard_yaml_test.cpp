#include <azu_session/detail/setup/required_dependencies.hpp>

#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What setup makes of a shard.yml, read by yaml-cpp: the old document and the added keys, nothing else.
// The files of corpus/shards/ say by their names what is to come of them: `edited_…` get what is missing,
// `refused_…` are left to the person, and are no YAML to yaml-cpp where they are
// `refused_invalid_…`; of `complete_…` nothing is missing.

namespace az = azu_session;
namespace fs = std::filesystem;

namespace {

using pairs = std::vector<std::pair<std::string, std::string>>;

/// A node with everything below it as text, so that equal texts are equal nodes, in order.
std::string written(const YAML::Node &node, std::vector<YAML::Node> above = {}) {
    auto text = "<" + node.Tag() + ">";
    if (node.IsScalar()) return text + std::to_string(node.Scalar().size()) + ":" + node.Scalar();
    if (node.IsNull()) return text + "null";
    // An alias may stand within what it is an alias of.
    for (std::size_t i = 0; i < above.size(); ++i)
        if (node.is(above[i])) return text + "above " + std::to_string(i);
    above.push_back(node);
    for (auto item : node)
        text += node.IsMap() ? written(item.first, above) + "=" + written(item.second, above) + ","
                             : written(item, above) + ",";
    return (node.IsMap() ? "{" : "[") + text + (node.IsMap() ? "}" : "]");
}

pairs fields(const YAML::Node &mapping) {
    pairs result;
    for (auto field : mapping)
        result.emplace_back(written(field.first), written(field.second));
    return result;
}

std::optional<std::vector<YAML::Node>> parsed(const std::string &bytes) {
    try {
        return YAML::LoadAll(bytes);
    } catch (const YAML::Exception &) {
        return {};
    }
}

YAML::Node dependencies_of(const YAML::Node &document) {
    for (auto field : document)
        if (field.first.IsScalar() && field.first.Scalar() == "dependencies") return field.second;
    return {};
}

/// The document's fields, apart from those of its dependencies.
pairs others_of(const YAML::Node &document) {
    pairs result;
    for (auto field : document) {
        bool here = field.first.IsScalar() && field.first.Scalar() == "dependencies";
        result.emplace_back(written(field.first), here ? "" : written(field.second));
    }
    return result;
}

pairs expected_entries(const std::vector<az::dependency> &added) {
    auto scalar = [](const std::string &text) { return "<?>" + std::to_string(text.size()) + ":" + text; };
    pairs result;
    for (auto &one : added) {
        auto entry = scalar("github") + "=" + scalar(one.github) + ",";
        if (!one.version.empty()) entry += scalar("version") + "=" + scalar(one.version) + ",";
        result.emplace_back(scalar(one.name), "{<?>" + entry + "}");
    }
    return result;
}

std::vector<std::string> lines_of(std::string text) {
    // The last line's lack of an ending stays, wherever the last line is.
    if (!text.empty() && text.back() != '\n') text += text.find("\r\n") == std::string::npos ? "\n" : "\r\n";
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size(); at += lines.back().size())
        lines.push_back(text.substr(at, text.find('\n', at) + 1 - at));
    return lines;
}

/// Whether `after` is `before` with lines put in at one place.
bool is_one_insertion(const std::string &before, const std::string &after) {
    auto old = lines_of(before), now = lines_of(after);
    if (now.size() <= old.size()) return false;
    auto front = std::mismatch(old.begin(), old.end(), now.begin()).first - old.begin();
    auto back = std::mismatch(old.rbegin(), old.rend(), now.rbegin()).first - old.rbegin();
    bool ends_alike = before.empty() || before.ends_with('\n') == after.ends_with('\n');
    return ends_alike && static_cast<std::size_t>(front + back) >= old.size();
}

enum class outcome { edited, refused, complete };

void check_edit(const std::string &before, const az::shard_edit &edit) {
    REQUIRE(is_one_insertion(before, edit.contents));
    auto old_documents = parsed(before), new_documents = parsed(edit.contents);
    REQUIRE(old_documents);
    REQUIRE(new_documents);
    REQUIRE(old_documents->size() <= 1);
    REQUIRE(new_documents->size() == 1);
    auto old_document = old_documents->empty() ? YAML::Node() : old_documents->front();
    auto new_document = new_documents->front();
    REQUIRE((old_document.IsMap() || old_document.IsNull()));
    auto old_dependencies = dependencies_of(old_document);
    REQUIRE((old_dependencies.IsMap() || old_dependencies.IsNull()));

    auto others = others_of(old_document);
    std::pair<std::string, std::string> section("<?>12:dependencies", "");
    bool had_section = std::any_of(others.begin(), others.end(),
                                   [](auto &field) { return field.first.ends_with("12:dependencies"); });
    if (!had_section) others.push_back(section);
    CHECK(others_of(new_document) == others);

    auto entries = fields(old_dependencies);
    auto added = expected_entries(edit.added);
    entries.insert(entries.end(), added.begin(), added.end());
    CHECK(fields(dependencies_of(new_document)) == entries);
}

/// Whether the versions that the file allows are read as yaml-cpp reads them.
void check_versions(const std::string &bytes) {
    auto documents = parsed(bytes);
    REQUIRE(documents);
    REQUIRE(documents->size() == 1);
    for (auto entry : dependencies_of(documents->front())) {
        auto version = entry.second.IsMap() ? entry.second["version"] : YAML::Node();
        if (version.IsScalar() && version.Scalar().find_first_of("\n\\\"'") == std::string::npos)
            CHECK(az::version_of(bytes, entry.first.Scalar()) == version.Scalar());
    }
}

outcome check(const std::string &before, const std::vector<az::dependency> &wanted) {
    CAPTURE(before);
    auto edit = az::add_dependencies(before, wanted);
    CAPTURE(edit.contents);
    auto again = az::add_dependencies(edit.contents, wanted);
    CHECK(again.contents == edit.contents);
    CHECK(again.added.empty());
    CHECK(again.unplaceable.size() == edit.unplaceable.size());
    if (edit.added.empty()) {
        CHECK(edit.contents == before);
        CHECK(edit.reason.empty() == edit.unplaceable.empty());
        return edit.unplaceable.empty() ? outcome::complete : outcome::refused;
    }
    CHECK(edit.unplaceable.empty());
    check_edit(before, edit);
    return outcome::edited;
}

std::vector<std::vector<az::dependency>> wanted_sets() {
    return {az::detail::required_dependencies(az::backend::redis, az::database_engine::postgresql),
            az::detail::required_dependencies(az::backend::database, az::database_engine::postgresql),
            az::detail::required_dependencies(az::backend::database, az::database_engine::sqlite),
            az::detail::required_dependencies(az::backend::memory, az::database_engine::postgresql)};
}

std::map<std::string, std::string> corpus() {
    std::map<std::string, std::string> files;
    for (auto &entry : fs::directory_iterator(fs::path(TESTS_DIRECTORY) / "corpus/shards")) {
        if (entry.path().extension() != ".yml") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        files[entry.path().stem()] = {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }
    return files;
}

} // namespace

TEST_CASE("a shard.yml of the corpus parses to what it was and the added dependencies, or is left alone") {
    auto files = corpus();
    CHECK(files.size() >= 100);
    for (auto &file : files) {
        const auto &name = file.first, &before = file.second;
        CAPTURE(name);
        std::map<outcome, int> outcomes;
        for (auto &wanted : wanted_sets())
            ++outcomes[check(before, wanted)];
        auto others = std::exchange(outcomes[outcome::complete], 0);
        auto expected = name.starts_with("edited_") ? outcome::edited : outcome::refused;
        CHECK(outcomes[expected] + others == 4);
        CHECK((others == 4) == name.starts_with("complete_"));
        CHECK(parsed(before).has_value() != name.starts_with("refused_invalid_"));
        if (name.starts_with("edited_") || name.starts_with("complete_")) {
            auto edited = az::add_dependencies(before, wanted_sets().front()).contents;
            check_versions(edited);
        }
    }
}

namespace {

/// A seeded source of shard.yml files. The numbers come from the engine itself, as the distributions of the
/// standard library differ between implementations.
class generator {
public:
    explicit generator(unsigned seed) : engine(seed) {}

    std::size_t below(std::size_t count) { return engine() % count; }
    bool one_in(std::size_t count) { return below(count) == 0; }
    template <class Choices>
    std::string one_of(const Choices &choices) {
        return std::string(choices[below(std::size(choices))]);
    }

    /// A file as people write them, with something odd here and there.
    std::string shard_yml() {
        const auto step = 1 + below(one_in(4) ? 8 : 3);
        std::string text = one_in(12) ? "\xEF\xBB\xBF" : one_in(12) ? "---\n" : "";
        std::vector<std::string> sections = {"dependencies", "development_dependencies"};
        if (one_in(6)) sections.erase(sections.begin());
        for (auto parts = below(6); parts > 0; --parts) {
            sections.push_back("");
            std::swap(sections.back(), sections[below(sections.size())]);
        }
        for (auto &section : sections) {
            gap(text);
            if (section.empty())
                text += one_of(fields);
            else
                add_section(text, section, std::string(step, ' '));
        }
        gap(text);
        return finished(text);
    }

    /// Lines of all kinds at indentations of all kinds.
    std::string lines() {
        std::string text;
        for (auto count = 1 + below(9); count > 0; --count) {
            text += std::string(one_in(2) ? 0 : below(7), ' ');
            if (one_in(6)) text += "- ";
            text += one_of(pieces) + "\n";
        }
        return finished(text);
    }

    /// The text with some of its bytes and lines changed.
    std::string mutated(std::string text) {
        for (auto count = 1 + below(3); count > 0 && !text.empty(); --count) {
            auto at = below(text.size());
            auto line = text.rfind('\n', at) + 1; // 0 where there is none
            switch (below(6)) {
            case 0:
                text.erase(at, 1);
                break;
            case 1:
                text.insert(at, 1, signs[below(signs.size())]);
                break;
            case 2:
                text[at] = signs[below(signs.size())];
                break;
            case 3:
                text.insert(std::min(line, text.size()), 1 + below(3), ' ');
                break;
            case 4:
                text.erase(at, below(12));
                break;
            default:
                text.insert(std::min(line, text.size()), one_of(pieces) + "\n");
            }
        }
        return text;
    }

private:
    void gap(std::string &text) {
        if (one_in(3)) text += std::string(below(3), '\n');
        if (one_in(6)) text += one_of(std::array{"# dependencies:\n", "  # a: b\n", "   \n", "#\n"});
    }

    void add_section(std::string &text, const std::string &name, const std::string &indent) {
        text += one_in(12) ? '"' + name + "\":" : name + ":";
        text += one_in(6) ? " # what it needs\n" : "\n";
        for (auto entries = below(5); entries > 0; --entries) {
            gap(text);
            text +=
                indent + one_of(names) + ":" + (one_in(8) ? one_of(inline_values) : nested(indent)) + "\n";
        }
    }

    std::string nested(const std::string &indent) {
        std::string text = one_in(8) ? " # a comment" : one_in(16) ? " &anchor" : "";
        const auto deeper = indent + (one_in(12) ? "     " : indent);
        for (auto count = 1 + below(3); count > 0; --count) {
            text += "\n" + deeper + one_of(sources);
            if (one_in(10)) text += " # " + one_of(sources);
            if (one_in(10)) text += "\n" + deeper + "note: " + one_of(scalars(deeper));
        }
        return text;
    }

    std::vector<std::string> scalars(const std::string &indent) {
        std::vector<std::string> texts;
        for (std::string head : {"|", ">", "|-", ">-", "|+", "|2", "| # dependencies:"})
            texts.push_back(head + "\n" + indent + "  dependencies:\n" + indent + "    # text\n" +
                            (one_in(2) ? "\n" : "") + (one_in(4) ? indent + "      \n" : "") + indent +
                            "  session: x");
        texts.push_back("plain\n" + indent + "  text");
        texts.push_back("\n" + indent + "  - a\n" + indent + "  - b: c\n" + indent + "    d: e");
        texts.push_back("\n" + indent + "- a\n" + indent + "-   - b\n" + indent + "    - c");
        return texts;
    }

    std::string finished(std::string text) {
        if (one_in(6) && text.ends_with('\n')) text.pop_back();
        if (!one_in(6)) return text;
        for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2))
            text.insert(at, 1, '\r');
        return text;
    }

    std::mt19937 engine;

    static constexpr std::string_view signs = " :#-'\"\n\t{}[],&*!|>%@`?x0\r\\~<";
    static constexpr std::array names = {"azu",        "topia", "ameba", "session", "redis", "cql",
                                         "\"topia2\"", "'pg'",  "pg",    "größe",   "a.b",   "sqlite3"};
    static constexpr std::array sources = {"github: azutoolkit/azu",
                                           "github: azutoolkit/session",
                                           "github: \"stefanwille/crystal-redis\"",
                                           "git: https://example.org/a.git",
                                           "path: '../a'",
                                           "version: ~> 1.0.10",
                                           "version: \">= 1.0, < 2\"",
                                           "gitlab: a/b",
                                           "branch: master"};
    static constexpr std::array inline_values = {" {github: a/b, version: ~> 1.0}",
                                                 " { 'github': \"a/b\" }",
                                                 " ~",
                                                 "",
                                                 " text\n      and more",
                                                 " [a, {b: c}]"};
    static constexpr std::array fields = {
        "name: shop\n",
        "version: 0.1.0 # now\n",
        "description: |\n  A shop\n  dependencies:\n    session:\n\n  # text\n",
        "description: >-\n\n    A shop\n   \n\n",
        "description: A shop\n  that sells\n",
        "authors:\n- Ada <ada@example.org>\n- Bob\n",
        "authors:\n  - name: Ada\n    mail: 'a''b'\n  -\n    name: Bob\n",
        "targets:\n  shop: &target\n    main: src/shop.cr\n  other: *target\n",
        "custom:\n  dependencies:\n    session:\n      github: azutoolkit/session\n",
        "executables: [\"a, b\", c]\n",
        "empty:\n",
        "license: MIT\n"};
    static constexpr std::array pieces = {"dependencies:",
                                          "dependencies: # none",
                                          "\"dependencies\" :",
                                          "dependencies: {}",
                                          "\"depend\\x65ncies\":",
                                          "development_dependencies:",
                                          "session:",
                                          "azu:",
                                          "github: azutoolkit/session",
                                          "github: a/b",
                                          "version: >= 1",
                                          "a: b",
                                          "a:",
                                          "a: b: c",
                                          "text",
                                          "a:b",
                                          "a :b",
                                          "# a: b",
                                          "",
                                          "|",
                                          "a: |",
                                          "a: >+",
                                          "a: |3-",
                                          "a: | x",
                                          "a: &x",
                                          "&x a: b",
                                          "a: &x b",
                                          "a: *x",
                                          "*x",
                                          "<<: *x",
                                          "a: !t b",
                                          "!t",
                                          "? a",
                                          ": a",
                                          "-",
                                          "- -",
                                          "- a: b",
                                          "a: -",
                                          "a: - b",
                                          "-a: -b",
                                          "-: a",
                                          "a: 'b",
                                          "a: 'b' c",
                                          "'a': 'b''c' # d",
                                          "a: \"b\"#c",
                                          "\"a: b\": c",
                                          "a: [b, {c: d}, ]",
                                          "a: [b",
                                          "a: [b]]",
                                          "a: {b, c}",
                                          "a: {b: c} d",
                                          "a: {\"b\":c}",
                                          "a: [b: c]",
                                          "a: [,]",
                                          "a: [b c, -d, e#f]",
                                          "---",
                                          "--- a",
                                          "---a: b",
                                          "...",
                                          "%YAML 1.2",
                                          "@a",
                                          "a: `b",
                                          "a: %b",
                                          "a #b: c",
                                          "a: b #c: d",
                                          "a: b\tc",
                                          "a: b:",
                                          "~: ~",
                                          "{a: b}",
                                          "[a]",
                                          "a: {b: c, d: }"};
};

constexpr int files = 1500; // of each kind

/// How many of the files that `make` makes are edited.
int edited_of(unsigned seed, std::string (*make)(generator &)) {
    auto sets = wanted_sets();
    generator random(seed);
    int edited = 0;
    for (int i = 0; i < files; ++i)
        edited += check(make(random), sets[random.below(sets.size())]) == outcome::edited;
    return edited;
}

} // namespace

TEST_CASE("a random shard.yml parses to what it was and the added dependencies, or is left alone") {
    auto edited = edited_of(1, [](generator &random) { return random.shard_yml(); });
    CHECK(edited > files / 3);
}

TEST_CASE("a mutated shard.yml is edited rightly or left alone") {
    auto edited = edited_of(2, [](generator &random) { return random.mutated(random.shard_yml()); });
    CHECK(edited > files / 8);
}

TEST_CASE("random lines are edited rightly or left alone") {
    auto edited = edited_of(3, [](generator &random) { return random.lines(); });
    CHECK(edited > files / 50);
}
