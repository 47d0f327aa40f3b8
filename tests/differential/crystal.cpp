#include "crystal.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iterator>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace differential {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path &path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write(const fs::path &path, const std::string &text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

/// A program's file in a build: entered by a process of its own, jumped over by the others. See recorder.cr.
std::string wrapped(const program &given, std::size_t index) {
    auto number = std::to_string(index), skip = "differential_" + number;
#if defined(__aarch64__)
    std::string jump = "b ";
#else
    std::string jump = "jmp ";
#endif
    return "unless Differential.enter?(\"" + number + "\")\n  asm(\"" + jump + skip +
           "\" :::: \"volatile\")\nend\n" + joined_source(given) + "\nDifferential.leave\nasm(\"" + skip +
           ":\" :::: \"volatile\")\n";
}

/// One build: the programs with these indices.
class build {
public:
    build(const std::vector<program> &programs, std::vector<std::size_t> indices, const fs::path &sources,
          const fs::path &work)
        : programs_(programs), indices_(std::move(indices)), sources_(sources), work_(work) {}

    void run(crystal_verdicts &verdicts, std::size_t environments) {
        write_programs();
        while (!indices_.empty() && !compiles())
            drop_broken(verdicts);
        if (indices_.empty()) return;
        execute();
        collect(verdicts, environments);
    }

private:
    void write_programs() const {
        fs::create_directories(work_);
        for (auto shard : {"session", "redis", "azu", "cql", "pg", "sqlite3", "db"})
            write(work_ / "lib" / (std::string(shard) + ".cr"), "");
        for (auto index : indices_)
            write(work_ / ("p" + std::to_string(index) + ".cr"), wrapped(programs_[index], index));
    }

    bool compiles() const {
        std::string main = "require \"recorder\"\nrequire \"stand_ins\"\n";
        for (auto index : indices_)
            main += "require \"./p" + std::to_string(index) + "\"\n";
        write(work_ / "main.cr", main);
        auto command = "cd '" + work_.string() + "' && CRYSTAL_CACHE_DIR='" + (work_ / "cache").string() +
                       "' CRYSTAL_PATH=\"" + (work_ / "lib").string() + ":" + sources_.string() +
                       ":$(crystal env CRYSTAL_PATH)\" crystal build --no-color --no-debug --error-trace "
                       "main.cr -o batch >errors 2>&1";
        return std::system(command.c_str()) == 0;
    }

    /// Takes out the program that the compiler complains about.
    void drop_broken(crystal_verdicts &verdicts) {
        auto message = read(work_ / "errors");
        static const std::regex file(R"(\bp(\d+)\b|differential_(\d+))");
        for (std::sregex_iterator found(message.begin(), message.end(), file), end; found != end; ++found) {
            auto digits = (*found)[1].str() + (*found)[2].str();
            auto broken = std::find(indices_.begin(), indices_.end(), std::stoul(digits));
            if (broken == indices_.end()) continue;
            verdicts.not_compiled[*broken] = message;
            indices_.erase(broken);
            return;
        }
        throw std::runtime_error("Crystal cannot build the programs:\n" + message);
    }

    void execute() const {
        fs::remove(work_ / "results");
        auto command =
            "cd '" + work_.string() + "' && DIFFERENTIAL_RESULTS=results DIFFERENTIAL_ENVIRONMENTS='" +
            (sources_ / "environments.txt").string() + "' LD_BIND_NOW=1 ./batch >/dev/null 2>run_errors";
        if (std::system(command.c_str()) != 0)
            throw std::runtime_error("The programs cannot be run:\n" + read(work_ / "run_errors"));
    }

    void collect(crystal_verdicts &verdicts, std::size_t environments) const {
        answer crashed{.found = {}, .reason = "crashed or took too long", .stopped = true};
        for (auto index : indices_)
            verdicts.said[index] = {
                std::vector<answer>(environments, crashed), std::vector<answer>(environments, crashed), {}};
        std::istringstream lines(read(work_ / "results"));
        for (std::string line; std::getline(lines, line);) {
            std::istringstream words(line);
            std::size_t index = 0, environment = 0;
            bool assumed = false;
            words >> index >> environment >> assumed;
            auto &said = verdicts.said.at(index);
            (assumed ? said.with_default_url : said.crystal).at(environment) = read_answer(words);
        }
    }

    static std::optional<std::string> read_field(std::istream &words) {
        std::string word, bytes;
        if (!(words >> word) || word == "-") return std::nullopt;
        for (std::size_t i = 1; i + 1 < word.size(); i += 2)
            bytes += static_cast<char>(std::stoi(word.substr(i, 2), nullptr, 16));
        return bytes;
    }

    static answer read_answer(std::istream &words) {
        answer made;
        made.stopped = read_field(words) == "stopped";
        made.reason = read_field(words).value_or(made.stopped ? "ended early" : "configures no store");
        auto kind = read_field(words);
        if (!kind) return made;
        auto url = read_field(words), prefix = read_field(words), table = read_field(words);
        // What is silent here is completed by whoever compares: it depends on the environment.
        if (*kind == "RedisStore" || *kind == "PooledRedisStore")
            made.found = {"redis", url.value_or(""), prefix.value_or("app:session:")};
        else if (*kind == "ClusteredRedisStore")
            made.found = {"clustered", url.value_or(""), prefix.value_or("app:session:")};
        else if (*kind == "DatabaseStore")
            made.found = {"database", url.value_or(""), table.value_or("sessions")};
        else if (*kind == "foreign")
            made.found = {"custom", "", table.value_or("")};
        else
            made.found = {*kind == "MemoryStore" ? "memory" : "cookie", "", ""};
        return made;
    }

    const std::vector<program> &programs_;
    std::vector<std::size_t> indices_;
    const fs::path &sources_;
    fs::path work_;
};

/// The builds' programs: some hundreds share one, so that the standard library is compiled once for all, and
/// two are compiled at a time.
std::vector<std::vector<std::size_t>> shared_out(const std::vector<program> &programs) {
    std::vector<std::size_t> together;
    std::vector<std::vector<std::size_t>> builds;
    for (std::size_t i = 0; i < programs.size(); ++i)
        if (programs[i].alone)
            builds.push_back({i});
        else
            together.push_back(i);
    constexpr std::size_t most = 250;
    auto count = std::max<std::size_t>(together.size() < 40 ? 1 : 2, (together.size() + most - 1) / most);
    builds.resize(builds.size() + count);
    for (std::size_t i = 0; i < together.size(); ++i)
        builds[builds.size() - 1 - i % count].push_back(together[i]);
    return builds;
}

} // namespace

crystal_verdicts run_with_crystal(const std::vector<program> &programs,
                                  const std::vector<surroundings> &environments, const fs::path &sources,
                                  const fs::path &work) {
    auto builds = shared_out(programs);
    std::atomic<std::size_t> next = builds.size();
    auto worker = [&](const std::string &name) {
        crystal_verdicts verdicts;
        for (auto i = next.fetch_sub(1); i > 0 && i <= builds.size(); i = next.fetch_sub(1))
            build(programs, builds[i - 1], sources, work / name).run(verdicts, environments.size());
        return verdicts;
    };
    auto other = std::async(std::launch::async, worker, "two");
    auto verdicts = worker("one");
    auto more = other.get();
    verdicts.said.merge(more.said);
    verdicts.not_compiled.merge(more.not_compiled);
    return verdicts;
}

} // namespace differential
