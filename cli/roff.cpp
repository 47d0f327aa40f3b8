#include "roff.hpp"

#include "words.hpp"

#include <string_view>

namespace cli::roff {

namespace {

/// How a character is written that would be read as something else, or shown as another.
std::string_view written(char c) {
    switch (c) {
    case '\\':
        return "\\e";
    case '-':
        return "\\-";
    case '\'':
        return "\\(aq";
    case '`':
        return "\\(ga";
    case '"':
        return "\\(dq";
    case '^':
        return "\\(ha";
    case '~':
        return "\\(ti";
    default:
        return {};
    }
}

} // namespace

std::string escaped(const std::string &text) {
    std::string all;
    char before = ' ';
    for (char c : text) {
        // A dot would begin a request where its word comes to begin a line.
        if (c == '.' && (before == ' ' || before == '\n')) all += "\\&";
        auto instead = written(c);
        instead.empty() ? all += c : all += instead;
        before = c;
    }
    return all;
}

std::string bold(const std::string &text) { return "\\fB" + escaped(text) + "\\fR"; }

std::string italic(const std::string &text) { return "\\fI" + escaped(text) + "\\fR"; }

std::string filled(const std::string &text) { return joined(wrapped(escaped(text), 79), "\n") + "\n"; }

std::string entry(const std::string &term, const std::string &text) {
    return ".TP\n" + term + "\n" + filled(text);
}

} // namespace cli::roff
