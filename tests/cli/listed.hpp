#pragma once

#include "support/azu.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

/// What help says that there is, for tests of all of it.
namespace support {

/// The terms of a list in a help text, without what is said of each.
inline std::vector<std::string> listed(const std::string &help, const std::string &title) {
    std::istringstream lines(help);
    std::vector<std::string> terms;
    bool listing = false;
    for (std::string line; std::getline(lines, line);) {
        if (listing && line.empty()) break;
        // What is said may go on in the next line.
        auto begin = line.find_first_not_of(' ');
        if (listing && begin <= 6) terms.push_back(line.substr(begin, line.find("  ", begin) - begin));
        listing = listing || line == title + ":";
    }
    return terms;
}

/// The names that `azu help` lists.
inline std::vector<std::string> listed_commands(const azu_application &app) {
    auto names = listed(app.run({"help"}).out, "Commands");
    for (auto &name : names)
        name = name.substr(0, name.find(' '));
    return names;
}

/// The options that `azu help COMMAND` lists, as "--json" or "-b, --backend TYPE".
inline std::vector<std::string> listed_options(const azu_application &app, const std::string &command) {
    return listed(app.run({"help", command}).out, "Options");
}

} // namespace support
