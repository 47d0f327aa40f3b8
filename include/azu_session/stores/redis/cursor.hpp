#pragma once

#include <cstdint>

namespace azu_session::detail {

/// The bits in opposite order.
constexpr std::uint64_t reversed(std::uint64_t bits) {
    std::uint64_t result = 0;
    for (int i = 0; i < 64; ++i, bits >>= 1)
        result = result << 1 | (bits & 1);
    return result;
}

/// How much of the keyspace SCAN has passed when it gives this cursor, 0 to 1. Redis counts its hash
/// table's buckets in reverse binary (the comment above dictScan in its dict.c), so the reversed cursor, read
/// as a fraction, only grows, also while the table grows or shrinks.
/// In cluster mode, Redis 7.4 and Valkey 8 keep a table a slot, whose number is the cursor's low 14 bits:
/// then `slot_major` is true.
constexpr double scanned_fraction(std::uint64_t cursor, bool slot_major = false) {
    constexpr double whole = 18446744073709551616.0; // 2^64
    if (!slot_major) return static_cast<double>(reversed(cursor)) / whole;
    auto slot = static_cast<double>(cursor & 0x3fff);
    return (slot + static_cast<double>(reversed(cursor >> 14)) / whole) / 16384;
}

} // namespace azu_session::detail
