#include "words.hpp"

#include <azu_session/url.hpp>

#include <algorithm>
#include <sstream>

namespace cli {

std::string joined(const std::vector<std::string> &words, const std::string &separator) {
    std::string text;
    for (const auto &word : words)
        text.append(&word == &words.front() ? "" : separator).append(word);
    return text;
}

std::string listed(const std::vector<std::string> &words) {
    if (words.size() < 2) return joined(words, "");
    return joined({words.begin(), words.end() - 1}, ", ") + " or " + words.back();
}

std::string in_quotes(const std::string &typed) { return "'" + azu_session::mask_url(typed) + "'"; }

namespace {

/// How many characters of UTF-8 a text has.
std::size_t length(const std::string &text) {
    auto begins = [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
}

} // namespace

std::vector<std::string> wrapped(const std::string &text, std::size_t width) {
    std::vector<std::string> lines;
    std::istringstream words(text);
    for (std::string word; words >> word;)
        if (!lines.empty() && length(lines.back()) + 1 + length(word) <= width)
            lines.back() += ' ' + word;
        else
            lines.push_back(word);
    return lines;
}

} // namespace cli
