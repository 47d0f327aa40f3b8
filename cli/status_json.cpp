#include "application.hpp"
#include "interrupt.hpp"
#include "status.hpp"

#include <cstddef>
#include <cstdint>

namespace cli {

namespace az = azu_session;

namespace {

using members = std::vector<std::pair<std::string, json::value>>;

json::value number_or_null(const std::optional<std::uint64_t> &number) {
    return number ? json::number(*number) : json::null();
}

json::value decimal_or_null(const std::optional<double> &number) {
    return number ? json::decimal(*number) : json::null();
}

json::value text_or_null(const std::string &text) { return text.empty() ? json::null() : json::string(text); }

json::value strings(const std::vector<std::string> &texts) {
    std::vector<json::value> items;
    for (const auto &text : texts)
        items.push_back(json::string(text));
    return json::array(items);
}

void add_redis(const az::redis_facts &redis, members &store) {
    store.push_back({"eviction_policy", text_or_null(redis.eviction_policy)});
    store.push_back({"maxmemory", number_or_null(redis.maxmemory)});
    store.push_back({"used_memory", number_or_null(redis.used_memory)});
    store.push_back({"evicted_keys", number_or_null(redis.evicted_keys)});
    store.push_back({"append_only", redis.append_only ? json::boolean(*redis.append_only) : json::null()});
    store.push_back({"snapshots", redis.snapshots ? json::string(*redis.snapshots) : json::null()});
    store.push_back({"replica", json::boolean(redis.replica)});
    store.push_back({"masters", json::number(redis.masters)});
}

void add_table(const az::table_facts &table, members &store) {
    store.push_back({"indexes", strings(table.indexes)});
    store.push_back({"finds_by_id", json::boolean(table.finds_by_id)});
    store.push_back({"finds_expired", json::boolean(table.finds_expired)});
    store.push_back({"journal_mode", text_or_null(table.journal_mode)});
    store.push_back({"dead_rows", json::number(table.dead_rows)});
    store.push_back({"read_only", json::boolean(table.read_only)});
}

json::value store_object(const az::store_facts &facts) {
    members store = {
        {"server", text_or_null(facts.server)},
        {"version", text_or_null(facts.version)},
        {"round_trip", facts.round_trip ? json::decimal(facts.round_trip->count()) : json::null()},
        {"bytes", number_or_null(facts.bytes)}};
    if (facts.redis) add_redis(*facts.redis, store);
    if (facts.table) add_table(*facts.table, store);
    return json::object(store);
}

/// The sessions that end within `up_to` seconds, but not within those of the bucket before.
json::value lifetimes_array(const az::lifetimes &remaining) {
    std::vector<json::value> buckets;
    for (std::size_t i = 0; i < remaining.buckets().size(); ++i) {
        bool bounded = i < az::lifetimes::bounds.size();
        buckets.push_back(
            json::object({{"up_to", bounded ? json::number(az::lifetimes::bounds[i]) : json::null()},
                          {"sessions", json::number(remaining.buckets()[i])}}));
    }
    return json::array(buckets);
}

void add_facts(const az::store_facts &facts, members &all) {
    all.push_back({"exact", json::boolean(facts.exact)});
    all.push_back({"sample", json::number(facts.sample)});
    all.push_back({"store", store_object(facts)});
    if (!facts.lifetimes) return;
    const auto &remaining = *facts.lifetimes;
    all.push_back({"expired", json::number(remaining.expired())});
    all.push_back({"endless", json::number(remaining.endless())});
    all.push_back({"next_expiry", decimal_or_null(remaining.next())});
    all.push_back({"last_expiry", decimal_or_null(remaining.last())});
    all.push_back({"lifetimes", lifetimes_array(remaining)});
}

json::value checks_array(const std::vector<az::health_check> &checks) {
    std::vector<json::value> items;
    for (const auto &check : checks)
        items.push_back(json::object({{"name", json::string(check.name)},
                                      {"result", json::string(to_string(check.result))},
                                      {"finding", json::string(check.finding)},
                                      {"advice", text_or_null(check.advice)}}));
    return json::array(items);
}

} // namespace

std::vector<std::pair<std::string, json::value>> as_json(const status_report &report) {
    auto all = as_json(report.found);
    bool memory = report.found.backend() == az::backend::memory;
    all.push_back({"reachable", memory ? json::null() : json::boolean(report.reachable)});
    all.push_back({"sessions", report.facts ? json::number(report.facts->sessions) : json::null()});
    if (report.facts) add_facts(*report.facts, all);
    if (report.selected) {
        all.push_back({"selected", json::number(report.selected->sessions)});
        all.push_back({"unread", json::number(report.selected->unread.count)});
    }
    all.push_back({"interrupted", json::boolean(interrupt_requested())});
    all.push_back({"checks", checks_array(report.checks)});
    if (report.failure) all.push_back({"error", as_json(*report.failure)});
    return all;
}

} // namespace cli
