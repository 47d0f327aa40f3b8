#include "answer.hpp"

#include <fstream>

namespace differential {

std::vector<surroundings> read_surroundings(const std::string &file) {
    std::vector<surroundings> all;
    std::ifstream lines(file);
    bool first = true;
    for (std::string line; std::getline(lines, line);) {
        if (first) all.push_back({line, {}});
        auto equals = line.find('=');
        if (!first && !line.empty()) all.back().variables[line.substr(0, equals)] = line.substr(equals + 1);
        first = line.empty();
    }
    return all;
}

std::string shown(const answer &given) {
    if (!given.found) return "no answer (" + given.reason + ")";
    auto &[backend, url, name] = *given.found;
    auto text = backend + (url.empty() ? "" : " " + url) + (name.empty() ? "" : " `" + name + "`");
    return given.stopped ? text + ", then: " + given.reason : text;
}

} // namespace differential
