#include "suggestion.hpp"

#include <algorithm>
#include <cstddef>

namespace cli {

namespace {

using row = std::vector<std::size_t>;

/// How many letters have to be inserted, removed, replaced or swapped with their neighbour (the distance of
/// Damerau and Levenshtein, no letter changed twice).
std::size_t distance(const std::string &from, const std::string &to) {
    std::vector<row> edits(from.size() + 1, row(to.size() + 1));
    for (std::size_t i = 0; i <= from.size(); ++i)
        for (std::size_t j = 0; j <= to.size(); ++j) {
            if (i == 0 || j == 0) {
                edits[i][j] = i + j;
                continue;
            }
            auto replaced = edits[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
            edits[i][j] = std::min({edits[i - 1][j] + 1, edits[i][j - 1] + 1, replaced});
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                edits[i][j] = std::min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
    return edits[from.size()][to.size()];
}

} // namespace

std::string suggestion(const std::string &word, const std::vector<std::string> &candidates,
                       const std::string &before) {
    const std::string *closest = nullptr;
    std::size_t least = 3; // two slips are likely, three are another word
    for (const auto &candidate : candidates) {
        auto length = std::max(word.size(), candidate.size());
        if (length >= word.size() + least || length >= candidate.size() + least) continue;
        auto edits = distance(word, candidate);
        if (edits >= least || edits > length / 3) continue;
        least = edits;
        closest = &candidate;
    }
    return closest ? "Did you mean " + before + *closest + "?" : "";
}

} // namespace cli
