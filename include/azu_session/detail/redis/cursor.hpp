#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>

namespace azu_session::inline v0_1::detail {

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
constexpr double scanned_fraction(std::uint64_t cursor) {
    return static_cast<double>(reversed(cursor)) / 18446744073709551616.0; // 2^64
}

/// Calls `range` with the first and last slot of each range that CLUSTER NODES lists for a node, as in
/// `0-99 200 [300->-node]`.
template <class Range>
void each_range(std::string_view slots, Range range) {
    for (; !slots.empty(); slots.remove_prefix(std::min(slots.find(' '), slots.size() - 1) + 1)) {
        int first = -1, last = -1;
        auto word = slots.substr(0, slots.find(' '));
        auto end = std::from_chars(word.data(), word.data() + word.size(), first).ptr;
        last = first;
        if (end != word.data() + word.size()) std::from_chars(end + 1, word.data() + word.size(), last);
        if (first >= 0) range(first, last);
    }
}

/// The same on a node of a cluster of Redis 7.4 or Valkey 8 and later. They keep a table a slot, whose number
/// is the cursor's low 14 bits, and pass one after the other. `slots` are the node's.
inline double scanned_fraction(std::uint64_t cursor, std::string_view slots) {
    auto current = static_cast<int>(cursor & 0x3fff);
    double passed = 0, all = 0;
    each_range(slots, [&](int first, int last) {
        all += last - first + 1;
        passed += std::clamp(current - first, 0, last - first + 1);
        if (first <= current && current <= last) passed += scanned_fraction(cursor >> 14);
    });
    return all > 0 ? passed / all : 0;
}

/// The cursor at which so much of the keyspace has been passed.
inline std::uint64_t cursor_at(double fraction) {
    return reversed(static_cast<std::uint64_t>(fraction * 9223372036854775808.0) << 1); // 2^63
}

/// The same on a node of a cluster that keeps a table a slot: where a slot begins.
inline std::uint64_t cursor_at(double fraction, std::string_view slots) {
    double all = 0;
    each_range(slots, [&](int first, int last) { all += last - first + 1; });
    auto before = static_cast<int>(fraction * all);
    int slot = 0;
    each_range(slots, [&](int first, int last) {
        if (before >= 0 && before <= last - first) slot = first + before;
        before -= last - first + 1;
    });
    return static_cast<std::uint64_t>(slot);
}

} // namespace azu_session::inline v0_1::detail
