#include "application.hpp"

#include <azu_session/settings.hpp>

#include "compiled_once.hpp"
#include "drivers.hpp"
#include "interrupt.hpp"

#include <algorithm>
#include <chrono>

namespace cli {

namespace az = azu_session;

namespace {

/// A setting that was given is learnt from the option of its name.
std::string worded_place(const std::string &name, const std::string &place) {
    return place == "option" ? "--" + name : place;
}

std::vector<std::pair<std::string, json::value>> settings_json(const az::detection &found) {
    if (const auto *redis = std::get_if<az::redis_settings>(&found.settings))
        return {{"url", json::string(redis->url.shown)},
                {"prefix", json::string(redis->prefix.text())},
                {"pattern", json::string(redis->prefix.pattern())}};
    if (const auto *database = std::get_if<az::database_settings>(&found.settings))
        return {{"url", database->url ? json::string(shown(*database->url)) : json::null()},
                {"table", json::string(database->table.text())}};
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
    auto found = compiled_once::detect(app.project, app.variables, options);
    if (const auto *custom = std::get_if<az::custom_settings>(&found.settings))
        throw az::error(az::errc::ambiguous,
                        "The store at " + found.provenance.at("backend") + " is " + custom->class_name +
                            ", which is none of the known ones.",
                        "Say where the sessions are.",
                        {az::setting::backend, az::setting::prefix, az::setting::table, az::setting::url});
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
        shown.push_back({"URL", redis->url.shown, place("url")});
        shown.push_back({"Prefix", redis->prefix.text(), place("prefix")});
    }
    if (const auto *database = std::get_if<az::database_settings>(&found.settings)) {
        shown.push_back({"URL", database->url ? az::shown(*database->url) : "not set", place("url")});
        shown.push_back({"Table", database->table.text(), place("table")});
    }
    return shown;
}

std::unique_ptr<az::store> connect(const az::detection &found, const given_options &given, console &out) {
    note_interrupts();
    az::store_options options{.certificates = given.value("cacert").value_or(""),
                              .atomic = given.has("atomic"),
                              .patience = {.cancelled = interrupt_requested, .waiting = [&out](auto what) {
                                               out.remark("Waiting for " + std::string(what) + ".");
                                           }}};
    if (auto seconds = given.number("timeout"))
        options.connect_timeout = options.command_timeout =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::duration<double>(*seconds));
    return open_any_store(found, options);
}

az::selection selection_of(const given_options &given) {
    az::selection which{.expired = given.has("expired")};
    for (auto &[key, value] : given.pairs("where"))
        which.where.push_back({key, value});
    return which;
}

az::clear_options going_through(console &out) {
    return {.cancelled = interrupt_requested,
            .waiting = [&out](auto why) { out.remark("Trying again: " + std::string(why)); }};
}

json::value as_json(const az::error &failure) {
    return json::object({{"message", json::string(failure.what())},
                         {"hint", json::string(failure.hint())},
                         {"code", json::string(to_string(failure.code()))}});
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
            {"source", json::string(to_string(found.source))},
            {"initializer", found.initializer ? json::string(found.initializer->string()) : json::null()},
            {"ttl", found.ttl ? json::number(static_cast<std::uint64_t>(found.ttl->count())) : json::null()},
            {backend, json::object(settings_json(found))},
            {"provenance", json::object(provenance)},
            {"warnings", json::array(warnings)}};
}

} // namespace cli
