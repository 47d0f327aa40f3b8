#include "crystal.hpp"
#include "detection.hpp"
#include "verdict.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

// Judges detection by Crystal: main SOURCES WORK [FILE...]. See run.sh.

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

/// `told` says which verdicts are shown: each that is at least as bad.
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

} // namespace

int main(int count, char **arguments) try {
    std::vector<std::string> given(arguments + 1, arguments + count);
    fs::path sources = fs::absolute(given.at(0)), work = fs::absolute(given.at(1));
    auto environments = read_surroundings((sources / "environments.txt").string());
    std::vector<program> programs;
    for (std::size_t i = 2; i < given.size(); ++i)
        for (auto &one : read_programs(given[i]))
            programs.push_back(with_unique_names(std::move(one), programs.size()));
    auto crystal = run_with_crystal(programs, environments, sources, work);

    std::string wanted = std::getenv("SHOW") ? std::getenv("SHOW") : "wrong";
    auto told = wanted == "all" ? verdict::agree : wanted == "refused" ? verdict::refused : verdict::wrong;
    std::map<std::string, totals> groups;
    for (std::size_t i = 0; i < programs.size(); ++i) {
        auto &group = groups[programs[i].group];
        if (auto broken = crystal.not_compiled.find(i); broken != crystal.not_compiled.end()) {
            group.add({.programs = 1, .not_compiled = 1});
            std::printf("does not compile: %s: %s%s\n", programs[i].group.c_str(), shown(programs[i]).c_str(),
                        ending(broken->second).c_str());
        } else {
            group.add(judge_program(programs[i], crystal.said.at(i), environments, told));
        }
    }
    totals all;
    std::puts("programs  agree  refused  wrong  not compiled  group");
    for (auto &[name, group] : groups) {
        print(group, name);
        all.add(group);
    }
    print(all, "all");
    auto failed = all.wrong_programs + all.not_compiled;
    std::printf("%zu passed, %zu failed, 0 skipped\n", all.programs - failed, failed);
    return failed > 0;
} catch (const std::exception &failure) {
    std::cerr << failure.what() << '\n';
    return 1;
}
