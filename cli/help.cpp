#include <azu_session/version.hpp>

#include "command.hpp"
#include "values.hpp"
#include "words.hpp"

#include <algorithm>
#include <sstream>

namespace cli {

namespace {

/// A line of a list: what it is about, and what there is to say of it.
struct entry {
    std::string term, text;
};

/// The words of `text` behind `line`, in lines of at most 80 columns; all but the first begin at `indent`.
std::string wrapped(std::string line, const std::string &text, std::size_t indent) {
    std::istringstream words(text);
    std::string lines;
    bool begun = false;
    for (std::string word; words >> word; begun = true) {
        if (begun && line.size() + 1 + word.size() > 80) {
            lines += line + "\n";
            line.assign(indent, ' ');
        } else if (begun) {
            line += ' ';
        }
        line += word;
    }
    return lines + line + "\n";
}

std::string list(const std::string &title, const std::vector<entry> &entries) {
    std::size_t indent = 0;
    for (const auto &one : entries)
        indent = std::max(indent, one.term.size() + 2);
    std::string text = "\n" + title + ":\n";
    for (const auto &one : entries)
        text += wrapped(one.term + std::string(indent - one.term.size(), ' '), one.text, indent);
    return text;
}

/// The words, of which some may be empty, as a command line.
std::string command_line(const std::vector<std::string> &words) {
    std::string line = "azu";
    for (const auto &word : words)
        line += (word.empty() ? "" : " ") + word;
    return line;
}

entry entry_of(const option &one) {
    std::string term = one.letter.empty() ? "      --" + one.name : "  -" + one.letter + ", --" + one.name;
    if (!one.argument.empty()) term += " " + one.argument;
    auto text = one.description;
    if (one.kind == option_kind::choice) text += ": " + listed(one.choices);
    if (one.kind == option_kind::number || one.kind == option_kind::count) text += ", from " + range_of(one);
    if (!one.default_value.empty()) text += " (default: " + one.default_value + ")";
    return {term, text};
}

std::string options_of(const command &one) {
    std::vector<entry> entries;
    for (const auto &known : one.options)
        entries.push_back(entry_of(known));
    return list("Options", entries);
}

std::string usage_of(const command &one) {
    return "\nUsage: " + command_line({one.name, one.operand, "[options]"}) + "\n";
}

std::string overview(const command &alone) {
    std::vector<entry> entries;
    for (const auto &one : commands())
        if (!one.name.empty())
            entries.push_back(
                {"  " + one.name + (one.operand.empty() ? "" : " ") + one.operand, one.summary});
    return wrapped("", "azu " + std::string(azu_session::version) + ": " + alone.summary, 0) +
           usage_of(alone) + list("Commands", entries) + options_of(alone);
}

} // namespace

std::string help_of(const command &one) {
    if (one.name.empty()) return overview(one);
    auto text = wrapped("", one.summary, 0) + usage_of(one);
    if (!one.description.empty()) text += "\n" + wrapped("", one.description, 0);
    text += options_of(one) + "\nExamples:\n";
    for (const auto &example : one.examples)
        text += "  " + command_line({one.name, example}) + "\n";
    return text;
}

exit_status run_help(const given_options &given, console &out) {
    out.text(help_of(find_command(given.operand())));
    return done;
}

exit_status run_alone(const given_options &given, console &out) {
    if (given.has("version")) {
        out.text("azu " + std::string(azu_session::version) + "\n");
        return done;
    }
    out.text(help_of(find_command("")));
    return wrong_usage;
}

} // namespace cli
