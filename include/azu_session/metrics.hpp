#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/inspection.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1 {

namespace detail {

/// A label's value: `\`, `"` and line ends are escaped.
inline std::string label_value(std::string_view text) {
    std::string escaped;
    for (char byte : text)
        if (byte == '\n')
            escaped += "\\n";
        else
            escaped.append(byte == '"' || byte == '\\', '\\') += byte;
    return escaped;
}

inline std::string decimal(double number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.9g", number);
    return text.data();
}

/// Metrics of one store, a family after the other.
class exposition {
public:
    exposition(std::string_view app, std::string_view backend)
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

inline void add_histogram(const lifetimes &remaining, exposition &metrics) {
    const std::string name = "azu_session_ttl_seconds";
    metrics.family(name, "histogram", "seconds", "Time that sessions have left, of those that end.");
    std::uint64_t sessions = 0;
    for (std::size_t i = 0; i < remaining.buckets().size(); ++i) {
        sessions += remaining.buckets()[i];
        bool bounded = i < lifetimes::bounds.size();
        metrics.sample(name + "_bucket", std::to_string(sessions),
                       "le=\"" + (bounded ? std::to_string(lifetimes::bounds[i]) + ".0" : "+Inf") + "\"");
    }
    metrics.sample(name + "_sum", decimal(remaining.sum()));
    metrics.sample(name + "_count", std::to_string(sessions));
}

inline void add_facts(const store_facts &facts, exposition &metrics) {
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

} // namespace detail

/// The media type of what `openmetrics` gives, for the Content-Type of an HTTP answer.
inline constexpr std::string_view openmetrics_type =
    "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What an inspection of a store found, as OpenMetrics, which Prometheus' own text format reads as well; the
/// README names the metrics. `facts` are nothing where the store could not be looked at: then there is
/// `azu_session_store_up 0` alone. The application's name and the backend are labels.
[[nodiscard]] inline std::string openmetrics(std::string_view app, backend kind,
                                             const std::optional<store_facts> &facts) {
    detail::exposition metrics(app, to_string(kind));
    metrics.gauge("azu_session_store_up", "", "Whether the store could be looked at.", facts ? "1" : "0");
    if (facts) detail::add_facts(*facts, metrics);
    return std::move(metrics).finished();
}

} // namespace azu_session::inline v0_1
