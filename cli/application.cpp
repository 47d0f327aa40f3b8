#include "application.hpp"

#include <azu_session/settings.hpp>
#include <azu_session/url.hpp>

#include "drivers.hpp"

#include <algorithm>
#include <chrono>

namespace cli {

namespace az = azu_session;

namespace {

/// A setting that was given is learnt from the option of its name.
std::string worded_place(const std::string &name, const std::string &place) {
    return place == "option" ? "--" + name : place;
}

json::value url_json(const std::string &url) {
    return url.empty() ? json::null() : json::string(az::mask_url(url));
}

json::value source_json(az::detection_source source) {
    switch (source) {
    case az::detection_source::option:
        return json::string("option");
    case az::detection_source::initializer:
        return json::string("initializer");
    case az::detection_source::environment:
        return json::string("environment");
    case az::detection_source::fallback:
        return json::string("default");
    }
    return json::null();
}

std::vector<std::pair<std::string, json::value>> settings_json(const az::detection &found) {
    if (const auto *redis = std::get_if<az::redis_settings>(&found.settings))
        return {{"url", url_json(redis->url)},
                {"prefix", json::string(redis->prefix)},
                {"pattern", json::string(az::key_pattern(redis->prefix))}};
    if (const auto *database = std::get_if<az::database_settings>(&found.settings))
        return {{"url", url_json(database->url)}, {"table", json::string(database->table)}};
    return {};
}

} // namespace

application open_application(const given_options &given) {
    auto app = az::project::open(given.value("directory").value());
    auto variables = az::environment::of(app);
    return {app, variables};
}

az::detection detect_store(const application &app, const given_options &given, console &out) {
    az::detect_options options{
        .url = given.value("url"), .prefix = given.value("prefix"), .table = given.value("table")};
    if (auto name = given.value("backend")) options.backend = az::parse_backend(*name);
    auto found = az::detect(app.project, app.variables, options);
    for (const auto &warning : found.warnings)
        out.warning(warning);
    return found;
}

std::string line_of(const shown_setting &setting) {
    constexpr std::size_t column = 10;
    auto label = setting.label + ":";
    auto line = label + std::string(std::max(label.size() + 1, column) - label.size(), ' ') + setting.value;
    return setting.place.empty() ? line : line + "  (" + setting.place + ")";
}

std::vector<shown_setting> shown_settings(const az::detection &found) {
    auto place = [&](const std::string &name) {
        auto known = found.provenance.find(name);
        return known == found.provenance.end() ? std::string() : worded_place(name, known->second);
    };
    std::vector<shown_setting> shown = {
        {"Backend", std::string(to_string(found.backend())), place("backend")}};
    if (const auto *redis = std::get_if<az::redis_settings>(&found.settings)) {
        shown.push_back({"URL", az::mask_url(redis->url), place("url")});
        shown.push_back({"Prefix", redis->prefix, place("prefix")});
    }
    if (const auto *database = std::get_if<az::database_settings>(&found.settings)) {
        shown.push_back(
            {"URL", database->url.empty() ? "not set" : az::mask_url(database->url), place("url")});
        shown.push_back({"Table", database->table, place("table")});
    }
    return shown;
}

std::unique_ptr<az::store> connect(const az::detection &found, const given_options &given) {
    az::store_options options{.certificates = given.value("cacert").value_or(""),
                              .atomic = given.has("atomic")};
    if (auto seconds = given.number("timeout"))
        options.connect_timeout = options.command_timeout =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::duration<double>(*seconds));
    return open_any_store(found, options);
}

std::vector<std::pair<std::string, json::value>> as_json(const az::detection &found) {
    std::vector<std::pair<std::string, json::value>> provenance;
    std::vector<json::value> warnings;
    for (const auto &[name, place] : found.provenance)
        provenance.push_back({name, json::string(worded_place(name, place))});
    for (const auto &warning : found.warnings)
        warnings.push_back(json::string(warning));
    std::string backend(to_string(found.backend()));
    return {{"backend", json::string(backend)},
            {"source", source_json(found.source)},
            {"initializer", found.initializer ? json::string(found.initializer->string()) : json::null()},
            {"ttl", found.ttl ? json::number(static_cast<std::uint64_t>(found.ttl->count())) : json::null()},
            {backend, json::object(settings_json(found))},
            {"provenance", json::object(provenance)},
            {"warnings", json::array(warnings)}};
}

} // namespace cli
