#pragma once

#include <cstdlib>
#include <iostream>
#include <string_view>

namespace fuzz {

/// A finding ends the process.
inline void require(bool holds, std::string_view what) {
    if (holds) return;
    std::cerr << "does not hold: " << what << '\n';
    std::abort();
}

} // namespace fuzz
