#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace azu_session::detail {

/// How much one transaction takes on, by the clock: as much as takes about 10 ms, which is as long as
/// another client may have to wait for a row.
class pace {
public:
    std::uint64_t size() const { return static_cast<std::uint64_t>(size_); }

    /// A transaction of that size took this long.
    void took(std::chrono::duration<double> time) {
        constexpr std::chrono::duration<double> target = std::chrono::milliseconds(10);
        size_ = std::max(1.0, size_ * std::clamp(target / time, 0.25, 2.0));
    }

    /// Something was in the way: as little as possible, and from there on up again.
    void start_again() { size_ = 1; }

private:
    double size_ = 8;
};

} // namespace azu_session::detail
