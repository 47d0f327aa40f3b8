#pragma once

#include <algorithm>
#include <chrono>

namespace azu_session::detail {

/// How many keys SCAN looks at a page (its COUNT), adapted so that a page's commands together hold the
/// server for about half a millisecond. Another client waits for two pages at worst, as the server reads what
/// has queued up in one go; smaller pages would cost the server more for reading and answering.
class page_size {
public:
    using duration = std::chrono::duration<double, std::milli>;

    /// `round_trip` is what an empty command takes.
    explicit page_size(duration round_trip = duration(0)) : target_(duration(0.5) + round_trip) {}

    int count() const { return static_cast<int>(count_); }

    /// Learns from the time between one page and the next.
    void took(duration elapsed) {
        auto factor = target_ / std::max(elapsed, target_ / 64);
        // A single late page says little, as the machine may have been busy with something else.
        count_ = std::clamp(count_ * std::clamp(factor, 0.8, 1.1), least, most);
    }

private:
    static constexpr double least = 50, most = 2000;
    duration target_;
    double count_ = 100;
};

} // namespace azu_session::detail
