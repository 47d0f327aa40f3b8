#include "crystal.hpp"
#include "detection.hpp"
#include "generate.hpp"
#include "verdict.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

// Judges detection by Crystal: main SOURCES WORK PROGRAMS SEED [FILE...]. See run.sh.

using namespace differential;
namespace fs = std::filesystem;

namespace {

struct totals {
    std::size_t programs = 0, agree = 0, refused = 0, wrong = 0, wrong_programs = 0, not_compiled = 0;

    void add(const totals &other) {
        programs += other.programs, agree += other.agree, refused += other.refused, wrong += other.wrong;
        wrong_programs += other.wrong_programs, not_compiled += other.not_compiled;
    }
};

void print(const totals &one, const std::string &name) {
    std::printf("%8zu %6zu %8zu %6zu %13zu  %s\n", one.programs, one.agree, one.refused, one.wrong,
                one.not_compiled, name.c_str());
}

/// The part of a compiler's message that says what is wrong.
std::string ending(const std::string &message) {
    auto begin = message.rfind("\nIn ");
    return begin == message.npos ? message : message.substr(begin + 1);
}

std::string_view name_of(verdict given) {
    return given == verdict::agree ? "agree" : given == verdict::refused ? "refused" : "WRONG";
}

/// Says what both answered, for environments in which that is the same only once.
class telling {
public:
    explicit telling(const program &about) : about_(about) {}

    void add(verdict result, const std::string &environment, const std::string &said) {
        auto line = "  " + std::string(name_of(result)) + ": " + said;
        auto &where = lines_[line];
        where += (where.empty() ? "" : ", ") + environment;
    }

    void print() const {
        if (lines_.empty()) return;
        std::printf("%s: %s", about_.group.c_str(), shown(about_).c_str());
        for (auto &[line, where] : lines_)
            std::printf("%s (in %s)\n", line.c_str(), where.c_str());
    }

private:
    const program &about_;
    std::map<std::string, std::string> lines_;
};

/// What both say of a program in every environment, told where a verdict is at least as bad as `told`.
totals judge_program(const program &given, answers &said, const std::vector<surroundings> &environments,
                     verdict told) {
    said.detected = run_detection(given, environments);
    totals one{.programs = 1};
    telling story(given);
    for (std::size_t i = 0; i < environments.size(); ++i) {
        auto result = judge(said, i, environments[i]);
        ++(result == verdict::agree ? one.agree : result == verdict::refused ? one.refused : one.wrong);
        if (result >= told)
            story.add(result, environments[i].name,
                      "Crystal says " + shown(completed(said.crystal[i], environments[i])) + "; detection " +
                          shown(said.detected[i]));
    }
    one.wrong_programs = one.wrong > 0;
    story.print();
    return one;
}

/// Everything that one call compares.
class comparison {
public:
    comparison(const fs::path &sources, const fs::path &work)
        : sources_(sources), work_(work),
          environments_(read_surroundings((sources / "environments.txt").string())) {}

    /// Judges all of them and tells what it finds. Of generated programs, those with wrong answers are
    /// returned.
    std::vector<program> run(const std::vector<program> &given, verdict told, bool generated) {
        auto programs = made_unique(given);
        auto crystal = run_with_crystal(programs, environments_, sources_, work_);
        std::vector<program> wrong;
        for (std::size_t i = 0; i < programs.size(); ++i) {
            auto &group = groups_[programs[i].group];
            if (auto broken = crystal.not_compiled.find(i); broken != crystal.not_compiled.end()) {
                group.add({.programs = 1, .not_compiled = 1});
                if (!generated || told != verdict::wrong)
                    std::printf("does not compile: %s: %s%s\n", programs[i].group.c_str(),
                                shown(programs[i]).c_str(), ending(broken->second).c_str());
                continue;
            }
            auto silent = generated && told == verdict::wrong ? nothing_told : told;
            auto one = judge_program(programs[i], crystal.said.at(i), environments_, silent);
            group.add(one);
            if (one.wrong > 0) wrong.push_back(given[i]);
        }
        return wrong;
    }

    /// Leaves out paragraphs as long as the answer is wrong, of the shortest few, and shows what remains.
    void shrink(std::vector<program> wrong) {
        auto kept = std::move(groups_);
        auto shorter = [](const program &a, const program &b) { return shown(a).size() < shown(b).size(); };
        std::stable_sort(wrong.begin(), wrong.end(), shorter);
        wrong.resize(std::min<std::size_t>(wrong.size(), 5));
        for (int round = 0; round < 3; ++round) {
            std::vector<program> candidates;
            for (auto &one : wrong)
                for (auto &candidate : smaller(one))
                    candidates.push_back(candidate);
            auto still = candidates.empty() ? candidates : run(candidates, verdict::wrong, true);
            std::stable_sort(still.begin(), still.end(), shorter);
            bool better = false;
            for (auto &one : wrong)
                for (auto &candidate : still)
                    if (candidate.name == one.name && shorter(candidate, one)) one = candidate, better = true;
            if (!better) break;
        }
        for (auto &one : wrong)
            one.group += ", shrunk";
        run(wrong, verdict::wrong, false);
        groups_ = std::move(kept);
    }

    /// Prints the totals; whether nothing failed.
    bool report() const {
        totals all;
        std::puts("programs  agree  refused  wrong  not compiled  group");
        for (auto &[name, group] : groups_) {
            print(group, name);
            all.add(group);
        }
        print(all, "all");
        // What the generator makes, but Crystal does not compile, is left out.
        auto left_out = groups_.contains(std::string("generated"))
                            ? groups_.at(std::string("generated")).not_compiled
                            : 0;
        auto failed = all.wrong_programs + all.not_compiled - left_out;
        std::printf("%zu passed, %zu failed, 0 skipped\n", all.programs - left_out - failed, failed);
        return failed == 0;
    }

private:
    static constexpr auto nothing_told = static_cast<verdict>(3);

    static std::vector<program> made_unique(const std::vector<program> &given) {
        std::vector<program> programs;
        for (auto &one : given)
            programs.push_back(with_unique_names(one, programs.size()));
        return programs;
    }

    const fs::path sources_, work_;
    const std::vector<surroundings> environments_;
    std::map<std::string, totals> groups_;
};

} // namespace

int main(int count, char **arguments) try {
    std::vector<std::string> given(arguments + 1, arguments + count);
    fs::path sources = fs::absolute(given.at(0)), work = fs::absolute(given.at(1));
    std::string wanted = std::getenv("SHOW") ? std::getenv("SHOW") : "wrong";
    auto told = wanted == "all" ? verdict::agree : wanted == "refused" ? verdict::refused : verdict::wrong;
    comparison all(sources, work);
    std::vector<program> hand_written;
    for (std::size_t i = 4; i < given.size(); ++i)
        for (auto &one : read_programs(given[i]))
            hand_written.push_back(std::move(one));
    if (!hand_written.empty()) all.run(hand_written, told, false);
    auto generated = generate(sources / "grammar.txt", std::stoul(given.at(2)), std::stoull(given.at(3)));
    if (!generated.empty()) {
        auto wrong = all.run(generated, told, true);
        if (!wrong.empty()) all.shrink(std::move(wrong));
    }
    return all.report() ? 0 : 1;
} catch (const std::exception &failure) {
    std::cerr << failure.what() << '\n';
    return 1;
}
