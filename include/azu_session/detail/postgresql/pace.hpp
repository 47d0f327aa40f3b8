#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace azu_session::inline v0_1::detail {

/// How much one transaction takes on, by the clock: as much as takes about 6 ms. Another client may have to
/// wait for a row as long as that and for the commit; and now and then a batch takes twice the time.
class pace {
public:
    std::uint64_t size() const { return static_cast<std::uint64_t>(size_); }

    /// A transaction of that size took this long.
    void took(std::chrono::duration<double> time) {
        constexpr std::chrono::duration<double> target = std::chrono::milliseconds(6);
        size_ = std::max(1.0, size_ * std::clamp(target / time, 0.25, 2.0));
    }

    /// Something was in the way: as little as possible, and from there on up again.
    void start_again() { size_ = 1; }

private:
    double size_ = 8;
};

} // namespace azu_session::inline v0_1::detail
