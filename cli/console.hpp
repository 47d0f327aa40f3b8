#pragma once

#include <azu_session/error.hpp>

#include "json.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cli {

/// The terminal, pipes or files that a command talks through: results on standard output, everything else on
/// standard error. With `--json` the lines for people are left out and one object is the result; with
/// `--quiet` what merely accompanies the work. All but `text` takes one line, in which what would act on the
/// terminal is shown escaped.
class console {
public:
    /// A plain one is without colour, whatever the environment says.
    console(bool json, bool plain);

    bool json() const { return json_; }
    /// From here on, leaves out what merely accompanies the work.
    void be_quiet() { quiet_ = true; }
    /// Whether standard error is a terminal that understands escape sequences.
    bool animated() const { return error_is_terminal_ && !dumb_; }
    /// How wide standard error's terminal is now; 80 where that cannot be told.
    std::size_t columns() const;

    /// What is asked for as a text, such as help; with `--json` the object's one member.
    void text(std::string_view text);
    /// A line of the result, for people.
    void line(std::string_view text);
    /// A line that reports what is done; not with `--quiet`.
    void report(std::string_view text);
    /// A line that reports success, in green; not with `--quiet`.
    void success(std::string_view text);
    /// How a line of the result is meant.
    enum class tone { good, doubtful, bad };
    /// A line of the result, of which `mark` is in green, yellow or red.
    void marked(std::string_view before, tone meant, std::string_view mark, std::string_view after);
    /// The lines of a unified diff, the names of the file in front, as a part of the result; coloured as git
    /// does.
    void difference(const std::vector<std::string> &lines);
    /// The result as one JSON object of these members, and the version of its form; printed with `--json`
    /// only.
    void object(const std::vector<std::pair<std::string, json::value>> &members);
    /// What `object` prints.
    std::string written(const std::vector<std::pair<std::string, json::value>> &members) const;
    void warning(std::string_view text);
    /// A line on standard error that belongs to a warning, an error or a question.
    void note(std::string_view text);
    /// One that belongs to nothing else; not with `--quiet`.
    void remark(std::string_view text);
    void error(const azu_session::error &failure);
    /// Shows `text` in place of the last progress; an empty one clears it. Not with `--quiet`.
    void progress(std::string_view text);

    /// What the person answered. An `answer::none` is the end of the input, or none within 10 s where the
    /// input is no terminal: nobody may be there to answer.
    enum class answer { yes, no, none };
    answer ask(std::string_view question);

    /// Whether a person can be asked to choose: standard input and output are terminals, and no program reads
    /// the result.
    bool interactive() const;
    /// Which of the words the person chose, by itself or its first letter. The last one is what Enter alone
    /// means, and the end of the input, and three answers that are none of them.
    std::string choose(const std::vector<std::string> &words);

    /// Flushes standard output. Throws errc::io when anything could not be written.
    void finish();

private:
    /// Which streams have colour.
    enum class colouring { none, on_terminals, everywhere };
    /// As no-color.org and bixense.com/clicolors have it.
    static colouring wanted_colouring();

    void print(std::string_view text);
    void print_note(const std::string &text);
    std::string coloured(std::string_view text, std::string_view colour, bool terminal) const;

    bool json_, dumb_;
    colouring colouring_;
    bool output_is_terminal_, error_is_terminal_;
    bool quiet_ = false;
    bool broken_ = false;
    bool progress_shown_ = false;
};

} // namespace cli
