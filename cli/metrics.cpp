#include "status.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>

namespace cli {

namespace az = azu_session;

namespace {

/// A label's value: `\`, `"` and line ends are escaped.
std::string label_value(const std::string &text) {
    std::string escaped;
    for (char byte : text)
        if (byte == '\n')
            escaped += "\\n";
        else
            escaped.append(byte == '"' || byte == '\\', '\\') += byte;
    return escaped;
}

std::string decimal(double number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.9g", number);
    return text.data();
}

/// Metrics of one store, a family after the other.
class exposition {
public:
    exposition(const std::string &app, const std::string &backend)
        : labels_("app=\"" + label_value(app) + "\",backend=\"" + label_value(backend) + "\"") {}

    /// Begins a family; its unit is the end of its name.
    void family(const std::string &name, const std::string &type, const std::string &unit,
                const std::string &help) {
        text_ += "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
        if (!unit.empty()) text_ += "# UNIT " + name + " " + unit + "\n";
    }
    void sample(const std::string &name, const std::string &value, const std::string &label = {}) {
        text_ += name + "{" + labels_ + (label.empty() ? "" : "," + label) + "} " + value + "\n";
    }
    void gauge(const std::string &name, const std::string &unit, const std::string &help,
               const std::string &value) {
        family(name, "gauge", unit, help);
        sample(name, value);
    }
    std::string finished() && { return std::move(text_) + "# EOF\n"; }

private:
    std::string labels_, text_;
};

void add_histogram(const az::lifetimes &remaining, exposition &metrics) {
    const std::string name = "azu_session_ttl_seconds";
    metrics.family(name, "histogram", "seconds", "Time that sessions have left, of those that end.");
    std::uint64_t sessions = 0;
    for (std::size_t i = 0; i < remaining.buckets().size(); ++i) {
        sessions += remaining.buckets()[i];
        bool bounded = i < az::lifetimes::bounds.size();
        metrics.sample(name + "_bucket", std::to_string(sessions),
                       "le=\"" + (bounded ? std::to_string(az::lifetimes::bounds[i]) + ".0" : "+Inf") + "\"");
    }
    metrics.sample(name + "_sum", decimal(remaining.sum()));
    metrics.sample(name + "_count", std::to_string(sessions));
}

void add_facts(const az::store_facts &facts, exposition &metrics) {
    if (facts.round_trip)
        metrics.gauge("azu_session_store_round_trip_seconds", "seconds",
                      "Time that the store takes for an empty command.", decimal(facts.round_trip->count()));
    metrics.gauge("azu_sessions", "", "Sessions in the store.", std::to_string(facts.sessions));
    metrics.gauge("azu_sessions_exact", "",
                  "Whether all sessions were counted, 1, or the rest extrapolated, 0.",
                  facts.exact ? "1" : "0");
    if (facts.lifetimes) {
        metrics.gauge("azu_sessions_expired", "", "Sessions in the store whose time is over.",
                      std::to_string(facts.lifetimes->expired()));
        add_histogram(*facts.lifetimes, metrics);
    }
    if (facts.bytes)
        metrics.gauge("azu_session_store_bytes", "bytes", "Room that the sessions take in the store.",
                      std::to_string(*facts.bytes));
}

} // namespace

std::string metrics_of(const status_report &report) {
    if (report.found.backend() == az::backend::memory)
        throw az::error(az::errc::unsupported, "Memory sessions cannot be counted from outside.",
                        "Let the application itself tell how many it has.");
    exposition metrics(report.app, std::string(to_string(report.found.backend())));
    metrics.gauge("azu_session_store_up", "", "Whether the store could be looked at.",
                  report.facts ? "1" : "0");
    if (report.facts) add_facts(*report.facts, metrics);
    return std::move(metrics).finished();
}

} // namespace cli
