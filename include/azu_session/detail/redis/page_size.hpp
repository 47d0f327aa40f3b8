#pragma once

#include <algorithm>
#include <chrono>

namespace azu_session::inline v0_1::detail {

/// How many keys SCAN looks at a page (its COUNT), adapted so that no command holds the server for more than
/// about a millisecond: on a near server finding and removing a page takes 0.45 of one together. Another
/// client may wait for what runs when it asks and for all that the server reads together with its question.
/// Smaller pages would cost the server more for reading and answering. On a distant server pages are larger,
/// so that it has work while an answer travels.
class page_size {
public:
    using duration = std::chrono::duration<double, std::milli>;

    /// `round_trip` is what an empty command takes.
    explicit page_size(duration round_trip = duration(0)) : round_trip_(round_trip) {}

    int count() const { return static_cast<int>(count_); }

    /// Learns from the time between asking for a page and having it: from the shortest of a few, since the
    /// others were late for reasons of the network or of this machine.
    void took(duration elapsed) {
        shortest_ = std::min(shortest_, elapsed);
        if (++pages_ < pages_to_learn) return;
        auto target = round_trip_ + std::clamp(round_trip_, duration(0.45), duration(1.25));
        count_ = std::clamp(count_ * std::clamp(target / shortest_, 0.7, 2.0), least, most);
        *this = page_size(round_trip_, count_);
    }

private:
    page_size(duration round_trip, double count) : round_trip_(round_trip), count_(count) {}

    static constexpr double least = 100, most = 2000;
    static constexpr int pages_to_learn = 4;
    duration round_trip_, shortest_ = duration::max();
    int pages_ = 0;
    double count_ = 100;
};

} // namespace azu_session::inline v0_1::detail
