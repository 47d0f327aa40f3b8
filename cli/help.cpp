#include <azu_session/error.hpp>
#include <azu_session/version.hpp>

#include "command.hpp"
#include "values.hpp"
#include "words.hpp"

#include <algorithm>

namespace cli {

namespace {

std::string named_version() { return "azu " + std::string(azu_session::version); }

/// A line of a list: what it is about, and what there is to say of it.
struct entry {
    std::string term, text;
};

constexpr std::size_t width = 80;

std::string paragraph(const std::string &text) { return joined(wrapped(text, width), "\n") + "\n"; }

std::string list(const std::string &title, const std::vector<entry> &entries) {
    std::size_t indent = 0;
    for (const auto &one : entries)
        indent = std::max(indent, one.term.size() + 2);
    std::string text = "\n" + title + ":\n", margin = "\n" + std::string(indent, ' ');
    for (const auto &one : entries)
        text += one.term + std::string(indent - one.term.size(), ' ') +
                joined(wrapped(one.text, width - indent), margin) + "\n";
    return text;
}

entry entry_of(const option &one) {
    std::string term = one.letter.empty() ? "      --" + one.name : "  -" + one.letter + ", --" + one.name;
    if (!one.argument.empty()) term += " " + one.argument;
    return {term, explanation_of(one)};
}

std::string options_of(const command &one) {
    std::vector<entry> entries;
    for (const auto &known : one.options)
        entries.push_back(entry_of(known));
    return list("Options", entries);
}

std::string about(const command &one) {
    return one.name.empty() ? named_version() + ": " + one.summary : one.summary;
}

std::string usage_of(const command &one) {
    auto operand = one.operand.empty() ? "" : " " + one.operand;
    return "\nUsage: " + command_line(one) + operand + " [options]\n";
}

/// As a shell takes them.
std::string examples_of(const command &one) {
    std::string text = "\nExamples:\n";
    for (const auto &example : one.examples)
        text += "  # " + example.purpose + "\n  " + command_line(one, example.arguments) + "\n";
    return text;
}

std::string list_of_commands() {
    std::vector<entry> entries;
    for (const auto &one : commands())
        if (!one.name.empty())
            entries.push_back(
                {"  " + one.name + (one.operand.empty() ? "" : " ") + one.operand, one.summary});
    return list("Commands", entries);
}

} // namespace

std::string command_line(const command &one, const std::string &arguments) {
    std::string line = "azu";
    for (const auto &words : {one.name, arguments})
        line += (words.empty() ? "" : " ") + words;
    return line;
}

std::string explanation_of(const option &one) {
    auto text = one.description;
    if (one.kind == option_kind::choice) text += ": " + listed(one.choices);
    if (one.kind == option_kind::number || one.kind == option_kind::count) text += ", from " + range_of(one);
    if (!one.default_value.empty()) text += " (default: " + one.default_value + ")";
    return text;
}

std::string help_of(const command &one) {
    auto text = paragraph(about(one)) + usage_of(one) + examples_of(one);
    if (!one.description.empty()) text += "\n" + paragraph(one.description);
    return text + (one.name.empty() ? list_of_commands() : "") + options_of(one);
}

exit_status run_help(const given_options &given, console &out) {
    if (given.has("roff") && !given.operand().empty())
        throw azu_session::error(azu_session::errc::usage, "The manual page is of all commands together.",
                                 "Give --roff or " + in_quotes(given.operand()) + ", not both.");
    if (given.has("roff")) {
        out.text(manual());
        return done;
    }
    out.text(help_of(find_command(given.operand())));
    return done;
}

exit_status run_alone(const given_options &given, console &out) {
    if (given.has("version")) {
        out.text(named_version() + "\n");
        return done;
    }
    if (out.json())
        throw azu_session::error(azu_session::errc::usage, "No command was given.",
                                 "Use one of: " + joined(command_names(), ", ") + ".");
    out.text(help_of(find_command("")));
    return wrong_usage;
}

} // namespace cli
