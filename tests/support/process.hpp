#pragma once

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace support {

/// Waits, in small steps, until `condition` holds; throws after `limit`, naming what was waited for. It is
/// looked at once more after that, since a machine can stand still for longer.
template <class Condition>
void wait_until(const std::string &what, Condition condition,
                std::chrono::seconds limit = std::chrono::seconds(30)) {
    auto deadline = std::chrono::steady_clock::now() + limit;
    for (bool last = false; !condition();) {
        if (last) throw std::runtime_error("waited in vain for " + what);
        last = std::chrono::steady_clock::now() > deadline;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

/// What a command is run with.
struct command {
    std::vector<std::string> arguments;                  ///< the program first; looked up in PATH
    std::map<std::string, std::string> environment = {}; ///< added to the test's own; an empty value removes
    std::string directory = ".";
    std::string input = {}; ///< given on standard input, then closed
    std::string user = {};  ///< run as this user, where the test runs as root
};

struct outcome {
    int status = 0; ///< exit status; 128 + signal when it was killed
    std::string out, err;
};

/// A child process with pipes (or one terminal) on its standard streams; killed and reaped at the end.
class process {
public:
    enum class streams { pipes, terminal };

    explicit process(const command &what, streams kind = streams::pipes);
    process(const process &) = delete;
    process &operator=(const process &) = delete;
    ~process() {
        if (running()) {
            signal(SIGCONT);
            signal(SIGKILL);
            reap(0);
        }
        for (int descriptor : {in_, out_, err_})
            if (descriptor >= 0) close(descriptor);
    }

    pid_t id() const { return id_; }
    void signal(int number) const { kill(id_, number); }
    bool running() { return !status_ && !reap(WNOHANG); }

    void write(const std::string &text) const {
        if (::write(in_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
            throw std::runtime_error("the child does not read its input");
    }
    void close_input() {
        if (in_ >= 0 && in_ != out_) close(in_);
        in_ = -1;
    }

    /// Reads until `text` has appeared on standard output (or the terminal); throws after 30 s, and when the
    /// child ends without it, with all that it has said.
    void expect(const std::string &text) {
        auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        for (bool last = false; captured_.out.find(text) == std::string::npos;) {
            if (last)
                throw std::runtime_error("waited in vain for '" + text + "' in: " + captured_.out +
                                         captured_.err);
            auto ended = !running();
            last = ended || std::chrono::steady_clock::now() > deadline;
            while (pump(20) && ended) {
            }
        }
    }
    /// What there is to be read by now, with what was read before.
    const outcome &peek() {
        pump(20);
        return captured_;
    }
    /// What was read so far.
    const outcome &captured() const { return captured_; }

    /// Reads to the end, waits for the exit and gives all of it; throws after `limit`.
    outcome finish(std::chrono::seconds limit = std::chrono::seconds(60)) {
        wait_until(
            "the child's exit",
            [&] {
                pump(20);
                return !running();
            },
            limit);
        while (pump(0)) {
        }
        captured_.status = *status_;
        return captured_;
    }

private:
    bool reap(int flags) {
        int raw = 0;
        if (status_) return true;
        if (waitpid(id_, &raw, flags) != id_) return false;
        status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
        return true;
    }
    bool pump(int milliseconds);

    pid_t id_ = -1;
    int in_ = -1, out_ = -1, err_ = -1;
    std::optional<int> status_;
    outcome captured_;
};

namespace detail {

[[noreturn]] void become(const command &what);

/// Reads what is there; false at the end of the stream or when there is nothing.
inline bool drain(int descriptor, std::string &into) {
    std::array<char, 65536> buffer;
    auto count = ::read(descriptor, buffer.data(), buffer.size());
    if (count <= 0) return false;
    into.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

} // namespace detail

/// Runs a command to its end.
inline outcome run(const command &what) {
    process child(what);
    if (!what.input.empty()) child.write(what.input);
    child.close_input();
    return child.finish();
}

} // namespace support
