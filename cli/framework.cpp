#include "framework.hpp"

#include <azu_session/error.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace cli {

namespace {

namespace fs = std::filesystem;

/// By which one copy of this program knows another: it stands in each of them.
constexpr std::string_view mark = "azu_session command line 0b5f6a1c";

/// The programs called azu on PATH, in its order. An empty entry stands for the working directory.
std::vector<fs::path> programs_on_path() {
    const char *path = std::getenv("PATH");
    std::string_view rest = path ? path : "";
    std::vector<fs::path> programs;
    while (path) {
        auto end = rest.find(':');
        auto directory = rest.substr(0, end);
        auto program = fs::path(directory.empty() ? "." : directory) / "azu";
        std::error_code none;
        if (fs::is_regular_file(program, none) && ::access(program.c_str(), X_OK) == 0)
            programs.push_back(std::move(program));
        if (end == rest.npos) break;
        rest.remove_prefix(end + 1);
    }
    return programs;
}

std::string contents_of(const fs::path &program) {
    std::ifstream in(program, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Whether it is another copy of this program, or a script that names it and would only come back.
bool leads_back(const fs::path &program, const fs::path &self) {
    auto contents = contents_of(program);
    if (contents.starts_with("#!")) return contents.find(self.string()) != contents.npos;
    return contents.find(mark) != contents.npos;
}

/// A script may come back all the same. Each pass leaves a descriptor on this program open, by which it knows
/// that it goes round in circles; programs that the framework runs have a few of them.
constexpr int most_passes = 8;

int count_passes() {
    std::error_code none;
    int passes = 0;
    for (fs::directory_iterator one("/proc/self/fd", none), end; !none && one != end; one.increment(none))
        passes += fs::equivalent(one->path(), "/proc/self/exe", none) ? 1 : 0;
    return passes;
}

bool leave_trail() {
    int self = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    // Behind those that a script uses by their numbers.
    bool left = self >= 0 && ::fcntl(self, F_DUPFD, 20) >= 0;
    if (self >= 0) ::close(self);
    return left;
}

} // namespace

std::optional<fs::path> find_framework() {
    std::error_code none;
    if (count_passes() >= most_passes) return std::nullopt;
    auto self = fs::read_symlink("/proc/self/exe", none);
    auto programs = programs_on_path();
    auto is_self = [&](const auto &program) { return fs::equivalent(program, self, none); };
    // What stands before this program may have called it.
    if (auto own = std::find_if(programs.begin(), programs.end(), is_self); own != programs.end())
        std::rotate(programs.begin(), own, programs.end());
    auto next = std::find_if(programs.begin(), programs.end(), [&](const auto &program) {
        return !is_self(program) && !leads_back(program, self);
    });
    return next == programs.end() ? std::nullopt : std::optional(*next);
}

void run_framework(const fs::path &program, char **arguments) {
    if (leave_trail()) ::execv(program.c_str(), arguments);
    throw azu_session::error(
        azu_session::errc::io,
        {"The framework's azu, ", program.string(), ", cannot be run: ", std::strerror(errno), "."},
        "Install it anew, or take it off PATH.");
}

} // namespace cli
