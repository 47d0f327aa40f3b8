#include "words.hpp"

#include <azu_session/url.hpp>

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

std::string quoted(const std::string &typed) { return "'" + azu_session::mask_url(typed) + "'"; }

} // namespace cli
