#pragma once

#include <string>
#include <vector>

namespace cli {

/// "Did you mean session:clear?", with the candidate that `word` is probably a slip of the keyboard for,
/// behind `before`; empty where none is close.
std::string suggestion(const std::string &word, const std::vector<std::string> &candidates,
                       const std::string &before = "");

} // namespace cli
