#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace cli {

/// The words with `separator` between them.
std::string joined(const std::vector<std::string> &words, const std::string &separator);

/// The words as a sentence lists them: "bash, zsh or fish".
std::string listed(const std::vector<std::string> &words);

/// What a person typed, for a message: in quotes, and without the password where it is a URL.
std::string in_quotes(const std::string &typed);

/// The text in lines of at most `width` characters, as far as its words allow.
std::vector<std::string> wrapped(const std::string &text, std::size_t width);

} // namespace cli
