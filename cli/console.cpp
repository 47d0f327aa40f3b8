#include "console.hpp"

#include <azu_session/visible.hpp>

#include "words.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace cli {

namespace {

constexpr std::string_view green = "\x1b[32m", yellow = "\x1b[33m", red = "\x1b[31m", bold = "\x1b[1m",
                           cyan = "\x1b[36m", plain_again = "\x1b[0m";

/// A variable's value; an empty one is as good as none.
std::string_view variable(const char *name) {
    const char *value = std::getenv(name);
    return value ? value : "";
}

bool is_dumb() { return variable("TERM").empty() || variable("TERM") == "dumb"; }

/// Milliseconds until `end`, as poll wants them.
int left_until(std::chrono::steady_clock::time_point end) {
    auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    return std::max(0, static_cast<int>(left.count()));
}

/// One line of standard input, read byte by byte so that nothing behind it is taken. False where there is
/// none, where it is longer than any answer, and where nobody is patient and it is not there in time.
bool read_line(std::string &line, bool patient) {
    constexpr std::size_t longest = 1000;
    auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (line.size() < longest) {
        pollfd input{STDIN_FILENO, POLLIN, 0};
        if (!patient && poll(&input, 1, left_until(end)) == 0) return false;
        char c = 0;
        auto count = ::read(STDIN_FILENO, &c, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return !line.empty();
        if (c == '\n') return true;
        line += c;
    }
    return false;
}

std::string lower_case_word(std::string text) {
    auto blank = [](unsigned char c) { return std::isspace(c) != 0; };
    text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), blank));
    text.erase(std::find_if_not(text.rbegin(), text.rend(), blank).base(), text.end());
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// The colour of a line of a unified diff, behind the names of its file; none for one that stays.
std::string_view colour_of(std::string_view line) {
    switch (line.front()) {
    case '@':
        return cyan;
    case '-':
        return red;
    case '+':
        return green;
    default:
        return {};
    }
}

/// "[o/s/d/A]": what to type, the last of which is meant by Enter alone.
std::string initials(const std::vector<std::string> &words) {
    std::vector<std::string> letters;
    for (const auto &word : words)
        letters.push_back(word.substr(0, 1));
    letters.back().front() =
        static_cast<char>(std::toupper(static_cast<unsigned char>(letters.back().front())));
    return "[" + joined(letters, "/") + "]";
}

} // namespace

console::colouring console::wanted_colouring() {
    auto forced = variable("CLICOLOR_FORCE");
    if (!variable("NO_COLOR").empty()) return colouring::none;
    if (!forced.empty() && forced != "0") return colouring::everywhere;
    return is_dumb() || variable("CLICOLOR") == "0" ? colouring::none : colouring::on_terminals;
}

console::console(bool json, bool plain)
    : json_(json), dumb_(is_dumb()), colouring_(plain ? colouring::none : wanted_colouring()),
      output_is_terminal_(isatty(STDOUT_FILENO) == 1), error_is_terminal_(isatty(STDERR_FILENO) == 1) {}

std::string console::coloured(std::string_view text, std::string_view colour, bool terminal) const {
    bool wanted = colouring_ == colouring::everywhere || (colouring_ == colouring::on_terminals && terminal);
    if (!wanted || colour.empty()) return std::string(text);
    return std::string(colour).append(text).append(plain_again);
}

void console::print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        broken_ = true;
}

void console::text(std::string_view text) { json_ ? object({{"text", json::string(text)}}) : print(text); }

void console::line(std::string_view text) {
    if (!json_) print(azu_session::visible(text) + "\n");
}

void console::report(std::string_view text) {
    if (!quiet_) line(text);
}

void console::success(std::string_view text) {
    if (!json_ && !quiet_) print(coloured(azu_session::visible(text), green, output_is_terminal_) + "\n");
}

void console::marked(std::string_view before, tone meant, std::string_view mark, std::string_view after) {
    auto colour = meant == tone::good ? green : meant == tone::doubtful ? yellow : red;
    if (!json_)
        print(azu_session::visible(before) +
              coloured(azu_session::visible(mark), colour, output_is_terminal_) +
              azu_session::visible(after) + "\n");
}

void console::difference(const std::vector<std::string> &lines) {
    if (json_) return;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto colour = i < 2 ? bold : colour_of(lines[i]);
        print(coloured(azu_session::visible(lines[i]), colour, output_is_terminal_) + "\n");
    }
}

void console::object(const std::vector<std::pair<std::string, json::value>> &members) {
    print(written(members));
}

std::string console::written(const std::vector<std::pair<std::string, json::value>> &members) const {
    constexpr std::uint64_t version = 1; // of the objects in the README
    auto all = members;
    all.push_back({"version", json::number(version)});
    return json_ ? json::object(all).text + "\n" : "";
}

std::size_t console::columns() const {
    winsize size{};
    bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 80;
}

void console::print_note(const std::string &text) {
    progress("");
    std::fprintf(stderr, "%s\n", text.c_str());
}

void console::note(std::string_view text) { print_note(azu_session::visible(text)); }

void console::remark(std::string_view text) {
    if (!quiet_) note(text);
}

void console::warning(std::string_view text) {
    print_note(coloured("Warning:", yellow, error_is_terminal_) + " " + azu_session::visible(text));
}

void console::error(const azu_session::error &failure) {
    bool chosen = failure.code() == azu_session::errc::interrupted;
    auto label = chosen ? "" : coloured("Error:", red, error_is_terminal_) + " ";
    print_note(label + azu_session::visible(failure.what()));
    if (!failure.hint().empty()) note(failure.hint());
}

void console::progress(std::string_view text) {
    if (quiet_ || (text.empty() && !progress_shown_)) return;
    std::fprintf(stderr, "\r\x1b[K%.*s", static_cast<int>(text.size()), text.data());
    std::fflush(stderr);
    progress_shown_ = !text.empty();
}

console::answer console::ask(std::string_view question) {
    bool person = isatty(STDIN_FILENO) == 1;
    auto shown = azu_session::visible(question) + " ";
    json_ ? static_cast<void>(std::fputs(shown.c_str(), stderr)) : print(shown);
    std::string typed;
    bool answered = read_line(typed, person);
    // The Enter that a person typed ended the line on the screen already.
    if (!person || !answered) json_ ? static_cast<void>(std::fputc('\n', stderr)) : print("\n");
    if (!answered) return answer::none;
    auto word = lower_case_word(typed);
    return word == "y" || word == "yes" ? answer::yes : answer::no;
}

bool console::interactive() const { return !json_ && output_is_terminal_ && isatty(STDIN_FILENO) == 1; }

std::string console::choose(const std::vector<std::string> &words) {
    for (int asked = 0; asked < 3; ++asked) {
        print(listed(words) + "? " + initials(words) + ": ");
        std::string typed;
        if (!read_line(typed, true)) {
            print("\n");
            break;
        }
        auto answered = lower_case_word(typed);
        if (answered.empty()) break;
        for (const auto &word : words)
            if (answered == word || answered == word.substr(0, 1)) return word;
    }
    return words.back();
}

void console::finish() {
    if (std::fflush(stdout) != 0 || broken_)
        throw azu_session::error(azu_session::errc::io, "Standard output could not be written.",
                                 "The work itself was done; only its report was lost.");
}

} // namespace cli
