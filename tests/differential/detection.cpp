#include "detection.hpp"

#include <azu_session/detect.hpp>

#include "../support/temporary_directory.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

namespace differential {
namespace {

namespace az = azu_session;

/// What a URL means, in one way of writing it.
std::string written(const az::redis_url &url) {
    auto secret = url.password.reveal();
    auto user = url.username.empty() && secret.empty() ? "" : url.username + ":" + secret + "@";
    if (!url.socket.empty()) return "unix " + user + url.socket + "?db=" + std::to_string(url.database);
    return (url.tls ? "rediss " : "redis ") + user + url.host + ":" + std::to_string(url.port) + "/" +
           std::to_string(url.database);
}

std::string written(const az::database_url &url) {
    auto *postgresql = std::get_if<az::postgresql_url>(&url);
    return az::shown(url) + (postgresql ? " " + postgresql->password.reveal() : "");
}

place place_of(const az::detection &found) {
    if (auto *redis = std::get_if<az::redis_settings>(&found.settings))
        return {redis->local_caches ? "clustered" : "redis", written(redis->url), redis->prefix.text()};
    if (auto *database = std::get_if<az::database_settings>(&found.settings))
        return {"database", database->url ? written(*database->url) : "", database->table.text()};
    if (auto *custom = std::get_if<az::custom_settings>(&found.settings))
        return {"custom", "", custom->class_name};
    return {"memory", "", ""};
}

answer detect(const az::project &app, const surroundings &given) {
    try {
        return {.found = place_of(az::detect(app, az::environment(given.variables))), .reason = {}};
    } catch (const az::error &failure) {
        return {.found = {}, .reason = failure.what()};
    }
}

/// Fields of one answer, each with a NUL behind it.
std::string packed(const answer &given) {
    std::string text = given.found ? "y" : "n";
    for (auto &field : {given.reason, given.found ? given.found->backend : "",
                        given.found ? given.found->url : "", given.found ? given.found->name : ""})
        text += '\0' + std::to_string(field.size()) + ' ' + field;
    return text;
}

std::string take(std::string_view &bytes) {
    bytes.remove_prefix(1);
    auto space = bytes.find(' ');
    auto size = std::stoul(std::string(bytes.substr(0, space)));
    auto field = std::string(bytes.substr(space + 1, size));
    bytes.remove_prefix(space + 1 + size);
    return field;
}

answer unpack(std::string_view &bytes) {
    if (bytes.empty()) return {.found = place{"crash", "", ""}, .reason = {}};
    bool found = bytes.front() == 'y';
    bytes.remove_prefix(1);
    answer made;
    made.reason = take(bytes);
    place where;
    where.backend = take(bytes);
    where.url = take(bytes);
    where.name = take(bytes);
    if (found) made.found = where;
    return made;
}

void write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        auto written = ::write(file, bytes.data(), bytes.size());
        if (written < 0) _exit(1);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::string read_all(int file) {
    std::string bytes;
    char piece[4096];
    for (ssize_t count; (count = ::read(file, piece, sizeof piece)) > 0;)
        bytes.append(piece, static_cast<std::size_t>(count));
    return bytes;
}

} // namespace

std::vector<answer> run_detection(const program &given, const std::vector<surroundings> &environments) {
    support::temporary_directory app;
    app.write("shard.yml", "name: app\n");
    for (auto &[path, text] : given.files)
        app.write(path, text);
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("pipe failed");
    auto child = fork();
    if (child == 0) {
        alarm(60);
        auto opened = az::project::open(app.path());
        for (auto &environment : environments)
            write_all(ends[1], packed(detect(opened, environment)));
        _exit(0);
    }
    close(ends[1]);
    auto bytes = read_all(ends[0]);
    close(ends[0]);
    waitpid(child, nullptr, 0);
    std::vector<answer> all;
    std::string_view rest = bytes;
    for (std::size_t i = 0; i < environments.size(); ++i)
        all.push_back(unpack(rest));
    return all;
}

bool is_usable(const place &given) {
    try {
        if (given.backend == "redis" || given.backend == "clustered") {
            az::key_prefix prefix(given.name);
            (void)az::parse_redis_url(given.url);
            return true;
        }
        if (given.backend == "database") {
            az::table_name table(given.name);
            if (!given.url.empty()) (void)az::parse_database_url(given.url);
        }
        return given.backend == "database" || given.backend == "memory";
    } catch (const az::error &) {
        return false;
    }
}

bool same(const place &detected, const place &said) {
    if (detected.backend != said.backend) return false;
    if (said.backend == "custom") return detected.name == said.name;
    if (!is_usable(said)) return false;
    if (said.backend == "memory") return true;
    if (detected.name != said.name) return false;
    if (said.backend == "database")
        return detected.url == (said.url.empty() ? "" : written(az::parse_database_url(said.url)));
    return detected.url == written(az::parse_redis_url(said.url));
}

} // namespace differential
