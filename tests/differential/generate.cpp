#include "generate.hpp"

#include <algorithm>
#include <fstream>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace differential {
namespace {

/// A grammar: what each name may stand for. In a production, `<name>` stands for another one's, `<k>` for the
/// number of the paragraph. See grammar.txt.
class grammar {
public:
    explicit grammar(const std::filesystem::path &file) {
        std::ifstream lines(file);
        std::vector<std::string> *rule = nullptr;
        bool paragraphs = false, begins = true;
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("# ")) continue;
            if (line.starts_with("= ") || line.starts_with("== ")) {
                paragraphs = line.starts_with("==");
                rule = &rules_[line.substr(line.find(' ') + 1)];
                begins = true;
            } else if (line.empty()) {
                begins = true;
            } else if (paragraphs && !begins) {
                rule->back() += line + '\n';
            } else {
                rule->push_back(paragraphs ? line + '\n' : line);
                begins = false;
            }
        }
        for (auto &[name, productions] : rules_)
            depths_[name] = std::numeric_limits<int>::max() / 2;
        for (bool changed = true; changed;) {
            changed = false;
            for (auto &[name, productions] : rules_)
                for (auto &production : productions)
                    if (auto deep = depth(production); deep < depths_[name]) {
                        depths_[name] = deep;
                        changed = true;
                    }
        }
    }

    /// One of a name's texts, of nested productions no deeper than `room` where that is possible.
    std::string expand(const std::string &name, int room, int paragraph, std::mt19937_64 &random) const {
        auto found = rules_.find(name);
        if (found == rules_.end()) throw std::runtime_error("The grammar has no <" + name + ">");
        std::vector<const std::string *> fitting;
        auto least = std::max(room, depths_.at(name));
        for (auto &production : found->second)
            if (depth(production) <= least) fitting.push_back(&production);
        std::string_view chosen = *fitting[random() % fitting.size()];
        std::string text;
        for (auto at = next(chosen, 0); at.first != chosen.npos; at = next(chosen, 0)) {
            text += chosen.substr(0, at.first);
            auto inner = std::string(chosen.substr(at.first + 1, at.second - at.first - 1));
            text += inner == "k" ? std::to_string(paragraph) : expand(inner, room - 1, paragraph, random);
            chosen.remove_prefix(at.second + 1);
        }
        return text.append(chosen);
    }

private:
    /// Where the next `<name>` begins and ends.
    static std::pair<std::size_t, std::size_t> next(std::string_view text, std::size_t from) {
        for (auto begin = text.find('<', from); begin != text.npos; begin = text.find('<', begin + 1)) {
            auto end = begin + 1;
            while (end < text.size() && std::isalpha(static_cast<unsigned char>(text[end])))
                ++end;
            if (end > begin + 1 && end < text.size() && text[end] == '>') return {begin, end};
        }
        return {text.npos, text.npos};
    }

    int depth(std::string_view production) const {
        int deepest = 0;
        for (auto at = next(production, 0); at.first != production.npos; at = next(production, at.second)) {
            auto name = production.substr(at.first + 1, at.second - at.first - 1);
            if (name == "k") continue;
            auto found = depths_.find(std::string(name));
            if (found == depths_.end())
                throw std::runtime_error("The grammar has no <" + std::string(name) + ">");
            deepest = std::max(deepest, found->second + 1);
        }
        return deepest;
    }

    std::map<std::string, std::vector<std::string>> rules_;
    std::map<std::string, int> depths_;
};

std::vector<std::string> paragraphs_of(const std::string &text) {
    std::vector<std::string> all(1);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.empty())
            all.emplace_back();
        else
            all.back() += line + '\n';
    }
    return all;
}

program joined(const program &given, const std::vector<std::string> &paragraphs) {
    auto made = given;
    auto &text = made.files[initializer_path];
    text.clear();
    for (auto &paragraph : paragraphs)
        text += (text.empty() ? "" : "\n") + paragraph;
    return made;
}

} // namespace

std::vector<program> generate(const std::filesystem::path &file, std::size_t count, std::uint64_t seed) {
    grammar rules(file);
    std::mt19937_64 random(seed);
    std::set<std::string> known;
    std::vector<program> all;
    while (all.size() < count) {
        std::vector<std::string> paragraphs = {rules.expand("first", 2, 0, random)};
        for (int k = 1, last = 1 + static_cast<int>(random() % 4); k <= last; ++k)
            paragraphs.push_back(rules.expand("chunk", 2 + static_cast<int>(random() % 4), k, random));
        paragraphs.push_back(rules.expand("last", 3, 9, random));
        program made{.group = "generated",
                     .name = "seed " + std::to_string(seed) + ", number " + std::to_string(all.size()),
                     .files = {}};
        made = joined(made, paragraphs);
        if (known.insert(made.files[initializer_path]).second) all.push_back(std::move(made));
    }
    return all;
}

std::vector<program> smaller(const program &given) {
    auto paragraphs = paragraphs_of(given.files.at(initializer_path));
    std::vector<program> all;
    auto without = [&](std::size_t begin, std::size_t end) {
        auto rest = paragraphs;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(begin),
                   rest.begin() + static_cast<std::ptrdiff_t>(end));
        all.push_back(joined(given, rest));
    };
    auto inner = paragraphs.size() - 1;
    if (inner > 3) without(1, (1 + inner) / 2), without((1 + inner) / 2, inner);
    for (std::size_t i = 1; i < inner; ++i)
        without(i, i + 1);
    return all;
}

} // namespace differential
