#pragma once

#include <cstdint>

namespace azu_session::inline v0_1::detail {

/// Numbers to choose samples by, the same in each run (Marsaglia, "Xorshift RNGs", 2003). Not for secrets.
class random_numbers {
public:
    /// 0 to `limit` - 1.
    std::uint64_t below(std::uint64_t limit) {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return state_ % limit;
    }

private:
    std::uint64_t state_ = 88172645463325252;
};

} // namespace azu_session::inline v0_1::detail
