#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>

namespace azu_session::detail {

/// How many keys SCAN looks at a page (its COUNT), adapted so that no command holds the server for more than
/// a millisecond. On a near server it is half of one for a page: another client waits for two pages at worst,
/// as the server reads what has queued up in one go, and smaller pages would cost it more for reading and
/// answering. On a distant server pages are larger, so that it has work while an answer travels.
class page_size {
public:
    using duration = std::chrono::duration<double, std::milli>;

    /// `round_trip` is what an empty command takes.
    explicit page_size(duration round_trip = duration(0))
        : target_(round_trip + std::clamp(round_trip, duration(0.5), duration(1))) {}

    int count() const { return static_cast<int>(count_); }

    /// Learns from the time between asking for a page and having it.
    void took(duration elapsed) {
        // The root, since a single late page says little: the machine may have been busy with something else.
        auto factor = std::sqrt(target_ / std::max(elapsed, target_ / 64));
        count_ = std::clamp(count_ * std::clamp(factor, 0.8, 1.5), least, most);
    }

private:
    static constexpr double least = 50, most = 2000;
    duration target_;
    double count_ = 100;
};

} // namespace azu_session::detail
