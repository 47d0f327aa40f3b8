#pragma once

#include <algorithm>
#include <chrono>

namespace azu_session::detail {

/// How many keys SCAN looks at a page (its COUNT), adapted so that no command holds the server for more than
/// about a millisecond. On a near server it is a third of one: another client waits for two pages and the
/// removal of their keys at worst, as the server reads what has queued up in one go, and smaller pages would
/// cost it more for reading and answering. On a distant server pages are larger, so that it has work while an
/// answer travels.
class page_size {
public:
    using duration = std::chrono::duration<double, std::milli>;

    /// `round_trip` is what an empty command takes.
    explicit page_size(duration round_trip = duration(0))
        : target_(round_trip + std::clamp(round_trip, duration(0.35), duration(1.25))) {}

    int count() const { return static_cast<int>(count_); }

    /// Learns from the time between asking for a page and having it: from the shortest of a few, since the
    /// others were late for reasons of the network or of this machine.
    void took(duration elapsed) {
        shortest_ = std::min(shortest_, elapsed);
        if (++pages_ < pages_to_learn) return;
        count_ = std::clamp(count_ * std::clamp(target_ / shortest_, 0.7, 2.0), least, most);
        shortest_ = duration::max();
        pages_ = 0;
    }

private:
    static constexpr double least = 50, most = 2000;
    static constexpr int pages_to_learn = 4;
    duration target_, shortest_ = duration::max();
    int pages_ = 0;
    double count_ = 100;
};

} // namespace azu_session::detail
