#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace differential {

/// The variables that an application runs with.
struct surroundings {
    std::string name;
    std::map<std::string, std::string> variables;
};

/// The paragraphs of environments.txt.
std::vector<surroundings> read_surroundings(const std::string &file);

/// Where sessions are kept, according to Crystal or to detection.
struct place {
    std::string backend; ///< "redis", "clustered", "database", "memory", "cookie"; "custom" for another
    std::string url;     ///< of Redis or the database
    std::string name;    ///< the prefix, the table or another store's class

    bool operator==(const place &) const = default;
};

/// What one of the two says of a program in one environment.
struct answer {
    std::optional<place> found; ///< nothing where there is no answer
    std::string reason;         ///< why there is none
    bool stopped = false;       ///< Crystal's program raised or ended early
};

/// Of both, by number of the environment.
struct answers {
    std::vector<answer> crystal;
    std::vector<answer> with_default_url; ///< Crystal's, where a missing REDIS_URL is the default one
    std::vector<answer> detected;
};

std::string shown(const answer &given);

} // namespace differential
