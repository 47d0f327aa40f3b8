#include "verdict.hpp"

#include "detection.hpp"

namespace differential {
namespace {

std::string variable(const surroundings &environment, const std::string &name) {
    auto found = environment.variables.find(name);
    return found == environment.variables.end() ? std::string() : found->second;
}

std::string default_redis_url(const surroundings &environment) {
    auto set = variable(environment, "REDIS_URL");
    return set.empty() ? "redis://localhost:6379" : set;
}

/// Where sessions are if SESSION_BACKEND alone tells it.
std::optional<place> named_by_environment(const surroundings &environment) {
    auto backend = variable(environment, "SESSION_BACKEND");
    if (backend == "redis") return place{"redis", default_redis_url(environment), "app:session:"};
    if (backend == "database") return place{"database", variable(environment, "DATABASE_URL"), "sessions"};
    if (backend == "memory") return place{"memory", "", ""};
    return std::nullopt;
}

} // namespace

answer completed(answer said, const surroundings &environment) {
    if (!said.found) {
        if (!said.stopped) said.found = named_by_environment(environment);
        return said;
    }
    bool redis = said.found->backend == "redis" || said.found->backend == "clustered";
    if (redis && said.found->url.empty()) said.found->url = default_redis_url(environment);
    if (said.found->backend == "database" && said.found->url.empty())
        said.found->url = variable(environment, "DATABASE_URL");
    return said;
}

verdict judge(const answers &given, std::size_t number, const surroundings &environment) {
    auto &detected = given.detected.at(number);
    auto &raw = given.crystal.at(number);
    auto said = completed(raw, environment);
    bool determined = raw.found && !raw.stopped && is_usable(*said.found);
    if (!detected.found) return determined ? verdict::refused : verdict::agree;
    if (said.found && same(*detected.found, *said.found)) return verdict::agree;
    bool url_missing = !environment.variables.contains("REDIS_URL") && raw.stopped &&
                       raw.reason.find("\"REDIS_URL\"") != raw.reason.npos;
    if (!url_missing) return verdict::wrong;
    auto assumed = completed(given.with_default_url.at(number), environment);
    return assumed.found && same(*detected.found, *assumed.found) ? verdict::agree : verdict::wrong;
}

} // namespace differential
